"""Results of a search: rankings, hits, facets and pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from puente.model.documents import Document, Language, Symbol
from puente.model.filters import DocumentValue
from puente.model.identifiers import DocumentId, SegmentId, document_id_of
from puente.model.queries import Query, TermRelation
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
    segment can pass: every concept of the query, without end (1 for cosines). `having` is in how
    many segments of the query's languages each concept stands, whatever the other filters: a sum
    over its terms, by their weights.
    """

    scored: tuple[Scored, ...] = ()
    total: int = 0
    ceiling: float = 1.0
    having: tuple[float, ...] = ()


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
    """The counterpart of a segment in another version: its segments, in order.

    `highlights` are the spans of its text that say what matched in a hit.
    """

    document_id: DocumentId
    language: Language
    segments: tuple[Segment, ...]
    confidence: float
    highlights: tuple[Highlight, ...] = ()

    @property
    def text(self) -> str:
        """The text of its segments, a line each."""
        return "\n".join(segment.text for segment in self.segments)

    def highlighted(self) -> tuple[tuple[Segment, tuple[Highlight, ...]], ...]:
        """Each segment with the highlights of its own text."""
        parts = []
        start = 0
        for segment in self.segments:
            length = len(segment.text)
            inside = tuple(
                Highlight(start=max(each.start - start, 0), end=min(each.end - start, length))
                for each in self.highlights
                if each.start < start + length and each.end > start
            )
            parts.append((segment, inside))
            start += length + 1
        return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class HydratedSegment:
    """A segment with what is shown beside it; its translations are in order of document."""

    segment: Segment
    document: Document
    translations: tuple[Translation, ...] = ()


class Place(StrEnum):
    """Places where something of a question can stand, the nearest first."""

    PART = "part"
    """The article or the paragraph itself that the question names by its number."""
    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"
    TRANSLATION = "translation"
    SYMBOL = "symbol"
    CITATION = "citation"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class HitEvidence:
    """Something of a question that stands in a hit or beside it.

    `word` is what was asked: a word, or several that form a name, a phrase or a symbol. `found`
    are the words, in `language`, that stand for it in that place, as they are spelt there, the best
    first. What is near in meaning has no words.
    """

    place: Place
    relation: TermRelation = TermRelation.OWN
    word: str = ""
    found: tuple[str, ...] = ()
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A segment that answers, with its score, the legs that found it and its translations.

    `parts` are those of the score by what they are for: its words, its document's names, its
    meaning, the place in the order of meaning, a symbol, a part that the question names by its
    number; their sum is the score. `legs` are among "part", "symbol", "keyword", "title" and
    "vector". `evidence` is in order of place. `also_in` are the other places where the same text or
    nearly the same answers, best first; language versions of a place count with it.
    """

    segment: Segment
    document: Document
    score: float
    legs: tuple[str, ...]
    parts: Mapping[str, float] = field(default_factory=dict)
    highlights: tuple[Highlight, ...] = ()
    translations: tuple[Translation, ...] = ()
    evidence: tuple[HitEvidence, ...] = ()
    also_in: tuple[HydratedSegment, ...] = ()

    @property
    def by_meaning_alone(self) -> bool:
        """True if it has no word in common with the question."""
        return self.legs == ("vector",) and all(e.place is Place.MEANING for e in self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDocument:
    """A document whose names a question has, and the share of the question that they make up."""

    document: Document
    share: float


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

    Where nothing answers, `is_answered` is False and the hits are a few that are nearest in
    meaning. `documents` are those that the question names, best first, on the first page alone.
    `missing` are the words of the question that stand nowhere, nor anything that stands for them.
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
    is_answered: bool = True
    documents: tuple[NamedDocument, ...] = ()
    missing: tuple[str, ...] = ()
