"""The cells of a row of a table in a .doc file: where they end, which go on from above."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.extraction.doc.sprms import Change, Sprm

_CELL_SIZE = 20
_MERGED_BELOW, _FIRST_MERGED = 0x20, 0x40
_NO_BORDER = (0, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFormat:
    """The right edges of the cells, in twentieths of a point, and how they are drawn."""

    edges: tuple[int, ...] = ()
    goes_on: frozenset[int] = frozenset()
    names_columns: bool = False
    is_ruled: bool = False


def read_row_format(stored: Iterable[Change]) -> RowFormat:
    """The format that the changes of a row's mark make."""
    edges: tuple[int, ...] = ()
    goes_on: set[int] = set()
    names_columns = is_ruled = False
    for change in stored:
        if change.code == Sprm.CELLS and change.operand:
            edges = _edges(change.operand)
            cells = change.operand[1 + 2 * (len(edges) + 1) :]
            goes_on = {at for at in range(len(edges)) if _goes_on(cells, at)}
            is_ruled = is_ruled or any(_is_drawn(cells, at) for at in range(len(edges)))
        elif change.code == Sprm.VERTICAL_MERGE and len(change.operand) == 2:
            cell, merge = change.operand
            goes_on = goes_on | {cell} if merge == 1 else goes_on - {cell}
        elif change.code == Sprm.IS_HEAD:
            names_columns = change.number == 1
        elif change.code in (Sprm.BORDERS_80, Sprm.BORDERS):
            size = len(change.operand) // 6
            kind_at = 1 if change.code == Sprm.BORDERS_80 else 5
            is_ruled = any(kind not in _NO_BORDER for kind in change.operand[kind_at :: size or 1])
    return RowFormat(
        edges=edges, goes_on=frozenset(goes_on), names_columns=names_columns, is_ruled=is_ruled
    )


def _edges(operand: bytes) -> tuple[int, ...]:
    """The right edges; the first number is the left edge of the first cell."""
    count = operand[0]
    numbers = struct.unpack_from(f"<{count + 1}h", operand, 1)
    return numbers[1:]


def _goes_on(cells: bytes, at: int) -> bool:
    flags = int.from_bytes(cells[at * _CELL_SIZE : at * _CELL_SIZE + 2], "little")
    return bool(flags & _MERGED_BELOW) and not flags & _FIRST_MERGED


def _is_drawn(cells: bytes, at: int) -> bool:
    borders = cells[at * _CELL_SIZE + 4 : (at + 1) * _CELL_SIZE]
    return any(kind not in _NO_BORDER for kind in borders[1::4])
