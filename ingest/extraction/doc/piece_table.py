"""The streams of a Word 97 to 2003 file (.doc): its text, gathered from its pieces, its tables.

Structures and offsets are those of [MS-DOC], the published description of the format.
"""

import io
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Generic, TypeVar

import olefile

from puente.errors import ExtractionError
from puente.model.reports import Reason

_WORD_97 = 0xA5EC
# The upper byte of what files of older versions begin with: 0xA59B to 0xA5DC, and 0xA699.
_OLDER = (0xA5, 0xA6)
_FIRST_VERSION = 0xC0
_IS_ENCRYPTED = 0x0100
_IS_TABLE_ONE = 0x0200
_IS_COMPRESSED = 0x4000_0000
_PAGE = 512
_PAGE_NUMBER = 0x3F_FFFF
_SAVE_AS_DOCX = "Open it in Word or LibreOffice and save it as .docx."

_Format = TypeVar("_Format")


class Structure(IntEnum):
    """The place of a structure in the list that the head of the file keeps of them."""

    STYLES = 1
    FOOTNOTE_CALLS = 2
    FOOTNOTES = 3
    SECTIONS = 6
    HEADERS = 11
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    SETTINGS = 31
    PIECES = 33
    SHAPES = 40
    ENDNOTE_CALLS = 46
    ENDNOTES = 47
    BOXES = 56
    LISTS = 73
    LIST_USES = 74


