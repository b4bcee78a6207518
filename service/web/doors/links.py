"""Links in the head of an answer (RFC 8288)."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLink:
    """Address of a thing that stands in a relation to what is answered."""

    address: str
    relation: str
    media_type: str = ""

    def __str__(self) -> str:
        """The link as a header has it."""
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.address}>; rel="{self.relation}"{kind}'


DESCRIPTION = TypedLink(
    address="/openapi.json", relation="service-desc", media_type="application/openapi+json"
)
"""The description of the API (RFC 8631)."""


def header_of(links: Iterable[TypedLink]) -> str:
    """The links as the header `Link` has them."""
    return ", ".join(map(str, links))


class DescriptionLink:
    """Middleware that has every answer of the API say where its description is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the link."""
        is_described = scope["type"] == "http" and scope["path"].startswith("/api/")

        async def send_with_link(message: Message) -> None:
            if is_described and message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Link", str(DESCRIPTION))
            await send(message)

        await self._app(scope, receive, send_with_link)
