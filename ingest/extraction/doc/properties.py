"""The formats of a .doc file: what its paragraphs and characters have beside their text."""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from ingest.extraction.doc.piece_table import FormatRun, Structure, WordFile
from ingest.extraction.doc.sprms import Sprm, changes
from ingest.extraction.doc.styles import DocStyleSheet
from ingest.extraction.doc.table_rows import RowFormat, read_row_format

_LEVELS = 9
# Beyond are lists of Word 6, and paragraphs that were taken out of their list.
_LAST_LIST = 0x7FE
_SYMBOLS_FROM = 0xF000
_ENTRY_SIZE = 13

_Stored: TypeAlias = tuple[int, bytes]
"""The number of a style and the changes to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphFormat:
    """Format of a paragraph: its level, its list and its depth there, its place in a table."""

    style: int = 0
    level: int | None = None
    list_index: int = 0
    depth: int = 0
    in_table: bool = False
    ends_row: bool = False
    nesting: int = 1
    row: RowFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterFormat:
    """Format of characters; `symbol` is the sign that stands in their place."""

    is_hidden: bool = False
    is_deleted: bool = False
    is_bold: bool = False
    is_raised: bool = False
    symbol: str | None = None


class Formats:
    """The formats by place in the text."""

    def __init__(self, file: WordFile) -> None:
        self._data = file.data
        self._styles = DocStyleSheet(file.structures[Structure.STYLES])
        self._paragraphs = file.runs(_stored_paragraphs(file))
        self._paragraph_starts = [run.start for run in self._paragraphs]
        self._characters = file.runs(_stored_characters(file))
        self._character_starts = [run.start for run in self._characters]
        self._known_paragraphs: dict[_Stored, ParagraphFormat] = {}
        self._known_characters: dict[_Stored, CharacterFormat] = {}

    def paragraph(self, mark: int) -> ParagraphFormat:
        """The format of the paragraph whose mark stands there."""
        at = bisect_right(self._paragraph_starts, mark) - 1
        is_known = at >= 0 and mark < self._paragraphs[at].end
        stored = self._paragraphs[at].format if is_known else (0, b"")
        if stored not in self._known_paragraphs:
            self._known_paragraphs[stored] = self._read_paragraph(*stored)
        return self._known_paragraphs[stored]

    def characters(self, start: int, end: int, style: int) -> Iterator[FormatRun[CharacterFormat]]:
        """The formats of characters of a paragraph of that style, none left out."""
        at = max(bisect_right(self._character_starts, start) - 1, 0)
        while start < end:
            while at < len(self._characters) and self._characters[at].end <= start:
                at += 1
            run = self._characters[at] if at < len(self._characters) else None
            if run is not None and run.start <= start:
                stop, stored = min(run.end, end), run.format
            else:
                stop, stored = min(run.start, end) if run is not None else end, b""
            yield FormatRun(start=start, end=stop, format=self._character(style, stored))
            start = stop

    def _character(self, style: int, stored: bytes) -> CharacterFormat:
        key = style, stored
        if key not in self._known_characters:
            self._known_characters[key] = self._read_character(style, stored)
        return self._known_characters[key]

    def _read_paragraph(self, style_id: int, stored: bytes) -> ParagraphFormat:
        whole = self._whole(stored)
        style = self._styles[style_id]
        form = ParagraphFormat(style=style_id, level=style.heading)
        form = _changed_paragraph(_changed_paragraph(form, style.paragraph), whole)
        return replace(form, row=read_row_format(changes(whole))) if form.ends_row else form

    def _whole(self, stored: bytes) -> bytes:
        """The changes with those that were too many for their page."""
        for change in changes(stored):
            if change.code == Sprm.ELSEWHERE and change.number + 2 <= len(self._data):
                (length,) = struct.unpack_from("<H", self._data, change.number)
                return stored + self._data[change.number + 2 : change.number + 2 + length]
        return stored

    def _read_character(self, style_id: int, stored: bytes) -> CharacterFormat:
        form = _changed_characters(CharacterFormat(), self._styles[style_id].characters)
        for change in changes(stored):
            if change.code == Sprm.CHARACTER_STYLE:
                form = _changed_characters(form, self._styles[change.number].characters)
        return _changed_characters(form, stored)


def _changed_paragraph(form: ParagraphFormat, stored: bytes) -> ParagraphFormat:
    for change in changes(stored):
        number = change.number
        match change.code:
            case Sprm.LIST:
                form = replace(form, list_index=number if number <= _LAST_LIST else 0)
            case Sprm.LIST_DEPTH:
                form = replace(form, depth=min(number, _LEVELS - 1))
            case Sprm.LEVEL:
                form = replace(form, level=number + 1 if number < _LEVELS else None)
            case Sprm.IN_TABLE:
                form = replace(form, in_table=number == 1)
            case Sprm.ENDS_ROW:
                form = replace(form, ends_row=number == 1)
            case Sprm.NESTING:
                form = replace(form, nesting=number, in_table=number > 0)
    return form


def _changed_characters(form: CharacterFormat, stored: bytes) -> CharacterFormat:
    before = form
    for change in changes(stored):
        match change.code:
            case Sprm.HIDDEN:
                form = replace(form, is_hidden=_switched(change.number, before.is_hidden))
            case Sprm.BOLD:
                form = replace(form, is_bold=_switched(change.number, before.is_bold))
            case Sprm.RAISED:
                form = replace(form, is_raised=change.number == 1)
            case Sprm.DELETED:
                form = replace(form, is_deleted=change.number == 1)
            case Sprm.SYMBOL:
                code = change.number >> 16
                code += _SYMBOLS_FROM if code < 0x100 else 0
                form = replace(form, symbol=chr(code))
    return form


def _switched(number: int, before: bool) -> bool:
    """On, off, as the style has it or not as it has it."""
    return {0x80: before, 0x81: not before}.get(number, number == 1)


def _stored_paragraphs(file: WordFile) -> list[tuple[int, int, _Stored]]:
    """The changes to paragraphs by the bytes that these take."""
    found = []
    for page in file.formatted_pages(Structure.PARAGRAPH_PAGES):
        for at, (start, end) in enumerate(_ranges(page)):
            entry = 4 * (page[-1] + 1) + _ENTRY_SIZE * at
            offset = 2 * page[entry] if entry < len(page) else 0
            if not offset:
                found.append((start, end, (0, b"")))
                continue
            words = page[offset]
            first, size = (
                (offset + 1, 2 * words - 1) if words else (offset + 2, 2 * page[offset + 1])
            )
            stored = page[first : first + size]
            found.append((start, end, (int.from_bytes(stored[:2], "little"), stored[2:])))
    return sorted(found)


def _stored_characters(file: WordFile) -> list[tuple[int, int, bytes]]:
    """The changes to characters by the bytes that these take."""
    found = []
    for page in file.formatted_pages(Structure.CHARACTER_PAGES):
        for at, (start, end) in enumerate(_ranges(page)):
            entry = 4 * (page[-1] + 1) + at
            offset = 2 * page[entry] if entry < len(page) else 0
            stored = page[offset + 1 : offset + 1 + page[offset]] if offset else b""
            found.append((start, end, stored))
    return sorted(found)


def _ranges(page: bytes) -> Sequence[tuple[int, int]]:
    """The bytes that each entry of a page of formats is of; their count is its last byte."""
    count = min(page[-1], len(page) // 4 - 1)
    return list(pairwise(struct.unpack_from(f"<{count + 1}I", page)))
