"""The address of an index in an OpenSearch cluster."""

import re
from dataclasses import dataclass

from puente.errors import StoreUnavailableError
from puente.model.documents import Visibility
from puente.store.credentials import without_secrets

SCHEME = "opensearch://"
_ADDRESS = re.compile(
    r"opensearch://(?P<hosts>[\w.-]+:\d+(?:,[\w.-]+:\d+)*)(?:/(?P<alias>puente[a-z0-9.-]*))?/?"
)
# What the names of indices end with, and the alias of the one that was kept.
_RESERVED = re.compile(r".*-(\d{6}|before)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The nodes of a cluster, as host and port, and the alias of one index."""

    nodes: tuple[tuple[str, int], ...]
    alias: str

    @property
    def visibility(self) -> Visibility:
        """Visibility of the index at the address: see `sibling`."""
        is_restricted = self.alias.endswith(f".{Visibility.RESTRICTED}")
        return Visibility.RESTRICTED if is_restricted else Visibility.PUBLIC


def parse_address(url: str) -> Address:
    """The parts of an `opensearch://` URL; raises StoreUnavailableError."""
    found = _ADDRESS.fullmatch(url)
    if not found or (found["alias"] and _RESERVED.fullmatch(found["alias"])):
        raise StoreUnavailableError(
            without_secrets(url),
            f"it is not an address. Write {SCHEME}host:port, {SCHEME}host1:port,host2:port or"
            f" {SCHEME}host:port/puente-name.",
        )
    nodes = tuple(
        (host, int(port)) for host, _, port in (n.partition(":") for n in found["hosts"].split(","))
    )
    return Address(nodes=nodes, alias=found["alias"] or "puente")


def sibling(url: str, name: str) -> str:
    """The address of another index of the same cluster, named after this one."""
    alias = parse_address(url).alias
    nodes = url.removeprefix(SCHEME).partition("/")[0]
    return f"{SCHEME}{nodes}/{alias}.{name}"
