"""The page of a symbol."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from service.web.dependencies import CatalogueOfApp, Interface
from service.web.pages.views.browsing import listed
from service.web.pages.views.rendering import render
from service.web.pages.views.side_by_side import passages
from service.web.pages.views.versions import other_versions
from service.web.pagination import CITING_PAGE, page_count, page_of
from service.web.parameters import ListOrder, PageParameters
from service.web.routing import page_router
from service.web.urls import is_path_of, symbol_address, symbol_in

router = page_router()


@router.get("/{ui}/symbol/{symbol:path}")
def symbol(
    request: Request,
    ui: Interface,
    symbol: str,
    parameters: Annotated[PageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """Holdings under a symbol; a variant spelling moves to the canonical address."""
    answer = catalogue.symbol(symbol_in(symbol))
    if not is_path_of(symbol, answer.symbol.text):
        return RedirectResponse(symbol_address(ui, answer.symbol.text), status_code=301)
    citing_ids = passages(answer.cited_by, catalogue, ui)
    ids = page_of(citing_ids, parameters.page, size=CITING_PAGE)
    citing = [catalogue.segment(each) for each in ids]
    bearing, family = (
        listed(each, ListOrder.NEWEST, ui) for each in (answer.documents, answer.family)
    )
    return render(
        request,
        "symbol.html",
        ui,
        bearing=bearing,
        family=family,
        versions=other_versions(catalogue, (each.shown for each in (*bearing, *family))),
        question=answer.symbol.text,
        answer=answer,
        citing=[(segment, catalogue.document(segment.document_id)) for segment in citing],
        citations=len(citing_ids),
        page=parameters.page,
        last_page=page_count(len(citing_ids), CITING_PAGE),
    )
