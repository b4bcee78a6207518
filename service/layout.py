"""A document's segments as its page lays them out: body, tables, notes and outline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from puente.records import Segment, SegmentId, SegmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Consecutive rows under the same column headers."""

    columns: tuple[str, ...]
    rows: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of a page; `notes` holds the footnotes, `outline` the headings."""

    body: tuple[Segment | Table, ...]
    notes: tuple[Segment, ...]
    outline: tuple[Segment, ...]
    ordinals: dict[SegmentId, int]


def lay_out(segments: Sequence[Segment]) -> Layout:
    """The segments of a document in the parts of its page."""
    body = [segment for segment in segments if segment.kind is not SegmentKind.FOOTNOTE]
    return Layout(
        body=tuple(_blocks(body)),
        notes=tuple(segment for segment in segments if segment.kind is SegmentKind.FOOTNOTE),
        outline=tuple(segment for segment in segments if segment.kind is SegmentKind.HEADING),
        ordinals={segment.id: segment.ordinal for segment in segments},
    )


def _blocks(body: Iterable[Segment]) -> Iterable[Segment | Table]:
    for columns, run in groupby(body, key=_columns):
        if columns is None:
            yield from run
        else:
            yield Table(columns=columns, rows=tuple(run))


def _columns(segment: Segment) -> tuple[str, ...] | None:
    """The column headers of a table row; None for anything else."""
    if segment.kind is not SegmentKind.TABLE_ROW:
        return None
    return tuple(cell.header for cell in segment.cells)