class TextPart(IntEnum):
    """A run of text, in the order in which they stand one after the other."""

    BODY = 0
    FOOTNOTES = 1
    HEADERS = 2
    MACROS = 3
    COMMENTS = 4
    ENDNOTES = 5
    BOXES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters `start` to `end` of the text, stored one after the other from a byte on."""

    start: int
    end: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRun(Generic[_Format]):
    """Characters `start` to `end` of the text have a format."""

    start: int
    end: int
    format: _Format


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFile:
    """The text of all parts, where each begins, and the streams that the rest is read from."""

    text: str
    starts: Mapping[TextPart, int]
    lengths: Mapping[TextPart, int]
    pieces: Sequence[Piece]
    main: bytes
    data: bytes
    structures: Mapping[Structure, bytes]
    lists: bytes
    """The structure of lists and what follows it: the levels stand behind its stated end."""

    def places(self, structure: Structure, size: int) -> tuple[list[int], list[bytes]]:
        """The places in the text that a structure names, and what it has for each between two."""
        return places(self.structures[structure], size)

    def formatted_pages(self, structure: Structure) -> Iterator[bytes]:
        """The pages of formats."""
        _, numbers = self.places(structure, 4)
        if len(numbers) > len(self.main) // _PAGE + 1:
            raise ValueError("more pages of formats than pages")
        for number in numbers:
            at = (struct.unpack("<I", number)[0] & _PAGE_NUMBER) * _PAGE
            if len(page := self.main[at : at + _PAGE]) == _PAGE:
                yield page

    def runs(self, formats: Sequence[tuple[int, int, _Format]]) -> list[FormatRun[_Format]]:
        """Formats of bytes of the main stream, in order -> formats of the text."""
        starts = [start for start, _, _ in formats]
        found: list[FormatRun[_Format]] = []
        for piece in self.pieces:
            end = piece.offset + (piece.end - piece.start) * piece.width
            at = max(bisect_right(starts, piece.offset) - 1, 0)
            for first, last, form in formats[at : bisect_left(starts, end)]:
                start_at = (max(first, piece.offset) - piece.offset) // piece.width
                end_at = (min(last, end) - piece.offset) // piece.width
                if start_at < end_at:
                    place = piece.start
                    found.append(FormatRun(start=place + start_at, end=place + end_at, format=form))
        return found


def open_word_file(path: Path, content: bytes) -> WordFile:
    """The file; refuses older versions and files with a password."""
    with olefile.OleFileIO(io.BytesIO(content)) as compound:
        main = compound.openstream("WordDocument").read()
        ident, version = struct.unpack_from("<HH", main)
        (flags,) = struct.unpack_from("<H", main, 10)
        if ident >> 8 not in _OLDER:
            raise ValueError("no Word document")
        if ident != _WORD_97 or version < _FIRST_VERSION:
            detail = f"it was made by Word 95 or an older one. {_SAVE_AS_DOCX}"
            raise ExtractionError(path, Reason.UNSUPPORTED, detail)
        if flags & _IS_ENCRYPTED:
            detail = "the file has a password. Save it without one."
            raise ExtractionError(path, Reason.ENCRYPTED, detail)
        tables = compound.openstream("1Table" if flags & _IS_TABLE_ONE else "0Table").read()
        data = compound.openstream("Data").read() if compound.exists("Data") else b""
    lengths, structures, lists = _read_head(main, tables)
    pieces = tuple(_pieces(structures[Structure.PIECES]))
    if sum(piece.end - piece.start for piece in pieces) > len(main):
        raise ValueError("pieces that overlap")
    starts, start = {}, 0
    for part in TextPart:
        starts[part] = start
        start += lengths[part]
    return WordFile(
        text="".join(_decode(main, piece) for piece in pieces),
        starts=starts,
        lengths=lengths,
        pieces=pieces,
        main=main,
        data=data,
        structures=structures,
        lists=lists,
    )


def places(structure: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """Ascending numbers, one more than there are records of a size, and the records."""
    count = max((len(structure) - 4) // (4 + size), 0)
    if not structure:
        return [], []
    numbers = list(struct.unpack_from(f"<{count + 1}I", structure))
    base = 4 * (count + 1)
    return numbers, [structure[base + at * size : base + (at + 1) * size] for at in range(count)]


def _read_head(
    main: bytes, tables: bytes
) -> tuple[Mapping[TextPart, int], Mapping[Structure, bytes], bytes]:
    """The lengths of the parts, the structures, and the lists with what follows them."""
    at = 32
    (shorts,) = struct.unpack_from("<H", main, at)
    at += 2 + 2 * shorts
    (longs,) = struct.unpack_from("<H", main, at)
    counts = struct.unpack_from("<7i", main, at + 2 + 3 * 4)
    at += 2 + 4 * longs
    (pairs,) = struct.unpack_from("<H", main, at)
    at += 2
    structures = dict.fromkeys(Structure, b"")
    lists = b""
    for structure in Structure:
        if structure < pairs:
            offset, length = struct.unpack_from("<II", main, at + 8 * structure)
            structures[structure] = tables[offset : offset + length]
            if structure is Structure.LISTS and length:
                lists = tables[offset:]
    if min(counts) < 0:
        raise ValueError("a part of negative length")
    return dict(zip(TextPart, counts, strict=True)), structures, lists


def _pieces(table: bytes) -> Iterator[Piece]:
    at = 0
    while table[at] == 1:  # formats of pieces, which only changes saved in haste have
        (length,) = struct.unpack_from("<H", table, at + 1)
        at += 3 + length
    if table[at] != 2:
        raise ValueError("no piece table")
    (length,) = struct.unpack_from("<I", table, at + 1)
    numbers, records = places(table[at + 5 : at + 5 + length], 8)
    for start, end, record in zip(numbers, numbers[1:], records, strict=False):
        (offset,) = struct.unpack_from("<I", record, 2)
        is_compressed = bool(offset & _IS_COMPRESSED)
        offset &= ~(_IS_COMPRESSED | 0x8000_0000)
        yield Piece(
            start=start,
            end=max(start, end),
            offset=offset // 2 if is_compressed else offset,
            width=1 if is_compressed else 2,
        )


def _decode(main: bytes, piece: Piece) -> str:
    """As many characters as the piece has; what is cut off is blank."""
    length = piece.end - piece.start
    stored = main[piece.offset : piece.offset + length * piece.width]
    if piece.width == 1:
        return stored.decode("cp1252", "replace").ljust(length, "\0")
    text = stored[: len(stored) // 2 * 2].decode("utf-16-le", "surrogatepass")
    if len(text) != len(stored) // 2:  # characters beyond the first plane count as two
        text = "".join(
            map(chr, struct.unpack(f"<{len(stored) // 2}H", stored[: len(stored) // 2 * 2]))
        )
    return text.ljust(length, "\0")
