"""The distributed store: an index of OpenSearch behind an alias."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from puente.errors import StoreUnavailableError
from puente.records import (
    Alignment,
    Document,
    DocumentId,
    Filters,
    IndexState,
    Segment,
    SegmentId,
    WorkId,
)
from puente.store import opensearch_index, opensearch_queries
from puente.store.access import Access
from puente.store.bm25 import Bm25Options
from puente.store.identity import SCHEMA, Identity, check_identity
from puente.store.opensearch_address import parse_address
from puente.store.opensearch_bulk import BulkWriter
from puente.store.opensearch_client import check_engine, connect, explained
from puente.store.opensearch_generation import CheckedIndex, Generation
from puente.store.opensearch_index import Index
from puente.store.opensearch_lease import Head, Lease, read_head, take_lease
from puente.store.opensearch_question import QuestionView
from puente.store.opensearch_view import View
from puente.store.opensearch_writer import OpenSearchWriter
from puente.store.protocol import IndexChangedError, Store

# A search that takes longer has been given up: what was replaced before that can go.
_KEPT_SECONDS = 60


_Answer = TypeVar("_Answer")


class OpenSearchStore(Store):
    """A Store in a cluster; any number of readers, and one writer at a time."""

    def __init__(
        self,
        url: str,
        *,
        identity: Identity | None,
        create: bool,
        options: Bm25Options = Bm25Options(),
        access: Access = Access(),
        busy_seconds: float = 30.0,
    ) -> None:
        """Open the index; with no identity whatever made it is accepted."""
        self.url = url
        self._alias = parse_address(url).alias
        self._options = options
        self._busy_seconds = busy_seconds
        self._closed = False
        self._client = connect(url, access)
        self._known: Generation | None = None
        with explained(url):
            check_engine(self._client, url)
            name = opensearch_index.current(self._client, self._alias)
            if name is None:
                name = self._create(identity if create else None)
            stored = opensearch_index.read_identity(self._client, name)
        if stored is None:
            raise StoreUnavailableError(
                url, f"{self._alias} is not an index of Puente. Give another name."
            )
        self._identity = identity or replace(stored, schema=SCHEMA)
        check_identity(url, stored, self._identity)
        self._checked = {name}

    @contextmanager
    def view(self, *, newest: bool = False) -> Iterator[QuestionView]:
        self._check_open()
        with explained(self.url):
            known = self._known
            if newest or known is None:
                _, known = self._look()
                index = Index(self._client, known.name)
            else:
                index = CheckedIndex(self._client, self._alias, known)
            yield QuestionView(index, known, self._options)

    def segments(self, ids: Sequence[SegmentId]) -> tuple[Segment, ...]:
        return self._read(lambda view: view.segments(ids))

    def segments_of(self, document_id: DocumentId) -> tuple[Segment, ...]:
        def read(view: View) -> tuple[Segment, ...]:
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
        conditions = opensearch_queries.filter_conditions(filters)
        return self._read(
            lambda view: tuple(stored.document for stored in view.stored(*conditions))
        )

    def versions(self, work_id: WorkId) -> tuple[Document, ...]:
        found = self._read(lambda view: [stored.document for stored in view.of_work(work_id)])
        return tuple(sorted(found, key=lambda document: (document.language, document.id)))

    def alignment(self, first: DocumentId, second: DocumentId) -> Alignment | None:
        pair = [first, second]
        with self._reading() as (view, _):
            sides = {"terms": {"source_id": pair}}, {"terms": {"target_id": pair}}
            for link in view.links(*sides):
                if {link.source_id, link.target_id} == {first, second}:
                    return view.alignment(link)
        return None

    def alignments(self) -> tuple[Alignment, ...]:
        """All alignments, in the order in which they were linked."""
        with self._reading() as (view, _):
            return tuple(view.alignment(link) for link in view.links())

    def index_state(self) -> IndexState:
        with self._reading() as (view, head):
            documents, segments, alignments = view.counts()
        identity = self._identity
        return IndexState(
            schema=identity.schema,
            analyzer=identity.analyzer,
            embedder=identity.embedder,
            dimension=identity.dimension,
            documents=documents,
            segments=segments,
            alignments=alignments,
            generation=head.generation,
            pairing_is_due=head.source["pairing_is_due"],
        )

    def problems(self) -> tuple[str, ...]:
        with self._reading() as (view, _):
            expected = {stored.document.id: stored.size for stored in view.stored()}
            found = dict(view.index.value_counts("document_id", view.query("segment")))
        lacking = sum(found.get(key, 0) != size for key, size in expected.items())
        orphaned = len(found.keys() - expected.keys())
        return tuple(
            f"{count} {what}"
            for count, what in (
                (lacking, "documents whose segments are not all there"),
                (orphaned, "documents that have segments and no record"),
            )
            if count
        )

    @contextmanager
    def writing(self) -> Iterator[OpenSearchWriter]:
        with self._alone() as lease:
            index, generation = Index(self._client, lease.head.name), lease.head.generation + 1
            self._clear_leftovers(index, generation)
            writer = self._writer(index, generation, lease, self._identity.dimension)
            try:
                yield writer
                if writer.has_changed:
                    writer.finish(_now())
                    lease.end(writer.head)
            finally:
                if not lease.has_ended:
                    if writer.has_changed:
                        self._clear_leftovers(index, generation)
                    lease.end({})

    @contextmanager
    def rebuilding(
        self, *, embedder: str | None = None, dimension: int | None = None
    ) -> Iterator[OpenSearchWriter]:
        identity = Identity(
            embedder=embedder or self._identity.embedder,
            dimension=dimension or self._identity.dimension,
        )
        with self._alone(any_identity=True) as lease:
            old, before = lease.head.name, lease.head.generation
            self._drop_others(old)
            new = opensearch_index.make(self._client, self._alias, identity, before)
            try:
                writer = self._writer(new, before + 1, lease, identity.dimension)
                yield writer
                writer.finish(_now())
                lease.check()
                new.write_head(writer.head)
                opensearch_index.point(self._client, self._alias, new.name)
                self._identity = identity
            finally:
                if opensearch_index.current(self._client, self._alias) != new.name:
                    opensearch_index.drop(self._client, new.name)
                lease.end({})

    def close(self) -> None:
        self._closed = True
        self._client.close()

    def _create(self, identity: Identity | None) -> str:
        """The name of a new index behind the alias."""
        if identity is None:
            raise StoreUnavailableError(
                self.url, f"there is no index {self._alias}. Run `puente ingest` to make it."
            )
        index = opensearch_index.make(self._client, self._alias, identity, 0)
        opensearch_index.point(self._client, self._alias, index.name)
        return index.name

    def _writer(
        self, index: Index, generation: int, lease: Lease, dimension: int
    ) -> OpenSearchWriter:
        def send(lines: str) -> Mapping[str, object]:
            lease.check()
            return index.bulk(lines)

        bulk = BulkWriter(self.url, send)
        return OpenSearchWriter(index, generation, lease.head.source, dimension, bulk)

    def _clear_leftovers(self, index: Index, generation: int) -> None:
        """Undo what a writer of this generation left, and remove what nobody reads any more."""
        index.refresh()
        staged = {"bool": {"filter": opensearch_queries.written_by(generation)}}
        marked = opensearch_queries.replaced_by(generation)
        old = opensearch_queries.replaced_before(generation - 1, _now() - _KEPT_SECONDS * 1000)
        counts = index.search_together(
            [opensearch_queries.count_body(query) for query in (staged, marked, old)]
        )
        are_there = [answer["hits"]["total"]["value"] > 0 for answer in counts]
        if are_there[0]:
            index.remove(staged)
        if are_there[1]:
            index.restore(marked)
        if are_there[2]:
            index.remove(old)

    def _drop_others(self, current: str) -> None:
        """Remove half-built indices, and the one that was kept when this one took its place."""
        for name in opensearch_index.names(self._client, self._alias):
            if name != current:
                opensearch_index.drop(self._client, name)

    @contextmanager
    def _alone(self, *, any_identity: bool = False) -> Iterator[Lease]:
        """The lease of the index that the alias points to."""
        self._check_open()
        look = (lambda _: None) if any_identity else self._check
        try:
            with explained(self.url):
                yield take_lease(self.url, self._client, self._alias, self._busy_seconds, look)
        finally:
            self._known = None  # after a write of its own a store need not find out

    def _read(self, answer: Callable[[View], _Answer]) -> _Answer:
        """What an answer makes of the visible generation; one request, unless that has changed."""
        try:
            with self.view() as view:
                return answer(view)
        except IndexChangedError:
            with self.view(newest=True) as view:
                return answer(view)

    @contextmanager
    def _reading(self) -> Iterator[tuple[View, Head]]:
        """A view of the generation that is visible now, and the head that says so."""
        self._check_open()
        with explained(self.url):
            head, _ = self._look()
            view = View(Index(self._client, head.name), opensearch_queries.visible(head.generation))
            yield view, head

    def _look(self) -> tuple[Head, Generation]:
        """The head of the visible generation, and what is known of that generation."""
        head = read_head(self._client, self._alias)
        self._check(head.name)
        known = self._known
        if known is None or (known.name, known.number) != (head.name, head.generation):
            known = self._known = Generation(head.name, head.generation)
        return head, known

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailableError(self.url, "it was closed. Open it again.")

    def _check(self, name: str) -> None:
        """Raise IndexMismatchError when another encoder has made the index meanwhile."""
        if name not in self._checked:
            stored = opensearch_index.read_identity(self._client, name)
            if stored is not None:
                check_identity(self.url, stored, self._identity)
            self._checked.add(name)


def has_index(url: str, access: Access) -> bool:
    """Whether there is an index at an address; raises StoreUnavailableError."""
    client = connect(url, access)
    try:
        with explained(url):
            return opensearch_index.current(client, parse_address(url).alias) is not None
    finally:
        client.close()


def _now() -> int:
    return round(time.time() * 1000)
