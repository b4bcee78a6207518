"""The pages on which the collections are leafed through, without a question."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from fastapi import HTTPException, Query, Request, Response

from puente.model.documents import Document
from service.web.dependencies import CatalogueOfApp, Interface
from service.web.pages.views.browsing import ListedWork, holdings, listed
from service.web.pages.views.facets import chips
from service.web.pages.views.rendering import render, translator_of
from service.web.pages.views.versions import other_versions
from service.web.pagination import page_count, page_of
from service.web.parameters import BrowseParameters, ListOrder, NoParameters
from service.web.routing import page_router
from service.web.urls import documents_address

PAGE = 20
"""Works on one page."""
NEWEST = 5
"""Works on the page of all holdings, or of a collection: the newest ones, the last arrivals."""

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
        groups=holdings(found, translator_of(request, ui)),
        newest=listed(found, ListOrder.NEWEST, ui)[:NEWEST],
        arrivals=_arrivals(found, ui),
    )


@router.get("/{ui}/collections")
def collections(
    request: Request,
    ui: Interface,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The collections, each with what it holds."""
    return render(request, "collections.html", ui, collections=catalogue.collections())


@router.get("/{ui}/collections/{collection:path}")
def collection(
    request: Request,
    ui: Interface,
    collection: str,
    parameters: Annotated[NoParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """A collection: what it is, its newest documents, what it holds, a search box to take along."""
    found = tuple(each for each in catalogue.documents() if each.collection == collection)
    if not found:
        raise HTTPException(404)
    groups = holdings(found, translator_of(request, ui))
    return render(
        request,
        "collection.html",
        ui,
        collection=collection,
        works=len(listed(found, ListOrder.TITLE, ui)),
        newest=listed(found, ListOrder.NEWEST, ui)[:NEWEST],
        arrivals=_arrivals(found, ui),
        groups=[each for each in groups if each.parameter != "collection"],
    )


@router.get("/{ui}/documents")
def documents(
    request: Request,
    ui: Interface,
    parameters: Annotated[BrowseParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The works that pass the filters, in an order."""
    filters, translate = parameters.filters(), translator_of(request, ui)
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


def _arrivals(documents: Iterable[Document], preferred: str) -> tuple[ListedWork, ...]:
    """The works that were added last, of those of which the day was kept."""
    found = listed(documents, ListOrder.ADDED, preferred)
    return tuple(each for each in found[:NEWEST] if each.added)
