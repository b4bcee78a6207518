"""Changes of what an alias points to: by one writer at a time, in place or by another index."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from puente.errors import StoreUnavailableError
from puente.model.withdrawals import Withdrawal, covered
from puente.store.addresses.histories import brought_back
from puente.store.deadline import deadline_in
from puente.store.opensearch import indices, queries
from puente.store.opensearch.indices import Index
from puente.store.opensearch.lease import IndexHead, Lease, read_head, take_lease
from puente.store.opensearch.transport.bulk import BulkWriter
from puente.store.opensearch.transport.client import OPENING_SECONDS, explained
from puente.store.opensearch.view import OpenSearchView
from puente.store.opensearch.writer import OpenSearchWriter
from puente.store.protocol import Reader

# A search that takes longer has been given up: what was replaced before that can go.
_KEPT_SECONDS = 60


class Changes:
    """The changes of one program to the index behind an alias."""

    def __init__(self, url: str, client: OpenSearch, alias: str, busy_seconds: float) -> None:
        self._url = url
        self._client = client
        self._alias = alias
        self._busy_seconds = busy_seconds
        self._is_tidy = False
        self._extended = ""

    @contextmanager
    def alone(self, look: Callable[[str], None] = lambda _: None) -> Iterator[Lease]:
        """The lease of the index that the alias points to, given back at the end.

        `look` sees the name of the index, and can refuse it.
        """
        with explained(self._url):
            lease = take_lease(self._url, self._client, self._alias, self._busy_seconds, look)
            try:
                yield lease
            finally:
                if not lease.has_ended:
                    lease.give_up()

    @contextmanager
    def writing(self, look: Callable[[str], None], dimension: int) -> Iterator[OpenSearchWriter]:
        """Writer of the next generation, which is visible at the end, or never on an error."""
        with self.alone(look) as lease:
            index, generation = Index(self._client, lease.head.name), lease.head.generation + 1
            self.clear_leftovers(index, generation)
            if not self._is_tidy:
                self._drop_unused()
                self._is_tidy = True
            if self._extended != lease.head.name:
                indices.add_fields(self._client, lease.head.name)
                self._extended = lease.head.name
            writer = self.writer(index, generation, lease, dimension)
            try:
                yield writer
                if writer.has_changed:
                    writer.finish(_now())
                    lease.end(writer.head)
            except BaseException:
                if writer.has_changed and not lease.has_ended:
                    self._try_clearing(index, generation, lease)
                raise

    @contextmanager
    def replacing(self) -> Iterator[tuple[Index, Lease]]:
        """A new index, to be made and filled, which takes the place of the present one at the end.

        The present one is kept; on an error the new one is removed.
        """
        with self.alone() as lease:
            self._drop_unused()
            new = Index(self._client, indices.next_name(self._client, self._alias))
            try:
                yield new, lease
                self.take_place(new, lease)
            finally:
                if indices.current(self._client, self._alias) != new.name:
                    indices.drop(self._client, new.name)

    def take_place(self, index: Index, lease: Lease) -> None:
        """Let an index answer from now on, and keep the one that did."""
        lease.check()
        indices.point(self._client, self._alias, index.name, keep=lease.head.name)
        self._drop_unused()
        lease.end({"retired": _now()})

    def bring_forward(self, index: Index, generation: int) -> datetime | None:
        """Give what an index showed last a newer generation; when it was put aside."""
        head = read_head(self._client, index.name)
        self.clear_leftovers(index, head.generation + 1)
        index.write_head({**head.source, "generation": generation, "lease": 0, "retired": None})
        retired = head.source.get("retired")
        return None if retired is None else datetime.fromtimestamp(retired / 1000, UTC)

    def leave_out(
        self,
        index: Index,
        lease: Lease,
        dimension: int,
        own: Sequence[Withdrawal],
        others: Iterable[Withdrawal],
        present: Reader,
    ) -> None:
        """Take out of an index that is brought back what was withdrawn since.

        It was withdrawn from this index or from another, and nobody sees the old generation. The
        addresses that were told since go on to lead somewhere.
        """
        head = read_head(self._client, index.name)
        generation = head.generation + 1
        view = OpenSearchView(index, queries.visible(head.generation))
        documents = [stored.document for stored in view.stored()]
        writer = self.writer(index, generation, lease, dimension, head=head)
        for each in own:
            writer.withdraw(each)
        gone = covered(documents, own, others)
        for document_id in gone:
            if document_id not in {each.document_id for each in own}:
                writer.delete(document_id)
        there = (each for each in documents if each.id not in gone)
        for history in brought_back(present, there, lambda name: tuple(view.segments_of(name))):
            writer.keep_history(history)
        if writer.has_changed:
            writer.finish(_now())
            index.write_head({**writer.head, "retired": None})

    def writer(
        self,
        index: Index,
        generation: int,
        lease: Lease,
        dimension: int,
        *,
        head: IndexHead | None = None,
    ) -> OpenSearchWriter:
        """Writer of a generation of an index, for as long as the lease is kept.

        It goes on from a head, by default that of the index which the lease is of.
        """

        def send(lines: str) -> Mapping[str, object]:
            lease.check()
            return index.bulk(lines)

        bulk = BulkWriter(self._url, send)
        return OpenSearchWriter(index, generation, (head or lease.head).source, dimension, bulk)

    def _try_clearing(self, index: Index, generation: int, lease: Lease) -> None:
        """Undo what was written; what cannot be undone now, the next writer undoes.

        Where another has taken over, the entries of this generation are its own.
        """
        lost = (TransportError, StoreUnavailableError)
        with suppress(*lost), deadline_in(OPENING_SECONDS):
            lease.extend()
            self.clear_leftovers(index, generation)

    def clear_leftovers(self, index: Index, generation: int) -> None:
        """Undo what a writer of this generation left, and remove what nobody reads any more."""
        index.refresh()
        staged = {"bool": {"filter": queries.written_by(generation)}}
        marked = queries.replaced_by(generation)
        old = queries.replaced_before(generation - 1, _now() - _KEPT_SECONDS * 1000)
        leftovers = {"staged": staged, "marked": marked, "old": old}
        answers = index.search_together(
            {name: queries.count_body(query) for name, query in leftovers.items()}
        )
        present = {name for name, answer in answers.items() if queries.total(answer)}
        if present & {"staged", "marked"}:
            index.stop_rewriting()
        if "staged" in present:
            index.remove(staged)
        if "marked" in present:
            index.restore(marked)
        if "old" in present:
            index.remove(old)

    def unfinished(self, lease_until: int) -> list[str]:
        """The indices that a rebuild left half-built; none while a writer is at work."""
        return [] if lease_until > _now() else indices.unused(self._client, self._alias)

    def _drop_unused(self) -> None:
        """Remove half-built indices, and what was kept before the one that is kept now."""
        for name in indices.unused(self._client, self._alias):
            indices.drop(self._client, name)


def _now() -> int:
    return round(time.time() * 1000)
