"""The files of a folder, what its manifest says of them, their checksums."""

import hashlib
import tomllib
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

    `source` is its path below the given folder; `checksum` the SHA-256 of its bytes, "" when they
    cannot be read (which `extract` then says).
    """

    path: Path
    source: str
    checksum: str
    size: int
    given: Given = field(default_factory=Given)


def list_files(paths: Iterable[Path]) -> tuple[SourceFile, ...]:
    """The files given and those below the folders given, each once, sorted in each folder.

    Hidden files, manifests and the dunder files of Python packages (the seeds are one) are left
    out of folders.
    """
    manifest_of = cache(read_manifest)
    files: dict[Path, SourceFile] = {}
    for path in paths:
        if not path.exists():
            raise PathNotFoundError(path)
        for found, source in _walk(path):
            given = manifest_of(found.parent).get(found.name, Given())
            files.setdefault(found.resolve(), _source_file(found, source, given))
    return tuple(files.values())


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
            raise ManifestError(path, f"it describes “{name}”, which is not in the folder")
    return stated


def _walk(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, path.name
        return
    for found in sorted(path.rglob("*")):
        below = found.relative_to(path)
        skipped = any(part.startswith((".", "__")) for part in below.parts)
        if not skipped and found.name != NAME and not found.is_dir():
            yield found, below.as_posix()


def _source_file(path: Path, source: str, given: Given) -> SourceFile:
    try:
        with path.open("rb") as stream:
            checksum = hashlib.file_digest(stream, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError:
        checksum, size = "", 0
    return SourceFile(path=path, source=source, checksum=checksum, size=size, given=given)
