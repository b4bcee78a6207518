"""Decisions of people on two documents as a whole: they are versions of each other, or not.

Such a decision is a correction that names no segment, so a later text does not undo it.
"""

from collections.abc import Iterable
from typing import TypeAlias

from puente.errors import CorrectionError
from puente.model.alignments import Correction, Decision
from puente.model.identifiers import DocumentId, SegmentId
from puente.store.protocol import Reader

DocumentPairIds: TypeAlias = tuple[DocumentId, DocumentId]


def decision_on_pair(corrections: Iterable[Correction]) -> Decision | None:
    """The decision that stands on two documents, by their corrections, oldest first.

    Who confirms a link says that its documents are versions; who rejects the documents takes back
    what was confirmed of their links.
    """
    stated: Decision | None = None
    linked: set[frozenset[SegmentId]] = set()
    for correction in corrections:
        link = frozenset(each.id for each in (*correction.source, *correction.target))
        if not link:
            stated = correction.decision
            if stated is Decision.REJECTED:
                linked.clear()
        elif correction.decision is Decision.REJECTED:
            linked.discard(link)
        elif correction.source and correction.target:
            linked.add(link)
            stated = None if stated is Decision.REJECTED else stated
        else:
            linked.discard(link)
    return Decision.CONFIRMED if linked else stated


def correction_of_pair(
    pair: DocumentPairIds, decision: Decision, *, author: str, made: str
) -> Correction:
    """The correction that says of two documents whether they are versions of each other."""
    return Correction(
        source_id=pair[0],
        target_id=pair[1],
        source=(),
        target=(),
        decision=decision,
        author=author,
        made=made,
    )


def rivals_of(store: Reader, pair: DocumentPairIds) -> tuple[DocumentPairIds, ...]:
    """The alignments that take the place of a pair; raises CorrectionError for a confirmed one."""
    languages = {each: store.document(each).language for each in pair}
    found = []
    for summary in store.alignments():
        ids = (summary.source_id, summary.target_id)
        if len(shared := {*ids} & {*pair}) != 1:
            continue
        (own,) = shared
        (other,) = {*ids} - shared
        (wanted,) = {*pair} - shared
        if store.document(other).language is not languages[wanted]:
            continue
        if decision_on_pair(store.corrections(*ids)) is Decision.CONFIRMED:
            raise CorrectionError(
                f"a person confirmed that {own} and {other} are versions. Say first that they"
                " are not"
            )
        found.append(ids)
    return tuple(found)
