"""The page of search results."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from puente.errors import PageError
from puente.model.filters import BY_PARAMETER
from puente.search.question.query_parser import parse_filters
from puente.search.retrieval import RetrievalOptions
from service.web.dependencies import CatalogueOfApp, Interface, SearcherOfApp
from service.web.pages.views.facets import chips, choice_groups, years_found
from service.web.pages.views.hit_groups import hit_groups
from service.web.pages.views.rendering import render, translator_of
from service.web.pages.views.side_by_side import passages
from service.web.pages.views.versions import other_versions
from service.web.pagination import page_count
from service.web.parameters import (
    SearchPageParameters,
)
from service.web.routing import page_router
from service.web.urls import (
    search_address,
)

MOST_RESULTS = RetrievalOptions().depth
"""No page of results beyond them can be asked for."""

YEARS = BY_PARAMETER["year"]


router = page_router()


@router.get("/{ui}/search")
def results(
    request: Request,
    ui: Interface,
    parameters: Annotated[SearchPageParameters, Query()],
    searcher: SearcherOfApp,
    catalogue: CatalogueOfApp,
) -> Response:
    """A page of results; without a question, the home page."""
    if not parameters.q.strip():
        return RedirectResponse(f"/{ui}/")
    filters = parameters.filters()
    address = partial(
        search_address,
        ui,
        respell=parameters.respell,
        expand=parameters.expand,
        sort=parameters.sort,
        years=parameters.years,
    )
    if {"since", "until"} & request.query_params.keys():
        chosen = parse_filters({YEARS.parameter: filter(None, [parameters.span()])})
        filters = replace(filters, years=filters.years + chosen.years)
        return RedirectResponse(address(parameters.q, filters))
    find = partial(
        searcher.search,
        parameters.q,
        filters=filters,
        respell=parameters.respell,
        sort=parameters.sort,
        years=parameters.years,
        expand=parameters.expand,
    )
    try:
        result = find(page=parameters.page)
    except PageError:
        result = replace(find(), hits=(), page=parameters.page)
    return render(
        request,
        "search.html",
        ui,
        result=result,
        address=address,
        hit_groups=hit_groups(result.hits),
        versions=other_versions(catalogue, (hit.document for hit in result.hits)),
        groups=choice_groups(result, translator_of(request, ui)),
        years=years_found(result),
        chips=tuple(
            chips(filters, translator_of(request, ui), partial(address, result.query.text))
        ),
        citations={
            answer.symbol.text: len(passages(answer.cited_by, catalogue, ui))
            for answer in result.symbols
        },
        most_results=MOST_RESULTS,
        last_page=page_count(min(result.total, MOST_RESULTS), result.size),
    )
