"""Content of a word processor's text: paragraphs and tables, given in order to the flow."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from ingest.extraction.wordprocessing.block_builder import (
    MAX_COLUMNS,
    BlockBuilder,
    CalledNote,
    Place,
)
from ingest.extraction.wordprocessing.paragraph_runs import RaisedText
from puente.symbols.finding import is_mark
from puente.text.list_labels import split_bullet
from puente.text.numbers import has_column_of_numbers, heads_numbers

# A line of a title block is no longer; over it begins the text.
_LONGEST_TITLE_LINE = 150
_MOST_TITLE_LINES = 60
_TABS = re.compile(r"\s*\t\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as it is shown; the newlines of its text are line breaks made by hand."""

    text: str
    label: str = ""
    heading: int | None = None
    notes: tuple[CalledNote, ...] = ()
    raised: tuple[RaisedText, ...] = ()
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCell:
    """Content of a cell that spans so many columns; None goes on with the cell above."""

    content: "tuple[Content, ...] | None"
    span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRow:
    """A row of a table; `names_columns` where the file says that it is repeated on each page."""

    cells: tuple[ContentCell, ...]
    names_columns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentTable:
    """A table, with lines drawn between its cells or not."""

    rows: tuple[ContentRow, ...]
    is_ruled: bool = True


Content: TypeAlias = Paragraph | ContentTable


def give(flow: BlockBuilder, content: Iterable[Content]) -> None:
    """Give the paragraphs and rows of a text to the flow."""
    in_title_block = True
    for item in content:
        if isinstance(item, ContentTable) and not _is_layout(item, in_title_block=in_title_block):
            _give_rows(flow, item)
            continue
        for paragraph, place in _placed(flow, item):
            in_title_block = in_title_block and len(paragraph.text) <= _LONGEST_TITLE_LINE
            shown = _in_lines(paragraph) if in_title_block else paragraph
            flow.paragraph(
                shown.text,
                notes=shown.notes,
                label=shown.label,
                heading=shown.heading,
                place=place,
            )


def _placed(flow: BlockBuilder, item: Content) -> Iterator[tuple[Paragraph, Place | None]]:
    """The paragraphs of a text or of a table that places text, each with its place there."""
    if isinstance(item, Paragraph):
        yield item, None
        return
    for row in item.rows:
        number = flow.next_row()
        for column, cell in enumerate(row.cells):
            for paragraph in _flat(cell.content or ()):
                yield paragraph, (number, column)


def title_lines(
    header: Iterable[Content], body: Iterable[Content], *, is_of_first_page: bool
) -> Iterator[Paragraph]:
    """The lines that the header of a first page has and the text under it has not.

    Of a header that all pages have, only a line that is the document's symbol or series.
    """
    head = [paragraph.text for paragraph in islice(_flat(body), _MOST_TITLE_LINES)]
    shown = {_squeezed(line) for text in head for line in _TABS.sub("\n", text).split("\n")}
    for paragraph in _flat(header):
        for line in _in_lines(paragraph).text.split("\n"):
            if _squeezed(line) in shown or not any(character.isalpha() for character in line):
                continue
            if is_of_first_page or is_mark(line):
                yield Paragraph(text=line)


def head_lines(header: Iterable[Content]) -> Iterator[str]:
    """The lines of a running head or foot, those beside each other apart."""
    for paragraph in _flat(header):
        for line in _TABS.sub("\n", paragraph.text).split("\n"):
            if line.strip():
                yield line.strip()


def plain_text(content: Iterable[Content]) -> str:
    """The text on one line, as a note has it; bullets inside a cell are divided by semicolons."""
    text = ""
    for paragraph in _flat(content):
        line = " ".join(paragraph.text.split())
        is_bullet = bool(paragraph.label) and split_bullet(f"{paragraph.label} x") is not None
        if not line:
            continue
        if paragraph.label and not is_bullet:
            line = f"{paragraph.label} {line}"
        text += f"{'; ' if is_bullet else ' '}{line}" if text else line
    return text


def _in_lines(paragraph: Paragraph) -> Paragraph:
    """A line of a title block whose tabs set a symbol apart, as two lines."""
    columns = _TABS.split(paragraph.text.strip())
    if len(columns) > 1 and any(map(is_mark, columns)):
        return replace(paragraph, text="\n".join(columns))
    return paragraph


def _squeezed(line: str) -> str:
    return "".join(line.split()).casefold()


def _is_layout(table: ContentTable, *, in_title_block: bool) -> bool:
    """Test for a table that only places text: one row, one column, or no lines on a first page."""
    is_narrow = len(table.rows) <= 1 or all(len(row.cells) <= 1 for row in table.rows)
    return is_narrow or (in_title_block and not table.is_ruled and not _has_numbers(table))


def _has_numbers(table: ContentTable) -> bool:
    """Test for a table of numbers below a head and beside names, whatever lines it has."""
    return has_column_of_numbers(_texts(table.rows))


def _paragraphs(table: ContentTable) -> Iterator[Paragraph]:
    return _flat(item for row in table.rows for cell in row.cells for item in cell.content or ())


def _flat(content: Iterable[Content]) -> Iterator[Paragraph]:
    """All paragraphs, those of tables cell by cell."""
    for item in content:
        if isinstance(item, Paragraph):
            yield item
        else:
            yield from _paragraphs(item)


def _give_rows(flow: BlockBuilder, table: ContentTable) -> None:
    """Give the rows, a cell that goes on with the one above under its text."""
    above: list[str] = []
    for number, row in enumerate(table.rows):
        texts: list[str] = []
        lines: list[tuple[str, ...]] = []
        for cell in row.cells:
            at = len(texts)
            lines.append(_lines(cell))
            if cell.content is None:
                texts.append(above[at] if at < len(above) else "")
            else:
                texts.append(plain_text(cell.content))
            texts += [""] * (min(cell.span, MAX_COLUMNS) - 1)
            lines += [()] * (len(texts) - len(lines))
        notes = tuple(
            note for paragraph in _paragraphs(ContentTable(rows=(row,))) for note in paragraph.notes
        )
        above = texts[:MAX_COLUMNS]
        if any(above) or notes:
            names_columns = row.names_columns or (not number and _has_head(table.rows))
            several = any(len(cell) > 1 for cell in lines)
            flow.row(
                above,
                cell_lines=tuple(lines[:MAX_COLUMNS]) if several else (),
                notes=notes,
                names_columns=names_columns,
            )


def _lines(cell: ContentCell) -> tuple[str, ...]:
    """The paragraphs of a cell, each with its label."""
    found = (plain_text([paragraph]) for paragraph in _flat(cell.content or ()))
    return tuple(filter(None, found))


def _has_head(rows: Sequence[ContentRow]) -> bool:
    """Test for a first row that is bold, as no second one, or without numbers where others have.

    Few files say which rows are heads.
    """
    if len(rows) == 1:
        return False
    return (_is_bold(rows[0]) and not _is_bold(rows[1])) or heads_numbers(_texts(rows))


def _texts(rows: Sequence[ContentRow]) -> list[list[str]]:
    return [[plain_text(cell.content or ()) for cell in row.cells] for row in rows]


def _is_bold(row: ContentRow) -> bool:
    written = [
        paragraph for paragraph in _paragraphs(ContentTable(rows=(row,))) if paragraph.text.strip()
    ]
    return bool(written) and all(paragraph.is_bold for paragraph in written)
