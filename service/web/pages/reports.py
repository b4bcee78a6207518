"""The pages about alignments: the concordance, what differs, and what is missing."""

from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from puente.catalogue.coverage import survey_coverage, survey_works
from puente.catalogue.coverage_table import tabulate_coverage, total_of
from puente.catalogue.divergence_survey import (
    diverging_passages,
    gravest_passages,
    survey_divergences,
)
from puente.catalogue.passages import version_pairs
from puente.interchange.spreadsheets import write_csv
from puente.model.alignments import Severity
from puente.model.documents import Document
from puente.model.filters import Filters
from puente.search.concordance import find_translations
from service.web.authentication import can_anyone_correct
from service.web.dependencies import CatalogueOfApp, Interface
from service.web.moved import moved_to
from service.web.pages.views.browsing import holdings
from service.web.pages.views.facets import chips, own_groups, value_label
from service.web.pages.views.rendering import render, translator_of
from service.web.pagination import page_count, page_of
from service.web.parameters import (
    DivergenceGrouping,
    DivergencePageParameters,
    FilteredPageParameters,
    FilterParameters,
    PageParameters,
    ResultsParameters,
)
from service.web.routing import page_router
from service.web.urls import (
    concordance_address,
    coverage_address,
    coverage_table_address,
    divergences_address,
)

PAGE = 20
"""Works, or passages, on one page."""
ROWS = 10
"""Rows of a concordance on one page."""
ORGANS = 12
"""Organs on one page of tables."""
_COLUMNS = ("organ", "code", "year", "language", "expected", "held", "missing", "originals")

router = page_router()


@router.get("/{ui}/concordance")
def concordance(
    request: Request,
    ui: Interface,
    parameters: Annotated[ResultsParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """Passages with the words and their translations; without words, the place to type them."""
    text, filters, found = parameters.q.strip(), parameters.filters(), None
    if text:
        found = find_translations(catalogue, text, filters=filters, page=parameters.page, size=ROWS)
    return render(
        request,
        "concordance.html",
        ui,
        text=text,
        filters=filters,
        found=found,
        groups=own_groups(catalogue.collections(), filters, translator_of(request, ui)),
        chips=tuple(
            chips(filters, translator_of(request, ui), partial(concordance_address, ui, text))
        ),
        last_page=page_count(found.total, ROWS) if found else 1,
    )


@router.get("/{ui}/divergences")
def divergences(
    request: Request,
    ui: Interface,
    parameters: Annotated[DivergencePageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The passages in which versions say different things, gravest first, or their documents."""
    filters, severity, page = parameters.filters(), parameters.severity, parameters.page
    every = survey_divergences(catalogue)
    pairs = every if filters == Filters() else survey_divergences(catalogue, filters)
    by_work = parameters.by is DivergenceGrouping.DOCUMENT
    if by_work and severity:
        pairs = tuple(each for each in pairs if each.summary.divergences.get(severity))
    ranked = (
        None
        if by_work
        else gravest_passages(catalogue, pairs, severity, start=(page - 1) * PAGE, count=PAGE)
    )
    total = ranked.total if ranked else len(pairs)
    address = partial(divergences_address, ui, severity=severity, by=parameters.by)
    documents = [each for pair in every for each in (pair.source, pair.target)]
    return render(
        request,
        "divergences.html",
        ui,
        by=parameters.by,
        groupings=tuple(DivergenceGrouping),
        severity=severity,
        severities=tuple(Severity),
        pairs=page_of(pairs, page, size=PAGE) if by_work else (),
        passages=ranked.shown if ranked else (),
        total=total,
        filters=filters,
        groups=holdings(documents, translator_of(request, ui), filters),
        chips=tuple(chips(filters, translator_of(request, ui), lambda rest: address(filters=rest))),
        without=address(),
        address=lambda number: address(filters=filters, page=number),
        can_edit=can_anyone_correct(request),
        page=page,
        page_size=PAGE,
        last_page=page_count(total, PAGE),
    )


@router.get("/{ui}/divergences/{slug}")
def divergences_of_work(
    request: Request,
    ui: Interface,
    slug: str,
    parameters: Annotated[PageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The passages of a work in which its versions say different things."""
    pairs = version_pairs(catalogue, work=slug)
    displayed = _displayed(catalogue.work(slug), ui)
    if displayed.work_id != slug:
        return moved_to(divergences_address(ui, displayed.work_id, page=parameters.page))
    found = diverging_passages(catalogue, pairs)
    return render(
        request,
        "divergences_of_work.html",
        ui,
        document=displayed,
        is_aligned=bool(pairs),
        page_size=PAGE,
        passages=page_of(found, parameters.page, size=PAGE),
        total=len(found),
        page=parameters.page,
        last_page=page_count(len(found), PAGE),
    )


@router.get("/{ui}/coverage")
def coverage(
    request: Request,
    ui: Interface,
    parameters: Annotated[FilteredPageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The works that lack a version or an alignment, or have one that is older than its text."""
    filters = parameters.filters()
    found = survey_coverage(catalogue, filters)
    address = partial(coverage_address, ui)
    return render(
        request,
        "coverage.html",
        ui,
        coverage=found,
        can_edit=can_anyone_correct(request),
        filters=filters,
        chips=tuple(chips(filters, translator_of(request, ui), address)),
        works=page_of(found.works, parameters.page, size=PAGE),
        page=parameters.page,
        proposals=page_of(found.proposals, parameters.page, size=PAGE),
        last_page=page_count(max(len(found.works), len(found.proposals)), PAGE),
    )


@router.get("/{ui}/coverage/table")
def coverage_by_year(
    request: Request,
    ui: Interface,
    parameters: Annotated[FilteredPageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """Tables of how many works each organ has in each language, by year, and missing originals."""
    filters = parameters.filters()
    works = survey_works(catalogue, filters)
    by_organ = [tuple(rows) for _, rows in groupby(tabulate_coverage(works), attrgetter("organ"))]
    originals = tuple(each for each in works if each.original)
    address = partial(coverage_table_address, ui)
    return render(
        request,
        "coverage_table.html",
        ui,
        tables=[(total_of(rows), rows) for rows in page_of(by_organ, parameters.page, size=ORGANS)],
        works=len(works),
        originals=originals[:PAGE],
        lacking_original=len(originals),
        filters=filters,
        groups=holdings(catalogue.documents(), translator_of(request, ui), filters),
        chips=tuple(chips(filters, translator_of(request, ui), address)),
        page=parameters.page,
        last_page=page_count(len(by_organ), ORGANS),
    )


@router.get("/{ui}/coverage.csv")
def coverage_as_csv(
    request: Request,
    ui: Interface,
    parameters: Annotated[FilterParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The same tables for a spreadsheet, a line for each organ, year and language."""
    t = translator_of(request, ui)
    rows = tabulate_coverage(survey_works(catalogue, parameters.filters()))
    names = [t.text(f"coverage.columns.{each}") for each in _COLUMNS]
    lines = (
        (
            value_label("organ", row.organ, t) if row.organ else "",
            row.organ or "",
            row.year or "",
            t.language(language),
            cell.expected,
            cell.held,
            cell.expected - cell.held,
            cell.originals,
        )
        for row in rows
        for language, cell in row.cells.items()
    )
    headers = {"Content-Disposition": f'attachment; filename="coverage.{ui}.csv"'}
    return StreamingResponse(write_csv(names, lines), media_type="text/csv", headers=headers)


def _displayed(versions: tuple[Document, ...], interface: Interface) -> Document:
    """The version in the reader's language, else the first."""
    return next((each for each in versions if each.language == interface), versions[0])
