"""Ruled tables of a page: the cells that its lines enclose, with the runs that stand in them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from ingest.extraction.pdf.lines import Line, build_lines
from ingest.extraction.pdf.text_runs import Edge, Page, TextRun
from puente.text.numbers import heads_numbers

# Points; Word leaves gaps of a line's width where borders meet.
_TOLERANCE = 3.0
_SHORTEST = 5.0
_LEAST_EDGES = 4
# A map or a diagram has thousands; the corners of 600 lines take a tenth of a second.
_MOST_EDGES = 600

_Box = tuple[float, float, float, float]
"""Left, top, right and bottom, counted from above."""


Cells = tuple[tuple[Line, ...], ...]
"""The lines in each cell of a row; none where a cell beside or above spans this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """A table of one page, ruled or not; `columns` are the left sides of its columns."""

    page: int
    top: float
    columns: tuple[float, ...]
    rows: tuple[Cells, ...]
    has_rule_below_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """A row of a table, on the page where it begins; the first one opens the table."""

    page: int
    cells: Cells
    opens: bool
    names_columns: bool


def split_tables(page: Page) -> tuple[tuple[PrintedTable, ...], tuple[TextRun, ...]]:
    """The tables of a page, and the runs that stand in none."""
    edges = [edge for edge in page.edges if _length(edge) >= _SHORTEST]
    if not _LEAST_EDGES <= len(edges) <= _MOST_EDGES:
        return (), page.runs
    rest = page.runs
    tables = []
    for cells in _find_tables(edges, page.height):
        if not _is_grid(cells):
            continue
        columns = sorted({cell[0] for cell in cells})
        filled = {cell: _inside(rest, cell, page.height) for cell in cells}
        taken = {id(run) for runs in filled.values() for run in runs}
        if not taken:
            continue
        rest = tuple(run for run in rest if id(run) not in taken)
        tops = sorted({cell[1] for cell in cells})
        places = {
            (cell[1], cell[0]): tuple(build_lines(runs, page.number))
            for cell, runs in filled.items()
        }
        tables.append(
            PrintedTable(
                page=page.number,
                top=page.height - tops[0],
                columns=tuple(columns),
                rows=tuple(tuple(places.get((top, left), ()) for left in columns) for top in tops),
            )
        )
    return tuple(tables), rest


def join_tables(tables: Sequence[PrintedTable]) -> Iterator[PrintedRow]:
    """The rows of tables that follow each other; one with the same columns goes on with the last.

    The names of columns that are repeated on every page are left out.
    """
    head: PrintedTable | None = None
    waiting: PrintedRow | None = None
    for table in tables:
        rows = list(table.rows)
        if head is not None and _has_same_columns(table, head):
            if _texts(rows[0]) == _texts(head.rows[0]):
                rows = rows[1:]
            elif waiting is not None and _is_rest(rows[0], head.rows):
                pairs = zip(waiting.cells, rows.pop(0), strict=True)
                waiting = replace(waiting, cells=tuple(one + other for one, other in pairs))
        else:
            head = table
        for number, cells in enumerate(rows):
            if waiting is not None:
                yield waiting
            is_first = table is head and number == 0
            names_columns = is_first and (table.has_rule_below_head or _names_columns(rows))
            waiting = PrintedRow(
                page=table.page, cells=cells, opens=is_first, names_columns=names_columns
            )
    if waiting is not None:
        yield waiting


def _has_same_columns(table: PrintedTable, before: PrintedTable) -> bool:
    return len(table.columns) == len(before.columns) and all(
        abs(one - other) < _TOLERANCE
        for one, other in zip(table.columns, before.columns, strict=True)
    )


def _texts(cells: Cells) -> list[str]:
    return [" ".join(line.text for line in cell) for cell in cells]


def _is_rest(cells: Cells, before: Sequence[Cells]) -> bool:
    """Test for a first row of a page that is the rest of the last one of the page before.

    Only the cells that were cut have text in it, in columns that have text in every row.
    """
    return any(not cell and all(row[column] for row in before) for column, cell in enumerate(cells))


def _names_columns(rows: Sequence[Cells]) -> bool:
    """Test for a first row that is bold as no second one, or has no number where others have."""
    if len(rows) < 2 or not all(rows[0][1:]):
        return False
    lines = [line for cell in rows[0] for line in cell]
    others = [line for cell in rows[1] for line in cell]
    if all(line.is_bold for line in lines) and not all(line.is_bold for line in others):
        return True
    return heads_numbers([_texts(row) for row in rows])


def _length(edge: Edge) -> float:
    return max(edge.right - edge.left, edge.top - edge.bottom)


def _find_tables(edges: Iterable[Edge], height: float) -> list[list[_Box]]:
    """The cells of each table, from pdfplumber's rules; its own parser would take 45 times as long.

    The lines come from pdfium, which has read the page already.
    """
    from pdfplumber import table as rules  # imports slowly, and few documents have tables

    lines = [
        {
            "x0": edge.left,
            "x1": edge.right,
            "top": height - edge.top,
            "bottom": height - edge.bottom,
            "width": edge.right - edge.left,
            "height": edge.top - edge.bottom,
            "orientation": "h" if edge.right - edge.left > edge.top - edge.bottom else "v",
        }
        for edge in edges
    ]
    merged = rules.merge_edges(lines, *[_TOLERANCE] * 4)
    crossings = rules.edges_to_intersections(merged, _TOLERANCE, _TOLERANCE)
    tables: list[list[_Box]] = rules.cells_to_tables(rules.intersections_to_cells(crossings))
    return [sorted(cells, key=itemgetter(1, 0)) for cells in tables]


def _is_grid(cells: Sequence[_Box]) -> bool:
    """Test for cells beside each other in most rows: marked text has boxes too (13542, page 4)."""
    rows = Counter(cell[1] for cell in cells)
    return sum(count > 1 for count in rows.values()) >= len(rows) / 2


def _inside(runs: Sequence[TextRun], cell: _Box, height: float) -> list[TextRun]:
    left, top, right, bottom = cell
    return [
        run
        for run in runs
        if left < (run.left + run.right) / 2 < right
        and top < height - run.baseline - run.size / 4 < bottom
    ]
