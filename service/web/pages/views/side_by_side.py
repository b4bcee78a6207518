"""Versions of a document beside each other: rows of counterparts, passages in one language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from puente.catalogue.catalogue import Catalogue
from puente.catalogue.passages import turn
from puente.model.alignments import Alignment, Divergence, LinkStatus
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment

LOW_CONFIDENCE = 0.5
"""A link under it is shown as doubtful."""
HIGH_CONFIDENCE = 0.9
"""A link from it on is called sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelRow:
    """Segments of two versions that translate each other; an empty side has no counterpart.

    `confidence` is None where a side is empty or nothing aligned the versions. The source of the
    divergences is the first version.
    """

    first: tuple[Segment, ...]
    second: tuple[Segment, ...]
    confidence: float | None = None
    status: LinkStatus = LinkStatus.AUTOMATIC
    divergences: tuple[Divergence, ...] = ()

    @property
    def ids(self) -> tuple[SegmentId, ...]:
        """The segments of both sides."""
        return tuple(segment.id for segment in (*self.first, *self.second))


def side_by_side(
    first: Sequence[Segment], second: Sequence[Segment], alignment: Alignment | None
) -> tuple[ParallelRow, ...]:
    """Every segment of both versions in one row; without an alignment one row holds all."""
    if alignment is None:
        return (ParallelRow(first=tuple(first), second=tuple(second)),)
    rows = _linked_rows(first, second, alignment)
    shown = {segment.id for row in rows for segment in (*row.first, *row.second)}
    rows += [
        ParallelRow(first=(segment,), second=()) for segment in first if segment.id not in shown
    ]
    rows += [
        ParallelRow(first=(), second=(segment,)) for segment in second if segment.id not in shown
    ]
    return _in_order(rows, second)


def passages(
    ids: Iterable[SegmentId], catalogue: Catalogue, preferred: str
) -> tuple[SegmentId, ...]:
    """One segment of each passage, in the preferred language where it is among the segments."""
    left = dict.fromkeys(ids)
    translations = catalogue.translations(left)
    shown = []
    for each in tuple(left):
        if each not in left:
            continue
        versions = {
            segment.id: translation.language
            for translation in translations.get(each, ())
            for segment in translation.segments
            if segment.id in left
        }
        own = (version for version, language in versions.items() if language == preferred)
        shown.append(next(own, each))
        for version in (each, *versions):
            del left[version]
    return tuple(shown)


def _linked_rows(
    first: Sequence[Segment], second: Sequence[Segment], alignment: Alignment
) -> list[ParallelRow]:
    left = {segment.id: segment for segment in first}
    right = {segment.id: segment for segment in second}
    is_turned = bool(second) and second[0].document_id == alignment.source_id
    rows = []
    for bead in map(turn, alignment.beads) if is_turned else alignment.beads:
        sides = _known(bead.source, left), _known(bead.target, right)
        confidence = bead.confidence if all(sides) else None
        rows.append(
            ParallelRow(
                first=sides[0],
                second=sides[1],
                confidence=confidence,
                status=bead.status,
                divergences=bead.divergences,
            )
        )
    return rows


def _known(ids: Iterable[SegmentId], segments: dict[SegmentId, Segment]) -> tuple[Segment, ...]:
    return tuple(segments[each] for each in ids if each in segments)


def _in_order(rows: Iterable[ParallelRow], second: Sequence[Segment]) -> tuple[ParallelRow, ...]:
    """Rows by the first version; one of the second alone follows the segment before it."""
    holder = {segment.id: row for row in rows for segment in row.second}
    places: dict[int, tuple[int, int]] = {}
    before = (0, 0)
    for segment in second:
        row = holder[segment.id]
        before = (row.first[0].ordinal, 0) if row.first else (before[0], segment.ordinal)
        places.setdefault(id(row), before)
    return tuple(
        sorted(rows, key=lambda row: (row.first[0].ordinal, 0) if row.first else places[id(row)])
    )
