"""Runs the stages over files and folders, and writes what they make into stores."""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.align import Similarity, align
from ingest.manifest import SourceFile, list_files
from ingest.naming import keep_addresses, settle_name
from ingest.pair import Entry, pair, unpaired_translations
from ingest.read import ReadDocument, read_document
from puente.embedding import Embedder
from puente.errors import ExtractionError
from puente.records import (
    Document,
    DocumentId,
    DocumentPair,
    Outcome,
    Reason,
    Role,
    Visibility,
)
from puente.store.protocol import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a long piece of work is: `done` of `total`, and what is under way."""

    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file; a rejected one says why."""

    source: str
    outcome: Outcome
    document_id: DocumentId | None = None
    segments: int = 0
    reason: Reason | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What became of all files, with the pairs of the stores that changed.

    `unpaired` are translations whose original is missing.
    """

    files: tuple[FileReport, ...]
    pairs: tuple[DocumentPair, ...] = ()
    unpaired: tuple[DocumentId, ...] = ()

    @property
    def rejected(self) -> tuple[FileReport, ...]:
        """The files that were refused."""
        return tuple(each for each in self.files if each.outcome is Outcome.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where files go that their manifest does not send elsewhere."""

    collection: str = "oas"
    visibility: Visibility = Visibility.PUBLIC


class Stores(Protocol):
    """The stores of one installation."""

    def create(self, visibility: Visibility) -> Store:
        """The store of one visibility, made where there is none."""

    def find(self, visibility: Visibility) -> Store | None:
        """The store of one visibility if it was ever made."""


def ingest(
    paths: Iterable[Path],
    stores: Stores,
    embedder: Embedder,
    destination: Destination = Destination(),
    report_progress: Callable[[Progress], None] = lambda _: None,
) -> IngestReport:
    """Bring the stores up to date with files and folders; what is unchanged is left alone.

    Each document is one transaction. A file that cannot be read is reported and stops nothing. A
    file that goes to another visibility leaves the store of its old one.
    """
    files = list_files(paths)
    shelves: dict[Visibility, _Shelf] = {}
    for visibility in Visibility:
        if (store := stores.find(visibility)) is not None:
            shelves[visibility] = _Shelf(store, embedder)
    reports = []
    for done, file in enumerate(files):
        report_progress(Progress(done=done, total=len(files), what=file.source))
        visibility = file.given.visibility or destination.visibility
        if visibility not in shelves:
            shelves[visibility] = _Shelf(stores.create(visibility), embedder)
        report = shelves[visibility].take(file, destination)
        reports.append(report)
        if report.outcome is not Outcome.REJECTED:
            for other in shelves.keys() - {visibility}:
                shelves[other].give_up(file)
    found = _Pairing()
    for shelf in shelves.values():
        if shelf.store.index_state().pairing_is_due:
            report_progress(Progress(done=len(files), total=len(files), what="pair"))
            found += link_versions(shelf.store, embedder)
    return IngestReport(files=tuple(reports), pairs=found.pairs, unpaired=found.unpaired)


