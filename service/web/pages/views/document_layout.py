"""A document's segments as its page lays them out: body, tables, notes and outline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from puente.model.identifiers import SegmentId
from puente.model.segments import Segment, SegmentKind

_NEVER_NUMBERED = {SegmentKind.HEADING, SegmentKind.TABLE_ROW, SegmentKind.FOOTNOTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOutTable:
    """Consecutive rows under the same column headers."""

    columns: tuple[str, ...]
    rows: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLayout:
    """The parts of a page; `notes` holds the footnotes, `outline` the headings.

    `title` is the segment that says the title of the document, if one does. `note_marks` are what
    calls the notes: the document's own marks, or the place among its notes where it has lost them.
    """

    title: Segment | None
    body: tuple[Segment | LaidOutTable, ...]
    notes: tuple[Segment, ...]
    outline: tuple[Segment, ...]
    numbers: dict[SegmentId, int]
    note_marks: dict[SegmentId, str]


def lay_out(segments: Sequence[Segment], *, title: str) -> DocumentLayout:
    """The segments of a document in the parts of its page."""
    titles = (each for each in segments if each.kind is SegmentKind.TITLE)
    titled = next((each for each in titles if _words(each.text) == _words(title)), None)
    body = [each for each in segments if each.kind is not SegmentKind.FOOTNOTE and each != titled]
    notes = tuple(segment for segment in segments if segment.kind is SegmentKind.FOOTNOTE)
    return DocumentLayout(
        title=titled,
        body=tuple(_blocks(body)),
        notes=notes,
        outline=tuple(segment for segment in segments if segment.kind is SegmentKind.HEADING),
        numbers={segment.id: segment.number for segment in segments},
        note_marks={note.id: note.label or str(at) for at, note in enumerate(notes, start=1)},
    )


def paragraph_number(segment: Segment) -> str | None:
    """The number that the document prints before a paragraph; None without one."""
    if segment.kind in _NEVER_NUMBERED or not segment.label:
        return None
    number = segment.label.rstrip(".)")
    return number if number.isdecimal() else None


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _blocks(body: Iterable[Segment]) -> Iterable[Segment | LaidOutTable]:
    for columns, run in groupby(body, key=_columns):
        if columns is None:
            yield from run
        else:
            yield LaidOutTable(columns=columns, rows=tuple(run))


def _columns(segment: Segment) -> tuple[str, ...] | None:
    """The column headers of a table row; None for anything else."""
    if segment.kind is not SegmentKind.TABLE_ROW:
        return None
    return tuple(cell.header for cell in segment.cells)
