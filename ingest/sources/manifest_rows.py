"""Rows of manifests as they are written: TOML, and tables as spreadsheets save them."""

import codecs
import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from puente.data.tables import read_table
from puente.errors import ManifestError
from puente.text.tokenization import fold

_FILE = "file"
_DIVIDER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ENCODINGS = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}


class NoManifestError(ManifestError):
    """A table that describes no files at all: it has no column for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """Row of a manifest: the file that it names and its values; `place` tells where it stands."""

    place: str
    file: str
    values: Mapping[str, object]


def read_toml_rows(path: Path, content: bytes, columns: Sequence[str]) -> Iterator[ManifestRow]:
    """The tables of a TOML file: `[files."acta.txt"]`; the keys may be named as columns are."""
    try:
        content_of = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(path, f"cannot be read: {error}") from error
    files = content_of.pop("files", {})
    if content_of:
        raise ManifestError(path, f"{min(content_of)}: there is no field of that name")
    if not isinstance(files, dict) or not all(isinstance(each, dict) for each in files.values()):
        raise ManifestError(path, "files: it must have a table for each file")
    for file, values in files.items():
        named = {_words()["columns"].get(_key(key), key): value for key, value in values.items()}
        yield ManifestRow(place=f"files.{file}", file=file, values=named)


def read_table_rows(path: Path, content: bytes, columns: Sequence[str]) -> Iterator[ManifestRow]:
    """The rows of a table whose first row names the columns, in English or Spanish.

    An empty cell states nothing. Excel writes `sep=;` above the table, semicolons where commas
    divide decimals, tabs in UTF-16 and Windows-1252 where it is not asked for UTF-8.
    """
    text = _decode(content)
    lines_above, divider = 0, None
    if match := _DIVIDER.match(text):
        text, lines_above, divider = text[match.end() :], 1, match[1]
    divider = divider or max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    try:
        names = _columns(path, next(reader, []), columns)
        for cells in reader:
            place = f"line {reader.line_num + lines_above}"
            if len(cells) > len(names):
                raise ManifestError(path, f"{place}: it has more cells than there are columns")
            stated = zip(names, cells, strict=False)  # a short row states less
            values = {name: cell.strip() for name, cell in stated if cell.strip()}
            file = values.pop(_FILE, None)
            if file is None and values:
                raise ManifestError(path, f"{place}: it names no file")
            if file is not None:
                yield ManifestRow(place=place, file=file, values=values)
    except csv.Error as error:
        line = reader.line_num + lines_above
        raise ManifestError(path, f"line {line}: cannot be read: {error}") from error


def known_value(field: str, value: object) -> object:
    """The value that a word for it stands for, in any case and in Spanish; else the value."""
    if not isinstance(value, str) or field not in _words():
        return value
    return _words()[field].get(_key(value), value.strip().lower())


def _decode(content: bytes) -> str:
    for mark, encoding in _ENCODINGS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _columns(path: Path, head: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The names of a table's columns."""
    names = [_words()["columns"].get(_key(each), each.strip()) for each in head]
    while names and not names[-1]:
        names.pop()
    if _FILE not in names:
        raise NoManifestError(path, f"line 1: there is no column “{_FILE}”")
    for name in names:
        if name not in (_FILE, *columns):
            raise ManifestError(path, f"line 1: {name}: there is no such column")
        if names.count(name) > 1:
            raise ManifestError(path, f"line 1: the column “{name}” stands there twice")
    return names


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """For the columns and for each field with a closed set, the value by its folded words."""
    return {
        field: {_key(word): value for value, words in meant.items() for word in (value, *words)}
        for field, meant in read_table("ingest", "data/manifest.toml").items()
    }


def _key(word: str) -> str:
    return "".join(character for character in fold(word) if character.isalnum())