class _Shelf:
    """A store while files are put into it, and the documents it is known to have."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self.store = store
        self._embedder = embedder
        self._known: dict[DocumentId, Document] = {}
        self._by_place: dict[str, Document] = {}
        self._by_checksum: dict[str, Document] = {}
        for document in store.documents():
            self._remember(document)

    def take(self, file: SourceFile, destination: Destination) -> FileReport:
        """Store the document of one file, unless it is here already or cannot be read."""
        collection = file.given.collection or destination.collection
        stated = _fingerprint(collection, file.given.model_dump_json(exclude_none=True))
        old = self._by_place.get(_place(file))
        same = self._by_checksum.get(file.checksum)
        if old is None and same and same.source == file.source:
            old = same  # the folder was moved
        if old and (old.checksum, old.stated) == (file.checksum, stated):
            return _report(file, Outcome.UNCHANGED, old)
        if old is None and same:
            return _report(file, Outcome.DUPLICATE, same)
        try:
            read = read_document(file, collection=collection, visibility=destination.visibility)
        except ExtractionError as error:
            return FileReport(
                source=file.source,
                outcome=Outcome.REJECTED,
                reason=error.reason,
                detail=error.detail,
            )
        document = replace(read.document, stated=stated, place=_place(file))
        read = settle_name(replace(read, document=document), old, self._known)
        if old and old.id == read.document.id:
            read = keep_addresses(read, self.store.segments_of(old.id))
        self._put(read, old)
        outcome = Outcome.REPLACED if old else Outcome.ADDED
        return _report(file, outcome, read.document, len(read.segments))

    def give_up(self, file: SourceFile) -> None:
        """Remove the document of a file that is now on another shelf."""
        document = self._by_place.get(_place(file))
        if document:
            with self.store.writing() as writer:
                writer.delete(document.id)
            self._forget(document)

    def _put(self, read: ReadDocument, old: Document | None) -> None:
        """Write the document in one transaction, in the place of the old one if there is one."""
        vectors = self._embedder.embed([s.text for s in read.segments], role=Role.PASSAGE)
        with self.store.writing() as writer:
            if old and old.id != read.document.id:
                writer.delete(old.id)
            writer.put(read.document, read.segments, vectors)
        if old:
            self._forget(old)
        self._remember(read.document)

    def _remember(self, document: Document) -> None:
        self._known[document.id] = document
        self._by_place[document.place] = document
        self._by_checksum[document.checksum] = document

    def _forget(self, document: Document) -> None:
        del self._known[document.id]
        self._by_place.pop(document.place, None)
        self._by_checksum.pop(document.checksum, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairing:
    """The pairs among documents, and the translations whose original is missing."""

    pairs: tuple[DocumentPair, ...] = ()
    unpaired: tuple[DocumentId, ...] = ()

    def __add__(self, other: "_Pairing") -> "_Pairing":
        return _Pairing(pairs=self.pairs + other.pairs, unpaired=self.unpaired + other.unpaired)


def link_versions(store: Store, embedder: Embedder) -> _Pairing:
    """Pair the documents of a store and align the pairs that are not aligned yet.

    All is written in one transaction: a run that was cut off is done again by the next one.
    """
    entries = tuple(
        Entry(document=document, segments=store.segments_of(document.id))
        for document in store.documents()
    )
    segments = {entry.document.id: entry.segments for entry in entries}
    similarity = cosine_similarity(embedder)
    pairs = pair(entries, similarity)
    alignments = [
        align(segments[found.source_id], segments[found.target_id], similarity)
        for found in pairs
        if store.alignment(found.source_id, found.target_id) is None
    ]
    with store.writing() as writer:
        for alignment in alignments:
            writer.link(alignment)
        writer.settle_pairing()
    return _Pairing(pairs=pairs, unpaired=unpaired_translations(entries, pairs))


def cosine_similarity(embedder: Embedder) -> Similarity:
    """The cosines of two lists of texts; a text is embedded once."""
    vectors: dict[str, NDArray[np.float32]] = {}

    def rows(texts: Sequence[str]) -> NDArray[np.float32]:
        missing = list(dict.fromkeys(text for text in texts if text not in vectors))
        if missing:
            vectors.update(zip(missing, embedder.embed(missing, role=Role.PASSAGE), strict=True))
        return np.stack([vectors[text] for text in texts])

    def similarity(source: Sequence[str], target: Sequence[str]) -> NDArray[np.float32]:
        if not source or not target:
            return np.zeros((len(source), len(target)), np.float32)
        cosines: NDArray[np.float32] = rows(source) @ rows(target).T
        return cosines

    return similarity


def _place(file: SourceFile) -> str:
    """A fingerprint of where a file lies, which tells it from others of the same name."""
    return _fingerprint(os.fsencode(os.path.realpath(file.path)).hex())


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _report(
    file: SourceFile, outcome: Outcome, document: Document, segments: int = 0
) -> FileReport:
    return FileReport(
        source=file.source, outcome=outcome, document_id=document.id, segments=segments
    )
