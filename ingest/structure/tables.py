"""Rows of tables with their headers: as sources state them, or as a converter wrote their cells.

A converter wrote them as tab-led lines (seed 004).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from puente.model.blocks import Block
from puente.model.segments import Cell
from puente.text.list_labels import split_bullet

# A line that goes on with a cell is a bullet or short, and at most one empty line stands before it.
_CELL_LINE = 100

_Line = list[Block]
"""The blocks of one row, or one block outside tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadedRow:
    """A row of a table: its header, and its other cells under the headers of their columns."""

    header: str
    cells: tuple[Cell, ...]
    blocks: tuple[Block, ...]


def split_tables(blocks: Sequence[Block]) -> Iterator[Block | HeadedRow]:
    """The blocks in order, those that are rows of a table gathered into rows."""
    for is_row, group in groupby(blocks, key=lambda block: bool(block.cells)):
        gathered = list(group)
        yield from _stated_rows(gathered) if is_row else _tabbed_rows(gathered)


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


def _tabbed_rows(blocks: Sequence[Block]) -> Iterator[Block | HeadedRow]:
    """The blocks in order, tab-led lines gathered into rows.

    A row is what no empty line divides before a tab. Rows are of a table when another one has as
    many cells; tab-led lines that make none are indented text.
    """
    lines = list(_gather(blocks))
    widths = Counter(len(_cells(line)) for line in lines)
    table: list[_Line] = []
    for line in lines:
        width = len(_cells(line))
        if table and (width != len(_cells(table[0])) or _is_interrupted(table[-1], line)):
            yield from _rows(table)
            table = []
        if width > 1 and widths[width] > 1:
            table.append(line)
        else:
            yield from line
    yield from _rows(table)


def _is_interrupted(before: _Line, line: _Line) -> bool:
    """Whether notes stood between two rows: those after them are another table (004, line 119)."""
    return line[0].first_line - line[0].gap - 1 > before[-1].last_line


def _gather(blocks: Sequence[Block]) -> Iterator[_Line]:
    row: _Line = []
    for block in blocks:
        opens_cell = block.text.startswith("\t")
        if row and (block.gap == 0 if opens_cell else _continues_cell(block)):
            row.append(block)
            continue
        if row:
            yield row
            row = []
        if opens_cell:
            row = [block]
        else:
            yield [block]
    if row:
        yield row


def _continues_cell(block: Block) -> bool:
    if block.note is not None or block.gap > 1:
        return False
    return split_bullet(block.text) is not None or (
        len(block.text) <= _CELL_LINE and not block.text.endswith(".")
    )


def _cells(line: _Line) -> list[list[Block]]:
    """The cells of a row; a line outside tables has none."""
    cells: list[list[Block]] = []
    for block in line:
        if block.text.startswith("\t"):
            cells.append([])
        if cells:
            cells[-1].append(block)
    return cells


def _rows(table: Sequence[_Line]) -> Iterator[HeadedRow]:
    """The rows under the headers of the first one, if that one's own header is blank."""
    texts = [[_cell_text(cell) for cell in _cells(line)] for line in table]
    if not table:
        return
    has_headers = len(table) > 1 and not texts[0][0]
    headers = texts[0] if has_headers else [""] * len(texts[0])
    for line, cells in list(zip(table, texts, strict=True))[has_headers:]:
        yield HeadedRow(
            header=cells[0],
            cells=tuple(
                Cell(header=header, text=text)
                for header, text in zip(headers[1:], cells[1:], strict=True)
            ),
            blocks=tuple(line),
        )


def _cell_text(cell: Sequence[Block]) -> str:
    """The lines of a cell as one text, its bullets divided by semicolons."""
    text = ""
    for block in cell:
        bullet = split_bullet(block.text.strip())
        line = bullet[1] if bullet else block.text.strip()
        text += ("; " if bullet and text else " ") + line
    return text.strip()
