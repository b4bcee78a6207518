"""The pages on which the collections are leafed through, without a question."""

from functools import partial
from typing import Annotated

from fastapi import Query, Request, Response

from service.i18n.translator import translator
from service.web.dependencies import CatalogueOfApp, Interface
from service.web.pages.views.browsing import holdings, listed
from service.web.pages.views.facets import chips
from service.web.pages.views.rendering import render
from service.web.pages.views.versions import other_versions
from service.web.pagination import page_count, page_of
from service.web.parameters import BrowseParameters, ListOrder, NoParameters
from service.web.routing import page_router
from service.web.urls import documents_address

PAGE = 20
"""Works on one page."""
NEWEST = 5
"""Works on the page of all holdings: the newest ones."""

router = page_router()


@router.get("/{ui}/browse")
def browse(
    request: Request,
    ui: Interface,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """All there is, by collection, organ, kind, year and session, and the newest documents."""
    found = catalogue.documents()
    return render(
        request,
        "browse.html",
        ui,
        groups=holdings(found, translator(ui)),
        newest=listed(found, ListOrder.NEWEST, ui)[:NEWEST],
    )


@router.get("/{ui}/documents")
def documents(
    request: Request,
    ui: Interface,
    parameters: Annotated[BrowseParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The works that pass the filters, in an order."""
    filters, translate = parameters.filters(), translator(ui)
    works = listed(catalogue.documents(filters), parameters.sort, ui)
    shown = page_of(works, parameters.page, size=PAGE)
    address = partial(documents_address, ui, sort=parameters.sort)
    return render(
        request,
        "documents.html",
        ui,
        works=shown,
        versions=other_versions(catalogue, (each.shown for each in shown)),
        total=len(works),
        filters=filters,
        chips=tuple(chips(filters, translate, address)),
        orders=tuple(ListOrder),
        order=parameters.sort,
        page=parameters.page,
        page_size=PAGE,
        last_page=page_count(len(works), PAGE),
    )
