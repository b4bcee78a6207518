"""Lease: the right to write an index, which one writer has while it says that it lives."""

import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, TransportError

from puente.errors import StoreBusyError, StoreUnavailableError
from puente.store.deadline import deadline_in, seconds_to_wait
from puente.store.opensearch.indices import HEAD, Index
from puente.store.opensearch.queries import Json
from puente.store.opensearch.transport.client import OPENING_SECONDS

# A writer that was killed keeps others out for this long; it renews three times in it.
_LEASE_SECONDS = 30.0


class IndexHead(NamedTuple):
    """Head of an index, and the version by which it can be replaced."""

    name: str
    source: Json
    version: tuple[int, int]

    @property
    def generation(self) -> int:
        """The generation that readers see."""
        return int(self.source["generation"])


def read_head(client: OpenSearch, name: str) -> IndexHead:
    """The head of an index, or of the one that an alias points to now, as it was last written."""
    found = client.get(index=name, id=HEAD)
    return IndexHead(found["_index"], found["_source"], (found["_seq_no"], found["_primary_term"]))


class Lease:
    """The right to write one index, kept up by a thread until it is given back."""

    def __init__(self, url: str, index: Index, head: IndexHead) -> None:
        self._url = url
        self._index = index
        self._head = head
        self._lock = threading.RLock()
        self._ended = threading.Event()
        self._until = 0.0
        self._writer = uuid.uuid4().hex

    @property
    def head(self) -> IndexHead:
        """The head as this writer found it."""
        return self._head

    @property
    def has_ended(self) -> bool:
        """True once the lease was given back, or lost to another writer."""
        return self._ended.is_set()

    def take(self) -> bool:
        """Take the lease and keep it up; False if another writer has it."""
        if self._head.source["lease"] > time.time() * 1000:
            return False
        if not self._renew():
            return False
        threading.Thread(target=self._keep, daemon=True, name="puente-lease").start()
        return True

    def check(self) -> None:
        """Raise StoreUnavailableError when another writer has taken over.

        A lease that ran out while the engine was busy is taken again, if nobody had it since.
        """
        if time.monotonic() > self._until:
            self.extend()

    def extend(self) -> None:
        """Have the whole time of a lease from now on; raises StoreUnavailableError as `check`."""
        with self._lock:
            if not self._renew():
                self._ended.set()
                raise self._lost()

    def end(self, changes: Json) -> None:
        """Give the lease back with what the head says from now on."""
        self._ended.set()
        with self._lock:
            self.check()
            source = {**self._head.source, **changes, "writer": self._writer, "lease": 0}
            if not self._replace(source, refresh=bool(changes)):
                raise self._lost()

    def give_up(self) -> None:
        """Give the lease back unchanged; where that cannot be told, it runs out by itself."""
        with suppress(StoreUnavailableError, TransportError), deadline_in(OPENING_SECONDS):
            self.end({})

    def _keep(self) -> None:
        while not self._ended.wait(_LEASE_SECONDS / 3):
            with self._lock:
                if self._ended.is_set() or not self._try_renewing():
                    return

    def _try_renewing(self) -> bool:
        """Renew the lease; False if it is lost. While no server answers it simply runs out."""
        try:
            return self._renew()
        except TransportError:
            return True

    def _renew(self) -> bool:
        started = time.monotonic()
        until = round((time.time() + _LEASE_SECONDS) * 1000)
        renewed = self._replace({**self._head.source, "writer": self._writer, "lease": until})
        if renewed:
            self._until = started + _LEASE_SECONDS
        return renewed

    def _replace(self, source: Json, *, refresh: bool = False) -> bool:
        """Replace the head; False if it is not the one last seen any more.

        A search sees it when it is refreshed; a request by its id sees it at once.
        """
        number, term = self._head.version
        try:
            done = self._index.client.index(
                index=self._index.name, id=HEAD, body=source, refresh=refresh,
                if_seq_no=number, if_primary_term=term,
            )  # fmt: skip
        except ConflictError:
            found = read_head(self._index.client, self._index.name)
            if found.source != source:
                return False
            self._head = found  # a first try was done, and its answer was lost
            if refresh:
                self._index.refresh()
            return True
        version = done["_seq_no"], done["_primary_term"]
        self._head = IndexHead(self._index.name, source, version)
        return True

    def _lost(self) -> StoreUnavailableError:
        return StoreUnavailableError(
            self._url, "another writer took over, for this one was silent too long. Try again."
        )


def take_lease(
    url: str, client: OpenSearch, alias: str, busy_seconds: float, look: Callable[[str], None]
) -> Lease:
    """The right to write what an alias points to; waits while another has it.

    `look` sees the name of each index before it is written to.
    """
    deadline = time.monotonic() + seconds_to_wait(busy_seconds)
    while True:
        head = read_head(client, alias)
        look(head.name)
        lease = Lease(url, Index(client, head.name), head)
        if lease.take():
            return lease
        if time.monotonic() > deadline:
            raise StoreBusyError(url, "another write is under way. Try again when that has ended.")
        time.sleep(0.1)
