"""Results of a search: rankings, hits, facets and pages."""

from dataclasses import dataclass

from puente.model.documents import Document, Language, Symbol
from puente.model.filters import DocumentValue
from puente.model.identifiers import DocumentId, SegmentId, document_id_of
from puente.model.queries import Query
from puente.model.segments import Segment, SegmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Segment that was found, without its text: what ranks, groups and counts it.

    `part` and `language` are its own. `values` are its document's, one for each filter in the
    order of FILTERS, but for the language, which is its own there too. `counterparts` are the
    segments aligned with it, by id. `date` is its document's, as precise as the document has it.
    """

    id: SegmentId
    part: SegmentKind
    language: Language
    values: tuple[DocumentValue, ...]
    counterparts: tuple[SegmentId, ...] = ()
    date: str | None = None

    @property
    def document_id(self) -> DocumentId:
        """The document it stands in."""
        return document_id_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A segment with its score inside one ranking."""

    segment_id: SegmentId
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Ordered segments of one query by one method: by score, then by segment id.

    `total` is how many segments matched, of which `scored` are the best; every segment is near a
    vector in some degree, so of these only the scored ones count. `ceiling` is the score that no
    segment can pass: every concept of the query, without end (1 for cosines).
    """

    scored: tuple[Scored, ...] = ()
    total: int = 0
    ceiling: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolMatches:
    """Matches of a symbol in a store: documents that bear it, their family, segments citing it.

    `documents` bear every part that the asked symbol states; `family` share organ, kind, number
    and year and differ in rev., add. or corr. `openings` are the segments that stand for these
    documents; a document without segments has none. All are in order of id.
    """

    documents: tuple[Document, ...] = ()
    family: tuple[Document, ...] = ()
    openings: tuple[SegmentId, ...] = ()
    citing: tuple[SegmentId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value of a facet and how many documents have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Counts over documents, most frequent first: language, collection, organ, kind or year."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A span of a segment's text that matched."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The counterpart of a segment in another version: its segments, in order."""

    document_id: DocumentId
    language: Language
    segments: tuple[Segment, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HydratedSegment:
    """A segment with what is shown beside it; its translations are in order of document."""

    segment: Segment
    document: Document
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A segment that answers, with its score, the legs that found it and its translations.

    `legs` are among "part", "symbol", "keyword" and "vector". `also_in` are the other places where
    the same text or nearly the same answers, best first; language versions of a place count with
    it.
    """

    segment: Segment
    document: Document
    score: float
    legs: tuple[str, ...]
    highlights: tuple[Highlight, ...] = ()
    translations: tuple[Translation, ...] = ()
    also_in: tuple[HydratedSegment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellingCorrection:
    """A word that the collection does not have and the one that was searched instead."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolAnswer:
    """Answer on a symbol that was asked for: what the collection has of it."""

    symbol: Symbol
    documents: tuple[Document, ...]
    family: tuple[Document, ...]
    cited_by: tuple[SegmentId, ...]

    @property
    def found(self) -> bool:
        """True if a document of the collection bears the symbol."""
        return bool(self.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """Answer to a search: one page of hits, cut from a fused ranking of fixed depth.

    Hits are in order of score, but for those that a document has beyond three: they follow the
    first ten. A question may want another order (`puente.search.ordering`). `total` counts the hits
    before the page was cut, where what reads the same among the first is one; `total_is_exact` is
    False when the fused ranking was full. `degraded` names what was missing ("vector": no encoder).
    """

    query: Query
    hits: tuple[Hit, ...]
    total: int
    total_is_exact: bool
    page: int
    size: int
    facets: tuple[Facet, ...] = ()
    symbols: tuple[SymbolAnswer, ...] = ()
    corrections: tuple[SpellingCorrection, ...] = ()
    degraded: tuple[str, ...] = ()
