"""Routers of the JSON API and of the pages: what all routes of a kind share."""

import re
from collections.abc import Callable, Coroutine
from typing import Any, get_type_hints
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from service.web.parameters import NoParameters, refuse_repeated
from service.web.problems import PROBLEM_RESPONSES

# Files that programs ask for have an ending, but for those that pages load.
_FOR_PROGRAMS = re.compile(
    r"/(api|feeds)/.*|/(healthz|readyz|openapi\.json|robots\.txt|llms\.txt|sitemap\.xml)"
    r"|(/[a-z]{2})?/opensearch\.xml|/[a-z]{2}(-[a-z]{2})?/(doc|symbol)/.*\.md",
    re.DOTALL,
)


def is_for_programs(path: str) -> bool:
    """Test for the address of a route that programs ask: its errors are problems, no pages."""
    return _FOR_PROGRAMS.fullmatch(path) is not None


def api_router(prefix: str = "/api/v1") -> APIRouter:
    """A router of JSON routes, whose errors are problems (RFC 9457)."""
    return APIRouter(
        prefix=prefix, responses=PROBLEM_RESPONSES, dependencies=[Depends(refuse_repeated)]
    )


def page_router() -> APIRouter:
    """A router of pages, which the description of the API leaves out."""
    return APIRouter(
        include_in_schema=False,
        default_response_class=HTMLResponse,
        route_class=_PageRoute,
        dependencies=[Depends(refuse_repeated)],
    )


class _PageRoute(APIRoute):
    """Page that leaves out what it does not know of its address, and what is empty there.

    Mails and social networks add marks of their own to links: `utm_source`, `fbclid`. A form sends
    a choice that was not made as an empty value, and a template of OpenSearch leaves a parameter
    empty that a browser has no value for.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        known = _parameters_of(self.endpoint)

        async def answer_what_is_known(request: Request) -> Response:
            given = request.query_params.multi_items()
            kept = [
                (name, value) for name, value in given if name in known and (value or name == "q")
            ]
            if len(kept) < len(given):
                query = urlencode(kept).encode()
                request = Request({**request.scope, "query_string": query}, request.receive)
            return await answer(request)

        return answer_what_is_known


def _parameters_of(endpoint: Callable[..., Any]) -> frozenset[str]:
    """The names of the parameters in an address that a page takes."""
    hints = get_type_hints(endpoint).values()
    models = [each for each in hints if isinstance(each, type) and issubclass(each, NoParameters)]
    return frozenset(name for model in models for name in model.model_fields)
