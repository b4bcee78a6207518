"""A document's segments as its page lays them out: body, tables, notes and outline."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from puente.catalogue.catalogue import PastAddresses
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment, SegmentKind
from service.web.pages.views.document.headings import JoinedHeading, joined_headings
from service.web.pages.views.document.parts import Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOutTable:
    """Consecutive rows under the same column headers."""

    columns: tuple[str, ...]
    rows: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneAddress:
    """An anchor of a paragraph that is gone; `bearer` has the official number in it now."""

    anchor: str
    bearer: Segment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLayout:
    """The parts of a page; `notes` holds the footnotes, `outline` the headings.

    Of a long document the page shows one of its `parts`: body and notes are of that one, all else
    is of the whole.
    `former` are the official numbers of addresses that lead to a paragraph although it does not
    bear them now, by the paragraph's own number. `title` is the segment that says the title of the
    document, if one does. `note_marks` are what calls the notes: the document's own marks, or the
    place among its notes where it has lost them.
    """

    title: Segment | None
    body: tuple[Segment | JoinedHeading | LaidOutTable, ...]
    notes: tuple[Segment, ...]
    outline: tuple[JoinedHeading, ...]
    parts: Parts
    by_id: Mapping[SegmentId, Segment]
    places: Mapping[SegmentId, int]
    note_marks: dict[SegmentId, str]
    gone: tuple[GoneAddress, ...]
    former: Mapping[int, Sequence[str]]

    def shows(self, segment: Segment) -> bool:
        """Test whether a segment stands on this page; the title stands on each."""
        return segment == self.title or self.parts.shows(self.places[segment.id])

    def part_of(self, segment: Segment) -> int:
        """The part in which a segment stands."""
        return self.parts.part_of(self.places[segment.id])


def lay_out(
    segments: Sequence[Segment],
    parts: Parts,
    *,
    title: str,
    past: PastAddresses,
) -> DocumentLayout:
    """The segments of a document in the parts of its page, and what its past addresses lead to."""
    titles = (each for each in segments if each.kind is SegmentKind.TITLE)
    titled = next((each for each in titles if _words(each.text) == _words(title)), None)
    shown = parts.of(segments)
    body = [each for each in shown if each.kind is not SegmentKind.FOOTNOTE and each != titled]
    notes = tuple(segment for segment in segments if segment.kind is SegmentKind.FOOTNOTE)
    headed = joined_headings(segments)
    return DocumentLayout(
        title=titled,
        body=tuple(_blocks(body)),
        notes=tuple(each for each in shown if each.kind is SegmentKind.FOOTNOTE),
        outline=tuple(each for each in headed if isinstance(each, JoinedHeading)),
        parts=parts,
        by_id={segment.id: segment for segment in segments},
        places={segment.id: place for place, segment in enumerate(segments)},
        note_marks={note.id: note.label or str(at) for at, note in enumerate(notes, start=1)},
        gone=tuple(_gone_addresses(segments, past)),
        former=_by_paragraph(past),
    )


def _gone_addresses(segments: Iterable[Segment], past: PastAddresses) -> Iterator[GoneAddress]:
    yield from (GoneAddress(anchor=f"p{number}") for number in past.gone)
    bearers = {each.printed_number: each for each in segments}
    for each in past.official:
        if each.number in past.gone:
            yield GoneAddress(anchor=each.official, bearer=bearers.get(each.official))


def _by_paragraph(past: PastAddresses) -> Mapping[int, Sequence[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for each in past.official:
        found[each.number].append(each.official)
    return found


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _blocks(body: Iterable[Segment]) -> Iterator[Segment | JoinedHeading | LaidOutTable]:
    for columns, run in groupby(joined_headings(body), key=_columns):
        if columns is None:
            yield from run
        else:
            rows = (each for each in run if isinstance(each, Segment))
            yield LaidOutTable(columns=columns, rows=tuple(rows))


def _columns(block: Segment | JoinedHeading) -> tuple[str, ...] | None:
    """The column headers of a table row; None for anything else."""
    if isinstance(block, JoinedHeading) or block.kind is not SegmentKind.TABLE_ROW:
        return None
    return tuple(cell.header for cell in block.cells)
