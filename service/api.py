"""The JSON routes under /api/v1, and the checks of health and readiness."""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import StreamingResponse

from puente.errors import ExportTooLargeError
from puente.export import Imprint
from puente.export import export as take_out
from puente.formats import MEDIA_TYPES
from puente.passages import version_pairs
from puente.records import Document, DocumentId, Segment, SegmentId, Visibility
from service.addresses import permalink
from service.dependencies import CatalogueOfApp, SearcherOfApp
from service.parameters import (
    DocumentListParameters,
    ExportParameters,
    NoParameters,
    SearchParameters,
    SegmentListParameters,
    refuse_repeated,
)
from service.problems import RestrictedError
from service.schemas import (
    CollectionListAnswer,
    DocumentAnswer,
    DocumentListAnswer,
    HealthAnswer,
    ProblemSchema,
    ReadinessAnswer,
    SearchAnswer,
    SegmentAnswer,
    SegmentListAnswer,
    SymbolAnswerSchema,
)

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {"model": ProblemSchema, "description": "A problem (RFC 9457)."}
}

DocumentPath = Annotated[str, Path(description="Id of a document, as every answer names it.")]
SegmentPath = Annotated[str, Path(description="Id of a paragraph, as every answer names it.")]
SymbolPath = Annotated[str, Path(description="A symbol, in any spelling, with its slashes.")]

MOST_PASSAGES = 20_000
"""What one request may take out; a larger export is for `puente export`."""

_CHECKS = [Depends(refuse_repeated)]

router = APIRouter(prefix="/api/v1", responses=_PROBLEMS, dependencies=_CHECKS)
health_router = APIRouter(responses=_PROBLEMS, dependencies=_CHECKS)


@router.get("/search")
def search(
    parameters: Annotated[SearchParameters, Query()], searcher: SearcherOfApp
) -> SearchAnswer:
    """Paragraphs that answer a question, in both languages, with their official translations."""
    if parameters.visibility is not Visibility.PUBLIC:
        raise RestrictedError
    result = searcher.search(
        parameters.q, filters=parameters.filters(), page=parameters.page, size=parameters.size
    )
    return SearchAnswer.from_record(result)


@router.get("/documents")
def documents(
    parameters: Annotated[DocumentListParameters, Query()], catalogue: CatalogueOfApp
) -> DocumentListAnswer:
    """The documents that pass the filters."""
    found = catalogue.documents(parameters.filters())
    return DocumentListAnswer.from_records(found, page=parameters.page, size=parameters.size)


@router.get("/documents/{document_id}")
def document(
    document_id: DocumentPath,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> DocumentAnswer:
    """One document and the versions of its work."""
    found = catalogue.document(DocumentId(document_id))
    return DocumentAnswer.from_versions(found, catalogue.work(found.work_id))


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


@router.get("/segments/{segment_id}")
def segment(
    segment_id: SegmentPath,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SegmentAnswer:
    """One paragraph with its official translations and its neighbours."""
    found = catalogue.segment(SegmentId(segment_id))
    return SegmentAnswer.from_parts(
        found,
        catalogue.document(found.document_id),
        catalogue.segments(found.document_id),
        catalogue.translations([found.id]).get(found.id, ()),
    )


@router.get("/symbols/{symbol:path}")
def symbol(
    symbol: SymbolPath,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> SymbolAnswerSchema:
    """What the collection has of a document symbol, however it is spelled."""
    return SymbolAnswerSchema.from_record(catalogue.symbol(symbol))


@router.get("/collections")
def collections(
    parameters: Annotated[NoParameters, Query()], catalogue: CatalogueOfApp
) -> CollectionListAnswer:
    """The collections and what they hold."""
    return CollectionListAnswer.from_records(catalogue.collections())


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {media_type: {} for media_type in MEDIA_TYPES.values()}}},
)
def export(
    request: Request,
    parameters: Annotated[ExportParameters, Query()],
    catalogue: CatalogueOfApp,
) -> StreamingResponse:
    """Aligned paragraphs as a file for translators' tools or spreadsheets."""
    pairs = version_pairs(catalogue, parameters.filters(), parameters.work or None)
    asked = sum(pair.summary.beads for pair in pairs)
    if asked > MOST_PASSAGES:
        raise ExportTooLargeError(asked, MOST_PASSAGES)
    form = parameters.format
    pieces = take_out(catalogue, pairs, form, _imprint(request), parameters.trust())
    name = f"puente-{parameters.work or 'export'}.{form.ending}"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[form], headers=headers)


@health_router.get("/healthz")
def health(parameters: Annotated[NoParameters, Query()]) -> HealthAnswer:
    """Whether the service is alive, with an index or without."""
    return HealthAnswer(status="alive")


@health_router.get("/readyz")
def readiness(
    parameters: Annotated[NoParameters, Query()], catalogue: CatalogueOfApp
) -> ReadinessAnswer:
    """Whether the index answers, so that requests may be sent here, and what it holds."""
    return ReadinessAnswer.from_record(catalogue.state())


def _imprint(request: Request) -> Imprint:
    """What an export says of itself, with the addresses that the request was sent to."""
    base = str(request.base_url).rstrip("/")

    def address(document: Document, segment: Segment) -> str:
        return base + permalink(document, segment)

    return Imprint(version=version("puente"), made=datetime.now(UTC), address=address)
