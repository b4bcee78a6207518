"""Tables without a box around each cell: lines whose stretches stand below each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.extraction.pdf.lines import Line, Stretch
from ingest.extraction.pdf.tables.ruled import Cells, PrintedTable
from ingest.extraction.pdf.text_runs import Edge
from puente.text.numbers import has_column_of_numbers

_FEWEST_ROWS = 3
# Lines in other columns above a table, as a head over several of its columns.
_MOST_LINES_ABOVE = 3
# Of the font size: rows of a table stand at most so far apart.
_WIDEST_STEP = 3.0
# Points; a column's stretches are set at one side or in the middle, so they overlap.
_TOLERANCE = 2.0


@dataclass(frozen=True, slots=True)
class AlignedTables:
    """The tables of a page, and its lines that stand in none."""

    tables: tuple[PrintedTable, ...]
    lines: tuple[Line, ...]


def split_aligned_tables(lines: Sequence[Line], edges: Sequence[Edge]) -> AlignedTables:
    """The tables of numbers among the lines of a page, which are in reading order.

    A table has three rows or more and a column of numbers: a letterhead and a list of judges stand
    in columns, too.
    """
    tables: list[PrintedTable] = []
    rest: list[Line] = []
    for group in _groups(lines):
        starts = range(min(_MOST_LINES_ABOVE, len(group) - _FEWEST_ROWS + 1))
        start = next((at for at in starts if _is_table(_as_cells(group[at:]))), len(group))
        rest += group[:start]
        if start < len(group):
            tables.append(_table(group[start:], edges))
    return AlignedTables(tuple(tables), tuple(rest))


def _groups(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines in order, those that are divided by wide gaps and follow each other together.

    A line that is not divided may stand between two that are: a name whose cells are blank.
    """
    start = 0
    while start < len(lines):
        end = last = start + 1
        while end < len(lines) and lines[start].stretches and _follows(lines[end - 1], lines[end]):
            end += 1
            if lines[end - 1].stretches:
                last = end
            elif end - last > 1:
                break
        yield lines[start:last]
        start = last


def _follows(line: Line, following: Line) -> bool:
    step = line.baseline - following.baseline
    is_near = 0 < step < _WIDEST_STEP * line.size
    return is_near and (line.page, line.column) == (following.page, following.column)


def _as_cells(lines: Sequence[Line]) -> list[list[Stretch | None]]:
    """The stretches of each line by their columns; nothing where they share one."""
    rows = [_stretches(line) for line in lines]
    columns = _columns(lines)
    cells: list[list[Stretch | None]] = []
    for row in rows:
        placed: list[Stretch | None] = [None] * len(columns)
        for stretch in row:
            at = next(n for n, (left, right) in enumerate(columns) if left <= stretch.left <= right)
            if placed[at] is not None:
                return []
            placed[at] = stretch
        cells.append(placed)
    return cells


def _stretches(line: Line) -> tuple[Stretch, ...]:
    return line.stretches or (Stretch(line.text, line.left, line.right),)


def _columns(lines: Iterable[Line]) -> list[tuple[float, float]]:
    """The sides of the columns: stretches that overlap are of one."""
    stretches = (stretch for line in lines for stretch in _stretches(line))
    columns: list[tuple[float, float]] = []
    for stretch in sorted(stretches, key=lambda one: one.left):
        if columns and stretch.left < columns[-1][1] + _TOLERANCE:
            columns[-1] = columns[-1][0], max(columns[-1][1], stretch.right)
        else:
            columns.append((stretch.left, stretch.right))
    return columns


def _is_table(cells: Sequence[Sequence[Stretch | None]]) -> bool:
    if not cells or len(cells[0]) < 2:
        return False
    return has_column_of_numbers([[cell.text if cell else "" for cell in row] for row in cells])


def _table(lines: Sequence[Line], edges: Sequence[Edge]) -> PrintedTable:
    rows: list[Cells] = []
    for line, cells in zip(lines, _as_cells(lines), strict=True):
        # The calls of a row stand together; they are kept with its first text.
        calling = next(at for at, cell in enumerate(cells) if cell is not None)
        rows.append(
            tuple(
                (_cell_line(line, cell, has_calls=at == calling),) if cell is not None else ()
                for at, cell in enumerate(cells)
            )
        )
    return PrintedTable(
        page=lines[0].page,
        top=lines[0].baseline,
        columns=tuple(left for left, _ in _columns(lines)),
        rows=tuple(rows),
        has_rule_below_head=_is_ruled_below_head(lines, edges),
    )


def _cell_line(line: Line, cell: Stretch, *, has_calls: bool) -> Line:
    calls = line.calls if has_calls else ()
    return replace(
        line, text=cell.text, left=cell.left, right=cell.right, stretches=(), calls=calls
    )


def _is_ruled_below_head(lines: Sequence[Line], edges: Sequence[Edge]) -> bool:
    """Test for a rule below the first row, and none between the others."""
    ruled = [
        any(following.baseline < edge.bottom <= edge.top < line.baseline for edge in edges)
        for line, following in pairwise(lines)
    ]
    return ruled[0] and not any(ruled[1:])
