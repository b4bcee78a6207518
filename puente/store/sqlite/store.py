"""The embedded store: one SQLite file, read by numpy."""

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import apsw
import numpy as np
from numpy.typing import NDArray

from puente.errors import DocumentNotFoundError, StoreBusyError, StoreUnavailableError
from puente.model.alignments import Alignment, AlignmentSummary, Correction
from puente.model.documents import Document
from puente.model.filters import Filters
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.index import IndexState
from puente.model.reports import Proposal
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal, covered
from puente.store.addresses.histories import brought_back
from puente.store.backend import OpeningOptions
from puente.store.compatibility import (
    SCHEMA,
    Identity,
    check_identity,
    check_kept,
    check_snapshot,
    identity_of,
)
from puente.store.deadline import seconds_to_wait
from puente.store.protocol import Reader, Rollback, Store, accept, unfinished
from puente.store.quantisation import Quantised
from puente.store.serialization import document_from, segment_from
from puente.store.sqlite import backups, file
from puente.store.sqlite.disk import checksums
from puente.store.sqlite.disk.permissions import has_log, is_writable, open_to_others, state_of
from puente.store.sqlite.generation import SqliteGeneration
from puente.store.sqlite.integrity import find_problems
from puente.store.sqlite.view import SqliteView
from puente.store.sqlite.writer import SqliteWriter


