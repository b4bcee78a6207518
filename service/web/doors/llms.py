"""Guide of the site for language models (llms.txt)."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import PlainTextResponse

from service.i18n.interfaces import ENGLISH
from service.i18n.translator import translator
from service.web.dependencies import CatalogueOfApp
from service.web.doors.markdown import plain
from service.web.parameters import NoParameters
from service.web.routing import page_router
from service.web.urls import base_address, documents_address

_GUIDE = """# {name}

> {description}

Every document and every paragraph has a permanent address. Pages of documents (`/en/doc/…`), of two
versions side by side (`/es-en/doc/…`) and of symbols (`/en/symbol/…`) are Markdown under the same
address with `.md` at its end, or with the header `Accept: text/markdown`. Quote the text of the
paragraphs, and cite the address beside each.

## API

- [OpenAPI description]({base}/openapi.json): every route, parameter and problem
- [Search]({base}/api/v1/search?q=migration): paragraphs that answer a question, with translations
- [Completions]({base}/api/v1/suggest?q=migra): titles, symbols and terms that begin so
- [Search as a feed]({base}/feeds/en/search.atom?q=migration): its newest answers
- [Documents]({base}/api/v1/documents): all of them, by filters
- [Collections]({base}/api/v1/collections): what there is

## Pages

- [Holdings]({base}/en/browse): by collection, organ, kind and year
- [Search help]({base}/en/help): how questions are understood
- [About this site]({base}/en/about)
- [Sitemap]({base}/sitemap.xml): the address of every document

## Collections

{collections}
"""

router = page_router()


@router.get("/llms.txt")
def guide(
    request: Request, parameters: Annotated[NoParameters, Query()], catalogue: CatalogueOfApp
) -> PlainTextResponse:
    """A guide of the site for language models, in English."""
    base, t = base_address(request), translator(ENGLISH)
    collections = (
        f"- [{plain(t.name('collections', each.name))}]"
        f"({base}{documents_address(ENGLISH, {'collection': each.name})}):"
        f" {t.text('filters.documents', count=each.documents)}"
        for each in catalogue.collections()
    )
    text = _GUIDE.format(
        name=plain(request.app.state.site.name or t.text("site.name")),
        description=t.text("site.description"),
        base=base,
        collections="\n".join(collections),
    )
    return PlainTextResponse(text)
