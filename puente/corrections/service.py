"""The service of corrections: every decision of a person on a link is kept and applied here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from puente.alignment.aligner import align
from puente.alignment.divergences import with_divergences
from puente.alignment.similarity import similarity_of_sides
from puente.audit.trail import UNRECORDED, Act, AuditTrail
from puente.corrections.apply import apply_corrections, find_stale, make_correction
from puente.corrections.pair_decisions import (
    DocumentPairIds,
    correction_of_pair,
    rivals_of,
)
from puente.corrections.review import (
    AlignmentReview,
    CorrectionAction,
    ProposedCorrection,
    correction_of,
)
from puente.corrections.undo import last_change, replaced_links, without_change
from puente.errors import (
    AlignmentChangedError,
    AlignmentNotFoundError,
    CorrectionError,
    DocumentNotFoundError,
)
from puente.model.alignments import Alignment, Bead, CorrectedSegment, Correction, Decision
from puente.model.documents import Document, Language
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.segments import Segment
from puente.store.protocol import Reader, Store, Writable, Writer

SegmentLink: TypeAlias = tuple[tuple[Segment, ...], tuple[Segment, ...]]
Align: TypeAlias = Callable[[Sequence[Segment], Sequence[Segment]], Alignment]


class CorrectionService:
    """The alignments of some indexes, which a person may correct.

    A correction is recorded on the trail before it is made, and has the time of the trail's clock.
    """

    def __init__(self, stores: Sequence[Writable], trail: AuditTrail = UNRECORDED) -> None:
        self._stores = tuple(stores)
        self._trail = trail

    def review(self, first: DocumentId, second: DocumentId) -> AlignmentReview:
        """The alignment of two documents as it stands; raises AlignmentNotFoundError."""
        return _read(self._store_of(first, second), first, second)

    def correct(
        self, first: DocumentId, second: DocumentId, proposed: ProposedCorrection, *, author: str
    ) -> tuple[AlignmentReview, tuple[Bead, ...]]:
        """Keep a correction; the alignment as it is then, and the beads of it that are new.

        Raises AlignmentNotFoundError, AlignmentChangedError or CorrectionError.
        """
        return self._correct(first, second, [proposed], author=author, detail=proposed.action)

    def accept_all(
        self,
        first: DocumentId,
        second: DocumentId,
        links: Sequence[ProposedCorrection],
        *,
        author: str,
    ) -> AlignmentReview:
        """Keep that some links are right as they are, in one act; the alignment as it is then.

        Raises what `correct` does.
        """
        detail = f"{CorrectionAction.ACCEPT} {len(links)}"
        review, _ = self._correct(first, second, links, author=author, detail=detail)
        return review

    def undo(
        self, first: DocumentId, second: DocumentId, version: str, *, author: str
    ) -> tuple[AlignmentReview, tuple[Bead, ...]]:
        """Take back the last change of two documents' links.

        The alignment as it is then, and the links that stand again. Raises what `correct` does;
        CorrectionError where the author has not made it.
        """
        store = self._store_of(first, second)
        with store.writing() as writer:
            before = _read(store, first, second)  # and nobody else can write
            if before.version != version:
                raise AlignmentChangedError
            corrections = store.corrections(first, second)
            change = last_change(before.alignment, corrections, author)
            if change is None:
                raise CorrectionError("the last change cannot be undone, or is not yours")
            kept = corrections[: -change.together]
            texts = before.source, before.target
            after = with_divergences(
                without_change(before.alignment, change, *texts),
                *texts,
                known=before.alignment.beads,
            )
            with self._trail.recorded(
                Act.CORRECTED, sorted((first, second)), detail="undo", who=author
            ):
                writer.remove_corrections(first, second)
                _write(writer, kept, after, before.alignment)
        stale = find_stale(after, kept, *texts)
        return (
            AlignmentReview(alignment=after, source=texts[0], target=texts[1], stale=stale),
            change.replaced,
        )

    def last_change(
        self, first: DocumentId, second: DocumentId, *, author: str
    ) -> Correction | None:
        """The last change of two documents' links that an author has made and can undo.

        Raises AlignmentNotFoundError.
        """
        store = self._store_of(first, second)
        alignment = store.alignment(first, second)
        if alignment is None:
            raise AlignmentNotFoundError(first, second)
        return last_change(alignment, store.corrections(first, second), author)

    def _correct(
        self,
        first: DocumentId,
        second: DocumentId,
        proposed: Sequence[ProposedCorrection],
        *,
        author: str,
        detail: str,
    ) -> tuple[AlignmentReview, tuple[Bead, ...]]:
        """Keep corrections that are made in one act; what `correct` answers, and raises."""
        store = self._store_of(first, second)
        with store.writing() as writer:
            before = _read(store, first, second)  # and nobody else can write
            if {each.version for each in proposed} != {before.version}:
                raise AlignmentChangedError
            made = self._trail.clock().isoformat(timespec="seconds")
            new = [correction_of(before, each, author=author, made=made) for each in proposed]
            corrections = (*store.corrections(first, second), *new)
            texts = before.source, before.target
            after = _corrected(before.alignment, corrections, texts, before.alignment)
            new[-1] = replace(
                new[-1], replaced=replaced_links(before.alignment, after), together=len(new)
            )
            with self._trail.recorded(
                Act.CORRECTED, sorted((first, second)), detail=detail, who=author
            ):
                _write(writer, new, after, before.alignment)
        stale = find_stale(after, corrections, *texts)
        known = frozenset(before.alignment.beads)
        return (
            AlignmentReview(alignment=after, source=texts[0], target=texts[1], stale=stale),
            tuple(bead for bead in after.beads if bead not in known),
        )

    def decide(
        self, first: DocumentId, second: DocumentId, decision: Decision, *, author: str
    ) -> Alignment | None:
        """Keep that two documents are versions of each other, or that they are not.

        Versions are aligned, in the place of a pair that nobody has confirmed; the alignment of
        those that are none is removed. The alignment as it is then. Raises DocumentNotFoundError
        or CorrectionError.
        """
        store, pair = self._holding(first, second)
        made = self._trail.clock().isoformat(timespec="seconds")
        with store.writing() as writer:  # and nobody else can write
            are_versions = decision is Decision.CONFIRMED
            rivals = rivals_of(store, pair) if are_versions else ()
            found = store.alignment(first, second)
            made_now = _aligned(store, pair) if are_versions and found is None else None
            with self._trail.recorded(Act.PAIR_DECIDED, sorted(pair), detail=decision, who=author):
                writer.add_correction(correction_of_pair(pair, decision, author=author, made=made))
                writer.drop_proposal(*pair)
                for rival in rivals:
                    writer.unlink(*rival)
                if made_now:
                    writer.link(made_now)
                elif not are_versions:
                    writer.unlink(first, second)
        return (made_now or found) if are_versions else None

    def _holding(self, first: DocumentId, second: DocumentId) -> tuple[Writable, DocumentPairIds]:
        """The store that has two documents, and their ids, Spanish first.

        Raises DocumentNotFoundError, or CorrectionError where both are in one language or confined
        to different collections.
        """
        missing = second
        for store in self._stores:
            source, target = _find(store, first), _find(store, second)
            if source and target:
                if source.language is target.language:
                    raise CorrectionError("both documents are in one language")
                if source.confined_to != target.confined_to:
                    raise CorrectionError("the documents are of two restricted collections")
                order = list(Language)
                one, other = sorted((source, target), key=lambda each: order.index(each.language))
                return store, (one.id, other.id)
            if target:
                missing = first
        raise DocumentNotFoundError(missing)

    def _store_of(self, first: DocumentId, second: DocumentId) -> Writable:
        for store in self._stores:
            if store.alignment(first, second):
                return store
        raise AlignmentNotFoundError(first, second)


def confirm_links(
    store: Store, links: Sequence[SegmentLink], align: Align, *, author: str, made: str
) -> None:
    """Keep that some segments are links; two documents that are not aligned yet are by `align`.

    All links are of the same two documents. Which is the source, their alignment says.
    """
    first, second = (side[0].document_id for side in links[0])
    with store.writing() as writer:  # and nobody else can write
        found = store.alignment(first, second)
        ids = (found.source_id, found.target_id) if found else (first, second)
        texts = store.segments_of(ids[0]), store.segments_of(ids[1])
        alignment = found or align(*texts)
        corrections = [
            make_correction(
                alignment,
                *(link if ids[0] == first else link[::-1]),
                Decision.CONFIRMED,
                author=author,
                made=made,
            )
            for link in links
        ]
        corrected = _corrected(alignment, (*store.corrections(*ids), *corrections), texts, found)
        _write(writer, corrections, corrected, found)


def as_corrected(alignment: Alignment, store: Reader) -> Alignment:
    """The new alignment of two documents as people have corrected it, with its divergences."""
    ids = (alignment.source_id, alignment.target_id)
    texts = store.segments_of(ids[0]), store.segments_of(ids[1])
    return _corrected(alignment, store.corrections(*ids), texts, None)


def _find(store: Reader, document_id: DocumentId) -> Document | None:
    with suppress(DocumentNotFoundError):
        return store.document(document_id)
    return None


def _aligned(store: Reader, pair: DocumentPairIds) -> Alignment:
    """The alignment of two documents of a store, as people have corrected it."""
    sides = [store.segments_of(each) for each in pair]
    vectors = [store.vectors_of(each) for each in pair]
    return as_corrected(align(sides[0], sides[1], similarity_of_sides(sides, vectors)), store)


def move_corrections(
    origin: Store,
    target: Store,
    pairs: Iterable[DocumentPairIds],
    names: Mapping[DocumentId, DocumentId] = MappingProxyType({}),
) -> None:
    """Move the corrections of some pairs to the store that their documents went to.

    `names` are the ids that documents have there, where those are others. What is under way when
    the program is killed stands in both, and is moved by the next call.
    """
    wanted = tuple(pairs)
    if not wanted:
        return
    copy_corrections(origin, target, wanted, names)
    with origin.writing() as writer:
        for pair in wanted:
            writer.remove_corrections(*pair)


def copy_corrections(
    origin: Reader,
    target: Store,
    pairs: Iterable[DocumentPairIds],
    names: Mapping[DocumentId, DocumentId] = MappingProxyType({}),
) -> None:
    """Keep in a store the corrections that another has of some pairs, under their names there."""
    with target.writing() as writer:
        for first, second in pairs:
            known = target.corrections(names.get(first, first), names.get(second, second))
            for correction in origin.corrections(first, second):
                renamed = _renamed(correction, names)
                if renamed not in known:
                    writer.add_correction(renamed)


def rename_corrections(
    store: Reader,
    writer: Writer,
    names: Mapping[DocumentId, DocumentId],
    rewritten: Mapping[SegmentId, SegmentId] = MappingProxyType({}),
) -> None:
    """Have corrections follow documents to their new ids, by a write of them.

    Those of a paragraph that was rewritten follow to the one in its place, where they are stale.
    """
    for pair in store.corrected_pairs():
        if names.keys().isdisjoint(pair):
            continue
        corrections = store.corrections(*pair)
        renamed = [_renamed(correction, names, rewritten) for correction in corrections]
        if renamed != list(corrections):
            writer.remove_corrections(*pair)
            for correction in renamed:
                writer.add_correction(correction)


def _renamed(
    correction: Correction,
    names: Mapping[DocumentId, DocumentId],
    rewritten: Mapping[SegmentId, SegmentId] = MappingProxyType({}),
) -> Correction:
    """The correction under other ids of its documents, those of their segments included."""

    def renamed(side: Iterable[CorrectedSegment], own: DocumentId) -> tuple[CorrectedSegment, ...]:
        name = names.get(own, own)
        ids = {e: rewritten.get(e.id, SegmentId(name + e.id.removeprefix(own))) for e in side}
        return tuple(replace(each, id=known) for each, known in ids.items())

    source, target = correction.source_id, correction.target_id
    # What it replaced was there under the former ids: under others it is not undone any more.
    return replace(
        correction,
        replaced=() if names else correction.replaced,
        source_id=names.get(source, source),
        target_id=names.get(target, target),
        source=renamed(correction.source, source),
        target=renamed(correction.target, target),
    )


def _corrected(
    alignment: Alignment,
    corrections: Sequence[Correction],
    texts: tuple[Sequence[Segment], Sequence[Segment]],
    known: Alignment | None,
) -> Alignment:
    """The alignment once all corrections are applied; what `known` links differ in is not sought.

    A link that it does not have is compared word by word: that is the only text that is analysed.
    """
    corrected = apply_corrections(alignment, corrections, *texts)
    return with_divergences(corrected, *texts, known=known.beads if known else ())


def _write(
    writer: Writer, corrections: Iterable[Correction], alignment: Alignment, known: Alignment | None
) -> None:
    """Write new corrections, and of the alignment what differs from the one that is stored."""
    for correction in corrections:
        writer.add_correction(correction)
    if known:
        writer.relink(alignment)
    else:
        writer.link(alignment)


def _read(store: Reader, first: DocumentId, second: DocumentId) -> AlignmentReview:
    alignment = store.alignment(first, second)
    if alignment is None:
        raise AlignmentNotFoundError(first, second)
    source, target = map(store.segments_of, (alignment.source_id, alignment.target_id))
    stale = find_stale(alignment, store.corrections(first, second), source, target)
    return AlignmentReview(alignment=alignment, source=source, target=target, stale=stale)
