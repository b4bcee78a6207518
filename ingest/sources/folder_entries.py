"""Entries of a folder: those that are files to ingest."""

import os
from pathlib import Path

MANIFEST, MANIFEST_TABLE = "manifest.toml", "manifest.csv"


def is_to_ingest(entry: Path, folder: Path) -> bool:
    """Test for a file below the folder that is neither hidden nor a manifest.

    The dunder files of Python packages (the seeds are one) count as hidden. A link that leads out
    of the folder is a file: it is listed and not followed.
    """
    parts = entry.relative_to(folder).parts
    if any(part.startswith((".", "__")) for part in parts):
        return False
    if entry.name in (MANIFEST, MANIFEST_TABLE):
        return False
    return not entry.is_dir() or leads_out(entry, folder)


def leads_out(path: Path, folder: Path) -> bool:
    """Test for a symbolic link to something that is not below the folder."""
    if not path.is_symlink():
        return False
    # Unlike Path.resolve, realpath does not fail for links that lead to each other.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
