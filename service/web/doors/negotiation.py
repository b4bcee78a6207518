"""Pages as Markdown for who asks for it under the same address."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MARKDOWN = "text/markdown"
_HTML = "text/html"
# What has an address with .md too; a review is for editors alone.
_PAGES = re.compile(r"/[a-z]{2}(-[a-z]{2})?/doc/[^/]+|/[a-z]{2}/symbol/.+")
_ENDING = ".md"


class MarkdownNegotiation:
    """Middleware that answers with the page's Markdown where the reader likes it no less."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, for the address with .md where that is wanted."""
        path = scope.get("path", "")
        if not _PAGES.fullmatch(path) or path.endswith(_ENDING):
            await self._app(scope, receive, send)
            return

        async def send_varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Accept")
            await send(message)

        if prefers_markdown(Headers(scope=scope).get("accept", "")):
            scope = {**scope, "path": path + _ENDING}
        await self._app(scope, receive, send_varying)


def markdown_of(address: str) -> str:
    """The address of a page as Markdown; empty for one that has none."""
    path, mark, query = address.partition("?")
    return f"{path}{_ENDING}{mark}{query}" if _PAGES.fullmatch(path) else ""


def prefers_markdown(accept: str) -> bool:
    """Test whether an Accept header names Markdown and likes it no less than a page.

    Browsers do not name it; `*/*` stands for a page.
    """
    weights = dict(map(_weighed, accept.lower().split(",")))
    page = weights.get(_HTML, weights.get("text/*", weights.get("*/*", 0.0)))
    return weights.get(MARKDOWN, 0.0) >= max(page, 0.001)


def _weighed(part: str) -> tuple[str, float]:
    name, *parameters = (each.strip() for each in part.split(";"))
    quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    return name, float(quality) if re.fullmatch(r"[01](\.\d{0,3})?", quality) else 0.0
