"""JSON shapes of documents and segments."""

from collections.abc import Iterable, Sequence
from typing import Self

from pydantic import BaseModel

from puente.model.documents import (
    Distribution,
    Document,
    DocumentKind,
    Language,
    Mark,
    Symbol,
    Visibility,
)
from puente.model.results import Translation
from puente.model.segments import Segment, SegmentKind
from service.i18n.citations import citation
from service.i18n.interfaces import interface_of
from service.i18n.translator import translator
from service.web.pagination import page_of
from service.web.urls import permalink


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
    """Source of one value of a document's metadata."""

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
    official: bool | None
    added: str | None
    source: str
    source_url: str | None
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
            official=document.official,
            added=document.added,
            source=document.source,
            source_url=document.source_url,
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
    """One page of the documents that pass the filters, in the order asked for."""

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
    official_number: str | None
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
            official_number=segment.official_number,
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
    """The counterpart in another version; confidence between 0 and 1."""

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
            text=translation.text,
            confidence=translation.confidence,
        )


class SegmentAnswer(SegmentSchema):
    """A paragraph with its translations, its neighbours, its permalink and how it is cited.

    The citation is in the document's language, and has the paragraph's own number, else the page
    of its file.
    """

    translations: list[TranslationSchema]
    previous: str | None
    next: str | None
    url: str
    citation: str

    @classmethod
    def from_parts(
        cls,
        segment: Segment,
        document: Document,
        ordered: Sequence[Segment],
        translations: Iterable[Translation],
        *,
        base: str,
    ) -> Self:
        url = permalink(document, segment)
        message = translator(interface_of(document.language)).text
        ids = [each.id for each in ordered]
        place = ids.index(segment.id)
        return cls(
            **SegmentSchema.from_record(segment).model_dump(),
            translations=[TranslationSchema.from_record(each) for each in translations],
            previous=ids[place - 1] if place else None,
            next=ids[place + 1] if place + 1 < len(ids) else None,
            url=url,
            citation=citation(document, segment, message, address=base + url),
        )
