"""Routers of the JSON API and of the pages: what all routes of a kind share."""

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from service.web.parameters import refuse_repeated
from service.web.problems import PROBLEM_RESPONSES


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
        dependencies=[Depends(refuse_repeated)],
    )
