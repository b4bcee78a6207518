"""The few files that the pages load, and what robots may read."""

from importlib.resources import files

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

_MEDIA_TYPES = {
    "puente.css": "text/css; charset=utf-8",
    "puente.js": "text/javascript; charset=utf-8",
    "favicon.svg": "image/svg+xml",
}
# Results are endless; the documents themselves are what a robot should read.
_ROBOTS = """User-agent: *
Disallow: /es/search
Disallow: /en/search
Disallow: /es/concordance?
Disallow: /en/concordance?
Disallow: /api/
"""

router = APIRouter(include_in_schema=False)


@router.get("/static/{name}")
def static_file(name: str) -> Response:
    """A style sheet, script or image of the pages."""
    if name not in _MEDIA_TYPES:
        raise HTTPException(404)
    content = files("service.web.pages.static").joinpath(name).read_bytes()
    headers = {"Cache-Control": "public, max-age=300"}
    return Response(content, media_type=_MEDIA_TYPES[name], headers=headers)


@router.get("/favicon.ico")
def icon() -> RedirectResponse:
    """To the icon of the pages."""
    return RedirectResponse("/static/favicon.svg")


@router.get("/robots.txt")
def robots() -> PlainTextResponse:
    """Which addresses robots may read."""
    return PlainTextResponse(_ROBOTS)
