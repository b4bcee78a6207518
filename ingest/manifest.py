"""The files of a folder, what its manifest says of them, their checksums."""

import hashlib
import os
import stat
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.dates import is_date
from puente.errors import ManifestError, PathNotFoundError, SymbolError
from puente.records import DocumentKind, Language, Visibility
from puente.symbols import parse_symbol

NAME = "manifest.toml"
_Text = Annotated[str, Field(min_length=1)]


class Given(BaseModel):
    """What a manifest states of one file; None is not stated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: _Text | None = None
    language: Language | None = None
    symbol: _Text | None = None
    date: _Text | None = None
    organ: _Text | None = None
    committee: _Text | None = None
    kind: DocumentKind | None = None
    collection: _Text | None = None
    visibility: Visibility | None = None

    @field_validator("date", mode="before")
    @classmethod
    def _date_is_partial_or_whole(cls, value: object) -> str | None:
        text = None if value is None else str(value)
        if text is not None and not is_date(text):
            raise ValueError("a date is written 2004-10-13, 2004-10 or 2004")
        return text

    @field_validator("symbol")
    @classmethod
    def _symbol_can_be_parsed(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                parse_symbol(value)
            except SymbolError as error:
                raise ValueError(str(error)) from error
        return value


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    files: dict[str, Given] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read.

    `source` is its path below the given folder as one can print it; `path` leads to it, and is a
    link only where the link must not be followed; `checksum` is the SHA-256 of its bytes, "" when
    they cannot be read (which `extract` then says).
    """

    path: Path
    source: str
    checksum: str
    size: int
    given: Given = field(default_factory=Given)


def list_files(paths: Iterable[Path]) -> tuple[SourceFile, ...]:
    """The files given and those below the folders given, each once, sorted in each folder.

    Hidden files, manifests and the dunder files of Python packages (the seeds are one) are left
    out of folders. A link that leads out of its folder is listed and not followed.
    """
    manifest_of = cache(read_manifest)
    files: dict[Path, SourceFile] = {}
    for path in paths:
        if not path.exists():
            raise PathNotFoundError(path)
        for found, source in _walk(path):
            given = manifest_of(found.parent).get(found.name, Given())
            target = found if path.is_dir() and _leads_out(found, path) else _follow(found)
            # Not resolved here: a link that is refused does not stand for its target.
            key = target.parent.resolve() / target.name
            files.setdefault(key, _source_file(target, source, given))
    return tuple(files.values())


def printable_name(name: str) -> str:
    """The name in NFC with an escape for what is no text: bytes that are no UTF-8, controls.

    The backslash is escaped too, so that no two names become one.
    """
    return "".join(map(_escape, unicodedata.normalize("NFC", name)))


def read_manifest(folder: Path) -> dict[str, Given]:
    """What the manifest of a folder states, by file name; empty without a manifest."""
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        stated = _Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).files
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(path, f"cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ManifestError(path, f"{place}: {first['msg']}") from error
    for name in stated:
        if not (folder / name).is_file():
            detail = f"it describes “{printable_name(name)}”, which is not in the folder"
            raise ManifestError(path, detail)
    return stated


def _walk(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, printable_name(path.name)
        return
    taken: set[str] = set()
    for found in sorted(path.rglob("*")):
        below = found.relative_to(path)
        skipped = any(part.startswith((".", "__")) for part in below.parts)
        is_folder = found.is_dir() and not _leads_out(found, path)
        if skipped or found.name == NAME or is_folder:
            continue
        source = printable_name(below.as_posix())
        if source in taken:  # "é" as one character and as two
            signs = below.as_posix()
            source = "".join(s if s.isascii() else f"\\u{{{ord(s):x}}}" for s in signs)
        taken.add(source)
        yield found, source


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte of a name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if character.isprintable() and character != "\\":
        return character
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{{{code:x}}}"


def _leads_out(path: Path, folder: Path) -> bool:
    """Whether it is a symbolic link to something that is not below the folder."""
    if not path.is_symlink():
        return False
    # Unlike Path.resolve, realpath does not fail for links that lead to each other.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _follow(path: Path) -> Path:
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _source_file(path: Path, source: str, given: Given) -> SourceFile:
    checksum, size = "", 0
    try:
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):  # to open a named pipe is to wait for its writer
            with path.open("rb") as stream:
                checksum = hashlib.file_digest(stream, "sha256").hexdigest()
            size = status.st_size
    except OSError:
        checksum, size = "", 0
    return SourceFile(path=path, source=source, checksum=checksum, size=size, given=given)
