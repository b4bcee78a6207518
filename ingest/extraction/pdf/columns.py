"""Lines of a page in the order of drawing -> in the order of reading, their columns told."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.extraction.pdf.lines import Line


def order_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in reading order; where text stands in columns, each line knows its own.

    Word processors draw columns one after the other, so a jump upwards and to the right begins
    the next column. Any other jump upwards is a line drawn late, and put where it stands.
    """
    placed = list(lines)
    jumps = [at for at in range(1, len(placed)) if _is_above(placed[at], placed[at - 1])]
    columns: list[tuple[int, int, int]] = []
    for at in jumps:
        start, end = _column_before(placed, at), _column_after(placed, at)
        if start is None or (columns and start < columns[-1][1] < at and end <= columns[-1][2]):
            return _by_height(placed)
        columns.append((start, at, end))
    for start, middle, end in columns:
        first = placed[start].column or 1
        for at in range(start, middle):
            placed[at] = replace(placed[at], column=placed[at].column or first)
        number = placed[middle - 1].column + 1
        for at in range(middle, end):
            placed[at] = replace(placed[at], column=number)
    return tuple(placed)


def _is_above(line: Line, before: Line) -> bool:
    return line.baseline > before.baseline + before.size / 2


def _column_before(lines: Sequence[Line], jump: int) -> int | None:
    """The start of the column that ends at a jump; None if the jump leads into no other column."""
    start = jump
    while (
        start
        and lines[start - 1].right < lines[jump].left
        and lines[start - 1].baseline < lines[jump].baseline + lines[jump].size
        and (start == jump or not _is_above(lines[start], lines[start - 1]))
    ):
        start -= 1
    return start if start < jump else None


def _column_after(lines: Sequence[Line], jump: int) -> int:
    """The end of the column that begins at a jump."""
    gutter = lines[jump - 1].right
    at = jump
    while (
        at < len(lines)
        and lines[at].left > gutter - lines[at].size
        and (at == jump or not _is_above(lines[at], lines[at - 1]))
    ):
        gutter = max(gutter, min(lines[jump - 1].right, lines[at].left))
        at += 1
    return at


def _by_height(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines from top to bottom, those beside each other from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: -one.baseline):
        if rows and rows[-1][0].baseline - line.baseline < line.size / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda one: one.left))
