"""Files to ingest: found below paths, each once, with checksums."""

import hashlib
import os
import stat
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

from ingest.sources.file_names import printable_name
from ingest.sources.folder_entries import (
    MANIFEST,
    MANIFEST_TABLE,
    is_to_ingest,
    leads_out,
)
from ingest.sources.manifest import Given, Manifests, Statement
from puente.errors import PathNotFoundError

Stamp: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read.

    `source` is its path below the given folder as one can print it; `path` leads to it, and is a
    link only where the link must not be followed; `checksum` is the SHA-256 of its bytes, "" when
    they cannot be read (which `extract` then says). A file whose row in a manifest cannot be read
    has a `complaint`, and is not to be ingested. `stated_in` tells where its row stands.
    """

    path: Path
    source: str
    checksum: str
    size: int
    given: Given = field(default_factory=Given)
    complaint: str = ""
    stated_in: str = ""


def list_files(
    paths: Iterable[Path], only: Container[Path] | None = None
) -> tuple[SourceFile, ...]:
    """The files given and those below the folders given, each once, sorted in each folder.

    Hidden files, manifests and the dunder files of Python packages (the seeds are one) are left
    out of folders. A link that leads out of its folder is listed and not followed. `only` narrows
    them to some of those that `stamp_files` found.
    """
    paths = tuple(paths)
    manifests = Manifests(paths)
    files: dict[Path, SourceFile] = {}
    for key, (found, target, source) in _find(paths).items():
        if only is None or key in only:
            files[key] = _source_file(target, source, manifests.statement(found, target))
    return tuple(files.values())


def stamp_files(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """The stamps of files, which change with a file or with what its folder's manifest may say.

    No file is opened.
    """

    @cache
    def stamp_of_manifests(folder: Path) -> Stamp:
        above = stamp_of_manifests(folder.parent) if folder.parent != folder else ()
        return (*_stamp(folder / MANIFEST), *_stamp(folder / MANIFEST_TABLE), *above)

    return {
        key: (*_stamp(target), *stamp_of_manifests(found.parent.absolute()))
        for key, (found, target, _) in _find(paths).items()
    }


def _find(paths: Iterable[Path]) -> dict[Path, tuple[Path, Path, str]]:
    """Each file as it was found, the file that it stands for, and its path to print."""
    files: dict[Path, tuple[Path, Path, str]] = {}
    for path in paths:
        if not path.exists():
            raise PathNotFoundError(path)
        for found, source in _walk(path):
            target = found if path.is_dir() and leads_out(found, path) else _follow(found)
            # Not resolved here: a link that is refused does not stand for its target.
            key = target.parent.resolve() / target.name
            files.setdefault(key, (found, target, source))
    return files


def _stamp(path: Path) -> Stamp:
    """The time of a file's last change, its size and its inode; empty when it is not there."""
    try:
        status = path.lstat()
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def _walk(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, printable_name(path.name)
        return
    taken: set[str] = set()
    for found in sorted(path.rglob("*")):
        if not is_to_ingest(found, path):
            continue
        below = found.relative_to(path)
        source = printable_name(below.as_posix())
        if source in taken:  # "é" as one character and as two
            signs = below.as_posix()
            source = "".join(s if s.isascii() else f"\\u{{{ord(s):x}}}" for s in signs)
        taken.add(source)
        yield found, source


def _follow(path: Path) -> Path:
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _source_file(path: Path, source: str, statement: Statement) -> SourceFile:
    checksum, size = "", 0
    try:
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):  # to open a named pipe is to wait for its writer
            with path.open("rb") as stream:
                checksum = hashlib.file_digest(stream, "sha256").hexdigest()
            size = status.st_size
    except OSError:
        checksum, size = "", 0
    return SourceFile(
        path=path,
        source=source,
        checksum=checksum,
        size=size,
        given=statement.given,
        complaint=statement.complaint,
        stated_in=statement.place,
    )
