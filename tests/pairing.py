"""Documents with their segments for tests of pairing."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.pair import Pairing, ReadTexts
from ingest.pair import pair as pair_documents
from puente.records import Document, DocumentId, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document with its segments."""

    document: Document
    segments: tuple[Segment, ...]


def pair(entries: Iterable[Entry], ruled: Iterable[tuple[DocumentId, DocumentId]] = ()) -> Pairing:
    """What is found among documents by words alone."""
    known = {each.document.id: each for each in entries}
    texts = ReadTexts({each: known[each].segments for each in known}, None)
    return pair_documents([each.document for each in known.values()], texts, ruled=ruled)
