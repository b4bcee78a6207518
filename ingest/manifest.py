"""The files of a folder, what its manifest says of them, their checksums."""

import csv
import hashlib
import io
import os
import stat
import tomllib
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.dates import is_date
from puente.errors import ManifestError, PathNotFoundError, SymbolError
from puente.records import Distribution, DocumentKind, Language, Visibility
from puente.symbols import parse_symbol

NAME, CSV_NAME = "manifest.toml", "manifest.csv"
_FILE_COLUMN = "file"
_Text = Annotated[str, Field(min_length=1)]
Stamp: TypeAlias = tuple[int, ...]


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
    distribution: Distribution | None = None
    session: _Text | None = None
    meeting: _Text | None = None
    agenda_item: _Text | None = None

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


def list_files(
    paths: Iterable[Path], only: Container[Path] | None = None
) -> tuple[SourceFile, ...]:
    """The files given and those below the folders given, each once, sorted in each folder.

    Hidden files, manifests and the dunder files of Python packages (the seeds are one) are left
    out of folders. A link that leads out of its folder is listed and not followed. `only` narrows
    them to some of those that `stamp_files` found.
    """
    manifest_of = cache(read_manifest)
    files: dict[Path, SourceFile] = {}
    for key, (found, target, source) in _find(paths).items():
        if only is None or key in only:
            given = manifest_of(found.parent).get(found.name, Given())
            files[key] = _source_file(target, source, given)
    return tuple(files.values())


def stamp_files(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """What tells whether one of the files, or what its folder's manifest may say of it, changed.

    No file is opened.
    """
    stamp_of_manifest = cache(lambda folder: (*_stamp(folder / NAME), *_stamp(folder / CSV_NAME)))
    return {
        key: (*_stamp(target), *stamp_of_manifest(found.parent))
        for key, (found, target, _) in _find(paths).items()
    }


def _find(paths: Iterable[Path]) -> dict[Path, tuple[Path, Path, str]]:
    """Each file as it was found, the file that it stands for, and its path to print."""
    files: dict[Path, tuple[Path, Path, str]] = {}
    for path in paths:
        if not path.exists():
            raise PathNotFoundError(path)
        for found, source in _walk(path):
            target = found if path.is_dir() and _leads_out(found, path) else _follow(found)
            # Not resolved here: a link that is refused does not stand for its target.
            key = target.parent.resolve() / target.name
            files.setdefault(key, (found, target, source))
    return files


def _stamp(path: Path) -> Stamp:
    """When a file was changed, its size and its inode; empty when it is not there."""
    try:
        status = path.lstat()
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def printable_name(name: str) -> str:
    """The name in NFC with an escape for what is no text: bytes that are no UTF-8, controls.

    The backslash is escaped too, so that no two names become one.
    """
    return "".join(map(_escape, unicodedata.normalize("NFC", name)))


def read_manifest(folder: Path) -> dict[str, Given]:
    """What the manifests of a folder state, by file name; empty without one."""
    stated: dict[str, Given] = {}
    for name, read in ((NAME, _read_toml), (CSV_NAME, _read_csv)):
        path = folder / name
        if not path.is_file():
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ManifestError(path, f"cannot be read: {error}") from error
        for file, (place, given) in read(path, content).items():
            if not (folder / file).is_file():
                detail = f"it describes “{printable_name(file)}”, which is not in the folder"
                raise ManifestError(path, f"{place}{detail}")
            if file in stated:
                detail = f"“{printable_name(file)}” is described in {NAME} too"
                raise ManifestError(path, f"{place}{detail}")
            stated[file] = given
    return stated


def _read_toml(path: Path, content: bytes) -> dict[str, tuple[str, Given]]:
    """What each file is said to be, with the place where that stands: nowhere in TOML."""
    try:
        stated = _Manifest.model_validate(tomllib.loads(content.decode("utf-8"))).files
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(path, f"cannot be read: {error}") from error
    except ValidationError as error:
        raise ManifestError(path, _first_complaint(error)) from error
    return {name: ("", given) for name, given in stated.items()}


def _read_csv(path: Path, content: bytes) -> dict[str, tuple[str, Given]]:
    """The same of a table with a row for each file: its first row names the columns.

    An empty cell states nothing. Spreadsheets write semicolons where commas divide decimals, and
    Windows-1252 where they are not asked for UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    stated: dict[str, tuple[str, Given]] = {}
    try:
        if _FILE_COLUMN not in (reader.fieldnames or ()):
            raise ManifestError(path, f"line 1: there is no column “{_FILE_COLUMN}”")
        for row in reader:
            place = f"line {reader.line_num}: "
            if None in row:
                raise ManifestError(path, f"{place}it has more cells than there are columns")
            values = {name: value.strip() for name, value in row.items() if value and value.strip()}
            name = values.pop(_FILE_COLUMN, None)
            if name is None and not values:
                continue
            if name is None or name in stated:
                what = "it names no file" if name is None else f"“{name}” is described twice"
                raise ManifestError(path, f"{place}{what}")
            stated[name] = (place, Given.model_validate(values))
    except csv.Error as error:
        raise ManifestError(path, f"line {reader.line_num + 1}: cannot be read: {error}") from error
    except ValidationError as error:
        detail = f"line {reader.line_num}: {_first_complaint(error)}"
        raise ManifestError(path, detail) from error
    return stated


def _first_complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}"


def _walk(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, printable_name(path.name)
        return
    taken: set[str] = set()
    for found in sorted(path.rglob("*")):
        below = found.relative_to(path)
        skipped = any(part.startswith((".", "__")) for part in below.parts)
        is_folder = found.is_dir() and not _leads_out(found, path)
        if skipped or found.name in (NAME, CSV_NAME) or is_folder:
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
