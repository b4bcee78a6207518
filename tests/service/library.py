"""A searcher and a catalogue over a few records in memory, with the signatures of the real ones."""

from collections.abc import Iterable, Mapping, Sequence

from puente.catalogue import Matches
from puente.errors import DocumentNotFoundError, QueryTooLongError, SegmentNotFoundError
from puente.records import (
    Alignment,
    AlignmentSummary,
    CollectionSummary,
    Document,
    Facet,
    FacetValue,
    Filters,
    Highlight,
    Hit,
    IndexState,
    KeywordQuery,
    Query,
    ResultPage,
    Segment,
    ShownSegment,
    SymbolAnswer,
    Translation,
)
from puente.reviewing import Review
from puente.store.summary import summarise
from puente.symbols import parse_symbol


class Library:
    """Answers a question with every segment that contains its text."""

    def __init__(
        self,
        documents: Iterable[Document],
        segments: Iterable[Segment],
        alignments: Iterable[Alignment] = (),
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._segments = {segment.id: segment for segment in segments}
        self._alignments = tuple(alignments)
        self.answer: Mapping[str, object] = {}
        """Fields of the result page that a test wants otherwise."""

    def search(
        self, text: str, *, filters: Filters = Filters(), page: int = 1, size: int = 10
    ) -> ResultPage:
        if len(text) > 512:
            raise QueryTooLongError(512, 64)
        found = [each for each in self._segments.values() if text in each.text]
        fields = {
            "query": Query(
                text=text, words=(text,), phrases=(), symbols=(), language=None, filters=filters
            ),
            "hits": tuple(self._hit(each, text) for each in found)[(page - 1) * size : page * size],
            "total": len(found),
            "total_is_exact": True,
            "page": page,
            "size": size,
            "facets": (Facet(name="language", values=(FacetValue(value="es", count=2),)),),
        }
        return ResultPage(**{**fields, **self.answer})

    def document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            raise DocumentNotFoundError(document_id)
        return self._documents[document_id]

    def documents(self, filters: Filters = Filters()) -> tuple[Document, ...]:
        wanted = filters.languages
        return tuple(d for d in self._documents.values() if not wanted or d.language in wanted)

    def work(self, slug: str) -> tuple[Document, ...]:
        works = {d.work_id for d in self._documents.values() if slug in (d.work_id, d.id[:-3])}
        return tuple(d for d in self._documents.values() if d.work_id in works)

    def segments(self, document_id: str) -> tuple[Segment, ...]:
        self.document(document_id)
        return tuple(s for s in self._segments.values() if s.document_id == document_id)

    def segment(self, segment_id: str) -> Segment:
        if segment_id not in self._segments:
            raise SegmentNotFoundError(segment_id)
        return self._segments[segment_id]

    def segment_ids(self) -> tuple[str, ...]:
        return tuple(self._segments)

    def translations(self, ids: Iterable[str]) -> dict[str, tuple[Translation, ...]]:
        return {each: found for each in ids if (found := tuple(self._counterparts(each)))}

    def alignment(self, first: str, second: str) -> Alignment | None:
        wanted = {first, second}
        found = (a for a in self._alignments if {a.source_id, a.target_id} == wanted)
        return next(found, None)

    def alignments(self) -> tuple[AlignmentSummary, ...]:
        return tuple(map(summarise, self._alignments))

    def matching(self, query: KeywordQuery, *, limit: int) -> Matches:
        shown = (self._shown(each) for each in self._segments.values())
        found = [
            each
            for each in shown
            if each.translations
            and (not query.filters.languages or each.document.language in query.filters.languages)
        ]
        return Matches(shown=tuple(found[:limit]), is_whole=len(found) <= limit)

    def documents_of(self, ids: Iterable[str]) -> dict[str, Document]:
        return {each: self._documents[self._segments[each].document_id] for each in ids}

    def review(self, first: str, second: str) -> Review:
        found = self.alignment(first, second)
        sides = (self.segments(each) for each in (found.source_id, found.target_id))
        source, target = sides
        return Review(alignment=found, source=source, target=target, stale=())

    def symbol(self, text: str) -> SymbolAnswer:
        symbol = parse_symbol(text)
        return SymbolAnswer(
            symbol=symbol,
            documents=tuple(d for d in self._documents.values() if d.symbol == symbol),
            family=(),
            cited_by=tuple(s.id for s in self._segments.values() if symbol.text in s.citations),
        )

    def collections(self) -> tuple[CollectionSummary, ...]:
        return (
            CollectionSummary(
                name="oas",
                documents=len(self._documents),
                languages={"es": 2, "en": 1},
                first_year=2004,
                last_year=2009,
            ),
        )

    def state(self) -> IndexState:
        return IndexState(
            schema=1,
            analyzer="1",
            embedder="hashing",
            dimension=8,
            documents=len(self._documents),
            segments=len(self._segments),
            alignments=len(self._alignments),
            generation=1,
        )

    def _shown(self, segment: Segment) -> ShownSegment:
        return ShownSegment(
            segment=segment,
            document=self._documents[segment.document_id],
            translations=tuple(self._counterparts(segment.id)),
        )

    def _hit(self, segment: Segment, text: str) -> Hit:
        start = segment.text.index(text)
        return Hit(
            segment=segment,
            document=self._documents[segment.document_id],
            score=1.0,
            legs=("keyword",),
            highlights=(Highlight(start=start, end=start + len(text)),),
            translations=self.translations([segment.id]).get(segment.id, ()),
        )

    def _counterparts(self, segment_id: str) -> Iterable[Translation]:
        for bead in (bead for alignment in self._alignments for bead in alignment.beads):
            for own, other in ((bead.source, bead.target), (bead.target, bead.source)):
                if segment_id in own and other:
                    yield self._translation([self._segments[e] for e in other], bead.confidence)

    @staticmethod
    def _translation(segments: Sequence[Segment], confidence: float) -> Translation:
        return Translation(
            document_id=segments[0].document_id,
            language=segments[0].language,
            segments=tuple(segments),
            confidence=confidence,
        )
