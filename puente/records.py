"""What documents, segments, alignments and searches are: frozen records and closed sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NewType, TypeAlias

DocumentId = NewType("DocumentId", str)
"""`ce-am-75-09-rev-2.es`: the slug of the symbol, or a short checksum, and the language."""
SegmentId = NewType("SegmentId", str)
"""`ce-am-75-09-rev-2.es.0012`: the document and the segment's ordinal in it."""
WorkId = NewType("WorkId", str)
"""`ce-am-75-09-rev-2`: what all the language versions of one text share."""


class Language(StrEnum):
    """A language a document or a question can be in."""

    ES = "es"
    EN = "en"
    PT = "pt"
    FR = "fr"


class Visibility(StrEnum):
    """Who may see a document; each visibility is an index of its own."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class SegmentKind(StrEnum):
    """What part a segment plays in its document."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_ROW = "table-row"
    FOOTNOTE = "footnote"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"


class DocumentKind(StrEnum):
    """What kind of text a document is."""

    RESOLUTION = "resolution"
    DECLARATION = "declaration"
    REPORT = "report"
    PRESENTATION = "presentation"
    AGENDA = "agenda"
    MATRIX = "matrix"
    DOCUMENT = "document"


class Distribution(StrEnum):
    """Who a document was meant for, as its title block says; `Visibility` is what Puente does."""

    GENERAL = "general"
    LIMITED = "limited"
    RESTRICTED = "restricted"


class Role(StrEnum):
    """What a text is to a search; some encoders prefix the two differently."""

    QUERY = "query"
    PASSAGE = "passage"


class Reason(StrEnum):
    """Why a file was refused: the stable codes of the design, section 7."""

    ENCRYPTED = "encrypted"
    WRONG_TYPE = "wrong-type"
    EMPTY = "empty"
    TOO_BIG = "too-big"
    BOMB = "bomb"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    MALFORMED = "malformed"
    UNSUPPORTED = "unsupported"
    NEEDS_OCR = "needs-ocr"
    INTERNAL = "internal"


