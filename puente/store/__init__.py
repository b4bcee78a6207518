"""Stores of indexed documents; the address says in which engine."""

from pathlib import Path

from puente.model.documents import Visibility
from puente.store.backend import OpeningOptions
from puente.store.bm25 import Bm25Options
from puente.store.compatibility import Identity
from puente.store.credentials import Access
from puente.store.protocol import BackupPlace, Store
from puente.store.registry import backend_of


def open_store(
    url: str,
    *,
    embedder: str | None,
    dimension: int | None,
    create: bool = True,
    options: Bm25Options = Bm25Options(),
    access: Access = Access(),
) -> Store:
    """The store at an address; `create` makes a new index where there is none.

    Raises StoreUnavailableError, or IndexMismatchError when something else made the index. With no
    embedder whatever made it is accepted: to read it, or to rebuild it.
    """
    identity = Identity(embedder=embedder, dimension=dimension) if embedder and dimension else None
    opening = OpeningOptions(identity=identity, create=create, bm25=options, access=access)
    return backend_of(url).open(url, opening)


def url_for(url: str, visibility: Visibility) -> str:
    """The address of the index of one visibility, beside the public one at `url`."""
    backend = backend_of(url)
    return url if visibility is Visibility.PUBLIC else backend.sibling(url, visibility)


def is_served(url: str) -> bool:
    """Test whether a server keeps the index, which may go away; raises StoreUnavailableError."""
    return backend_of(url).is_served(url)


def exists(url: str, access: Access = Access()) -> bool:
    """Test whether there is an index at an address; raises StoreUnavailableError."""
    return backend_of(url).exists(url, access)


def find_snapshots(url: str, place: str, access: Access = Access()) -> BackupPlace:
    """List the snapshots of a place; raises SnapshotPlaceError or StoreUnavailableError.

    The place is a folder or a repository of the cluster; without one, `snapshots` beside the index
    file or the repository `puente`.
    """
    return backend_of(url).find_snapshots(url, place, access)


def refused_path(url: str) -> Path | None:
    """The file beside the index that names refused files; None where no folder is beside it.

    Raises StoreUnavailableError.
    """
    return backend_of(url).refused_path(url)
