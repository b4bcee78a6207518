"""What people ruled on links, brought to bear on what was paired and aligned."""

from collections.abc import Collection, Iterable, Iterator

from ingest.pairing.symbol_relation import Ids, places_of
from puente.alignment.divergences import with_divergences
from puente.corrections.apply import apply_corrections
from puente.model.alignments import Alignment, Decision
from puente.model.documents import Document
from puente.store.protocol import Reader, Store


def corrected_pairs(documents: Iterable[Document], store: Reader) -> Iterator[Ids]:
    """Of some documents those that are versions of each other, for people have linked them."""
    known = {document.id for document in documents}
    for pair in store.ruled():
        if known.issuperset(pair) and _are_linked(store, pair):
            yield pair


def contradicted(
    standing: Iterable[Ids], ruled: Collection[Ids], documents: Iterable[Document]
) -> tuple[Ids, ...]:
    """The pairs that nobody has ruled, of which a document has its version in a ruled one."""
    by_id = {document.id: document for document in documents}
    versions = {place for pair in ruled for place in places_of(by_id, pair)}
    known = set(map(frozenset, ruled))
    return tuple(
        pair
        for pair in standing
        if frozenset(pair) not in known and not versions.isdisjoint(places_of(by_id, pair))
    )


def bring_corrections(store: Store, others: Iterable[Reader]) -> None:
    """Keep in a store what other indexes know of its documents: people ruled on them there."""
    ids = frozenset(store.document_ids())
    for other in others:
        for pair in filter(ids.issuperset, other.ruled()):
            known = store.corrections(*pair)
            brought = [each for each in other.corrections(*pair) if each not in known]
            if brought:
                with store.writing() as writer:
                    for correction in brought:
                        writer.rule(correction)


def as_corrected(alignment: Alignment, store: Reader) -> Alignment:
    """The alignment as people have ruled it, with the divergences of its links."""
    ids = (alignment.source_id, alignment.target_id)
    source, target = map(store.segments_of, ids)
    ruled = apply_corrections(alignment, store.corrections(*ids), source, target)
    return with_divergences(ruled, source, target)


def _are_linked(store: Reader, pair: Ids) -> bool:
    """Whether people confirmed a link that they did not take back."""
    linked = set()
    for correction in store.corrections(*pair):
        link = frozenset(each.id for each in (*correction.source, *correction.target))
        if correction.verdict is Decision.CONFIRMED and correction.source and correction.target:
            linked.add(link)
        else:
            linked.discard(link)
    return bool(linked)
