"""Manifests: what a table or TOML file beside the files states of each."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.sources.file_names import printable_name
from puente.errors import ManifestError, SymbolError
from puente.model.documents import Distribution, DocumentKind, Language, Visibility
from puente.symbols.finding import parse_symbol
from puente.text.dates import is_date

NAME, CSV_NAME = "manifest.toml", "manifest.csv"

_FILE_COLUMN = "file"

_Text = Annotated[str, Field(min_length=1)]


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


def read_manifest(folder: Path) -> dict[str, Given]:
    """The statements of a folder's manifest, by file name; empty without one."""
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
    """The statements on each file, with the place where they stand: nowhere in TOML."""
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