class SqliteStore(Store):
    """A Store in one file; threads read side by side, one writes at a time."""

    def __init__(self, url: str, options: OpeningOptions) -> None:
        """Open the file."""
        self.url = url
        self._path = file.path_of(url)
        self._scratch_path = self._path.with_name(f"{self._path.name}.rebuilding")
        self._kept_path = self._path.with_name(f"{self._path.name}.before")
        self._bm25 = options.bm25
        self._busy_seconds = options.busy_seconds
        self._is_writable = not self._path.exists() or is_writable(self._path)
        self._threads = threading.local()
        self._connections: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._closed = False
        self._snapshot: SqliteGeneration | None = None
        self._snapshot_lock = threading.Lock()
        self._write_lock = threading.Lock()
        with file.explained(url):
            self._writer = self._open(create=options.create, identity=options.identity)
            stored = file.read_identity(self._writer)
        self._identity = options.identity or replace(stored, schema=SCHEMA)
        check_identity(url, stored, self._identity)

    @contextmanager
    def view(
        self, *, newest: bool = False, within: tuple[str, ...] | None = None
    ) -> Iterator[SqliteView]:
        with self._reading() as view:  # a transaction always sees what was committed last
            yield view if within is None else view.within(within)

    def segments(self, ids: Sequence[SegmentId]) -> tuple[Segment, ...]:
        with self._reading() as view:
            return tuple(view.segment(segment_id) for segment_id in ids)

    def segments_of(self, document_id: DocumentId) -> tuple[Segment, ...]:
        with self._reading() as view:
            first, count = view.span(document_id)
            rows = view.select(
                "SELECT record FROM segment WHERE n >= ? AND n < ? ORDER BY n",
                (first, first + count),
            )
            return tuple(segment_from(record) for (record,) in rows)

    def vectors_of(self, document_id: DocumentId) -> NDArray[np.float32]:
        with self._reading() as view:
            _, count = view.span(document_id)
            [[scales, data]] = view.select(
                "SELECT scales, data FROM vector JOIN document ON n = document_n WHERE id = ?",
                (document_id,),
            )
            rows = np.frombuffer(data, np.int8).reshape(count, self._identity.dimension)
            return Quantised(rows=rows, scales=np.frombuffer(scales, "<f4")).restored()

    def document(self, document_id: DocumentId) -> Document:
        with self._reading() as view:
            for document in view.documents("id = ?", document_id):
                return document
        raise DocumentNotFoundError(document_id)

    def documents(self, filters: Filters = Filters()) -> tuple[Document, ...]:
        with self._reading() as view:
            return tuple(view.documents_passing(filters))

    def document_ids(self) -> tuple[DocumentId, ...]:
        with self._reading() as view:
            rows = view.select("SELECT id FROM document ORDER BY id")
            return tuple(DocumentId(document_id) for (document_id,) in rows)

    def documents_named(self, ids: Iterable[DocumentId]) -> tuple[Document, ...]:
        with self._reading() as view:
            return tuple(view.documents_among("id", ids))

    def documents_of_works(self, ids: Iterable[WorkId]) -> tuple[Document, ...]:
        with self._reading() as view:
            found = view.documents_among("work_id", ids)
            return tuple(sorted(found, key=lambda document: (document.language, document.id)))

    def alignment(self, first: DocumentId, second: DocumentId) -> Alignment | None:
        with self._reading() as view:
            pair = "source.id IN (?1, ?2) AND target.id IN (?1, ?2)"
            return next(view.alignments(pair, first, second), None)

    def alignments(self) -> tuple[AlignmentSummary, ...]:
        with self._reading() as view:
            return tuple(view.summaries())

    def corrections(self, first: DocumentId, second: DocumentId) -> tuple[Correction, ...]:
        with self._reading() as view:
            return tuple(view.corrections(first, second))

    def corrected_pairs(self) -> tuple[tuple[DocumentId, DocumentId], ...]:
        with self._reading() as view:
            return view.corrected_pairs()

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        with self._reading() as view:
            return tuple(view.withdrawals())

    def histories(self, name: str | None = None) -> tuple[AddressHistory, ...]:
        with self._reading() as view:
            return tuple(view.histories(name))

    def proposals(self) -> tuple[Proposal, ...]:
        with self._reading() as view:
            return file.read_proposals(view.connection)

    def index_state(self) -> IndexState:
        with self._reading() as view:
            return file.read_state(view.connection)

    def problems(self) -> tuple[str, ...]:
        """Problems of the file, in words: damage and contradictions; empty when it is sound."""
        with self._reading() as view:
            found = find_problems(view.connection, self._identity.dimension)
            if not checksums.are_on(view.connection):
                found += ("its pages have no checksums (`puente reindex` adds them)",)
        shown = (
            f"{path.name} can be read by other users (chmod 600 {path})"
            for path in open_to_others(self._path)
        )
        leftover = (unfinished(self._scratch_path.name),) if self._has_leftover() else ()
        return (*found, *shown, *leftover)

    @contextmanager
    def writing(self) -> Iterator[SqliteWriter]:
        with self._alone(), file.explained(self.url):
            with file.transaction(self._writer, "IMMEDIATE"):
                with suppress(apsw.BusyError):  # an index that has just taken this one's place
                    file.remove_leftover(self._scratch_path)
                stored = file.read_identity(self._writer)
                check_identity(self.url, stored, self._in_use())
                before = self._writer.total_changes()
                writer = SqliteWriter(self._writer, self._identity.dimension)
                yield writer
                writer.finish()
                if self._writer.total_changes() > before:
                    generation = file.read_generation(self._writer)
                    file.write_generation(self._writer, generation + 1)
            if writer.has_deleted:
                file.forget_log(self._writer)

    @contextmanager
    def rebuilding(
        self,
        *,
        embedder: str | None = None,
        dimension: int | None = None,
        check: Callable[[Reader], None] = accept,
    ) -> Iterator[SqliteWriter]:
        identity = self._in_use(embedder=embedder, dimension=dimension)
        with self._replacing() as path:
            scratch = file.connect_scratch(path)
            with closing(scratch), file.transaction(scratch, "EXCLUSIVE"):
                file.create_index(scratch, identity)
                writer = SqliteWriter(scratch, identity.dimension)
                yield writer
                writer.finish()
            new = SqliteStore(
                f"{file.SCHEME}{path}", OpeningOptions(identity=identity, create=False)
            )
            with closing(new):
                check(new)

    def roll_back(
        self, *, embedder: str, dimension: int, withdrawn: Iterable[Withdrawal] = ()
    ) -> Rollback:
        before, own = self.index_state(), self.withdrawals()
        with self._alone(), file.explained(self.url):
            with closing(backups.open_kept(self.url, self._kept_path)) as kept:
                identity = file.read_identity(kept)
                wanted = self._in_use(embedder=embedder, dimension=dimension)
                check_kept(self.url, identity, wanted)
                replaced = file.read_time_replaced(kept)
                _leave_out(self, kept, own, withdrawn)
                backups.replace_index(
                    self.url, self._writer, kept, self._scratch_path, before.generation
                )
                self._identity = identity
            self._scratch_path.replace(self._kept_path)
        return Rollback(now=self.index_state(), before=before, replaced=replaced)

    def save_snapshot(self, place: str, name: str) -> IndexState:
        folder = backups.snapshot_folder(self.url, place)
        with self._reading() as view:
            return backups.save(view.connection, folder, name)

    def restore_snapshot(
        self,
        place: str,
        name: str,
        *,
        embedder: str,
        dimension: int,
        withdrawn: Iterable[Withdrawal] = (),
    ) -> IndexState:
        folder = backups.snapshot_folder(self.url, place)
        with closing(backups.open_snapshot(folder, name)) as snapshot:
            found = identity_of(backups.check_sound(snapshot, name))
            wanted = self._in_use(embedder=embedder, dimension=dimension)
            check_snapshot(name, found, wanted, self.index_state())
            with self._replacing() as path:
                backups.copy_to(path, snapshot)
                own = self.withdrawals()  # nobody can write, so there are no others
                with closing(file.open_file(path)) as copy:
                    checksums.add(copy)  # it may be from before there were any
                with closing(file.connect_scratch(path)) as copy:
                    _leave_out(self, copy, own, withdrawn)
        return self.index_state()

    def close(self) -> None:
        self._closed = True
        self._snapshot = None
        for connection in list(self._connections):
            connection.close()

    def _in_use(self, *, embedder: str | None = None, dimension: int | None = None) -> Identity:
        """Identity of an index made now, by the encoder of this one or another."""
        return Identity(
            embedder=embedder or self._identity.embedder,
            dimension=dimension or self._identity.dimension,
        )

    def _open(self, *, create: bool, identity: Identity | None) -> apsw.Connection:
        """The writer's connection, to a file that holds an index."""
        if not create and not self._path.exists():
            raise StoreUnavailableError(
                self.url, f"{self._path} does not exist. Run `puente ingest` to make it."
            )
        connection = self._connect(create=create)
        with file.transaction(connection, "DEFERRED"):
            has_index = file.has_index(connection)
            if has_index:
                checksums.check_are_on(connection)
        if has_index:
            file.add_corrections(connection)
            return connection
        if not create or identity is None or not file.is_blank(connection):
            raise StoreUnavailableError(
                self.url, "the file is not an index of Puente. Give another path."
            )
        with file.transaction(connection, "IMMEDIATE"):
            if not file.has_index(connection):  # another process may have come first
                file.create_index(connection, identity)
        return connection

    def _connect(self, *, create: bool = False) -> apsw.Connection:
        connection = file.connect(self._path, busy_seconds=self._busy_seconds, create=create)
        self._connections.add(connection)
        return connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps this process's other writers out."""
        if self._closed:
            raise StoreUnavailableError(self.url, "it was closed. Open it again.")
        wait = seconds_to_wait(self._busy_seconds)
        if not self._write_lock.acquire(timeout=wait):
            raise StoreBusyError(
                self.url, "another write is under way. Try again when that has ended."
            )
        try:
            self._writer.set_busy_timeout(round(wait * 1000))
            yield
        finally:
            self._write_lock.release()

    @contextmanager
    def _reading(self) -> Iterator[SqliteView]:
        """A view of one consistent state, whatever other processes commit meanwhile."""
        if self._closed:
            raise StoreUnavailableError(self.url, "it was closed. Open it again.")
        with (
            file.explained(self.url),
            self._unchanged() as connection,
            file.transaction(connection, "DEFERRED"),
        ):
            yield SqliteView(connection, self._snapshot_of(connection))

    @contextmanager
    def _unchanged(self) -> Iterator[apsw.Connection]:
        """This thread's connection; raises StoreBusyError for a file that changes under it.

        SQLite locks the file, but for one in a folder that cannot be written and without a log:
        there a write by another user shows in the state of the file only.
        """
        threads = self._threads
        is_locked = self._is_writable or has_log(self._path)
        state = None if is_locked else state_of(self._path)
        if getattr(threads, "connection", None) is None or threads.state != state:
            threads.connection, threads.state = self._connect(), state
        yield threads.connection
        if state is not None and state_of(self._path) != state:
            raise StoreBusyError(self.url, "it was written to while it was read. Try again.")

    def _snapshot_of(self, connection: apsw.Connection) -> SqliteGeneration:
        """The snapshot of the generation that the connection reads."""
        generation = file.read_generation(connection)
        snapshot = self._snapshot
        if snapshot is not None and snapshot.generation == generation:
            return snapshot
        with self._snapshot_lock:
            snapshot = self._snapshot
            if snapshot is None or snapshot.generation != generation:
                # Another process may have rebuilt the index with another encoder.
                stored = file.read_identity(connection)
                check_identity(self.url, stored, self._identity)
                snapshot = SqliteGeneration(connection, generation, stored.dimension, self._bm25)
                self._snapshot = snapshot
            return snapshot

    @contextmanager
    def _replacing(self) -> Iterator[Path]:
        """Path for a new index, which takes this one's place at the end; this one is kept.

        Others can read meanwhile, and cannot write.
        """
        with self._alone(), file.explained(self.url), ExitStack() as stack:
            with file.transaction(self._writer, "IMMEDIATE"):
                generation = file.read_generation(self._writer)
                file.remove_leftover(self._scratch_path)
                stack.callback(self._scratch_path.unlink, missing_ok=True)
                yield self._scratch_path
                # Locked, or a writer that comes between this lock and the next would remove it.
                new = stack.enter_context(closing(file.connect_scratch(self._scratch_path)))
                identity = file.read_identity(new)
            backups.replace_index(self.url, self._writer, new, self._kept_path, generation)
            self._identity = identity

    def _has_leftover(self) -> bool:
        """Test whether a rebuild was cut off; one that is under way keeps the index locked."""
        if not self._is_writable or not self._scratch_path.exists():
            return False
        with closing(file.connect(self._path, busy_seconds=0)) as connection:
            try:
                with file.transaction(connection, "IMMEDIATE"):
                    return self._scratch_path.exists()
            except apsw.BusyError:
                return False


