"""JSON shapes of search results."""

from typing import Self

from pydantic import BaseModel

from puente.model.documents import Language
from puente.model.identifiers import SegmentId
from puente.model.queries import Query, Sort, TermRelation
from puente.model.results import (
    Facet,
    Highlight,
    Hit,
    HitEvidence,
    HydratedSegment,
    NamedDocument,
    Place,
    ResultPage,
    SpellingCorrection,
    SymbolAnswer,
    Translation,
)
from puente.model.segments import SegmentKind
from service.web.api.schemas.documents import DocumentSchema, SymbolSchema, TranslationSchema
from service.web.urls import permalink


class HighlightSchema(BaseModel):
    """A span of the text that matched, in characters."""

    start: int
    end: int

    @classmethod
    def from_record(cls, highlight: Highlight) -> Self:
        return cls(start=highlight.start, end=highlight.end)


class HitTranslationSchema(TranslationSchema):
    """The counterpart of a hit; `highlights` are the spans of its text that say what matched."""

    highlights: list[HighlightSchema]

    @classmethod
    def from_record(cls, translation: Translation) -> Self:
        return cls(
            **TranslationSchema.from_record(translation).model_dump(),
            highlights=[HighlightSchema.from_record(each) for each in translation.highlights],
        )


class EvidenceSchema(BaseModel):
    """Something of the question that stands in a hit or beside it.

    `word` is what was asked, `found` the words of `language` that stand for it in that place: the
    word's own, its translation, an acronym or the name of one, or a related word. A hit with
    nothing but the place `meaning` has no word in common with the question.
    """

    place: Place
    relation: TermRelation
    word: str
    found: list[str]
    language: Language | None

    @classmethod
    def from_record(cls, evidence: HitEvidence) -> Self:
        return cls(
            place=evidence.place,
            relation=evidence.relation,
            word=evidence.word,
            found=list(evidence.found),
            language=evidence.language,
        )


class OtherPlaceSchema(BaseModel):
    """Another paragraph with the text of a hit, or nearly; `url` is its permalink."""

    document: str
    segment: str
    language: Language
    title: str
    symbol: str | None
    url: str

    @classmethod
    def from_record(cls, place: HydratedSegment) -> Self:
        return cls(
            document=place.document.id,
            segment=place.segment.id,
            language=place.segment.language,
            title=place.document.title,
            symbol=place.document.symbol.text if place.document.symbol else None,
            url=permalink(place.document, place.segment),
        )


class HitSchema(BaseModel):
    """A paragraph that answers; `legs` name what found it: part, symbol, keyword, title, vector.

    `parts` are those of the score: `words` and `names` of the document that the question has,
    `meaning`, `nearness` (the place in the order of meaning), `symbol` and `part`, an article or a
    paragraph that it names by its number; their sum is the score. `evidence` says why, in order of
    place. `date` is the document's, as precise as it states it. `also_in` names the other places
    where the same text, or nearly the same, answers, best first; a place and its language versions
    count once.
    """

    document: str
    segment: str
    source: str
    language: Language
    text: str
    score: float
    parts: dict[str, float]
    legs: list[str]
    highlights: list[HighlightSchema]
    translations: list[HitTranslationSchema]
    evidence: list[EvidenceSchema]
    title: str
    symbol: str | None
    date: str | None
    kind: SegmentKind
    heading_path: list[str]
    url: str
    also_in: list[OtherPlaceSchema]

    @classmethod
    def from_record(cls, hit: Hit) -> Self:
        return cls(
            document=hit.document.id,
            segment=hit.segment.id,
            source=hit.document.source,
            language=hit.segment.language,
            text=hit.segment.text,
            score=hit.score,
            parts=dict(hit.parts),
            legs=list(hit.legs),
            highlights=[HighlightSchema.from_record(each) for each in hit.highlights],
            translations=[HitTranslationSchema.from_record(each) for each in hit.translations],
            evidence=[EvidenceSchema.from_record(each) for each in hit.evidence],
            title=hit.document.title,
            symbol=hit.document.symbol.text if hit.document.symbol else None,
            date=hit.document.date,
            kind=hit.segment.kind,
            heading_path=list(hit.segment.heading_path),
            url=permalink(hit.document, hit.segment),
            also_in=[OtherPlaceSchema.from_record(each) for each in hit.also_in],
        )


class FacetValueSchema(BaseModel):
    """A value and the number of documents that have it."""

    value: str
    count: int


class SpellingCorrectionSchema(BaseModel):
    """A word the collection does not have, and the one searched instead."""

    typed: str
    used: str

    @classmethod
    def from_record(cls, correction: SpellingCorrection) -> Self:
        return cls(typed=correction.typed, used=correction.used)


class YearsSchema(BaseModel):
    """The years that a question speaks of; a span that is open on a side has no end there.

    `filter` is true where other documents are left out, else those of the years count for more.
    """

    first: int | None
    last: int | None
    filter: bool

    @classmethod
    def from_query(cls, query: Query) -> Self | None:
        if query.years is None:
            return None
        return cls(
            first=query.years.begins, last=query.years.ends, filter=query.narrowed != query.filters
        )


class SymbolAnswerSchema(BaseModel):
    """Holdings of the collection under a symbol: its documents, their family, who cites it."""

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


class NamedDocumentSchema(BaseModel):
    """A document whose names have a share of the question: title, symbol, organ, kind, date."""

    document: DocumentSchema
    share: float

    @classmethod
    def from_record(cls, named: NamedDocument) -> Self:
        return cls(document=DocumentSchema.from_record(named.document), share=named.share)


class SearchAnswer(BaseModel):
    """One page of hits; `degraded` names what the answer had to do without.

    Hits are in order of score, but the first ten have at most three of one document as long as
    others answer; what is over follows them. An article or a paragraph that the question names with
    its document stands first. `sort` is the order that was asked for, `newest` tells that the
    question asks for the latest, and `years` of which years it speaks. `total` counts hits: what
    reads the same among the first fifty results is one. Where nothing answers, `answered` is false
    and the hits are a few that are nearest in meaning. `documents` are those that the question
    names, on the first page alone; `missing` are words of the question that stand nowhere.
    """

    query: str
    answered: bool
    documents: list[NamedDocumentSchema]
    missing: list[str]
    sort: Sort
    newest: bool
    years: YearsSchema | None
    hits: list[HitSchema]
    total: int
    total_is_exact: bool
    page: int
    size: int
    facets: dict[str, list[FacetValueSchema]]
    symbols: list[SymbolAnswerSchema]
    corrections: list[SpellingCorrectionSchema]
    degraded: list[str]

    @classmethod
    def from_record(cls, result: ResultPage) -> Self:
        return cls(
            query=result.query.text,
            answered=result.is_answered,
            documents=[NamedDocumentSchema.from_record(each) for each in result.documents],
            missing=list(result.missing),
            sort=result.query.sort or Sort.RELEVANCE,
            newest=result.query.newest,
            years=YearsSchema.from_query(result.query),
            hits=[HitSchema.from_record(hit) for hit in result.hits],
            total=result.total,
            total_is_exact=result.total_is_exact,
            page=result.page,
            size=result.size,
            facets={facet.name: _facet_values(facet) for facet in result.facets},
            symbols=[SymbolAnswerSchema.from_record(each) for each in result.symbols],
            corrections=[SpellingCorrectionSchema.from_record(each) for each in result.corrections],
            degraded=list(result.degraded),
        )


def _facet_values(facet: Facet) -> list[FacetValueSchema]:
    return [FacetValueSchema(value=each.value, count=each.count) for each in facet.values]