class Outcome(StrEnum):
    """What became of one file of an ingest."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


Mark: TypeAlias = int | Literal[""] | None
"""A rev., add. or corr. mark: its number, "" for a mark without one, None for no mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """The official mark of a document, parsed; `text` is its one canonical spelling."""

    text: str
    organ: str | None
    kind: str | None
    number: int | None
    year: int | None = None
    session: str | None = None
    meeting: str | None = None
    rev: Mark = None
    add: Mark = None
    corr: Mark = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A symbol as it stands in a text: `raw` is text[start:end]."""

    raw: str
    start: int
    end: int
    symbol: Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where one value of a document's metadata came from."""

    field: str
    origin: Literal["manifest", "title block", "text", "file name", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with identity, in one language.

    `date` is as precise as the source: "2004-10-13", "2004-10" or "2004"; None when unknown.
    `checksum` is the SHA-256 of the file's bytes, `source` the file's path below the ingested
    folder. Two fingerprints tell whether a file is known: `place` of where it lies, `stated` of
    what its manifest and the command said of it.
    """

    id: DocumentId
    work_id: WorkId
    language: Language
    title: str
    source: str
    checksum: str
    collection: str
    kind: DocumentKind = DocumentKind.DOCUMENT
    visibility: Visibility = Visibility.PUBLIC
    symbol: Symbol | None = None
    series: str | None = None
    organ: str | None = None
    committee: str | None = None
    date: str | None = None
    original_language: Language | None = None
    distribution: Distribution | None = None
    session: str | None = None
    meeting: str | None = None
    agenda_item: str | None = None
    place: str = ""
    stated: str = ""
    provenance: tuple[Provenance, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return int(self.date[:4]) if self.date else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table row under its column header."""

    header: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A paragraph-sized unit: what is indexed, aligned, shown and cited.

    `ordinal` counts the document's segments from 1, notes included. `label` is the list label or
    paragraph number that stood before the text ("a)", "12.", "·"). `level` is a heading's depth
    from 1. `heading_path` holds the headings above, outermost first. `first_line` and `last_line`
    are lines of the source text, from 1; `page` a page, where the source has pages. `notes` are
    the footnotes called from this segment. `cells` belong to table rows, whose `label` is the row
    header. `citations` are the canonical symbols the text cites.
    """

    id: SegmentId
    document_id: DocumentId
    ordinal: int
    language: Language
    kind: SegmentKind
    text: str
    label: str | None = None
    level: int | None = None
    heading_path: tuple[str, ...] = ()
    first_line: int | None = None
    last_line: int | None = None
    page: int | None = None
    cells: tuple[Cell, ...] = ()
    notes: tuple[SegmentId, ...] = ()
    citations: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The number in its id, which stays when segments come or go before it."""
        return int(self.id.rpartition(".")[2])


def segment_id(document_id: DocumentId, number: int) -> SegmentId:
    """The id of the segment of that number."""
    return SegmentId(f"{document_id}.{number:04}")


def document_id_of(segment: SegmentId) -> DocumentId:
    """The id of the document that a segment is of."""
    return DocumentId(segment.rpartition(".")[0])


class LinkStatus(StrEnum):
    """Who answers for a link; "stale" is what a person said of a text that has changed since."""

    AUTOMATIC = "automatic"
    CONFIRMED = "confirmed"
    STALE = "stale"


class DivergenceKind(StrEnum):
    """What differs between two versions."""

    NUMBER = "number"
    DATE = "date"
    SYMBOL = "symbol"
    NAME = "name"
    NEGATION = "negation"
    MODAL = "modal"
    LIST = "list"
    CLAUSE = "clause"


class Severity(StrEnum):
    """How much a difference may matter, the gravest first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """A difference, with what only the source says and only the target says, as it is written."""

    kind: DivergenceKind
    severity: Severity
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """One n-to-m link of an alignment; an empty side has no counterpart.

    `confidence` is between 0 and 1; `reasons` names the features that made it, with their values.
    """

    source: tuple[SegmentId, ...]
    target: tuple[SegmentId, ...]
    confidence: float
    reasons: tuple[tuple[str, float], ...] = ()
    status: LinkStatus = LinkStatus.AUTOMATIC
    divergences: tuple[Divergence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The beads of two versions, in the order of the source; `score` (0..1) is of the whole."""

    source_id: DocumentId
    target_id: DocumentId
    beads: tuple[Bead, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentSummary:
    """An alignment without its beads: how many there are, by what is to be known of them.

    `links` have both sides; `divergences` counts the beads by their gravest divergence.
    """

    source_id: DocumentId
    target_id: DocumentId
    score: float
    beads: int
    links: int
    confirmed: int = 0
    stale: int = 0
    divergences: Mapping[Severity, int] = field(default_factory=dict)


class Verdict(StrEnum):
    """What a person says of some segments of two versions: that they are a link, or are none."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledSegment:
    """A segment as it was when a person saw it; `checksum` is of its text."""

    id: SegmentId
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person decided on a link; later ones go over earlier ones.

    A confirmed one with an empty side says that the other has no counterpart. `made` is the time
    in UTC, as ISO 8601 writes it.
    """

    source_id: DocumentId
    target_id: DocumentId
    source: tuple[RuledSegment, ...]
    target: tuple[RuledSegment, ...]
    verdict: Verdict
    author: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPair:
    """Two documents found to translate each other, with a score between 0 and 1."""

    source_id: DocumentId
    target_id: DocumentId
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRange:
    """A span of years, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a search: values of one field are alternatives, fields must all hold."""

    languages: tuple[Language, ...] = ()
    collections: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    years: tuple[YearRange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A stem in the index of one language, and how well it stands for the word that was typed."""

    language: Language
    stem: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One word of a query as a weighted disjunction of terms of all languages.

    The structured query of Darwish & Oard (2003): term frequencies and document frequencies of the
    terms are summed with their weights before they are scored.
    """

    terms: tuple[Term, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordQuery:
    """What a store's keyword leg answers.

    A segment matches when it has at least `required` of the concepts and every phrase word for
    word, whatever its case and accents (ñ stays ñ). With no concepts the phrases alone decide.
    """

    concepts: tuple[Concept, ...] = ()
    phrases: tuple[str, ...] = ()
    required: int = 1
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What ranks, groups and counts a segment that was found: all but its text.

    `part` is its own kind, `counterparts` are the segments aligned with it, by id; the rest is its
    document's.
    """

    id: SegmentId
    part: SegmentKind
    language: Language
    collection: str
    organ: str | None
    kind: DocumentKind
    year: int | None
    counterparts: tuple[SegmentId, ...] = ()

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
    """What a store knows of a symbol: documents that bear it, their family, segments citing it.

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
class IndexState:
    """What an index holds and what made it."""

    schema: int
    analyzer: str
    embedder: str
    dimension: int
    documents: int
    segments: int
    alignments: int
    generation: int
    """Grows with every write."""
    pairing_is_due: bool = False
    """Whether documents have come, changed or gone since versions were last looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a person typed, taken apart; `words` are in order, without the phrases and symbols.

    `language` is the language the question seems to be in, None when it cannot be told.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    symbols: tuple[Symbol, ...]
    language: Language | None
    filters: Filters


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
class ShownSegment:
    """A segment with what is shown beside it; its translations are in order of document."""

    segment: Segment
    document: Document
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A segment that answers, with its score, the legs that found it and its translations.

    `legs` are among "symbol", "keyword" and "vector".
    """

    segment: Segment
    document: Document
    score: float
    legs: tuple[str, ...]
    highlights: tuple[Highlight, ...] = ()
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A word that the collection does not have and the one that was searched instead."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolAnswer:
    """What the collection has of a symbol that was asked for."""

    symbol: Symbol
    documents: tuple[Document, ...]
    family: tuple[Document, ...]
    cited_by: tuple[SegmentId, ...]

    @property
    def found(self) -> bool:
        """Whether a document of the collection bears the symbol."""
        return bool(self.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """What a search answers: one page of hits, cut from a fused ranking of fixed depth.

    `total` counts the results before the page was cut; `total_is_exact` is False when the fused
    ranking was full. `degraded` names what was missing ("vector": no encoder).
    """

    query: Query
    hits: tuple[Hit, ...]
    total: int
    total_is_exact: bool
    page: int
    size: int
    facets: tuple[Facet, ...] = ()
    symbols: tuple[SymbolAnswer, ...] = ()
    corrections: tuple[Correction, ...] = ()
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSummary:
    """A collection and what it holds: counts of documents by language, and its years."""

    name: str
    documents: int
    languages: Mapping[Language, int]
    first_year: int | None
    last_year: int | None
