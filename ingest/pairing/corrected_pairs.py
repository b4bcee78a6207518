"""Pairs that corrections make or part: documents that a person has decided on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.pairing.symbol_relation import Ids, places_of
from puente.corrections.pair_decisions import decision_on_pair
from puente.model.alignments import Decision
from puente.model.documents import Document
from puente.store.protocol import Reader


@dataclass(frozen=True, slots=True)
class DecidedPairs:
    """Pairs of documents that people have decided on."""

    confirmed: tuple[Ids, ...] = ()
    rejected: tuple[Ids, ...] = ()


def decided_pairs(documents: Iterable[Document], store: Reader) -> DecidedPairs:
    """Pairs of some documents that are versions of each other or are not, for people say so.

    Without those whose documents have come to be confined to different collections.
    """
    confines = {document.id: document.confined_to for document in documents}
    found: dict[Decision | None, list[Ids]] = defaultdict(list)
    for pair in store.corrected_pairs():
        if confines.keys() >= {*pair} and confines[pair[0]] == confines[pair[1]]:
            found[decision_on_pair(store.corrections(*pair))].append(pair)
    return DecidedPairs(tuple(found[Decision.CONFIRMED]), tuple(found[Decision.REJECTED]))


def contradicted(
    standing: Iterable[Ids], decided: DecidedPairs, documents: Iterable[Document]
) -> tuple[Ids, ...]:
    """The pairs that people have rejected, or of which a document has its version elsewhere."""
    by_id = {document.id: document for document in documents}
    versions = {place for pair in decided.confirmed for place in places_of(by_id, pair)}
    known = set(map(frozenset, decided.confirmed))
    rejected = set(map(frozenset, decided.rejected))
    return tuple(
        pair
        for pair in standing
        if frozenset(pair) in rejected
        or (frozenset(pair) not in known and not versions.isdisjoint(places_of(by_id, pair)))
    )
