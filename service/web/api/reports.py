"""The JSON routes under /api/v1 about alignments: exports, concordance, reports."""

from importlib.metadata import version
from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request
from fastapi.responses import StreamingResponse

from puente.catalogue.coverage import survey_coverage, survey_works
from puente.catalogue.coverage_table import tabulate_coverage
from puente.catalogue.divergence_survey import (
    diverging_passages,
    gravest_passages,
    survey_divergences,
)
from puente.catalogue.passages import version_pairs
from puente.errors import ExportTooLargeError
from puente.interchange.export import ExportMetadata
from puente.interchange.export import export as take_out
from puente.interchange.formats import MEDIA_TYPES
from puente.model.documents import Document
from puente.model.segments import Segment
from puente.search.concordance import find_translations
from service.web.api.schemas.coverage import CoverageTableAnswer
from service.web.api.schemas.reports import ConcordanceAnswer, CoverageAnswer, DivergenceAnswer
from service.web.dependencies import CatalogueOfApp
from service.web.parameters import (
    ConcordanceParameters,
    DivergenceParameters,
    DocumentListParameters,
    ExportParameters,
)
from service.web.routing import api_router
from service.web.urls import base_address, permalink

MOST_PASSAGES = 20_000
"""Passages that one request may take out; a larger export is for `puente export`."""

router = api_router()


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
    pieces = take_out(catalogue, pairs, form, _metadata(request), parameters.link_filter())
    name = f"puente-{parameters.work or 'export'}.{form.ending}"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[form], headers=headers)


@router.get("/divergences")
def divergences(
    parameters: Annotated[DivergenceParameters, Query()], catalogue: CatalogueOfApp
) -> DivergenceAnswer:
    """Works whose versions say different things, gravest first; of one work, its passages."""
    page, size, filters = parameters.page, parameters.size, parameters.filters()
    work, severity = parameters.work, parameters.severity
    pairs = (
        version_pairs(catalogue, filters, work) if work else survey_divergences(catalogue, filters)
    )
    if severity:
        start = (page - 1) * size
        ranked = gravest_passages(catalogue, pairs, severity, start=start, count=size)
        return DivergenceAnswer.of_ranked(ranked, page=page, size=size)
    if not work:
        return DivergenceAnswer.of_works(pairs, page=page, size=size)
    return DivergenceAnswer.of_passages(
        pairs, diverging_passages(catalogue, pairs), page=page, size=size
    )


@router.get("/concordance")
def concordance(
    parameters: Annotated[ConcordanceParameters, Query()], catalogue: CatalogueOfApp
) -> ConcordanceAnswer:
    """Passages with the words, their official translation and what in it probably says them."""
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


@router.get("/coverage/table")
def coverage_by_year(
    parameters: Annotated[DocumentListParameters, Query()], catalogue: CatalogueOfApp
) -> CoverageTableAnswer:
    """Counts of works by organ, year and language, with the originals that are missing."""
    rows = tabulate_coverage(survey_works(catalogue, parameters.filters()))
    return CoverageTableAnswer.from_records(rows, page=parameters.page, size=parameters.size)


def _metadata(request: Request) -> ExportMetadata:
    """Metadata that an export has of itself."""
    base = base_address(request)

    def address(document: Document, segment: Segment) -> str:
        return base + permalink(document, segment)

    made = request.app.state.clock()
    return ExportMetadata(version=version("puente"), made=made, address=address)
