"""Packages: the zip files of XML that word processors write, read with bounds on all they hold."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

from puente.errors import ExtractionError
from puente.model.reports import Reason

MAX_ENTRIES = 2_000
MAX_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200
# What a small part unpacks to costs nothing, however well it packs.
_NEVER_A_BOMB = 1024 * 1024
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_STRONGLY_ENCRYPTED = 0x40
# What zipfile raises for directories and streams that are damaged, and for methods it lacks.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_LOCKED = "the file has a password. Save it without one."


class Package:
    """The parts of a zip file by name; what is read is counted, since stated sizes can lie.

    Every way in which a package is damaged, too big, locked or a bomb is an ExtractionError.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        self._left = MAX_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except _ZIP_ERRORS as error:
            raise self._malformed("its directory cannot be read") from error
        if len(entries) > MAX_ENTRIES:
            raise self._bomb(f"it has {len(entries):,} entries, more than {MAX_ENTRIES:,}")
        self._entries = self._checked(entries)

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """The content of a part; a part that is not there is the package's fault."""
        if name not in self._entries:
            raise self._malformed(f"it has no {name}")
        entry = self._entries[name]
        if entry.flag_bits & (_ENCRYPTED | _STRONGLY_ENCRYPTED):
            raise ExtractionError(self._path, Reason.ENCRYPTED, _LOCKED)
        chunks: list[bytes] = []
        most = max(_NEVER_A_BOMB, MAX_RATIO * entry.compress_size)
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    chunks.append(chunk)
                    size += len(chunk)
                    self._left -= len(chunk)
                    if size > most or self._left < 0:
                        raise self._bomb(f"{name} unpacks to far more than it says or may")
        except _ZIP_ERRORS as error:
            raise self._malformed(f"{name} is damaged") from error
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element:
        """The root element of a part that is XML."""
        return parse_xml(self._path, self.read(name))

    def _checked(self, entries: list[zipfile.ZipInfo]) -> Mapping[str, zipfile.ZipInfo]:
        """The entries by name; refuses names that lead out of the package and declared bombs."""
        total = 0
        for entry in entries:
            if "\\" in entry.filename or _leads_out(PurePosixPath(entry.filename)):
                raise self._malformed("a name in it leads out of the package")
            total += entry.file_size
            if entry.file_size > max(_NEVER_A_BOMB, MAX_RATIO * entry.compress_size):
                raise self._bomb(f"{entry.filename} unpacks to over {MAX_RATIO} times its size")
        if total > MAX_BYTES:
            raise self._bomb(f"it unpacks to over {MAX_BYTES >> 20} MiB")
        return {entry.filename: entry for entry in entries}

    def _malformed(self, what: str) -> ExtractionError:
        return ExtractionError(self._path, Reason.MALFORMED, f"the package is no good: {what}")

    def _bomb(self, what: str) -> ExtractionError:
        return ExtractionError(self._path, Reason.BOMB, f"the package is a bomb: {what}")


def parse_xml(path: Path, content: bytes) -> etree._Element:
    """The root element; no DTD, no entities, nothing fetched, libxml2's limits kept."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExtractionError(path, Reason.MALFORMED, "a part of it is no XML") from error
    if root.getroottree().docinfo.doctype:
        detail = "a part of it has a DOCTYPE, which no word processor writes"
        raise ExtractionError(path, Reason.MALFORMED, detail)
    return root


def _leads_out(name: PurePosixPath) -> bool:
    return name.is_absolute() or ".." in name.parts
