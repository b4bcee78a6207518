"""Manifests: what tables and TOML files above or beside the files state of each."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.sources.addresses import LONGEST_ADDRESS, is_web_address
from ingest.sources.file_names import printable_name
from ingest.sources.folder_entries import MANIFEST, MANIFEST_TABLE, is_to_ingest
from ingest.sources.manifest_rows import (
    ManifestRow,
    NoManifestError,
    known_value,
    read_table_rows,
    read_toml_rows,
)
from puente.errors import ManifestError, SymbolError, complaint_of
from puente.model.documents import Distribution, DocumentKind, Language, Visibility
from puente.symbols.finding import parse_symbol
from puente.text.dates import is_date

_Text = Annotated[str, Field(min_length=1)]
_EMBARGO = "embargo"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Given(BaseModel):
    """Statements of a manifest on one file; None is not stated."""

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
    embargo: _Text | None = None
    session: _Text | None = None
    meeting: _Text | None = None
    agenda_item: _Text | None = None
    official: bool | None = None
    source_url: _Text | None = None

    @field_validator("date", mode="before")
    @classmethod
    def _date_is_partial_or_whole(cls, value: object) -> str | None:
        text = None if value is None else str(value)
        if text is not None and not is_date(text):
            raise ValueError("a date is written 2004-10-13, 2004-10 or 2004")
        return text

    @field_validator("source_url")
    @classmethod
    def _address_can_be_opened(cls, value: str | None) -> str | None:
        if value is not None and not is_web_address(value):
            raise ValueError(
                f"an address begins with http:// or https:// and a host, has no spaces, no name or"
                f" password and at most {LONGEST_ADDRESS} characters"
            )
        return value

    @field_validator("embargo", mode="before")
    @classmethod
    def _embargo_is_a_day(cls, value: object) -> str | None:
        text = None if value is None else str(value)
        if text is not None and not (_DAY.fullmatch(text) and is_date(text)):
            raise ValueError("the day on which an embargo ends is written 2027-01-31")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Statement of one row on a file.

    A row that cannot be read has a `complaint` and states nothing; what it says of the visibility
    or the distribution counts as restricted, unless it says public. One whose embargo cannot be
    applied has an `error` instead, which stops the run. `place` tells where the row stands.
    """

    given: Given = field(default_factory=Given)
    complaint: str = ""
    error: ManifestError | None = None
    place: str = ""


