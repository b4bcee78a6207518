"""Segments with what is shown beside them, put together from what an index has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from puente.model.alignments import Bead
from puente.model.documents import Document
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.results import HydratedSegment, Translation
from puente.model.segments import Segment


def hydrate(
    ids: Iterable[SegmentId],
    segments: Mapping[SegmentId, Segment],
    documents: Mapping[DocumentId, Document],
    beads: Iterable[Bead],
) -> dict[SegmentId, HydratedSegment]:
    """The segments that are there, of `ids`; the others are counterparts that the beads name."""
    wanted = {each: segments[each] for each in ids if each in segments}
    translations: dict[SegmentId, list[Translation]] = defaultdict(list)
    for bead in beads:
        for side, other in ((bead.source, bead.target), (bead.target, bead.source)):
            for each in wanted.keys() & side if other else ():
                # To a confined reader the counterparts in other collections are not there.
                found = [segments[counterpart] for counterpart in other if counterpart in segments]
                if found:
                    translations[each].append(_translation(found, bead.confidence))
    return {
        each: HydratedSegment(
            segment=segment,
            document=documents[segment.document_id],
            translations=tuple(
                sorted(translations[each], key=lambda translation: translation.document_id)
            ),
        )
        for each, segment in wanted.items()
    }


def _translation(segments: Sequence[Segment], confidence: float) -> Translation:
    return Translation(
        document_id=segments[0].document_id,
        language=segments[0].language,
        segments=tuple(segments),
        confidence=confidence,
    )
