"""Pieces of a file: what stands in one language, with its place in rows and columns."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import NamedTuple, TypeAlias

from puente.model.blocks import Block
from puente.model.documents import Language
from puente.symbols.finding import is_mark
from puente.text.language_detection import share_of_first
from puente.text.list_labels import split_label
from puente.text.sentences import split_sentences

Pair: TypeAlias = tuple[Language, Language]

SURE = 0.9
"""Share of one of two languages from which a piece is in it ("LOS DERECHOS HUMANOS" has 0.999)."""
_LEAST_DOUBT = 1e-12
_LEAST_TORN = 60
_LEAST_WORDS = 2
_LONGEST_LABEL = 12
_LONGEST_NAME = 40
_ENOUGH = 2_000
_DIVIDERS = (" / ", " // ", " | ")
_NAME_OF_LANGUAGE = re.compile(
    r"[\[(]?(?:(?:texto|versi[óo]n|idioma|original)(?: en)? |(?:text|version)(?: in)? )?"
    r"(?:espa[ñn]ol|castellano|spanish|ingl[ée]s|english|portugu[êe]se?|portugu[ée]s|fran[çc]ais"
    r"|franc[ée]s|french|es|en|pt|fr|esp|eng|ing)"
    r"(?: (?:text|version))?[\])]?[:.]?",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"\s*[/|–—-]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePiece:
    """A block or a part of one, in one language or, with None, in any.

    `odds` are the log-odds that its words are in the first of the file's two languages, 0 where
    they tell nothing. `column` says which pieces stand beside others: the number of the table and
    the place in its rows.
    """

    block: Block
    language: Language | None
    odds: float = 0.0
    column: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """The characters of its text."""
        return len(self.block.text)


class _Kind(Enum):
    CELLS = "cells"
    PLACED = "placed"
    TEXT = "text"


class _Table(NamedTuple):
    number: int
    blocks: list[Block]


def part_into_pieces(blocks: Sequence[Block], languages: Pair) -> tuple[LanguagePiece, ...]:
    """The pieces of a file in order; rows in both languages are torn, those in one stay whole.

    Lines that only name a language are left out: each version is in one.
    """
    named = [block for block in blocks if not names_languages(block.text)]
    found: list[LanguagePiece] = []
    for number, (kind, group) in enumerate(groupby(named, key=_kind_of)):
        found += _READERS[kind](_Table(number, list(group)), languages)
    return tuple(found)


def names_languages(text: str) -> bool:
    """Test for a line that names languages and says nothing else: "Español | English", "ES/EN"."""
    line = text.strip()
    if not line or len(line) > 2 * _LONGEST_NAME:
        return False
    return all(_NAME_OF_LANGUAGE.fullmatch(part) for part in _BETWEEN_NAMES.split(line))


def language_among(text: str, languages: Pair) -> Language | None:
    """The one of two languages that a text is in; None for what may be either."""
    odds = _odds(text, languages)
    return None if not odds else languages[0 if odds > 0 else 1]


def _odds(text: str, languages: Pair) -> float:
    """The log-odds that a text is in the first of two languages; 0 for what may be either."""
    if not any(map(str.isalpha, text)) or is_mark(text.strip()):
        return 0.0
    share = share_of_first(text, languages)
    if 1 - SURE < share < SURE:
        return 0.0
    share = min(max(share, _LEAST_DOUBT), 1 - _LEAST_DOUBT)
    return math.log(share / (1 - share))


def _free(block: Block, languages: Pair) -> LanguagePiece:
    """The piece that a block is which stands beside no other."""
    odds = _odds(block.text, languages)
    language = None if not odds else languages[0 if odds > 0 else 1]
    return LanguagePiece(block=block, language=language, odds=odds)


def _kind_of(block: Block) -> _Kind:
    if block.note is None and block.cells:
        return _Kind.CELLS
    return _Kind.PLACED if block.note is None and block.row is not None else _Kind.TEXT


def _read_text(table: _Table, languages: Pair) -> Iterator[LanguagePiece]:
    for block in table.blocks:
        parts = _halves(block.text, languages) if block.note is None else ()
        if not parts and block.note is None and len(block.text) >= _LEAST_TORN:
            first, *others = _apart(block.text, languages)
            yield _free(replace(block, text=first), languages)
            # The next line, for these do not stand beside each other.
            after = replace(block, calls=(), first_line=block.last_line + 1, gap=1)
            for text in others:
                part = replace(after, text=text, last_line=after.first_line)
                yield _free(part, languages)
            continue
        for place, (language, text) in enumerate(parts):
            beside = (table.number, place)
            yield LanguagePiece(block=replace(block, text=text), language=language, column=beside)
        if not parts:
            yield _free(block, languages)


def _halves(text: str, languages: Pair) -> tuple[tuple[Language, str], ...]:
    """The halves of "Derechos humanos / Human rights"; none where it has no such halves."""
    for divider in _DIVIDERS:
        halves = text.split(divider)
        if len(halves) != len(languages) or any(len(h.split()) < _LEAST_WORDS for h in halves):
            continue
        first, second = (language_among(half, languages) for half in halves)
        if first is not None and second is not None and first != second:
            return (first, halves[0].strip()), (second, halves[1].strip())
    return ()


def _apart(text: str, languages: Pair) -> tuple[str, ...]:
    """The text, or its two parts where it goes over to the other language after a sentence.

    So end a column and begin the next one, which a reader takes for one paragraph.
    """
    third = len(text) // 3
    ends = language_among(text[:third], languages), language_among(text[-third:], languages)
    if None in ends or ends[0] == ends[1]:
        return (text,)
    sentences = split_sentences(text, languages[0])
    sign = 1 if ends[0] == languages[0] else -1
    odds = [sign * _odds(sentence, languages) for sentence in sentences]
    gain, at = max((sum(odds[:at]) - sum(odds[at:]), at) for at in range(len(odds) + 1))
    if not 0 < at < len(odds) or gain <= 0:
        return (text,)
    return " ".join(sentences[:at]), " ".join(sentences[at:])


def _read_cells(table: _Table, languages: Pair) -> Iterator[LanguagePiece]:
    """The pieces of rows that the source has as such."""
    width = max(len(block.cells) for block in table.blocks)
    columns = _languages_of(
        width,
        lambda column: (b.cells[column] for b in table.blocks if column < len(b.cells)),
        languages,
    )
    if set(languages) - set(columns):
        yield from (_free(block, languages) for block in table.blocks)
        return
    for block in table.blocks:
        yield from _torn(block, table.number, columns, languages)


def _torn(
    block: Block, number: int, columns: Sequence[Language | None], languages: Pair
) -> Iterator[LanguagePiece]:
    """The cells of a row, each paragraph a piece; a short cell of no language labels the others."""
    plain = replace(block, cells=(), cell_lines=(), names_columns=False, gap=1)
    uncalled = replace(plain, calls=())
    filled = [column for column, text in enumerate(block.cells) if text]
    label = ""
    if _heads_columns([block.cells[column] for column in filled]):
        return
    for column in filled:
        text, language = block.cells[column], columns[column]
        lines = block.cell_lines[column] if column < len(block.cell_lines) else ()
        lines = lines or (text,)
        if filled == [0]:  # it may be a cell over all columns
            language = None
        elif language is None and len(text) <= _LONGEST_LABEL:
            label = f"{text}." if text.isdecimal() else text
            continue
        if label and language is not None and split_label(text) is None:
            lines = (f"{label} {lines[0]}", *lines[1:])
        for place, line in enumerate(lines):
            part = replace(uncalled if place else plain, text=line)
            if language is None:
                yield _free(part, languages)
            else:
                yield LanguagePiece(block=part, language=language, column=(number, column))


def _heads_columns(texts: Sequence[str]) -> bool:
    """Test for a row that names languages over its columns, and otherwise has labels ("No.")."""
    named = [names_languages(text) for text in texts]
    rest = [text for text, is_name in zip(texts, named, strict=True) if not is_name]
    return any(named) and all(len(text) <= _LONGEST_LABEL for text in rest)


def _read_placed(table: _Table, languages: Pair) -> Iterator[LanguagePiece]:
    """The pieces of a table that only places text; those of one row span the lines of all."""
    columns = _languages_of(
        1 + max(block.column for block in table.blocks),
        lambda column: (b.text for b in table.blocks if b.column == column),
        languages,
    )
    for _, group in groupby(table.blocks, key=lambda block: block.row):
        row = list(group)
        first, last = row[0].first_line, row[-1].last_line
        is_alone = {block.column for block in row} == {0}
        for block in row:
            language = None if is_alone else columns[block.column]
            part = replace(block, first_line=first, last_line=last, gap=max(block.gap, 1))
            if language is None:
                yield _free(part, languages)
            else:
                yield LanguagePiece(
                    block=part, language=language, column=(table.number, block.column)
                )


def _languages_of(
    width: int, texts_of: Callable[[int], Iterable[str]], languages: Pair
) -> tuple[Language | None, ...]:
    """The language of each column of a table."""
    return tuple(
        language_among(" ".join(texts_of(column))[:_ENOUGH], languages) for column in range(width)
    )


_READERS: Mapping[_Kind, Callable[[_Table, Pair], Iterator[LanguagePiece]]] = {
    _Kind.CELLS: _read_cells,
    _Kind.PLACED: _read_placed,
    _Kind.TEXT: _read_text,
}
