"""The JSON routes under /api/v1 about alignments: exports, concordance, reports."""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from puente.concordance import find_translations
from puente.coverage import survey_coverage
from puente.errors import ExportTooLargeError
from puente.export import Imprint
from puente.export import export as take_out
from puente.formats import MEDIA_TYPES
from puente.passages import version_pairs
from puente.radar import diverging_passages, survey
from puente.records import Document, Segment
from service.addresses import base_address, permalink
from service.alignment_schemas import ConcordanceAnswer, CoverageAnswer, DivergenceAnswer
from service.dependencies import CatalogueOfApp
from service.parameters import (
    ConcordanceParameters,
    DivergenceParameters,
    DocumentListParameters,
    ExportParameters,
    refuse_repeated,
)
from service.problems import PROBLEM_RESPONSES

MOST_PASSAGES = 20_000
"""What one request may take out; a larger export is for `puente export`."""

router = APIRouter(
    prefix="/api/v1", responses=PROBLEM_RESPONSES, dependencies=[Depends(refuse_repeated)]
)


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


@router.get("/divergences")
def divergences(
    parameters: Annotated[DivergenceParameters, Query()], catalogue: CatalogueOfApp
) -> DivergenceAnswer:
    """Works whose versions say different things, gravest first; of one work, its passages."""
    page, size = parameters.page, parameters.size
    if not parameters.work:
        found = survey(catalogue, parameters.filters())
        return DivergenceAnswer.of_works(found, page=page, size=size)
    pairs = version_pairs(catalogue, parameters.filters(), parameters.work)
    passages = diverging_passages(catalogue, pairs)
    return DivergenceAnswer.of_passages(pairs, passages, page=page, size=size)


@router.get("/concordance")
def concordance(
    parameters: Annotated[ConcordanceParameters, Query()], catalogue: CatalogueOfApp
) -> ConcordanceAnswer:
    """Where words stand, with the official translation and what in it probably says them."""
    found = find_translations(
        catalogue,
        parameters.q,
        filters=parameters.filters(),
        page=parameters.page,
        size=parameters.size,
    )
    return ConcordanceAnswer.from_record(found)


@router.get("/coverage")
def coverage(
    parameters: Annotated[DocumentListParameters, Query()], catalogue: CatalogueOfApp
) -> CoverageAnswer:
    """Works that lack a version or an alignment, or have one that is older than its text."""
    found = survey_coverage(catalogue, parameters.filters())
    return CoverageAnswer.from_record(found, page=parameters.page, size=parameters.size)


def _imprint(request: Request) -> Imprint:
    """What an export says of itself."""
    base = base_address(request)

    def address(document: Document, segment: Segment) -> str:
        return base + permalink(document, segment)

    return Imprint(version=version("puente"), made=datetime.now(UTC), address=address)
