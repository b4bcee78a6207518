"""Backend of the distributed store, whose addresses name nodes of a cluster and an alias."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from puente.errors import StoreUnavailableError
from puente.model.documents import Visibility
from puente.store.backend import Backend, OpeningOptions
from puente.store.credentials import Access
from puente.store.opensearch.transport.address import parse_address, sibling
from puente.store.protocol import BackupPlace, Store


class OpenSearchBackend(Backend):
    """The Backend of `opensearch://host:port`; only its addresses are known without the client."""

    def open(self, url: str, options: OpeningOptions) -> Store:
        store: Store = _store(url).OpenSearchStore(url, options)
        return store

    def sibling(self, url: str, visibility: Visibility) -> str:
        return sibling(url, visibility)

    def is_served(self, url: str) -> bool:
        _store(url)
        parse_address(url)
        return True

    def exists(self, url: str, access: Access) -> bool:
        return bool(_store(url).has_index(url, access))

    def find_snapshots(self, url: str, place: str, access: Access) -> BackupPlace:
        found: BackupPlace = _store(url).find_snapshots(url, place, access)
        return found

    def refused_path(self, url: str) -> Path | None:
        return None


def _store(url: str) -> ModuleType:
    """The module of the store, whose client is an extra; raises StoreUnavailableError."""
    try:
        return import_module("puente.store.opensearch.store")
    except ModuleNotFoundError as error:
        raise StoreUnavailableError(
            url, "opensearch-py is not installed. Run `pip install 'puente[opensearch]'`."
        ) from error
