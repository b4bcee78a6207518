"""The public shapes of the API, built from the core's records."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from pydantic import BaseModel

from puente.records import (
    Alignment,
    Bead,
    CollectionSummary,
    Correction,
    Distribution,
    Divergence,
    DivergenceKind,
    Document,
    DocumentKind,
    Facet,
    Highlight,
    Hit,
    IndexState,
    Language,
    LinkStatus,
    Mark,
    ResultPage,
    Ruling,
    Segment,
    SegmentId,
    SegmentKind,
    Severity,
    Symbol,
    SymbolAnswer,
    Translation,
    Visibility,
)
from puente.reviewing import Review
from puente.rulings import ruled_ids
from service.addresses import permalink
from service.paging import page_of


class SymbolSchema(BaseModel):
    """A document symbol, taken apart; absent parts are null, a mark without a number is ""."""

    symbol: str
    organ: str | None
    kind: str | None
    number: int | None
    year: int | None
    session: str | None
    meeting: str | None
    rev: Mark
    add: Mark
    corr: Mark

    @classmethod
    def from_record(cls, symbol: Symbol) -> Self:
        return cls(
            symbol=symbol.text,
            organ=symbol.organ,
            kind=symbol.kind,
            number=symbol.number,
            year=symbol.year,
            session=symbol.session,
            meeting=symbol.meeting,
            rev=symbol.rev,
            add=symbol.add,
            corr=symbol.corr,
        )


class ProvenanceSchema(BaseModel):
    """Where one value of a document's metadata came from."""

    field: str
    origin: str


class DocumentSchema(BaseModel):
    """A document: one language version of a work."""

    document: str
    work: str
    language: Language
    title: str
    symbol: str | None
    kind: DocumentKind
    organ: str | None
    committee: str | None
    series: str | None
    collection: str
    visibility: Visibility
    date: str | None
    year: int | None
    original_language: Language | None
    distribution: Distribution | None
    session: str | None
    meeting: str | None
    agenda_item: str | None
    source: str
    checksum: str
    provenance: list[ProvenanceSchema]
    url: str

    @classmethod
    def from_record(cls, document: Document) -> Self:
        return cls(
            document=document.id,
            work=document.work_id,
            language=document.language,
            title=document.title,
            symbol=document.symbol.text if document.symbol else None,
            kind=document.kind,
            organ=document.organ,
            committee=document.committee,
            series=document.series,
            collection=document.collection,
            visibility=document.visibility,
            date=document.date,
            year=document.year,
            original_language=document.original_language,
            distribution=document.distribution,
            session=document.session,
            meeting=document.meeting,
            agenda_item=document.agenda_item,
            source=document.source,
            checksum=document.checksum,
            provenance=[
                ProvenanceSchema(field=each.field, origin=each.origin)
                for each in document.provenance
            ],
            url=permalink(document),
        )


class DocumentAnswer(DocumentSchema):
    """A document, with the ids of all versions of its work."""

    versions: dict[Language, str]

    @classmethod
    def from_versions(cls, document: Document, versions: Iterable[Document]) -> Self:
        return cls(
            **DocumentSchema.from_record(document).model_dump(),
            versions={version.language: version.id for version in versions},
        )


class DocumentListAnswer(BaseModel):
    """One page of the documents that pass the filters, by id."""

    documents: list[DocumentSchema]
    total: int
    page: int
    size: int

    @classmethod
    def from_records(cls, documents: Sequence[Document], *, page: int, size: int) -> Self:
        return cls(
            documents=[
                DocumentSchema.from_record(each) for each in page_of(documents, page, size=size)
            ],
            total=len(documents),
            page=page,
            size=size,
        )


class CellSchema(BaseModel):
    """One cell of a table row under its column header."""

    header: str
    text: str


class SegmentSchema(BaseModel):
    """A paragraph: what is indexed, aligned, shown and cited."""

    segment: str
    document: str
    ordinal: int
    language: Language
    kind: SegmentKind
    text: str
    label: str | None
    level: int | None
    heading_path: list[str]
    first_line: int | None
    last_line: int | None
    page: int | None
    cells: list[CellSchema]
    notes: list[str]
    citations: list[str]

    @classmethod
    def from_record(cls, segment: Segment) -> Self:
        return cls(
            segment=segment.id,
            document=segment.document_id,
            ordinal=segment.ordinal,
            language=segment.language,
            kind=segment.kind,
            text=segment.text,
            label=segment.label,
            level=segment.level,
            heading_path=list(segment.heading_path),
            first_line=segment.first_line,
            last_line=segment.last_line,
            page=segment.page,
            cells=[CellSchema(header=cell.header, text=cell.text) for cell in segment.cells],
            notes=list(segment.notes),
            citations=list(segment.citations),
        )


