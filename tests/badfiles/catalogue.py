"""All bad files, and the things in a folder that are no files."""

import os
import socket
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.badfiles.files import BadFile
from tests.badfiles.marked_files import bad_marked_up
from tests.badfiles.package_files import bad_packages
from tests.badfiles.pdf_files import bad_pdfs
from tests.badfiles.plain_files import bad_texts, misleading_names, misnamed
from tests.badfiles.word_files import bad_docs


def bad_files() -> Iterator[BadFile]:
    """Every bad file."""
    return chain(
        bad_pdfs(),
        bad_packages(),
        bad_docs(),
        bad_marked_up(),
        bad_texts(),
        misnamed(),
        misleading_names(),
    )


def write(file: BadFile, folder: Path) -> Path:
    """Write a bad file; where it is."""
    path = folder / os.fsdecode(file.name)
    path.write_bytes(file.content)
    return path


def no_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """What is in a folder and is no file, with the code of its refusal."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop-a.txt").symlink_to("loop-b.txt")
    (folder / "loop-b.txt").symlink_to("loop-a.txt")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "device.txt").symlink_to("/dev/zero")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / "s.txt"))
    listener.close()
    for name in ("pipe.txt", "loop-a.txt", "loop-b.txt", "passwd.txt", "device.txt", "s.txt"):
        yield folder / name, "unsupported"
