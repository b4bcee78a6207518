"""Sign-on of readers: which restricted collections a request may see."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.keys import Scope as KeyScope
from service.access.visitors import Collections, ProxySignOn, UntrustedProxyError, Visitor
from service.bootstrap import SearchServices
from service.web.authentication import attempt_of, sign_in_of

_KEY_SCHEMES = ("basic", "bearer")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """Restricted collections that are served, and how readers say that they may see them.

    `open_restricted` gives the public index and the restricted one, confined to some collections.
    """

    served: Collections
    open_restricted: Callable[[Collections], SearchServices]
    proxy: ProxySignOn | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers by which readers sign on."""
        named = (self.proxy.user_header, self.proxy.groups_header) if self.proxy else ()
        return ("Authorization", *filter(None, named))

    def is_tried(self, headers: Headers) -> bool:
        """Test whether a request says who asks, truly or not."""
        return any(headers.get(name) for name in self.headers)

    def visitor(self, request: Request) -> Visitor | None:
        """The visitor who asks; None for one who does not say, or whose key is for other things.

        Raises UntrustedProxyError, or what SignIn raises.
        """
        if self.proxy and (named := self._named_by_proxy(request)):
            return named
        scheme = request.headers.get("authorization", "").strip().partition(" ")[0].lower()
        if scheme not in _KEY_SCHEMES:
            return None
        key = sign_in_of(request).identify(attempt_of(request))
        if not key.permits(KeyScope.READ_RESTRICTED):
            return None
        return Visitor(name=key.name, collections=key.collections)

    def _named_by_proxy(self, request: Request) -> Visitor | None:
        """The visitor whom a trusted proxy names; raises UntrustedProxyError."""
        user, groups = (
            request.headers.getlist(name) if name else [] for name in (*self.headers[1:], "")[:2]
        )
        if not (any(user) or any(groups)):
            return None
        # Of two headers the first may be the reader's own, which the proxy has passed on.
        if request.scope.get("proxy") is None or len(user) != 1 or len(groups) > 1:
            raise UntrustedProxyError
        return self.proxy.visitor(user[0], ",".join(groups)) if self.proxy and user[0] else None


class PrivateAnswers:
    """Middleware that lets nobody keep what is answered to who says who asks."""

    def __init__(self, app: ASGIApp, sign_on: SignOn) -> None:
        self._app = app
        self._sign_on = sign_on

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with headers for caches."""
        if scope["type"] != "http" or not self._sign_on.is_tried(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return

        async def send_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                make_private(MutableHeaders(scope=message), self._sign_on)
            await send(message)

        await self._app(scope, receive, send_private)


def make_private(headers: MutableHeaders, sign_on: SignOn) -> None:
    """Say in the headers of an answer that it is for one reader alone."""
    headers["Cache-Control"] = "private, no-store"
    for name in sign_on.headers:
        headers.add_vary_header(name)


def visitor_of(request: Request) -> Visitor | None:
    """The visitor who asks; None where nobody can sign on, or who asks has not."""
    sign_on: SignOn | None = request.app.state.sign_on
    return sign_on.visitor(request) if sign_on else None


def reading_of(request: Request) -> SearchServices:
    """The indexes that a request may read, as one."""
    sign_on: SignOn | None = request.app.state.sign_on
    visitor = visitor_of(request)
    if sign_on and visitor and (seen := visitor.seen_of(sign_on.served)) != ():
        return sign_on.open_restricted(seen)
    public: SearchServices = request.app.state.open_reading()
    return public