class Manifests:
    """The manifests of files and folders to ingest and of the folders above, each read once.

    A row names its file by its path below the manifest's folder. Below a folder to ingest and
    beside a file to ingest every row must fit one file that a folder lists; of a manifest further
    up the rows count that do.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._folders = tuple(_real(path if path.is_dir() else path.parent) for path in paths)
        self._files = frozenset(_own_place(path) for path in paths if not path.is_dir())
        self._read: dict[Path, dict[Path, tuple[Path, Statement]]] = {}

    def statement(self, found: Path, target: Path) -> Statement:
        """The one statement on a file, found there and leading there; empty without one.

        Raises ManifestError when two rows describe it, or when the embargo of its row is wrong.
        """
        places = dict.fromkeys((_own_place(found), _real(target)))
        stated = [
            (path, statement)
            for folder in dict.fromkeys(each for place in places for each in place.parents)
            for file, (path, statement) in self._of(folder).items()
            if file in places
        ]
        if len(stated) > 1:
            (first, _), (second, _) = stated[:2]
            name = printable_name(found.name)
            raise ManifestError(first, f"“{name}” is described in {second} too")
        if not stated:
            return Statement()
        [(_, statement)] = stated
        if statement.error:
            raise statement.error
        return statement

    def _of(self, folder: Path) -> dict[Path, tuple[Path, Statement]]:
        """The rows of the manifests in a folder by the file each describes."""
        if folder not in self._read:
            self._read[folder] = dict(self._rows(folder))
        return self._read[folder]

    def _rows(self, folder: Path) -> Iterator[tuple[Path, tuple[Path, Statement]]]:
        is_ours = any(folder.is_relative_to(each) for each in self._folders)
        described: dict[Path, Path] = {}
        for path, row in _read_rows(folder, is_ours=is_ours):
            file = _find_file(path, folder, row, is_ours=is_ours)
            if file is None:
                continue
            name = printable_name(row.file)
            if is_ours and not self._is_listed(file):
                raise ManifestError(path, f"{row.place}: “{name}” is no file that is ingested")
            if file in described:
                if described[file] == path:
                    raise ManifestError(path, f"{row.place}: “{name}” is described twice")
                other = described[file].name
                raise ManifestError(path, f"{row.place}: “{name}” is described in {other} too")
            described[file] = path
            yield file, (path, _statement(path, row))

    def _is_listed(self, file: Path) -> bool:
        """Test for a file that is given, or listed below a folder."""
        return file in self._files or any(
            file.is_relative_to(folder) and is_to_ingest(file, folder) for folder in self._folders
        )


def _read_rows(folder: Path, *, is_ours: bool) -> Iterator[tuple[Path, ManifestRow]]:
    for name in (MANIFEST, MANIFEST_TABLE):
        path = folder / name
        if not path.is_file():
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ManifestError(path, f"cannot be read: {error}") from error
        fields = tuple(Given.model_fields)
        rows = read_toml_rows if name == MANIFEST else read_table_rows
        try:
            for row in rows(path, content, fields):
                yield path, row
        except NoManifestError:
            if is_ours:
                raise


def _find_file(path: Path, folder: Path, row: ManifestRow, *, is_ours: bool) -> Path | None:
    """The file that a row names: exactly, else in another form of Unicode, else in other case."""
    name = printable_name(row.file)
    places = _below(folder, row.file)
    if places is None:
        if is_ours:
            raise ManifestError(path, f"{row.place}: “{name}” leads out of the folder")
        return None
    found = [folder]
    for part in places:
        found = [each for parent in found for each in _entries(parent, part)]
    if len(found) == 1:
        return _own_place(found[0])
    if is_ours:
        if found:
            detail = f"it describes “{name}”, which fits several files"
        else:
            detail = f"it describes “{name}”, which is not in the folder"
        raise ManifestError(path, f"{row.place}: {detail}")
    return None


def _below(folder: Path, file: str) -> tuple[str, ...] | None:
    """The parts of a path as a row writes it, below the folder; None for one that leads out."""
    if (folder / file).is_file() and "/" not in file:
        return (file,)  # a backslash may stand in a name
    written = file.replace("\\", "/")
    if PurePosixPath(written).is_absolute():
        absolute = Path(os.path.normpath(written))
        below = next(
            (
                absolute.relative_to(each).as_posix()
                for each in (folder, _real(folder))
                if absolute.is_relative_to(each)
            ),
            None,
        )
        if below is None:
            return None
        written = below
    parts = PurePosixPath(os.path.normpath(written)).parts
    return None if ".." in parts or not parts else parts


def _entries(folder: Path, name: str) -> list[Path]:
    """The entries of a folder that a name fits best."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    for form in (str, _composed, printable_name, _caseless):
        wanted = form(name)
        if fitting := [each for each in entries if form(each.name) == wanted]:
            return fitting
    return []


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _caseless(name: str) -> str:
    return _composed(_composed(name).casefold())


def _own_place(path: Path) -> Path:
    """Place of a file; of a link, that of the link itself."""
    return _real(path.parent) / path.name


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _statement(path: Path, row: ManifestRow) -> Statement:
    values = {name: known_value(name, value) for name, value in row.values.items()}
    place = f"{path}: {row.place}"
    try:
        given = Given.model_validate(values)
    except ValidationError as error:
        if wrong := [each for each in error.errors() if each["loc"] == (_EMBARGO,)]:
            return _with_error(path, row, complaint_of(wrong[0]))
        complaint = f"{place}: {_first_complaint(error)}. Correct the manifest."
    else:
        if given.embargo and given.visibility is Visibility.RESTRICTED:
            return _with_error(path, row, "a restricted document has none; leave one of them out")
        return Statement(given=given, place=place)
    distribution = values.get("distribution", Distribution.GENERAL)
    by_default = Visibility.PUBLIC if distribution == Distribution.GENERAL else None
    is_public = values.get("visibility", by_default) == Visibility.PUBLIC
    is_doubtful = not is_public or _EMBARGO in values
    visibility = Visibility.RESTRICTED if is_doubtful else None
    return Statement(given=Given(visibility=visibility), complaint=complaint, place=place)


def _with_error(path: Path, row: ManifestRow, detail: str) -> Statement:
    return Statement(error=ManifestError(path, f"{row.place}: {_EMBARGO}: {detail}"))


def _first_complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {complaint_of(first)}"
