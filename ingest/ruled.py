"""What people ruled on links, brought to bear on what was paired and aligned."""

from collections.abc import Iterator, Mapping, Sequence

from puente.divergence import with_divergences
from puente.records import (
    Alignment,
    Document,
    DocumentId,
    DocumentPair,
    Language,
    Segment,
    Verdict,
)
from puente.rulings import apply_rulings
from puente.store.protocol import Reader

_ORDER = list(Language)


def with_ruled_pairs(
    pairs: Sequence[DocumentPair], store: Reader, documents: Mapping[DocumentId, Document]
) -> tuple[DocumentPair, ...]:
    """The pairs, with those whose links a person has confirmed in the place of others, by id."""
    ruled = tuple(_ruled_pairs(store, documents))
    taken = {(one, documents[other].language) for each in ruled for one, other in _both_ways(each)}
    kept = [
        each
        for each in pairs
        if not any((one, documents[other].language) in taken for one, other in _both_ways(each))
    ]
    return tuple(sorted((*ruled, *kept), key=lambda each: (each.source_id, each.target_id)))


def as_ruled(
    alignment: Alignment,
    store: Reader,
    segments: Mapping[DocumentId, Sequence[Segment]],
) -> Alignment:
    """The alignment as people have ruled it, with the divergences of its links."""
    source, target = segments[alignment.source_id], segments[alignment.target_id]
    rulings = store.rulings(alignment.source_id, alignment.target_id)
    return with_divergences(apply_rulings(alignment, rulings, source, target), source, target)


def _ruled_pairs(store: Reader, documents: Mapping[DocumentId, Document]) -> Iterator[DocumentPair]:
    for pair in store.ruled():
        if all(each in documents for each in pair) and any(
            ruling.verdict is Verdict.CONFIRMED and ruling.source and ruling.target
            for ruling in store.rulings(*pair)
        ):
            source, target = sorted(
                pair, key=lambda each: (_ORDER.index(documents[each].language), each)
            )
            yield DocumentPair(source_id=source, target_id=target, score=1.0)


def _both_ways(pair: DocumentPair) -> tuple[tuple[DocumentId, DocumentId], ...]:
    return (pair.source_id, pair.target_id), (pair.target_id, pair.source_id)
