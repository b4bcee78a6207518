"""Hosts that the service answers for, and the proxies whose word it takes on who asks."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from puente.errors import PuenteError, SettingsError
from service.access.keys import KEY_PATTERN
from service.web.authentication import CrossSiteError

Network: TypeAlias = IPv4Network | IPv6Network

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?")
_STANDARD_PORTS = {"http": ":80", "https": ":443"}
_READING = {"GET", "HEAD", "OPTIONS"}
# They show no address, and what watches over machines asks by numbers.
_FOR_ANY_HOST = {"/healthz", "/readyz"}
_KEY_NAMES = re.compile(
    r"(puente[-_]?)?(api[-_]?|access[-_]?)?(key|token)|auth|authorization|bearer|passw(or)?d|secret",
    re.IGNORECASE,
)


class UnknownHostError(PuenteError):
    """A request for a host that is not this service's."""

    code = "unknown-host"

    def __init__(self) -> None:
        super().__init__(
            "This service does not answer for that host. Use the address that it is known by"
            " (PUENTE_PUBLIC_URL)."
        )


class KeyInAddressError(PuenteError):
    """A key in an address, which is kept in logs and histories and handed on."""

    code = "key-in-address"

    def __init__(self) -> None:
        super().__init__(
            "A key does not belong into an address. Send it in the header Authorization; revoke"
            " this one, for addresses are logged."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """The address under which people reach the service, and the proxies before it.

    Without an address the service is for its own machine.
    """

    public_url: str = ""
    proxies: tuple[Network, ...] = ()

    def admit(self, scope: Scope) -> Scope:
        """The request as it is answered: from whom a proxy says, for the host that is known.

        Raises KeyInAddressError, UnknownHostError or CrossSiteError.
        """
        headers = Headers(scope=scope)
        _refuse_key(scope)
        seen = self._seen_by_proxy(scope, headers)
        host = _only_host(headers)
        if scope["path"] in _FOR_ANY_HOST:
            return self.settled(seen)
        if not (self._is_public(host) or _is_own_machine(host)):
            raise UnknownHostError
        if scope["method"] not in _READING:
            address = self.public_url if self._is_public(host) else f"{seen['scheme']}://{host}"
            _refuse_other_sites(headers, origin_of(address))
        return self.settled(seen) if self.public_url else seen

    def settled(self, scope: Scope) -> Scope:
        """The request as if it had been sent to the known address: all links begin with it."""
        name, port = scope.get("server") or ("127.0.0.1", None)
        own = f"[{name}]" if ":" in name else name
        listening = f"{scope['scheme']}://{own}" + (f":{port}" if port else "")
        scheme, host, *_ = urlsplit(self.public_url or listening)
        headers = [(key, value) for key, value in scope["headers"] if key != b"host"]
        return {**scope, "scheme": scheme, "headers": [(b"host", host.encode()), *headers]}

    def _is_public(self, host: str) -> bool:
        """Test whether a host is the one of the known address; proxies may leave its port out."""
        return bool(host) and urlsplit(f"//{host}").hostname == urlsplit(self.public_url).hostname

    def _seen_by_proxy(self, scope: Scope, headers: Headers) -> Scope:
        """The request with what a trusted proxy says of the asker's address and scheme."""
        peer, port = scope.get("client") or ("", 0)
        if not is_among(peer, self.proxies):
            return {**scope, "proxy": None}
        hops = [each.strip() for each in ",".join(headers.getlist("x-forwarded-for")).split(",")]
        # From the end: what stands before an address that is not ours anybody may have written.
        client = next((each for each in reversed(hops) if not is_among(each, self.proxies)), peer)
        proto = headers.get("x-forwarded-proto", "").strip().lower()
        scheme = proto if proto in _STANDARD_PORTS else scope["scheme"]
        is_address = _address(client) is not None
        return {
            **scope,
            "client": (client if is_address else peer, port),
            "scheme": scheme,
            "proxy": peer,
        }


class HostCheck:
    """Middleware that refuses requests for others' hosts, from others' pages, or with bare keys."""

    def __init__(
        self, app: ASGIApp, hosts: Hosts, answer: Callable[[Request, Exception], Response]
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or with the problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            admitted = self._hosts.admit(scope)
        except PuenteError as error:
            # The page of a problem has links, and names what was asked.
            plain = {**self._hosts.settled(scope), "query_string": b""}
            plain["path"] = KEY_PATTERN.sub("-", scope["path"])
            await self._answer(Request(plain), error)(scope, receive, send)
            return
        await self._app(admitted, receive, send)


def check_reach(host: str, public_url: str) -> None:
    """Raise SettingsError for a service that others can reach, and that knows no address."""
    if not (public_url or _is_own_machine(f"[{host}]" if ":" in host else host.lower())):
        raise SettingsError(
            "PUENTE_PUBLIC_URL",
            f"is needed to listen on {host}: links and redirects begin with it, for what a request"
            " names as its host may be forged",
        )


def is_among(address: str, networks: Iterable[Network]) -> bool:
    """Test whether an address lies in one of some networks."""
    found = _address(address)
    return found is not None and any(found in network for network in networks)


def origin_of(address: str) -> str:
    """The origin of an address, as browsers write it."""
    scheme, host, *_ = urlsplit(address.lower())
    return f"{scheme}://{host.removesuffix(_STANDARD_PORTS.get(scheme, 'no port'))}"


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _refuse_key(scope: Scope) -> None:
    """Raise KeyInAddressError for a parameter named like a key, and for a key anywhere."""
    query = scope["query_string"].decode("latin-1")
    names = (unquote(each.partition("=")[0]) for each in query.split("&"))
    texts = (scope["path"], unquote(query))
    if any(map(_KEY_NAMES.fullmatch, names)) or any(map(KEY_PATTERN.search, texts)):
        raise KeyInAddressError


def _only_host(headers: Headers) -> str:
    """The host that a request names; empty where it names none, several, or no host at all."""
    named = headers.getlist("host")
    host = named[0].strip().lower() if len(named) == 1 else ""
    return host if _HOST.fullmatch(host) else ""


def _is_own_machine(host: str) -> bool:
    """Test whether a host, maybe with a port, is a name of the machine for itself."""
    found = _HOST.fullmatch(host)
    name = found[1].strip("[]") if found else ""
    address = _address(name)
    return name == "localhost" or (address is not None and address.is_loopback)


def _refuse_other_sites(headers: Mapping[str, str], own: str) -> None:
    """Raise CrossSiteError for what a page of another site sends, with the reader's own key.

    Browsers say where a request comes from; programs that are none say nothing.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    is_own_site = site in (None, "same-origin", "none")
    if not (is_own_site and (origin is None or origin_of(origin) == own)):
        raise CrossSiteError
