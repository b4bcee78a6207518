"""What people ruled on links, brought to bear on what was paired and aligned."""

from collections.abc import Sequence

from puente.divergence import with_divergences
from puente.records import Alignment, DocumentId, DocumentPair, Language, Verdict
from puente.rulings import apply_rulings
from puente.store.protocol import Reader

_ORDER: dict[str, int] = {language: place for place, language in enumerate(Language)}


def with_ruled_pairs(
    pairs: Sequence[DocumentPair], ruled: Sequence[DocumentPair]
) -> tuple[DocumentPair, ...]:
    """The pairs by id, but for those that give a document of a ruled pair a second counterpart."""
    taken = {each for pair in ruled for each in _versions(pair)}
    kept = [pair for pair in pairs if taken.isdisjoint(_versions(pair))]
    return tuple(sorted((*ruled, *kept), key=lambda each: (each.source_id, each.target_id)))


def ruled_pairs(store: Reader) -> tuple[DocumentPair, ...]:
    """The pairs of documents of which a person has confirmed a link: they are versions."""
    known = frozenset(store.document_ids())
    return tuple(
        _pair(*pair) for pair in store.ruled() if known.issuperset(pair) and _is_pair(store, *pair)
    )


def as_ruled(alignment: Alignment, store: Reader) -> Alignment:
    """The alignment as people have ruled it, with the divergences of its links."""
    source, target = map(store.segments_of, (alignment.source_id, alignment.target_id))
    rulings = store.rulings(alignment.source_id, alignment.target_id)
    return with_divergences(apply_rulings(alignment, rulings, source, target), source, target)


def _is_pair(store: Reader, first: DocumentId, second: DocumentId) -> bool:
    return any(
        ruling.verdict is Verdict.CONFIRMED and ruling.source and ruling.target
        for ruling in store.rulings(first, second)
    )


def _pair(first: DocumentId, second: DocumentId) -> DocumentPair:
    source, target = sorted((first, second), key=lambda each: (_ORDER[_language(each)], each))
    return DocumentPair(source_id=source, target_id=target, score=1.0)


def _versions(pair: DocumentPair) -> tuple[tuple[DocumentId, str], ...]:
    """Each document of a pair, with the language that it has a version in by it."""
    source, target = pair.source_id, pair.target_id
    return (source, _language(target)), (target, _language(source))


def _language(document_id: DocumentId) -> str:
    return document_id.rpartition(".")[2]
