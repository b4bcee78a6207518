"""Where indexed documents live; the address says in which engine."""

from importlib import import_module
from pathlib import PurePosixPath
from types import ModuleType

from puente.errors import StoreUnavailableError
from puente.model.documents import Visibility
from puente.store.bm25 import Bm25Options
from puente.store.compatibility import Identity
from puente.store.credentials import Access, without_secrets
from puente.store.protocol import BackupPlace, Store


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
    match _scheme(url):
        case "opensearch":
            store: Store = _opensearch(url).OpenSearchStore(
                url, identity=identity, create=create, options=options, access=access
            )
            return store
        case _:
            from puente.store.sqlite.store import SqliteStore

            return SqliteStore(url, identity=identity, create=create, options=options)


def url_for(url: str, visibility: Visibility) -> str:
    """The address of the index of one visibility, beside the public one at `url`."""
    scheme = _scheme(url)
    if visibility is Visibility.PUBLIC:
        return url
    if scheme == "opensearch":
        from puente.store.opensearch.transport.address import sibling

        return sibling(url, visibility)
    head, slash, name = url.rpartition("/")
    file = PurePosixPath(name)
    return f"{head}{slash}{file.stem}.{visibility}{file.suffix}"


def is_served(url: str) -> bool:
    """Whether a server keeps the index, which may come and go; raises StoreUnavailableError."""
    if _scheme(url) != "opensearch":
        return False
    _opensearch(url).parse_address(url)
    return True


def exists(url: str, access: Access = Access()) -> bool:
    """Whether there is an index at an address; raises StoreUnavailableError."""
    if _scheme(url) == "opensearch":
        return bool(_opensearch(url).has_index(url, access))
    from puente.store.sqlite.file import path_of

    return path_of(url).exists()


def find_snapshots(url: str, place: str, access: Access = Access()) -> BackupPlace:
    """What is in the place for snapshots; raises SnapshotPlaceError or StoreUnavailableError.

    The place is a folder or a repository of the cluster; without one, `snapshots` beside the index
    file or the repository `puente`.
    """
    if _scheme(url) == "opensearch":
        found: BackupPlace = _opensearch(url).find_snapshots(url, place, access)
        return found
    from puente.store.sqlite import backups

    folder = backups.snapshot_folder(url, place)
    names = backups.snapshot_names(folder)
    return BackupPlace(name=str(folder), names=frozenset(names))


def _opensearch(url: str) -> ModuleType:
    """The module of the distributed store, whose client is an extra."""
    try:
        return import_module("puente.store.opensearch.store")
    except ModuleNotFoundError as error:
        raise StoreUnavailableError(
            url, "opensearch-py is not installed. Run `pip install 'puente[opensearch]'`."
        ) from error


def _scheme(url: str) -> str:
    scheme, colon, _ = url.partition(":")
    if colon and scheme in ("sqlite", "opensearch"):
        return scheme
    raise StoreUnavailableError(
        without_secrets(url),
        "it is not an address. Write sqlite:///path/file.db or opensearch://host:port.",
    )
