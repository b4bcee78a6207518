"""Descriptions of the search for browsers and other search engines (OpenSearch 1.1)."""

from typing import Annotated

from fastapi import Query, Request, Response

from service.i18n.interfaces import preferred_interface
from service.i18n.translator import translator
from service.web.dependencies import Interface
from service.web.pages.views.rendering import template
from service.web.parameters import NoParameters
from service.web.routing import page_router
from service.web.urls import base_address

MEDIA_TYPE = "application/opensearchdescription+xml"
_LONGEST_NAME = 16
"""Characters of a short name that the standard permits."""

router = page_router()


@router.get("/opensearch.xml")
def preferred_description(
    request: Request, parameters: Annotated[NoParameters, Query()]
) -> Response:
    """The description of the search in the reader's language (OpenSearch 1.1)."""
    accepted = request.headers.get("accept-language", "")
    answer = _description(request, preferred_interface(accepted))
    answer.headers["Vary"] = "Accept-Language"
    return answer


@router.get("/{ui}/opensearch.xml")
def search_description(
    request: Request, ui: Interface, parameters: Annotated[NoParameters, Query()]
) -> Response:
    """The description of the search, for browsers and other search engines (OpenSearch 1.1)."""
    return _description(request, ui)


def _description(request: Request, interface: str) -> Response:
    t, site = translator(interface), request.app.state.site
    name = site.name or t.text("site.name")
    text = template("opensearch.xml").render(
        base=base_address(request),
        ui=interface,
        # A browser that knows the search in both languages tells them apart by it.
        short_name=f"{name[: _LONGEST_NAME - 3].strip()} {interface}",
        site=site,
        t=t,
    )
    return Response(text, media_type=MEDIA_TYPE)
