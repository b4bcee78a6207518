"""What people judge of the links between two versions, and what becomes of the alignment."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from puente.alignment.divergences import with_divergences
from puente.corrections.apply import apply_corrections, corrected_ids, find_stale, make_correction
from puente.errors import AlignmentChangedError, AlignmentNotFoundError, JudgementError
from puente.model.alignments import Alignment, Bead, Correction, Decision
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.segments import Segment
from puente.store.protocol import Store


class CorrectionAction(StrEnum):
    """What a person does with some segments of two versions.

    To accept a bead is to say that it is right as it is, to reject it that it is no link. To link
    is to say which segments belong together, and with no others: that moves, merges and splits.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCorrection:
    """What a person says of some segments, and the version of the review that they have seen."""

    action: CorrectionAction
    source: tuple[SegmentId, ...]
    target: tuple[SegmentId, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentReview:
    """An alignment with the texts of its sides, and the rulings that its texts no longer bear out.

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


class ReviewService:
    """The alignments of some indexes, which a person may change."""

    def __init__(self, stores: Sequence[Store]) -> None:
        self._stores = tuple(stores)

    def review(self, first: DocumentId, second: DocumentId) -> AlignmentReview:
        """The alignment of two documents as it stands; raises AlignmentNotFoundError."""
        return _read(self._store_of(first, second), first, second)

    def judge(
        self, first: DocumentId, second: DocumentId, judgement: ProposedCorrection, *, author: str
    ) -> tuple[AlignmentReview, tuple[Bead, ...]]:
        """Keep a judgement; the alignment as it is then, and the beads of it that are new.

        Raises AlignmentNotFoundError, AlignmentChangedError or JudgementError.
        """
        store = self._store_of(first, second)
        with store.writing() as writer:
            before = _read(store, first, second)  # and nobody else can write
            if before.version != judgement.version:
                raise AlignmentChangedError
            made = datetime.now(UTC).isoformat(timespec="seconds")
            correction = _correction(before, judgement, author, made)
            alignment = before.alignment
            texts = before.source, before.target
            corrections = (*store.corrections(first, second), correction)
            ruled = apply_corrections(alignment, corrections, *texts)
            ruled = with_divergences(ruled, *texts, known=alignment.beads)
            writer.rule(correction)
            writer.link(ruled)
        stale = find_stale(ruled, corrections, *texts)
        after = AlignmentReview(alignment=ruled, source=texts[0], target=texts[1], stale=stale)
        known = frozenset(alignment.beads)
        return after, tuple(bead for bead in ruled.beads if bead not in known)

    def _store_of(self, first: DocumentId, second: DocumentId) -> Store:
        for store in self._stores:
            if store.alignment(first, second):
                return store
        raise AlignmentNotFoundError(first, second)


def _read(store: Store, first: DocumentId, second: DocumentId) -> AlignmentReview:
    alignment = store.alignment(first, second)
    if alignment is None:
        raise AlignmentNotFoundError(first, second)
    source, target = map(store.segments_of, (alignment.source_id, alignment.target_id))
    stale = find_stale(alignment, store.corrections(first, second), source, target)
    return AlignmentReview(alignment=alignment, source=source, target=target, stale=stale)


def _correction(
    review: AlignmentReview, judgement: ProposedCorrection, author: str, made: str
) -> Correction:
    """The ruling that a judgement amounts to; raises JudgementError."""
    wanted = frozenset(judgement.source), frozenset(judgement.target)
    is_bead = wanted in {(frozenset(b.source), frozenset(b.target)) for b in review.alignment.beads}
    is_rejected = judgement.action is CorrectionAction.REJECT
    if is_rejected and not is_bead:
        for stale in review.stale:
            if wanted == tuple(map(frozenset, corrected_ids(stale, review.alignment))):
                return replace(stale, verdict=Decision.REJECTED, author=author, made=made)
    source, target = (
        _known(ids, segments)
        for ids, segments in zip(wanted, (review.source, review.target), strict=True)
    )
    if judgement.action is not CorrectionAction.LINK and not is_bead:
        raise JudgementError("these paragraphs are not one link")
    if not (source or target):
        raise JudgementError("it names no paragraph")
    if is_rejected and not (source and target):
        raise JudgementError("what has no counterpart is no link")
    verdict = Decision.REJECTED if is_rejected else Decision.CONFIRMED
    return make_correction(review.alignment, source, target, verdict, author=author, made=made)


def _known(ids: frozenset[SegmentId], segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments in order; raises JudgementError for an id that is none of theirs."""
    found = tuple(segment for segment in segments if segment.id in ids)
    for missing in sorted(ids.difference(segment.id for segment in found)):
        raise JudgementError(f"{missing} is not a paragraph of that version")
    return found
