"""Columns of a table whose rows state the right edges of their own cells."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

# Cells whose edges lie closer, in twentieths of a point, end in one column.
_TOLERANCE = 60


def columns(edges: Iterable[int]) -> list[int]:
    """The right edges of the columns, from those of all cells, in the unit of the file."""
    found: list[int] = []
    for edge in sorted(set(edges)):
        if not found or edge - found[-1] > _TOLERANCE:
            found.append(edge)
    return found


def columns_up_to(edge: int, ends: Sequence[int]) -> int:
    """The number of columns that end with the cell of that right edge, or before it."""
    return bisect_left(ends, edge - _TOLERANCE) + 1


def spans(edges: Sequence[int], ends: Sequence[int]) -> list[int]:
    """The number of columns that each cell of a row takes, one at least."""
    taken = 0
    found = []
    for edge in edges:
        last = columns_up_to(edge, ends)
        found.append(max(last - taken, 1))
        taken = max(last, taken + 1)
    return found