def _leave_out(
    present: Reader,
    connection: apsw.Connection,
    own: Sequence[Withdrawal],
    others: Iterable[Withdrawal],
) -> None:
    """Take out of an index that is brought back what was withdrawn since, from it or another.

    The addresses that the present one has told since go on to lead somewhere.
    """
    connection.execute("PRAGMA secure_delete = ON")
    with file.transaction(connection, "IMMEDIATE"):
        writer = SqliteWriter(connection, file.read_identity(connection).dimension)
        for each in own:
            writer.withdraw(each)
        rows = file.select(connection, "SELECT record, work_id FROM document ORDER BY id")
        documents = [replace(document_from(record), work_id=work) for record, work in rows]
        gone = covered(documents, own, others)
        for document_id in gone:
            writer.delete(document_id)
        there = (each for each in documents if each.id not in gone)
        for history in brought_back(present, there, partial(_segments_of, connection)):
            writer.keep_history(history)
        writer.finish()


def _segments_of(connection: apsw.Connection, document_id: DocumentId) -> list[Segment]:
    """The segments of a document in an index that is brought back, in order."""
    rows = file.select(
        connection,
        "SELECT segment.record FROM segment JOIN document ON document.n = document_n"
        " WHERE document.id = ? ORDER BY segment.n",
        (document_id,),
    )
    return [segment_from(record) for (record,) in rows]
