"""An alignment under review, and the correction that a person proposes of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from puente.corrections.apply import corrected_ids, make_correction
from puente.errors import CorrectionError
from puente.model.alignments import Alignment, Correction, Decision
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment


class CorrectionAction(StrEnum):
    """The action of a person on some segments of two versions.

    To accept a bead is to say that it is right as it is, to reject it that it is no link. To link
    is to say which segments belong together, and with no others: that moves, merges and splits.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCorrection:
    """A correction of some segments, and the version of the review that a person has seen."""

    action: CorrectionAction
    source: tuple[SegmentId, ...]
    target: tuple[SegmentId, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentReview:
    """An alignment with the texts of its sides, and the corrections that those no longer bear out.

    `version` changes with every link and every text.
    """

    alignment: Alignment
    source: tuple[Segment, ...]
    target: tuple[Segment, ...]
    stale: tuple[Correction, ...]

    @property
    def version(self) -> str:
        links = [(bead.source, bead.target, bead.status.value) for bead in self.alignment.beads]
        texts = [(segment.id, segment.text) for segment in (*self.source, *self.target)]
        return hashlib.sha256(repr((links, texts)).encode()).hexdigest()[:16]


def correction_of(
    review: AlignmentReview, proposed: ProposedCorrection, *, author: str, made: str
) -> Correction:
    """The correction that a proposed one amounts to; raises CorrectionError."""
    is_rejection = proposed.action is CorrectionAction.REJECT
    is_bead = _names_a_bead(review.alignment, proposed)
    stale = _stale_link(review, proposed)
    if is_rejection and not is_bead and stale:
        return replace(stale, decision=Decision.REJECTED, author=author, made=made)
    source = _named(proposed.source, review.source)
    target = _named(proposed.target, review.target)
    if proposed.action is not CorrectionAction.LINK and not is_bead:
        raise CorrectionError("these paragraphs are not one link")
    if not (source or target):
        raise CorrectionError("it names no paragraph")
    if is_rejection and not (source and target):
        raise CorrectionError("what has no counterpart is no link")
    decision = Decision.REJECTED if is_rejection else Decision.CONFIRMED
    return make_correction(review.alignment, source, target, decision, author=author, made=made)


def _names_a_bead(alignment: Alignment, proposed: ProposedCorrection) -> bool:
    sides = {*proposed.source}, {*proposed.target}
    return any(({*bead.source}, {*bead.target}) == sides for bead in alignment.beads)


def _stale_link(review: AlignmentReview, proposed: ProposedCorrection) -> Correction | None:
    """The stale correction of exactly these segments, some of which may be gone."""
    sides = {*proposed.source}, {*proposed.target}
    stale = (
        each
        for each in review.stale
        if tuple(map(set, corrected_ids(each, review.alignment))) == sides
    )
    return next(stale, None)


def _named(ids: Sequence[SegmentId], segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments in order; raises CorrectionError for an id that is none of theirs."""
    found = tuple(segment for segment in segments if segment.id in ids)
    for missing in sorted(set(ids).difference(segment.id for segment in found)):
        raise CorrectionError(f"{missing} is not a paragraph of that version")
    return found
