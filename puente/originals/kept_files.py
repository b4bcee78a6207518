"""Kept files: copies of the originals in a folder for each visibility, named by their checksums."""

import hashlib
import logging
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from puente.model.documents import Document, Visibility
from puente.originals.media_types import media_type_of

_log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of the longest file that is kept: a longer one is not read into an index either."""

_CHUNK = 256 * 1024
_HEAD = 1024
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


class Holdings(Protocol):
    """An index, as far as it says which documents it holds."""

    def documents(self) -> tuple[Document, ...]:
        """All documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that is open, to be sent: its media type and its length in bytes."""

    stream: BinaryIO
    media_type: str
    size: int

    def chunks(self) -> Iterator[bytes]:
        """The bytes; the file is closed after them."""
        with self.stream:
            yield from _read(self.stream, self.size)


class KeptFiles:
    """The originals of an installation.

    A public answer can have no restricted file: the visibility of the document that is asked for
    says in which folder to look. Nothing is kept where `keeps` is off, nor without a folder; what
    was kept before is then not shown, and still removed with its document.
    """

    def __init__(self, folder: Path | None = None, *, keeps: bool = True) -> None:
        self._folder = folder
        self._keeps = keeps and folder is not None

    def keep(self, path: Path, document: Document) -> None:
        """Keep a copy of a document's file; one that has other bytes by now is left out.

        A copy that cannot be made is logged: it keeps no document out of an index.
        """
        if not self._is_shown(document):
            return
        target = self._path_of(document)
        try:
            if not target.exists():
                is_private = document.visibility is Visibility.RESTRICTED
                target.parent.mkdir(
                    mode=0o700 if is_private else 0o755, parents=True, exist_ok=True
                )
                _copy(path, target, document.checksum, mode=0o600 if is_private else 0o644)
        except OSError as error:
            _log.warning("%s is not kept: %s", path.name, error.strerror)

    def sweep(self, visibility: Visibility, index: Holdings) -> None:
        """Remove what is the original of no document of the index with this visibility."""
        if self._folder is None or not (folder := self._folder / visibility).is_dir():
            return
        wanted = frozenset(map(_name_of, index.documents()))
        for path in folder.iterdir():
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def has(self, document: Document) -> bool:
        """Test whether the original of a document can be opened."""
        return self._is_shown(document) and self._path_of(document).is_file()

    def open(self, document: Document) -> KeptFile | None:
        """The original of a document, open; None where it is not kept."""
        if not self._is_shown(document):
            return None
        try:
            descriptor = os.open(
                self._path_of(document), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
            )
        except OSError:
            return None
        stream = os.fdopen(descriptor, "rb")
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            stream.close()
            return None
        head = stream.read(_HEAD)
        stream.seek(0)
        return KeptFile(
            stream=stream, media_type=media_type_of(document.source, head), size=status.st_size
        )

    def media_type(self, document: Document) -> str | None:
        """The media type of the original of a document; None where it is not kept."""
        file = self.open(document)
        if file is None:
            return None
        file.stream.close()
        return file.media_type

    def _is_shown(self, document: Document) -> bool:
        return self._keeps and _CHECKSUM.fullmatch(document.checksum) is not None

    def _path_of(self, document: Document) -> Path:
        if self._folder is None:
            raise FileNotFoundError
        return self._folder / document.visibility / _name_of(document)


NOTHING_KEPT = KeptFiles()


def _name_of(document: Document) -> str:
    """The name of a document's file: its checksum; each restricted collection has its own files.

    Whether they can be opened is not to tell that another collection has the same bytes.
    """
    if document.confined_to is None:
        return document.checksum
    return hashlib.sha256(f"{document.confined_to}/{document.checksum}".encode()).hexdigest()


def _copy(path: Path, target: Path, checksum: str, *, mode: int) -> None:
    """Copy a file, which nobody sees before it is whole; raises OSError."""
    # A named pipe is not waited for, and a link may lead out of the folder.
    source = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(source, "rb") as reading:
        # What a crash leaves of it is swept away, for its name is no checksum.
        made, name = tempfile.mkstemp(prefix="new-", dir=target.parent)
        try:
            with os.fdopen(made, "wb") as writing:
                digest = hashlib.sha256()
                for chunk in _read(reading, MOST_BYTES + 1):
                    digest.update(chunk)
                    writing.write(chunk)
                os.fchmod(made, mode)
            if digest.hexdigest() == checksum and Path(name).stat().st_size <= MOST_BYTES:
                Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)


def _read(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """The bytes of a file in pieces, so many at most."""
    while most and (chunk := stream.read(min(most, _CHUNK))):
        most -= len(chunk)
        yield chunk
