"""JSON routes of documents, segments and collections."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from puente.catalogue.catalogue import Catalogue
from puente.errors import FileNotKeptError
from puente.model.documents import Document
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.segments import Segment
from puente.originals.media_types import MEDIA_TYPES
from service.web.api.downloads import file_answer
from service.web.api.schemas.documents import (
    DocumentAnswer,
    DocumentListAnswer,
    SegmentAnswer,
    SegmentListAnswer,
)
from service.web.api.schemas.index import CollectionListAnswer
from service.web.api.schemas.search import SymbolAnswerSchema
from service.web.dependencies import CatalogueOfApp, OriginalsOfApp
from service.web.doors.citations import MEDIA_TYPES as RECORD_TYPES
from service.web.doors.citations import (
    as_bibtex,
    as_csl,
    as_ris,
    interface_of_reference,
    reference_to,
)
from service.web.pages.views.rendering import translator_of
from service.web.parameters import (
    DocumentSort,
    DocumentsParameters,
    Id,
    NoParameters,
    RecordFormat,
    RecordParameters,
    SegmentListParameters,
)
from service.web.routing import api_router
from service.web.urls import base_address

DocumentPath = Annotated[Id, Path(description="Id of a document, as every answer names it.")]

SymbolPath = Annotated[str, Path(description="A symbol, in any spelling, with its slashes.")]
SegmentPath = Annotated[Id, Path(description="Id of a paragraph, as every answer names it.")]
NumberPath = Annotated[
    Id,
    Path(
        description="Number that the document prints before a paragraph: 17; op-3 for an operative"
        " one of a resolution, pp-5 for a preambular one. Every answer about a paragraph names it"
        " as `official_number`."
    ),
]

_RECORDS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media_type: {} for form, media_type in RECORD_TYPES.items() if form != RecordFormat.JSON
        }
    }
}

router = api_router()


@router.get("/documents")
def documents(
    parameters: Annotated[DocumentsParameters, Query()], catalogue: CatalogueOfApp
) -> DocumentListAnswer:
    """The documents that pass the filters."""
    found = catalogue.documents(
        parameters.filters(), newest_first=parameters.sort is DocumentSort.DATE
    )
    if parameters.sort is DocumentSort.ADDED:
        found = tuple(sorted(found, key=lambda each: each.added or "", reverse=True))
    return DocumentListAnswer.from_records(found, page=parameters.page, size=parameters.size)


@router.get("/documents/{document_id}", response_model=DocumentAnswer, responses=_RECORDS)
def document(
    request: Request,
    document_id: DocumentPath,
    parameters: Annotated[RecordParameters, Query()],
    catalogue: CatalogueOfApp,
) -> DocumentAnswer | Response:
    """One document and the versions of its work, or its reference."""
    found = catalogue.document(DocumentId(document_id))
    if parameters.format is not RecordFormat.JSON:
        return _reference(request, parameters.format, found)
    return DocumentAnswer.from_versions(found, catalogue.work(found.work_id))


@router.get(
    "/documents/{document_id}/file",
    response_class=StreamingResponse,
    responses={200: {"content": {media_type: {} for media_type in MEDIA_TYPES}}},
)
def original_file(
    document_id: DocumentPath,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
    originals: OriginalsOfApp,
) -> StreamingResponse:
    """The file that a document was read from, where the installation keeps it."""
    found = catalogue.document(DocumentId(document_id))
    file = originals.open(found)
    if file is None:
        raise FileNotKeptError(found.id)
    return file_answer(found, file)


@router.get("/documents/{document_id}/segments")
def segments(
    document_id: DocumentPath,
    parameters: Annotated[SegmentListParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SegmentListAnswer:
    """A document's paragraphs, in order."""
    found = catalogue.segments(DocumentId(document_id))
    return SegmentListAnswer.from_records(
        document_id, found, page=parameters.page, size=parameters.size
    )


@router.get("/segments/{segment_id}", response_model=SegmentAnswer, responses=_RECORDS)
def segment(
    request: Request,
    segment_id: SegmentPath,
    parameters: Annotated[RecordParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SegmentAnswer | Response:
    """One paragraph with its official translations and its neighbours, or its reference."""
    found = catalogue.segment(SegmentId(segment_id))
    return _answer_of(request, parameters.format, found, catalogue)


@router.get(
    "/documents/{document_id}/paragraphs/{official_number}",
    response_model=SegmentAnswer,
    responses=_RECORDS,
)
def paragraph(
    request: Request,
    document_id: DocumentPath,
    official_number: NumberPath,
    parameters: Annotated[RecordParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SegmentAnswer | Response:
    """The paragraph to which an official number leads, as its own address gives it."""
    found = catalogue.paragraph(DocumentId(document_id), official_number)
    return _answer_of(request, parameters.format, found, catalogue)


@router.get("/symbols/{symbol:path}")
def symbol(
    symbol: SymbolPath,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SymbolAnswerSchema:
    """Holdings of the collection under a document symbol, however it is spelled."""
    return SymbolAnswerSchema.from_record(catalogue.symbol(symbol))


@router.get("/collections")
def collections(
    parameters: Annotated[NoParameters, Query()], catalogue: CatalogueOfApp
) -> CollectionListAnswer:
    """The collections and what they hold."""
    return CollectionListAnswer.from_records(catalogue.collections())


def _answer_of(
    request: Request, form: RecordFormat, found: Segment, catalogue: Catalogue
) -> SegmentAnswer | Response:
    document = catalogue.document(found.document_id)
    if form is not RecordFormat.JSON:
        return _reference(request, form, document, found)
    return SegmentAnswer.from_parts(
        found,
        document,
        catalogue.segments(found.document_id),
        catalogue.translations([found.id]).get(found.id, ()),
        base=base_address(request),
    )


def _reference(
    request: Request, form: RecordFormat, document: Document, segment: Segment | None = None
) -> Response:
    """The reference to a document, or to a paragraph of it, in a form that has no other answer."""
    t = translator_of(request, interface_of_reference(document))
    reference = reference_to(document, base_address(request), t, segment)
    media_type = RECORD_TYPES[form]
    if form is RecordFormat.CSL:
        return JSONResponse([as_csl(reference)], media_type=media_type)
    text = as_ris(reference) if form is RecordFormat.RIS else as_bibtex(reference)
    return Response(text, media_type=media_type)
