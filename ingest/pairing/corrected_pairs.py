"""Pairs that corrections make or part: documents of which a person has confirmed a link."""

from collections.abc import Collection, Iterable, Iterator

from ingest.pairing.symbol_relation import Ids, places_of
from puente.model.alignments import Decision
from puente.model.documents import Document
from puente.store.protocol import Reader


def confirmed_pairs(documents: Iterable[Document], store: Reader) -> Iterator[Ids]:
    """Of some documents those that are versions of each other, for people have linked them."""
    known = {document.id for document in documents}
    for pair in store.corrected_pairs():
        if known.issuperset(pair) and _are_linked(store, pair):
            yield pair


def contradicted(
    standing: Iterable[Ids], confirmed: Collection[Ids], documents: Iterable[Document]
) -> tuple[Ids, ...]:
    """The unconfirmed pairs of which a document has its version in a confirmed one."""
    by_id = {document.id: document for document in documents}
    versions = {place for pair in confirmed for place in places_of(by_id, pair)}
    known = set(map(frozenset, confirmed))
    return tuple(
        pair
        for pair in standing
        if frozenset(pair) not in known and not versions.isdisjoint(places_of(by_id, pair))
    )


def _are_linked(store: Reader, pair: Ids) -> bool:
    """Test for a link that people confirmed and did not take back."""
    linked = set()
    for correction in store.corrections(*pair):
        link = frozenset(each.id for each in (*correction.source, *correction.target))
        if correction.decision is Decision.CONFIRMED and correction.source and correction.target:
            linked.add(link)
        else:
            linked.discard(link)
    return bool(linked)
