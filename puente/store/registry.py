"""Registry of the engines that can keep an index, by the scheme of their addresses."""

from collections.abc import Callable
from dataclasses import dataclass

from puente.errors import StoreUnavailableError
from puente.store.backend import Backend
from puente.store.credentials import without_secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine that was registered: an address as one writes it, and what gives the backend."""

    example: str
    load: Callable[[], Backend]


def backend_of(url: str) -> Backend:
    """The backend that an address belongs to; raises StoreUnavailableError."""
    scheme, colon, _ = url.partition(":")
    if colon and scheme in ENGINES:
        return ENGINES[scheme].load()
    *others, last = (engine.example for engine in ENGINES.values())
    raise StoreUnavailableError(
        without_secrets(url),
        f"it is not an address. Write {', '.join(others)} or {last}.",
    )


# Each engine is imported when an address first asks for it.


def _sqlite() -> Backend:
    from puente.store.sqlite.backend import SqliteBackend

    return SqliteBackend()


def _opensearch() -> Backend:
    from puente.store.opensearch.backend import OpenSearchBackend

    return OpenSearchBackend()


ENGINES = {
    "sqlite": Engine(example="sqlite:///path/file.db", load=_sqlite),
    "opensearch": Engine(example="opensearch://host:port", load=_opensearch),
}
"""A further engine is a further line: see docs/howto/add-a-store.md."""
