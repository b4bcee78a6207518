"""Backend of the store: what an engine must know of the addresses of its indexes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from puente.model.documents import Visibility
from puente.store.bm25 import Bm25Options
from puente.store.compatibility import Identity
from puente.store.credentials import Access
from puente.store.protocol import BackupPlace, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningOptions:
    """Options for opening a store.

    With no identity whatever made the index is accepted. `create` makes a new index where there is
    none. A write waits `busy_seconds` for another one to end.
    """

    identity: Identity | None
    create: bool = True
    bm25: Bm25Options = Bm25Options()
    access: Access = Access()
    busy_seconds: float = 30.0


class Backend(Protocol):
    """One engine: opens the stores of its addresses, and answers for them while they are closed.

    Every method raises StoreUnavailableError for an address that the engine cannot read.
    """

    def open(self, url: str, options: OpeningOptions) -> Store:
        """The store at an address; raises StoreUnavailableError or IndexMismatchError."""

    def sibling(self, url: str, visibility: Visibility) -> str:
        """The address of the index of another visibility, beside the public one at `url`."""

    def is_served(self, url: str) -> bool:
        """Test whether a server keeps the index, which may come and go."""

    def exists(self, url: str, access: Access) -> bool:
        """Test whether there is an index at an address."""

    def find_snapshots(self, url: str, place: str, access: Access) -> BackupPlace:
        """List the snapshots of a place, or of the usual one; raises SnapshotPlaceError."""

    def refused_path(self, url: str) -> Path | None:
        """The file beside the index that names refused files; None where no folder is beside it."""
