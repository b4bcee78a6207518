"""What people ruled on links, brought to bear on what was paired and aligned."""

from collections.abc import Collection, Iterable, Iterator

from puente.divergence import with_divergences
from puente.records import Alignment, Document, DocumentId, Verdict
from puente.rulings import apply_rulings
from puente.store.protocol import Reader


def ruled_pairs(
    documents: Iterable[Document], store: Reader
) -> Iterator[tuple[DocumentId, DocumentId]]:
    """Of some documents those that are versions of each other, for people have linked them."""
    known = {document.id for document in documents}
    for pair in store.ruled():
        if known.issuperset(pair) and _are_linked(store, pair):
            yield pair


def as_ruled(alignment: Alignment, store: Reader) -> Alignment:
    """The alignment as people have ruled it, with the divergences of its links."""
    ids = (alignment.source_id, alignment.target_id)
    source, target = map(store.segments_of, ids)
    ruled = apply_rulings(alignment, store.rulings(*ids), source, target)
    return with_divergences(ruled, source, target)


def _are_linked(store: Reader, pair: Collection[DocumentId]) -> bool:
    return any(
        ruling.verdict is Verdict.CONFIRMED and ruling.source and ruling.target
        for ruling in store.rulings(*pair)
    )