class SegmentListAnswer(BaseModel):
    """One page of a document's segments, in order."""

    document: str
    segments: list[SegmentSchema]
    total: int
    page: int
    size: int

    @classmethod
    def from_records(
        cls, document_id: str, segments: Sequence[Segment], *, page: int, size: int
    ) -> Self:
        return cls(
            document=document_id,
            segments=[
                SegmentSchema.from_record(each) for each in page_of(segments, page, size=size)
            ],
            total=len(segments),
            page=page,
            size=size,
        )


class TranslationSchema(BaseModel):
    """The official counterpart in another version; confidence between 0 and 1."""

    document: str
    language: Language
    segments: list[str]
    text: str
    confidence: float

    @classmethod
    def from_record(cls, translation: Translation) -> Self:
        return cls(
            document=translation.document_id,
            language=translation.language,
            segments=[segment.id for segment in translation.segments],
            text="\n".join(segment.text for segment in translation.segments),
            confidence=translation.confidence,
        )


class SegmentAnswer(SegmentSchema):
    """A paragraph with its translations, its neighbours and its permalink."""

    translations: list[TranslationSchema]
    previous: str | None
    next: str | None
    url: str

    @classmethod
    def from_parts(
        cls,
        segment: Segment,
        document: Document,
        ordered: Sequence[Segment],
        translations: Iterable[Translation],
    ) -> Self:
        ids = [each.id for each in ordered]
        place = ids.index(segment.id)
        return cls(
            **SegmentSchema.from_record(segment).model_dump(),
            translations=[TranslationSchema.from_record(each) for each in translations],
            previous=ids[place - 1] if place else None,
            next=ids[place + 1] if place + 1 < len(ids) else None,
            url=permalink(document, segment),
        )


class HighlightSchema(BaseModel):
    """A span of the text that matched, in characters."""

    start: int
    end: int

    @classmethod
    def from_record(cls, highlight: Highlight) -> Self:
        return cls(start=highlight.start, end=highlight.end)


class HitSchema(BaseModel):
    """A paragraph that answers; `legs` name what found it: symbol, keyword, vector."""

    document: str
    segment: str
    source: str
    language: Language
    text: str
    score: float
    legs: list[str]
    highlights: list[HighlightSchema]
    translations: list[TranslationSchema]
    title: str
    symbol: str | None
    kind: SegmentKind
    heading_path: list[str]
    url: str

    @classmethod
    def from_record(cls, hit: Hit) -> Self:
        return cls(
            document=hit.document.id,
            segment=hit.segment.id,
            source=hit.document.source,
            language=hit.segment.language,
            text=hit.segment.text,
            score=hit.score,
            legs=list(hit.legs),
            highlights=[HighlightSchema.from_record(each) for each in hit.highlights],
            translations=[TranslationSchema.from_record(each) for each in hit.translations],
            title=hit.document.title,
            symbol=hit.document.symbol.text if hit.document.symbol else None,
            kind=hit.segment.kind,
            heading_path=list(hit.segment.heading_path),
            url=permalink(hit.document, hit.segment),
        )


class FacetValueSchema(BaseModel):
    """A value and the number of documents that have it."""

    value: str
    count: int


class CorrectionSchema(BaseModel):
    """A word the collection does not have, and the one searched instead."""

    typed: str
    used: str

    @classmethod
    def from_record(cls, correction: Correction) -> Self:
        return cls(typed=correction.typed, used=correction.used)


class SymbolAnswerSchema(BaseModel):
    """What the collection has of a symbol: its documents, their family, who cites it."""

    canonical: str
    found: bool
    symbol: SymbolSchema
    documents: list[DocumentSchema]
    family: list[DocumentSchema]
    cited_by: list[SegmentId]

    @classmethod
    def from_record(cls, answer: SymbolAnswer) -> Self:
        return cls(
            canonical=answer.symbol.text,
            found=answer.found,
            symbol=SymbolSchema.from_record(answer.symbol),
            documents=[DocumentSchema.from_record(each) for each in answer.documents],
            family=[DocumentSchema.from_record(each) for each in answer.family],
            cited_by=list(answer.cited_by),
        )


class SearchAnswer(BaseModel):
    """One page of hits; `degraded` names what the answer had to do without."""

    query: str
    hits: list[HitSchema]
    total: int
    total_is_exact: bool
    page: int
    size: int
    facets: dict[str, list[FacetValueSchema]]
    symbols: list[SymbolAnswerSchema]
    corrections: list[CorrectionSchema]
    degraded: list[str]

    @classmethod
    def from_record(cls, result: ResultPage) -> Self:
        return cls(
            query=result.query.text,
            hits=[HitSchema.from_record(hit) for hit in result.hits],
            total=result.total,
            total_is_exact=result.total_is_exact,
            page=result.page,
            size=result.size,
            facets={facet.name: _facet_values(facet) for facet in result.facets},
            symbols=[SymbolAnswerSchema.from_record(each) for each in result.symbols],
            corrections=[CorrectionSchema.from_record(each) for each in result.corrections],
            degraded=list(result.degraded),
        )


