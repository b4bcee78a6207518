"""A store while files are put into it: which it knows, and what a new one is called there."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.pipeline.stable_ids import keep_addresses, settle_name
from ingest.pipeline.worker_protocol import ReadDocument
from ingest.sources.listing import SourceFile
from puente.embedding.protocol import Embedder
from puente.model.documents import Document, Visibility
from puente.model.identifiers import DocumentId
from puente.model.queries import Role
from puente.model.reports import FileReport, Outcome
from puente.store.protocol import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Destination of files that their manifest does not send elsewhere."""

    collection: str = "oas"
    visibility: Visibility = Visibility.PUBLIC


class IndexSync:
    """A store, and the documents it is known to have."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self.store = store
        self._embedder = embedder
        self._known: dict[DocumentId, Document] = {}
        self._by_place: dict[str, Document] = {}
        self._by_checksum: dict[str, Document] = {}
        self._has_changed = False
        self._was_due = store.index_state().pairing_is_due
        self._were_aligned = frozenset(aligned(store))
        documents = store.documents()
        self._had = frozenset(map(version_of, documents))
        for document in documents:
            self._remember(document)

    def recognise(self, file: SourceFile, destination: Destination) -> FileReport | None:
        """The report of a file that is unchanged or a duplicate; None for one to be read."""
        old = self._old(file)
        told = (file.checksum, _stated(file, destination))
        if old and (old.checksum, old.stated) == told and not _was_renamed(old, file):
            return _report(file, Outcome.UNCHANGED, old)
        if old is None and (same := self._by_checksum.get(file.checksum)):
            return _report(file, Outcome.DUPLICATE, same)
        return None

    def put(self, file: SourceFile, destination: Destination, read: ReadDocument) -> FileReport:
        """Write the document of a file in one transaction, in the place of its old one."""
        old = self._old(file)
        document = replace(
            read.document, stated=_stated(file, destination), place=place_of(file.path)
        )
        read = settle_name(replace(read, document=document), old, self._known)
        if old and old.id == read.document.id:
            read = keep_addresses(read, self.store.segments_of(old.id))
        vectors = self._embedder.embed([s.text for s in read.segments], role=Role.PASSAGE)
        with self.store.writing() as writer:
            if old and old.id != read.document.id:
                writer.delete(old.id)
            writer.put(read.document, read.segments, vectors)
        self._has_changed = True
        if old:
            self._forget(old)
        self._remember(read.document)
        return replace(
            _report(file, Outcome.REPLACED if old else Outcome.ADDED, read.document),
            segments=len(read.segments),
            unread_pages=read.unread_pages,
            detail="; ".join(read.remarks) or None,
        )

    def pairing_is_due(self) -> bool:
        """Test for versions that are to be looked for, by this run or one beside it."""
        return self._has_changed or self.store.index_state().pairing_is_due

    def fresh(self) -> frozenset[DocumentId] | None:
        """The documents that came, or lost a version; None if a run before was cut off.

        Those of a run beside this one are among them: it may be cut off, too.
        """
        if self._was_due:
            return None
        came = {each.id for each in self.store.documents() if version_of(each) not in self._had}
        lost = self._were_aligned.difference(aligned(self.store))
        return frozenset(came.union(*lost))

    def give_up(self, file: SourceFile) -> None:
        """Remove the document of a file that is now on another index."""
        document = self._by_place.get(place_of(file.path))
        if document:
            self.remove(document.id)

    def remove(self, document_id: DocumentId) -> None:
        """Remove a document."""
        with self.store.writing() as writer:
            writer.delete(document_id)
        self._has_changed = True
        self._forget(self._known[document_id])

    def gone_from(self, folder: Path) -> Iterator[DocumentId]:
        """The documents whose file lay in the folder and is no longer there."""
        below = Path(os.path.realpath(folder))
        for document in self._known.values():
            if _is_gone(document, below):
                yield document.id

    def _old(self, file: SourceFile) -> Document | None:
        """The document that the file gave before, also where it was renamed or its folder moved."""
        old = self._by_place.get(place_of(file.path))
        same = self._by_checksum.get(file.checksum)
        if old or same is None:
            return old
        return same if same.source == file.source or _was_renamed(same, file) else None

    def _remember(self, document: Document) -> None:
        self._known[document.id] = document
        self._by_place[document.place] = document
        self._by_checksum[document.checksum] = document

    def _forget(self, document: Document) -> None:
        del self._known[document.id]
        self._by_place.pop(document.place, None)
        self._by_checksum.pop(document.checksum, None)


def aligned(store: Store) -> tuple[tuple[DocumentId, DocumentId], ...]:
    """The documents that are aligned, two and two."""
    return tuple((each.source_id, each.target_id) for each in store.alignments())


def version_of(document: Document) -> tuple[DocumentId, str, str]:
    """The mark of a document that is another whenever it is put."""
    return document.id, document.checksum, document.stated


def _was_renamed(document: Document, file: SourceFile) -> bool:
    """Test for a document whose file is gone from the folder of a file with another name."""
    folder = file.path.parents[len(Path(file.source).parts) - 1]
    return document.source != file.source and _is_gone(document, Path(os.path.realpath(folder)))


def _is_gone(document: Document, folder: Path) -> bool:
    """Test for a document whose file lay in the folder and is no longer there."""
    path = folder / document.source
    return document.place == _fingerprint_of(path) and not os.path.lexists(path)


def place_of(path: Path) -> str:
    """A fingerprint of where a file lies, which tells it from others of the same name."""
    return _fingerprint_of(Path(os.path.realpath(path)))


def _fingerprint_of(path: Path) -> str:
    return _fingerprint(os.fsencode(path).hex())


def _stated(file: SourceFile, destination: Destination) -> str:
    """A fingerprint of what the manifest and the command say of a file."""
    collection = file.given.collection or destination.collection
    return _fingerprint(collection, file.given.model_dump_json(exclude_none=True))


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _report(file: SourceFile, outcome: Outcome, document: Document) -> FileReport:
    return FileReport(source=file.source, outcome=outcome, document_id=document.id)
