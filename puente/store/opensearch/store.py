"""The distributed store: an index of OpenSearch behind an alias."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from puente.errors import StoreUnavailableError, UnsoundIndexError
from puente.model.alignments import Alignment, AlignmentSummary, Correction
from puente.model.documents import Document
from puente.model.filters import Filters
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.index import IndexState
from puente.model.reports import Proposal
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal
from puente.store.backend import OpeningOptions
from puente.store.compatibility import (
    SCHEMA,
    Identity,
    check_identity,
    check_kept,
    check_snapshot,
    identity_of,
    nothing_kept,
)
from puente.store.credentials import Access
from puente.store.deadline import deadline_in
from puente.store.opensearch import indices, queries
from puente.store.opensearch.backups import Repository
from puente.store.opensearch.generation import CheckedIndex, OpenSearchGeneration
from puente.store.opensearch.indices import Index
from puente.store.opensearch.lease import IndexHead, read_head
from puente.store.opensearch.mapping import proposals_of
from puente.store.opensearch.publication import Changes
from puente.store.opensearch.search_view import QuestionView
from puente.store.opensearch.transport.address import parse_address
from puente.store.opensearch.transport.client import (
    OPENING_SECONDS,
    check_engine,
    connect,
    explained,
)
from puente.store.opensearch.view import OpenSearchView, between
from puente.store.opensearch.writer import OpenSearchWriter
from puente.store.protocol import (
    BackupPlace,
    IndexChangedError,
    Reader,
    Rollback,
    Store,
    accept,
    unfinished,
)

_Answer = TypeVar("_Answer")


class OpenSearchStore(Store):
    """A Store in a cluster; any number of readers, and one writer at a time."""

    def __init__(self, url: str, options: OpeningOptions) -> None:
        """Open the index."""
        self.url = url
        self._alias = parse_address(url).alias
        self._bm25 = options.bm25
        self._closed = False
        self._client = connect(url, options.access)
        self._changes = Changes(url, self._client, self._alias, options.busy_seconds)
        self._known: OpenSearchGeneration | None = None
        with explained(url):
            check_engine(self._client, url)
            name = indices.current(self._client, self._alias)
            if name is None:
                name = self._create(options.identity if options.create else None)
            stored = indices.read_identity(self._client, name)
        if stored is None:
            raise StoreUnavailableError(
                url, f"{self._alias} is not an index of Puente. Give another name."
            )
        self._identity = options.identity or replace(stored, schema=SCHEMA)
        check_identity(url, stored, self._identity)
        self._checked = {name}

    @contextmanager
    def view(
        self, *, newest: bool = False, within: tuple[str, ...] | None = None
    ) -> Iterator[QuestionView]:
        self._check_open()
        with explained(self.url):
            known = self._known
            if newest or known is None:
                _, known = self._look()
                index = Index(self._client, known.name)
            else:
                index = CheckedIndex(self._client, self._alias, known)
            seen = known if within is None else known.within(within)
            yield QuestionView(index, seen, self._bm25)

    def segments(self, ids: Sequence[SegmentId]) -> tuple[Segment, ...]:
        return self._read(lambda view: view.segments(ids))

    def segments_of(self, document_id: DocumentId) -> tuple[Segment, ...]:
        def read(view: OpenSearchView) -> tuple[Segment, ...]:
            found = tuple(view.segments_of(document_id))
            if not found:
                view.document(document_id)
            return found

        return self._read(read)

    def vectors_of(self, document_id: DocumentId) -> NDArray[np.float32]:
        with self._reading() as (view, _):
            size = view.document(document_id).size
            rows = np.zeros((size, self._identity.dimension), np.float32)
            for position, source in enumerate(view.sources_of(document_id, "vector")):
                rows[position] = source["vector"]
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def document(self, document_id: DocumentId) -> Document:
        return self._read(lambda view: view.document(document_id).document)

    def documents(self, filters: Filters = Filters()) -> tuple[Document, ...]:
        conditions = queries.filter_conditions(filters)
        return self._read(
            lambda view: tuple(stored.document for stored in view.stored(*conditions))
        )

    def document_ids(self) -> tuple[DocumentId, ...]:
        with self._reading() as (view, _):
            return tuple(view.document_ids())

    def documents_named(self, ids: Iterable[DocumentId]) -> tuple[Document, ...]:
        wanted = list(ids)
        return self._read(lambda view: tuple(view.documents_among("document_id", wanted)))

    def documents_of_works(self, ids: Iterable[WorkId]) -> tuple[Document, ...]:
        wanted = list(ids)
        found = self._read(lambda view: tuple(view.documents_among("work_id", wanted)))
        return tuple(sorted(found, key=lambda document: (document.language, document.id)))

    def alignment(self, first: DocumentId, second: DocumentId) -> Alignment | None:
        with self._reading() as (view, _):
            for link in view.links(*between(first, second)):
                if {link.source_id, link.target_id} == {first, second}:
                    return view.alignment(link)
        return None

    def alignments(self) -> tuple[AlignmentSummary, ...]:
        with self._reading() as (view, _):
            return tuple(view.summaries())

    def corrections(self, first: DocumentId, second: DocumentId) -> tuple[Correction, ...]:
        with self._reading() as (view, _):
            return tuple(view.corrections(*between(first, second)))

    def corrected_pairs(self) -> tuple[tuple[DocumentId, DocumentId], ...]:
        with self._reading() as (view, _):
            found = {tuple(sorted((each.source_id, each.target_id))) for each in view.corrections()}
        return tuple((first, second) for first, second in sorted(found))

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        return self._read(lambda view: tuple(view.withdrawals()))

    def histories(self, name: str | None = None) -> tuple[AddressHistory, ...]:
        return self._read(lambda view: tuple(view.histories(name)))

    def proposals(self) -> tuple[Proposal, ...]:
        with self._reading() as (_, head):
            return proposals_of(head.source)

    def index_state(self) -> IndexState:
        with self._reading() as (view, head):
            counts = view.counts("document", "segment", "alignment")
        identity = self._identity
        return IndexState(
            schema=identity.schema,
            analyzer=identity.analyzer,
            embedder=identity.embedder,
            dimension=identity.dimension,
            documents=counts["document"],
            segments=counts["segment"],
            alignments=counts["alignment"],
            generation=head.generation,
            pairing_is_due=head.source["pairing_is_due"],
        )

    def problems(self) -> tuple[str, ...]:
        with self._reading() as (_, head):
            left = self._changes.unfinished(head.source["lease"])
            bars = indices.bars(self._client, head.name)
        return (*self._contradictions(), *bars, *map(unfinished, left))

    @contextmanager
    def writing(self) -> Iterator[OpenSearchWriter]:
        self._check_open()
        try:
            with self._changes.writing(self._check, self._identity.dimension) as writer:
                yield writer
        finally:
            self._known = None  # after a write of its own a store need not find out

    @contextmanager
    def rebuilding(
        self,
        *,
        embedder: str | None = None,
        dimension: int | None = None,
        check: Callable[[Reader], None] = accept,
    ) -> Iterator[OpenSearchWriter]:
        self._check_open()
        identity = self._in_use(embedder=embedder, dimension=dimension)
        with self._changes.replacing() as (new, lease):
            before = lease.head.generation
            indices.make(self._client, new.name, identity, before)
            writer = self._changes.writer(new, before + 1, lease, identity.dimension)
            yield writer
            writer.finish(_now())
            new.write_head(writer.head)
            check(self._reader_of(new, identity))
        self._adopt(identity)

    def roll_back(
        self, *, embedder: str, dimension: int, withdrawn: Iterable[Withdrawal] = ()
    ) -> Rollback:
        before = self.index_state()
        with self._changes.alone() as lease:
            name = indices.kept(self._client, self._alias)
            identity = indices.read_identity(self._client, name) if name else None
            if name is None or identity is None:
                raise nothing_kept(self.url)
            wanted = self._in_use(embedder=embedder, dimension=dimension)
            check_kept(self.url, identity, wanted)
            index = Index(self._client, name)
            replaced = self._changes.bring_forward(index, lease.head.generation + 1)
            own = self.withdrawals()
            self._changes.leave_out(index, lease, identity.dimension, own, withdrawn, self)
            self._changes.take_place(index, lease)
        self._adopt(identity)
        return Rollback(now=self.index_state(), before=before, replaced=replaced)

    def save_snapshot(self, place: str, name: str) -> IndexState:
        self._check_open()
        # The parts of an index are copied one after the other: nobody may write meanwhile.
        with self._changes.alone() as lease:
            state = self.index_state()
            Repository(self._client, place).save(lease.head.name, name, state)
        return state

    def restore_snapshot(
        self,
        place: str,
        name: str,
        *,
        embedder: str,
        dimension: int,
        withdrawn: Iterable[Withdrawal] = (),
    ) -> IndexState:
        wanted = self._in_use(embedder=embedder, dimension=dimension)
        present = self.index_state()
        with explained(self.url):
            repository = Repository(self._client, place)
            stored = repository.read_state(name)
        identity = identity_of(stored)
        check_snapshot(name, identity, wanted, present)
        with self._changes.replacing() as (new, lease):
            repository.restore(name, new.name)
            generation = max(lease.head.generation, stored.generation) + 1
            self._changes.bring_forward(new, generation)
            reader = self._reader_of(new, identity)
            expected = replace(stored, generation=generation)
            if reader.index_state() != expected or any(reader._contradictions()):
                raise UnsoundIndexError(self.url, f"the snapshot {name} is not whole")
            own = self.withdrawals()
            self._changes.leave_out(new, lease, identity.dimension, own, withdrawn, self)
        self._adopt(identity)
        return self.index_state()

    def close(self) -> None:
        self._closed = True
        self._client.close()

    def _create(self, identity: Identity | None) -> str:
        """The name of a new index behind the alias."""
        if identity is None:
            raise StoreUnavailableError(
                self.url, f"there is no index {self._alias}. Run `puente ingest` to make it."
            )
        name = indices.next_name(self._client, self._alias)
        index = indices.make(self._client, name, identity, 0)
        indices.point(self._client, self._alias, index.name)
        return index.name

    def _in_use(self, *, embedder: str | None = None, dimension: int | None = None) -> Identity:
        """Identity of an index made now, by the encoder of this one or another."""
        return Identity(
            embedder=embedder or self._identity.embedder,
            dimension=dimension or self._identity.dimension,
        )

    def _adopt(self, identity: Identity) -> None:
        """Go on with the index that has just taken the place of the one before."""
        self._identity = identity
        self._known = None

    def _contradictions(self) -> Iterator[str]:
        """Contradictions in the index, a line each: what is missing or has no owner."""
        with self._reading() as (view, _):
            expected = {stored.document.id: stored.size for stored in view.stored()}
            found = dict(view.index.value_counts("document_id", view.query("segment")))
        lacking = sum(found.get(key, 0) != size for key, size in expected.items())
        orphaned = len(found.keys() - expected.keys())
        if lacking:
            yield f"{lacking} documents whose segments are not all there"
        if orphaned:
            yield f"{orphaned} documents that have segments and no record"

    def _reader_of(self, index: Index, identity: Identity) -> "OpenSearchStore":
        """Reader of one index, whatever the alias points to."""
        reader = copy(self)
        reader._alias, reader._identity, reader._checked = index.name, identity, {index.name}
        reader._known = None
        return reader

    def _read(self, answer: Callable[[OpenSearchView], _Answer]) -> _Answer:
        """Read from the visible generation; one request, unless that has changed."""
        try:
            with self.view() as view:
                return answer(view)
        except IndexChangedError:
            with self.view(newest=True) as view:
                return answer(view)

    @contextmanager
    def _reading(self) -> Iterator[tuple[OpenSearchView, IndexHead]]:
        """A view of the generation that is visible now, and the head that says so."""
        self._check_open()
        with explained(self.url):
            head, _ = self._look()
            view = OpenSearchView(Index(self._client, head.name), queries.visible(head.generation))
            yield view, head

    def _look(self) -> tuple[IndexHead, OpenSearchGeneration]:
        """The head of the visible generation, and what is known of that generation."""
        head = read_head(self._client, self._alias)
        self._check(head.name)
        known = self._known
        if known is None or (known.name, known.number) != (head.name, head.generation):
            known = self._known = OpenSearchGeneration(head.name, head.generation)
        return head, known

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailableError(self.url, "it was closed. Open it again.")

    def _check(self, name: str) -> None:
        """Raise IndexMismatchError when another encoder has made the index meanwhile."""
        if name not in self._checked:
            stored = indices.read_identity(self._client, name)
            if stored is not None:
                check_identity(self.url, stored, self._identity)
            self._checked.add(name)


def has_index(url: str, access: Access) -> bool:
    """Test whether there is an index at an address; raises StoreUnavailableError."""
    client = connect(url, access)
    try:
        with explained(url), deadline_in(OPENING_SECONDS):
            check_engine(client, url)
            return indices.current(client, parse_address(url).alias) is not None
    finally:
        client.close()


def find_snapshots(url: str, place: str, access: Access) -> BackupPlace:
    """List the snapshots of a repository; raises SnapshotPlaceError or StoreUnavailableError."""
    client = connect(url, access)
    try:
        with explained(url):
            repository = Repository(client, place)
            return BackupPlace(name=repository.place, names=frozenset(repository.names()))
    finally:
        client.close()


def _now() -> int:
    return round(time.time() * 1000)
