"""Middleware: security headers, answers to HEAD, limits on bodies and on waiting."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from puente.store.deadline import ANSWER_SECONDS, deadline_in

MOST_BYTES = 64 * 1024


class BodyLimit:
    """Middleware that stops reading what is longer than any request has reason to send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or with status 413."""
        received = 0

        async def receive_some() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BYTES:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_some, send)


SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Middleware that puts the security headers on whatever the application answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class HeadWithoutBody:
    """Middleware that answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does; for HEAD the headers alone."""

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, send_without_body)
        else:
            await self._app(scope, receive, send)


EXPORT_SECONDS = 60.0
"""Seconds for what is sent while it is read: nobody waits for its first line only."""

_EXPORT = "/api/v1/export"

CHANGE_SECONDS = 20.0
"""Seconds for what changes the index; a quarter of them may go by in waiting for others."""


class RequestDeadline:
    """Middleware that gives a request so long, however many times it asks the index."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or with its error when the index does not in time."""
        with deadline_in(_seconds(scope)):
            await self._app(scope, receive, send)


def _seconds(scope: Scope) -> float:
    """The seconds that an answer to a request may take."""
    if scope.get("method") == "POST":
        return CHANGE_SECONDS
    return EXPORT_SECONDS if scope.get("path") == _EXPORT else ANSWER_SECONDS
