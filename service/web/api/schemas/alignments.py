"""JSON shapes of alignments and their corrections."""

from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import BaseModel

from puente.corrections.apply import corrected_ids
from puente.corrections.review import AlignmentReview
from puente.model.alignments import (
    Alignment,
    Bead,
    Correction,
    Divergence,
    DivergenceKind,
    LinkStatus,
    Severity,
)
from puente.model.documents import Document, Language
from puente.model.identifiers import SegmentId
from service.web.pagination import page_of
from service.web.urls import permalink


class PlaceSchema(BaseModel):
    """A paragraph of a link, and its permalink."""

    segment: str
    url: str


class DivergenceSchema(BaseModel):
    """A difference, with what only the source says and only the target says."""

    kind: DivergenceKind
    severity: Severity
    source: list[str]
    target: list[str]

    @classmethod
    def from_record(cls, divergence: Divergence) -> Self:
        return cls(
            kind=divergence.kind,
            severity=divergence.severity,
            source=list(divergence.source),
            target=list(divergence.target),
        )


class BeadSchema(BaseModel):
    """A link of paragraphs; an empty side has no counterpart. `reasons` are the program's."""

    source: list[PlaceSchema]
    target: list[PlaceSchema]
    confidence: float
    status: LinkStatus
    reasons: dict[str, float]
    divergences: list[DivergenceSchema]

    @classmethod
    def from_record(cls, bead: Bead, places: Mapping[SegmentId, PlaceSchema]) -> Self:
        return cls(
            source=[places[each] for each in bead.source],
            target=[places[each] for each in bead.target],
            confidence=bead.confidence,
            status=bead.status,
            reasons=dict(bead.reasons),
            divergences=[DivergenceSchema.from_record(each) for each in bead.divergences],
        )


class StaleSchema(BaseModel):
    """A link that a person confirmed, and whose text has changed since or is gone."""

    source: list[str]
    target: list[str]
    made: str

    @classmethod
    def from_record(cls, correction: Correction, alignment: Alignment) -> Self:
        source, target = corrected_ids(correction, alignment)
        return cls(source=list(source), target=list(target), made=correction.made)


class AlignedSchema(BaseModel):
    """Two versions that are aligned; `version` changes with every link and every text."""

    alignment: str
    work: str
    source: str
    target: str
    score: float
    version: str
    stale: list[StaleSchema]
    beads: list[BeadSchema]

    @classmethod
    def from_review(
        cls, review: AlignmentReview, versions: Mapping[Language, Document], beads: Iterable[Bead]
    ) -> Self:
        alignment = review.alignment
        by_id = {document.id: document for document in versions.values()}
        source, target = by_id[alignment.source_id], by_id[alignment.target_id]
        places = {
            segment.id: PlaceSchema(segment=segment.id, url=permalink(document, segment))
            for document, segments in ((source, review.source), (target, review.target))
            for segment in segments
        }
        return cls(
            alignment=f"{source.work_id}.{source.language}-{target.language}",
            work=source.work_id,
            source=source.id,
            target=target.id,
            score=alignment.score,
            version=review.version,
            stale=[StaleSchema.from_record(each, alignment) for each in review.stale],
            beads=[BeadSchema.from_record(each, places) for each in beads],
        )


class AlignmentAnswer(AlignedSchema):
    """The links of two versions, in the order of the source: one page of them."""

    total: int
    page: int
    size: int

    @classmethod
    def from_page(
        cls, review: AlignmentReview, versions: Mapping[Language, Document], *, page: int, size: int
    ) -> Self:
        beads = review.alignment.beads
        shown = AlignedSchema.from_review(review, versions, page_of(beads, page, size=size))
        return cls(**shown.model_dump(), total=len(beads), page=page, size=size)


class CorrectionAnswer(AlignedSchema):
    """Changes that a correction made: the links that are others now, and the new `version`."""
