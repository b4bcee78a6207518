"""The pages about alignments: the concordance, what differs, and what is missing."""

from functools import partial
from typing import Annotated

from fastapi import Query, Request, Response

from puente.catalogue.coverage import survey_coverage
from puente.catalogue.divergence_survey import diverging_passages, survey_divergences
from puente.catalogue.passages import version_pairs
from puente.model.documents import Document
from puente.search.concordance import find_translations
from service.i18n.translator import translator
from service.web.authentication import can_anyone_correct
from service.web.dependencies import CatalogueOfApp, Interface
from service.web.moved import moved_to
from service.web.pages.views.facets import chips, own_groups
from service.web.pages.views.rendering import render
from service.web.pagination import page_count, page_of
from service.web.parameters import PageParameters, ResultsParameters
from service.web.routing import page_router
from service.web.urls import concordance_address, divergences_address

PAGE = 20
"""Works, or passages, on one page."""
ROWS = 10
"""Rows of a concordance on one page."""

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
        groups=own_groups(catalogue.collections(), filters, translator(ui)),
        chips=tuple(chips(filters, translator(ui), partial(concordance_address, ui, text))),
        last_page=page_count(found.total, ROWS) if found else 1,
    )


@router.get("/{ui}/divergences")
def divergences(
    request: Request,
    ui: Interface,
    parameters: Annotated[PageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The works whose versions say different things, gravest first."""
    found = survey_divergences(catalogue)
    return render(
        request,
        "divergences.html",
        ui,
        pairs=page_of(found, parameters.page, size=PAGE),
        total=len(found),
        page=parameters.page,
        last_page=page_count(len(found), PAGE),
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
    parameters: Annotated[PageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The works that lack a version or an alignment, or have one that is older than its text."""
    found = survey_coverage(catalogue)
    return render(
        request,
        "coverage.html",
        ui,
        coverage=found,
        can_edit=can_anyone_correct(request),
        works=page_of(found.works, parameters.page, size=PAGE),
        page=parameters.page,
        proposals=page_of(found.proposals, parameters.page, size=PAGE),
        last_page=page_count(max(len(found.works), len(found.proposals)), PAGE),
    )


def _displayed(versions: tuple[Document, ...], interface: Interface) -> Document:
    """The version in the reader's language, else the first."""
    return next((each for each in versions if each.language == interface), versions[0])
