"""The addresses of all documents, for search engines, and what robots may read."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import PlainTextResponse

from puente.model.documents import Document
from service.i18n.interfaces import interfaces
from service.web.dependencies import CatalogueOfApp
from service.web.pages.views.rendering import template
from service.web.pagination import page_count, page_of
from service.web.parameters import SitemapParameters
from service.web.routing import page_router
from service.web.urls import base_address, permalink

MOST = 10_000
"""Documents in one file: the protocol allows 50,000 addresses and 50 MB."""
# Results are endless; the documents themselves are what a robot should read.
_ROBOTS = """User-agent: *
Disallow: /es/search
Disallow: /en/search
Disallow: /es/concordance?
Disallow: /en/concordance?
Disallow: /es/documents?
Disallow: /en/documents?
Disallow: /*/divergences?
Disallow: /*/coverage*?
Disallow: /*?at=
Disallow: /api/
Disallow: /feeds/es/search
Disallow: /feeds/en/search

Sitemap: {base}/sitemap.xml
"""

router = page_router()


@router.get("/robots.txt")
def robots(request: Request) -> PlainTextResponse:
    """Addresses that robots may read."""
    return PlainTextResponse(_ROBOTS.format(base=base_address(request)))


@router.get("/sitemap.xml")
def sitemap(
    request: Request,
    parameters: Annotated[SitemapParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """The permanent address of every document with those of its versions, or a list of such files.

    There are several files where one would hold too many.
    """
    found = catalogue.documents()
    works: dict[tuple[str, str], list[Document]] = {}
    for each in found:
        works.setdefault((each.work_id, each.visibility), []).append(each)
    files = page_count(len(found), MOST)
    text = template("sitemap.xml").render(
        base=base_address(request),
        files=files if parameters.page is None else 1,
        documents=page_of(found, parameters.page or 1, size=MOST),
        versions=works,
        interfaces=interfaces(),
        permalink=permalink,
    )
    return Response(text, media_type="application/xml")
