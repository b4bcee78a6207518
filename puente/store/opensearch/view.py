"""Entries of one generation of an index in OpenSearch, as records."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from puente.errors import DocumentNotFoundError, SegmentNotFoundError
from puente.model.alignments import Alignment, AlignmentSummary, Bead, Correction
from puente.model.documents import Document
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal
from puente.store.alignment_facts import summarise
from puente.store.opensearch.indices import Index
from puente.store.opensearch.queries import Json, any_of, count_body, entries, total
from puente.store.serialization import (
    bead_from,
    correction_from,
    document_from,
    history_from,
    segment_from,
    summary_from,
    withdrawal_from,
)

# The engine takes 65,536 values in one condition.
MOST_TERMS = 10_000
BY_DOCUMENT: list[Json] = [{"document_id": "asc"}]
BY_SEGMENT: list[Json] = [{"segment_id": "asc"}]
BY_PLACE: list[Json] = [{"document_id": "asc"}, {"position": "asc"}]
_BY_LINK: list[Json] = [{"number": "asc"}]
BY_BEAD: list[Json] = [{"number": "asc"}, {"position": "asc"}]


class Stored(NamedTuple):
    """A document and the number of its segments."""

    document: Document
    size: int


class Link(NamedTuple):
    """An alignment without its beads, its place in the order of linking, and who wrote it last."""

    source_id: DocumentId
    target_id: DocumentId
    number: int
    size: int
    score: float
    since: int


class OpenSearchView:
    """Some entries of an index: those of one generation, which later writes do not change."""

    def __init__(self, index: Index, visible: Sequence[Json]) -> None:
        self.index = index
        self._visible = visible

    def query(self, kind: str, *conditions: Json) -> Json:
        """The visible entries of a kind that meet all conditions."""
        return entries(kind, [*self._visible, *conditions])

    def counts(self, *kinds: str) -> dict[str, int]:
        """Count the visible entries of each kind."""
        answers = self.index.search_together({kind: count_body(self.query(kind)) for kind in kinds})
        return {kind: total(answer) for kind, answer in answers.items()}

    def stored(self, *conditions: Json) -> Iterator[Stored]:
        """The documents that meet all conditions, by id."""
        wanted = ("record", "size")
        for source in self.index.pages(self.query("document", *conditions), BY_DOCUMENT, wanted):
            yield Stored(document_from(source["record"]), source["size"])

    def document_ids(self) -> Iterator[DocumentId]:
        """The ids of all documents, in order."""
        pages = self.index.pages(self.query("document"), BY_DOCUMENT, ("document_id",))
        return (DocumentId(source["document_id"]) for source in pages)

    def find(self, document_id: DocumentId) -> Stored | None:
        """The document, or None."""
        return next(self.stored({"term": {"document_id": document_id}}), None)

    def document(self, document_id: DocumentId) -> Stored:
        """The document; raises DocumentNotFoundError."""
        found = self.find(document_id)
        if found is None:
            raise DocumentNotFoundError(document_id)
        return found

    def documents_among(self, name: str, values: Sequence[str]) -> Iterator[Document]:
        """The documents with one of some values in a field, by id; one request for 10,000."""
        distinct = sorted(set(values))
        for start in range(0, len(distinct), MOST_TERMS):
            condition = {"terms": {name: distinct[start : start + MOST_TERMS]}}
            yield from (stored.document for stored in self.stored(condition))

    def of_work(self, work_id: WorkId) -> Iterator[Stored]:
        """The versions of a work, by id."""
        return self.stored({"term": {"work_id": work_id}})

    def segments(self, ids: Sequence[SegmentId]) -> tuple[Segment, ...]:
        """The segments in the order asked; raises SegmentNotFoundError."""
        found: dict[SegmentId, Segment] = {}
        for source in self.sources_named(ids, "record"):
            segment = segment_from(source["record"])
            found[segment.id] = segment
        for segment_id in ids:
            if segment_id not in found:
                raise SegmentNotFoundError(segment_id)
        return tuple(found[segment_id] for segment_id in ids)

    def segments_of(self, document_id: DocumentId) -> Iterator[Segment]:
        """A document's segments, in order."""
        for source in self.sources_of(document_id, "record"):
            yield segment_from(source["record"])

    def sources_of(self, document_id: DocumentId, *wanted: str) -> Iterator[Json]:
        """Fields of a document's segments, in order."""
        return self.segment_sources(wanted, {"term": {"document_id": document_id}})

    def sources_named(self, ids: Iterable[SegmentId], *wanted: str) -> Iterator[Json]:
        """Fields of some segments, in no order; those that are not there lack."""
        distinct = list(dict.fromkeys(ids))
        for start in range(0, len(distinct), MOST_TERMS):
            condition = {"terms": {"segment_id": distinct[start : start + MOST_TERMS]}}
            yield from self.segment_sources(wanted, condition)

    def segment_sources(self, wanted: Sequence[str], *conditions: Json) -> Iterator[Json]:
        """Fields of the segments that meet all conditions, by document and place."""
        return self.index.pages(self.query("segment", *conditions), BY_PLACE, wanted)

    def links(self, *conditions: Json) -> Iterator[Link]:
        """The alignments that meet all conditions, in the order in which they were linked."""
        wanted = Link._fields
        for source in self.index.pages(self.query("alignment", *conditions), _BY_LINK, wanted):
            yield Link(**source)

    def beads(self, *conditions: Json) -> Iterator[Bead]:
        """The beads that meet all conditions, in order."""
        for source in self.index.pages(self.query("bead", *conditions), BY_BEAD, ("record",)):
            yield bead_from(source["record"])

    def bead_entries(self, number: int) -> list[Json]:
        """The beads of an alignment as they are stored, each with the generation that wrote it."""
        beads = self.query("bead", {"term": {"number": number}})
        return list(self.index.pages(beads, BY_BEAD, ("record", "since")))

    def summaries(self) -> Iterator[AlignmentSummary]:
        """Every alignment without its beads, in the order in which they were linked.

        Those of an earlier version of Puente have no summary.
        """
        wanted = (*Link._fields, "record")
        for source in self.index.pages(self.query("alignment"), _BY_LINK, wanted):
            record = source.pop("record", None)
            yield summary_from(record) if record else summarise(self.alignment(Link(**source)))

    def corrections(self, *conditions: Json) -> Iterator[Correction]:
        """The corrections that meet all conditions, oldest first."""
        for source in self.index.pages(self.query("ruling", *conditions), _BY_LINK, ("record",)):
            yield correction_from(source["record"])

    def withdrawals(self) -> Iterator[Withdrawal]:
        """The withdrawals that are kept, by the ids of their documents."""
        for source in self.index.pages(self.query("withdrawal"), BY_DOCUMENT, ("record",)):
            yield withdrawal_from(source["record"])

    def histories(self, name: str | None = None) -> Iterator[AddressHistory]:
        """Histories of addresses: all of them, or those of a name."""
        named = () if name is None else ({"term": {"linked": name}},)
        found = self.index.pages(self.query("history", *named), BY_DOCUMENT, ("record",))
        return (history_from(source["record"]) for source in found)

    def alignment(self, link: Link) -> Alignment:
        """The alignment with its beads."""
        return Alignment(
            source_id=link.source_id,
            target_id=link.target_id,
            beads=tuple(self.beads({"term": {"number": link.number}})),
            score=link.score,
        )


def touching(ids: Iterable[DocumentId]) -> Json:
    """The alignments and beads that have one of the documents on either side."""
    wanted = list(ids)
    return any_of([{"terms": {"source_id": wanted}}, {"terms": {"target_id": wanted}}])


def between(first: DocumentId, second: DocumentId) -> tuple[Json, Json]:
    """The alignments and corrections of two documents, whichever is the source."""
    pair = [first, second]
    return {"terms": {"source_id": pair}}, {"terms": {"target_id": pair}}
