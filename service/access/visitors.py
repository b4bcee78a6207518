"""Visitors: a reader by a key or by the word of a proxy, and the collections that this opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from puente.errors import PuenteError

Collections: TypeAlias = tuple[str, ...] | None
"""Collections that are open to somebody; None are all of them."""


class UntrustedProxyError(PuenteError):
    """A user named in a header by whom the service does not believe."""

    code = "untrusted-proxy"

    def __init__(self) -> None:
        super().__init__(
            "The request names its user in a header, and does not come from a trusted proxy. Leave"
            " the header out, or name the proxy in PUENTE_TRUSTED_PROXIES."
        )


class NoSignOnError(PuenteError):
    """Restricted collections to be served, and nobody who could sign on."""

    code = "no-sign-on"

    def __init__(self) -> None:
        super().__init__(
            "PUENTE_RESTRICTED names collections, and nobody can sign on. Make a key (`puente keys"
            " add NAME --scope read-restricted`), or set PUENTE_USER_HEADER, PUENTE_GROUPS and"
            " PUENTE_TRUSTED_PROXIES."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Reader who has signed on, and the restricted collections that this opens."""

    name: str
    collections: Collections

    def seen_of(self, served: Collections) -> Collections:
        """The collections that are served and open to the visitor."""
        if served is None or self.collections is None:
            return self.collections if served is None else served
        return tuple(each for each in served if each in self.collections)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxySignOn:
    """Sign-on by a proxy: the headers in which it names a user and groups, and what those open."""

    user_header: str
    groups_header: str = ""
    groups: Mapping[str, Collections] = field(default_factory=dict)

    def visitor(self, user: str, groups: str) -> Visitor:
        """The visitor whom the headers name; groups stand between commas."""
        own = [self.groups.get(each.strip(), ()) for each in groups.split(",")]
        found = {each for collections in own for each in collections or ()}
        return Visitor(name=user, collections=None if None in own else tuple(sorted(found)))
