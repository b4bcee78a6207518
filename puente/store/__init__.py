"""Where indexed documents live; the address says in which engine."""

from pathlib import PurePosixPath

from puente.errors import StoreUnavailableError
from puente.records import Visibility
from puente.store.bm25 import Bm25Options
from puente.store.protocol import Store

_SQLITE = "sqlite"


def open_store(
    url: str,
    *,
    embedder: str | None,
    dimension: int | None,
    create: bool = True,
    options: Bm25Options = Bm25Options(),
) -> Store:
    """The store at an address; `create` makes a new index where there is none.

    Raises StoreUnavailableError, or IndexMismatchError when something else made the index. With no
    embedder whatever made it is accepted: to read it, or to rebuild it.
    """
    _check_scheme(url)
    from puente.store.identity import Identity
    from puente.store.sqlite import SqliteStore

    identity = Identity(embedder=embedder, dimension=dimension) if embedder and dimension else None
    return SqliteStore(url, identity=identity, create=create, options=options)


def url_for(url: str, visibility: Visibility) -> str:
    """The address of the index of one visibility, beside the public one at `url`."""
    _check_scheme(url)
    if visibility is Visibility.PUBLIC:
        return url
    head, slash, name = url.rpartition("/")
    file = PurePosixPath(name)
    return f"{head}{slash}{file.stem}.{visibility}{file.suffix}"


def exists(url: str) -> bool:
    """Whether there is an index at an address."""
    _check_scheme(url)
    from puente.store.sqlite_file import path_of

    return path_of(url).exists()


def _check_scheme(url: str) -> None:
    if not url.startswith(f"{_SQLITE}:"):
        raise StoreUnavailableError(url, "it is not an address. Write sqlite:///path/file.db.")