class CollectionSchema(BaseModel):
    """A collection: its documents by language, and its years."""

    name: str
    documents: int
    languages: Mapping[Language, int]
    first_year: int | None
    last_year: int | None

    @classmethod
    def from_record(cls, summary: CollectionSummary) -> Self:
        return cls(
            name=summary.name,
            documents=summary.documents,
            languages=dict(summary.languages),
            first_year=summary.first_year,
            last_year=summary.last_year,
        )


class CollectionListAnswer(BaseModel):
    """Every collection that is served."""

    collections: list[CollectionSchema]

    @classmethod
    def from_records(cls, summaries: Iterable[CollectionSummary]) -> Self:
        return cls(collections=[CollectionSchema.from_record(each) for each in summaries])


class PlaceSchema(BaseModel):
    """A paragraph of a link, and its permalink."""

    segment: str
    url: str


class DivergenceSchema(BaseModel):
    """A difference, with what only the source says and only the target says."""

    kind: DivergenceKind
    severity: Severity
    source: list[str]
    target: list[str]

    @classmethod
    def from_record(cls, divergence: Divergence) -> Self:
        return cls(
            kind=divergence.kind,
            severity=divergence.severity,
            source=list(divergence.source),
            target=list(divergence.target),
        )


class BeadSchema(BaseModel):
    """A link of paragraphs; an empty side has no counterpart. `reasons` are the program's."""

    source: list[PlaceSchema]
    target: list[PlaceSchema]
    confidence: float
    status: LinkStatus
    reasons: dict[str, float]
    divergences: list[DivergenceSchema]

    @classmethod
    def from_record(cls, bead: Bead, places: Mapping[SegmentId, PlaceSchema]) -> Self:
        return cls(
            source=[places[each] for each in bead.source],
            target=[places[each] for each in bead.target],
            confidence=bead.confidence,
            status=bead.status,
            reasons=dict(bead.reasons),
            divergences=[DivergenceSchema.from_record(each) for each in bead.divergences],
        )


class StaleSchema(BaseModel):
    """A link that a person confirmed, and whose text has changed since or is gone."""

    source: list[str]
    target: list[str]
    made: str

    @classmethod
    def from_record(cls, ruling: Ruling, alignment: Alignment) -> Self:
        source, target = ruled_ids(ruling, alignment)
        return cls(source=list(source), target=list(target), made=ruling.made)


class AlignedSchema(BaseModel):
    """Two versions that are aligned; `version` changes with every link and every text."""

    alignment: str
    work: str
    source: str
    target: str
    score: float
    version: str
    stale: list[StaleSchema]
    beads: list[BeadSchema]

    @classmethod
    def from_review(
        cls, review: Review, versions: Mapping[Language, Document], beads: Iterable[Bead]
    ) -> Self:
        alignment = review.alignment
        by_id = {document.id: document for document in versions.values()}
        source, target = by_id[alignment.source_id], by_id[alignment.target_id]
        places = {
            segment.id: PlaceSchema(segment=segment.id, url=permalink(document, segment))
            for document, segments in ((source, review.source), (target, review.target))
            for segment in segments
        }
        return cls(
            alignment=f"{source.work_id}.{source.language}-{target.language}",
            work=source.work_id,
            source=source.id,
            target=target.id,
            score=alignment.score,
            version=review.version,
            stale=[StaleSchema.from_record(each, alignment) for each in review.stale],
            beads=[BeadSchema.from_record(each, places) for each in beads],
        )


class AlignmentAnswer(AlignedSchema):
    """The links of two versions, in the order of the source: one page of them."""

    total: int
    page: int
    size: int

    @classmethod
    def from_page(
        cls, review: Review, versions: Mapping[Language, Document], *, page: int, size: int
    ) -> Self:
        beads = review.alignment.beads
        shown = AlignedSchema.from_review(review, versions, page_of(beads, page, size=size))
        return cls(**shown.model_dump(), total=len(beads), page=page, size=size)


class RulingAnswer(AlignedSchema):
    """What a ruling has changed: the links that are others now, and the new `version`."""


class HealthAnswer(BaseModel):
    """The service is alive."""

    status: str


class ReadinessAnswer(BaseModel):
    """The service can answer questions, and what its index holds."""

    status: str
    documents: int
    segments: int
    alignments: int
    embedder: str

    @classmethod
    def from_record(cls, state: IndexState) -> Self:
        return cls(
            status="ready",
            documents=state.documents,
            segments=state.segments,
            alignments=state.alignments,
            embedder=state.embedder,
        )


class ParameterProblemSchema(BaseModel):
    """One parameter that was refused, and why."""

    parameter: str
    detail: str


class ProblemSchema(BaseModel):
    """An error, as RFC 9457 describes it; `code` is stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ParameterProblemSchema] = []


def _facet_values(facet: Facet) -> list[FacetValueSchema]:
    return [FacetValueSchema(value=each.value, count=each.count) for each in facet.values]
