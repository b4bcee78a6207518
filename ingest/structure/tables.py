"""Rows of tables with their headers: as sources state them, or as a converter wrote their cells.

A converter wrote them as tab-led lines (seed 004).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from ingest.structure.lines import TextLine
from puente.model.blocks import Block
from puente.model.segments import Cell

# A line that goes on with a cell is a bullet or short, and at most one empty line stands before it.
_CELL_LINE = 100

_Row = list[TextLine]
"""The lines of one row, or one line outside tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadedRow:
    """A row of a table: its header, and its other cells under the headers of their columns."""

    header: str
    cells: tuple[Cell, ...]
    blocks: tuple[Block, ...]


def split_tables(lines: Sequence[TextLine]) -> Iterator[TextLine | HeadedRow]:
    """The lines in order, those of a table gathered into rows."""
    for is_row, group in groupby(lines, key=lambda line: bool(line.block.cells)):
        if is_row:
            yield from _stated_rows([line.block for line in group])
        else:
            yield from _tabbed_rows(list(group))


def _stated_rows(blocks: Sequence[Block]) -> Iterator[HeadedRow]:
    """The rows of tables that the source has; an empty line divides two tables."""
    table: list[Block] = []
    for block in blocks:
        if table and block.gap:
            yield from _rows_under_heads(table)
            table = []
        table.append(block)
    yield from _rows_under_heads(table)


def _rows_under_heads(table: Sequence[Block]) -> Iterator[HeadedRow]:
    """The rows under the rows that name their columns, or under a first one that begins blank.

    A head that nothing stands under is a row.
    """
    heads: list[Block] = []
    has_rows = False
    for number, block in enumerate(table):
        is_head = block.names_columns or (not number and len(table) > 1 and not block.cells[0])
        if not is_head:
            yield _stated_row(block, heads, opens=not has_rows)
            has_rows = True
        elif has_rows:
            heads, has_rows = [block], False
        else:
            heads.append(block)
    if not has_rows:
        yield from (_stated_row(head, (), opens=False) for head in heads)


def _stated_row(block: Block, heads: Sequence[Block], *, opens: bool) -> HeadedRow:
    """A row; its first cell is its header unless a header stands above that too.

    The first row under heads has their notes.
    """
    above = zip_longest(*(head.cells for head in heads), fillvalue="")
    headers = [" ".join(filter(None, dict.fromkeys(column))) for column in above]
    cells = [
        Cell(header=header, text=text)
        for header, text in zip_longest(headers, block.cells, fillvalue="")
    ]
    calling = tuple(head for head in heads if opens and head.calls)
    if cells[0].header:
        return HeadedRow(header="", cells=tuple(cells), blocks=(*calling, block))
    return HeadedRow(header=cells[0].text, cells=tuple(cells[1:]), blocks=(*calling, block))


def _tabbed_rows(lines: Sequence[TextLine]) -> Iterator[TextLine | HeadedRow]:
    """The lines in order, tab-led ones gathered into rows.

    A row is what no empty line divides before a tab. Rows are of a table when another one has as
    many cells; tab-led lines that make none are indented text.
    """
    rows = list(_gather(lines))
    widths = Counter(len(_cells(row)) for row in rows)
    table: list[_Row] = []
    for row in rows:
        width = len(_cells(row))
        if table and (width != len(_cells(table[0])) or _is_interrupted(table[-1], row)):
            yield from _rows(table)
            table = []
        if width > 1 and widths[width] > 1:
            table.append(row)
        else:
            yield from row
    yield from _rows(table)


def _is_interrupted(before: _Row, row: _Row) -> bool:
    """Test for notes between two rows: the one after them is of another table (004, line 119)."""
    first = row[0].block
    return first.first_line - first.gap - 1 > before[-1].block.last_line


def _gather(lines: Sequence[TextLine]) -> Iterator[_Row]:
    row: _Row = []
    for line in lines:
        opens_cell = line.block.text.startswith("\t")
        if row and (line.block.gap == 0 if opens_cell else _continues_cell(line)):
            row.append(line)
            continue
        if row:
            yield row
            row = []
        if opens_cell:
            row = [line]
        else:
            yield [line]
    if row:
        yield row


def _continues_cell(line: TextLine) -> bool:
    if line.block.note is not None or line.block.gap > 1:
        return False
    return line.bullet is not None or (
        len(line.block.text) <= _CELL_LINE and not line.block.text.endswith(".")
    )


def _cells(row: _Row) -> list[list[TextLine]]:
    """The cells of a row; a line outside tables has none."""
    cells: list[list[TextLine]] = []
    for line in row:
        if line.block.text.startswith("\t"):
            cells.append([])
        if cells:
            cells[-1].append(line)
    return cells


def _rows(table: Sequence[_Row]) -> Iterator[HeadedRow]:
    """The rows under the headers of the first one, if that one's own header is blank."""
    texts = [[_cell_text(cell) for cell in _cells(line)] for line in table]
    if not table:
        return
    has_headers = len(table) > 1 and not texts[0][0]
    headers = texts[0] if has_headers else [""] * len(texts[0])
    for row, cells in list(zip(table, texts, strict=True))[has_headers:]:
        yield HeadedRow(
            header=cells[0],
            cells=tuple(
                Cell(header=header, text=text)
                for header, text in zip(headers[1:], cells[1:], strict=True)
            ),
            blocks=tuple(line.block for line in row),
        )


def _cell_text(cell: Sequence[TextLine]) -> str:
    """The lines of a cell as one text, its bullets divided by semicolons."""
    text = ""
    for line in cell:
        words = line.bullet[1] if line.bullet else line.text
        text += ("; " if line.bullet and text else " ") + words
    return text.strip()
