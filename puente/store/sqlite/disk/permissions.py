"""Permissions of index files: those that new ones are made with, and what they allow."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import apsw

from puente.model.documents import Visibility

_OTHERS = 0o077


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """State of a file that this process reads without a lock; another one once it was written."""

    inode: int
    size: int
    changed: int


def is_restricted(path: Path) -> bool:
    """Test whether a file holds restricted documents.

    Its name says it, as `sibling` and the snapshots give it: `puente.restricted.db`.
    """
    return f".{Visibility.RESTRICTED}" in path.suffixes


def make_folder_of(path: Path) -> None:
    """Make the folder of an index file; for a restricted one nobody else may enter it."""
    mode = 0o700 if is_restricted(path) else 0o777
    path.parent.mkdir(mode=mode, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """Make an empty file for an index where there is none, private from its first byte.

    SQLite gives its journal and its write-ahead log the permissions of this file. Raises
    apsw.CantOpenError.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, flags, 0o600 if is_restricted(path) else 0o644))
    except OSError as error:
        raise apsw.CantOpenError(f"{path}: {error.strerror}") from error


def is_writable(path: Path) -> bool:
    """Test whether this process may write to an index file, and make its log beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def open_to_others(path: Path) -> tuple[Path, ...]:
    """The files of a restricted index that other users may read or write; they are older ones."""
    if not is_restricted(path):
        return ()
    files = sorted(path.parent.glob(f"{path.name}*"))
    return tuple(file for file in files if file.is_file() and file.stat().st_mode & _OTHERS)


def state_of(path: Path) -> FileState:
    """The state of an index file."""
    found = path.stat()
    return FileState(inode=found.st_ino, size=found.st_size, changed=found.st_mtime_ns)


def has_log(path: Path) -> bool:
    """Test for a write-ahead log beside an index file: somebody writes, or did not end well."""
    log, shared = (path.with_name(f"{path.name}-{ending}") for ending in ("wal", "shm"))
    return log.exists() and (log.stat().st_size > 0 or shared.exists())
