"""A store while files are put into it: which it knows, and what a new one is called there."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.pipeline.stable_ids import (
    come_back,
    confined_name,
    keep_addresses,
    rename,
    rewritten_in_place,
    settle_name,
    with_free_name,
)
from ingest.pipeline.worker_protocol import ReadDocument
from ingest.sources.listing import SourceFile
from ingest.structure.metadata import name_of_work
from puente.audit.trail import UNRECORDED, Act, AuditTrail
from puente.corrections.service import rename_corrections
from puente.embedding.protocol import Embedder
from puente.embedding.segments import embed_segments
from puente.errors import DocumentWithdrawnError
from puente.model.documents import Document, Language, Symbol, Visibility
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, WorkId
from puente.model.reports import FileReport, Outcome
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal
from puente.store.addresses.histories import came_back, history_of, removed, replaced
from puente.store.addresses.official_numbers import given_numbers, number_officially
from puente.store.protocol import Store, Writer
from puente.symbols.finding import is_same_act

_Number: TypeAlias = tuple[str | None, str | None, int | None]

_ORDER = {language: place for place, language in enumerate(Language)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Destination of files that their manifest does not send elsewhere.

    A visibility of None states none: a new file is public, and a known one stays where it is.
    `publish` lets what is restricted go public where that is stated.
    """

    collection: str = "oas"
    visibility: Visibility | None = None
    publish: bool = False


class IndexSync:
    """A store, and the documents it is known to have; new ones were added `today`."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        visibility: Visibility = Visibility.PUBLIC,
        trail: AuditTrail = UNRECORDED,
        today: date | None = None,
    ) -> None:
        self.store = store
        self._today = today.isoformat() if today else None
        self._embedder = embedder
        self._visibility = visibility
        self._trail = trail
        self._withdrawals = store.withdrawals()
        self._known: dict[DocumentId, Document] = {}
        self._by_place: defaultdict[str, list[Document]] = defaultdict(list)
        self._by_checksum: defaultdict[str, list[Document]] = defaultdict(list)
        self._by_number: defaultdict[_Number, list[Document]] = defaultdict(list)
        self._has_changed = False
        self._was_due = store.index_state().pairing_is_due
        self._were_aligned = frozenset(aligned(store))
        documents = store.documents()
        self._had = frozenset(map(version_of, documents))
        for document in documents:
            self._remember(document)

    def recognise(self, file: SourceFile, destination: Destination) -> FileReport | None:
        """The report of a file that is unchanged or a duplicate; None for one to be read."""
        old = self.document_of(file, destination)
        told = (file.checksum, _stated(file, destination))
        if old and (old.checksum, old.stated) == told and not _was_renamed(old, file):
            return _report(file, Outcome.UNCHANGED, old)
        same = _visible_beside(file, destination, self.documents_of_bytes(file.checksum))
        if old is None and same:
            return _report(file, Outcome.DUPLICATE, same[-1])
        return None

    def has(self, document_id: DocumentId) -> bool:
        """Test for the id of a document that it has."""
        return document_id in self._known

    def document_of(
        self, file: SourceFile, destination: Destination | None = None
    ) -> Document | None:
        """The document that the file gave before; of one in two languages the first."""
        return next(iter(self.documents_of(file, destination)), None)

    def documents_of(
        self, file: SourceFile, destination: Destination | None = None
    ) -> tuple[Document, ...]:
        """The documents that the file gave before, also where it was renamed or its folder moved.

        A file in two languages gave two. With its destination, none that lies elsewhere in another
        restricted collection: that has the same bytes, and nothing to do with it.
        """
        found = self._by_place.get(place_of(file.path), [])
        if not found:
            same: Sequence[Document] = self.documents_of_bytes(file.checksum)
            if destination:
                same = _visible_beside(file, destination, same)
            given = [e for e in same if e.source == file.source or _was_renamed(e, file)]
            found = [each for each in given if each.place == given[-1].place]
        return tuple(sorted(found, key=lambda each: _ORDER[each.language]))

    def withdrawal_of(self, file: SourceFile) -> Withdrawal | None:
        """The withdrawal that keeps a file out of every index."""
        found = self._of_file(file)
        return next((each for each in found if not each.is_lifted), None)

    def lifted_of(self, file: SourceFile) -> Withdrawal | None:
        """The withdrawal of a file that was undone; its document stood in this index."""
        return next((each for each in self._of_file(file) if each.is_lifted), None)

    def lifted_ids(self, file: SourceFile) -> tuple[DocumentId, ...]:
        """The ids of all documents of a file whose withdrawal was undone."""
        return tuple(each.document_id for each in self._of_file(file) if each.is_lifted)

    def withdrawal_named(self, document_id: DocumentId) -> Withdrawal | None:
        """The withdrawal of the document that had an id."""
        named = (each for each in self._withdrawals if each.document_id == document_id)
        return next((each for each in named if not each.is_lifted), None)

    def withdrawal_of_work(self, document: Document) -> Withdrawal | None:
        """The withdrawal of the document that had the id which this one gets.

        Or had it without the mark of its collection: so an earlier version of Puente kept it.
        """
        unmarked = f"{name_of_work(document.symbol, document.checksum)}.{document.language}"
        own = (each for each in self._withdrawals if each.collection == document.collection)
        older = (each.document_id for each in own if each.document_id == unmarked)
        found = map(self.withdrawal_named, (document.id, *older))
        return next(filter(None, found), None)

    def forget_lifted(self, file: SourceFile) -> None:
        """Forget an undone withdrawal: the file has come back, or its document is elsewhere."""
        lifted = [each for each in self._of_file(file) if each.is_lifted]
        if lifted:
            with self.store.writing() as writer:
                for each in lifted:
                    writer.reinstate(each.document_id)
            self._withdrawals = self.store.withdrawals()

    def _of_file(self, file: SourceFile) -> Iterator[Withdrawal]:
        place = place_of(file.path) if self._withdrawals else ""
        return (each for each in self._withdrawals if each.is_of_file(place, file.checksum))

    def documents_of_bytes(self, checksum: str) -> tuple[Document, ...]:
        """The documents whose file had these bytes, whatever its name."""
        return tuple(self._by_checksum.get(checksum, ())) if checksum else ()

    def put(
        self,
        file: SourceFile,
        destination: Destination,
        read: ReadDocument,
        act: Act | None = None,
    ) -> FileReport:
        """Write the document of a file in one transaction, in the place of its old one.

        Two versions of one file are written together. The `act` that is recorded is the adding or
        replacing of a document, if it is no other. Raises DocumentWithdrawnError for a document
        that was withdrawn since this run began.
        """
        self._check_not_withdrawn(file)
        old = self.documents_of(file, destination)
        settled = self._settle(file, destination, read)
        versions = [each.read for each in settled]
        vectors = [embed_segments(self._embedder, each.segments) for each in versions]
        ids = [each.document.id for each in versions]
        replaced_ones = {each.before.id for each in settled if each.before}
        act = act or (Act.REPLACED if old else Act.ADDED)
        detail = f"sha256:{file.checksum}"
        with self._recorded(act, ids, detail), self.store.writing() as writer:
            self._check_not_withdrawn(file)  # now nobody else can write
            for stood in old:
                if stood.id not in replaced_ones:
                    self._take_out(writer, stood.id)
            for version, rows in zip(settled, vectors, strict=True):
                self._write(writer, version, rows)
            by_language = {each.document.language: each.document.id for each in versions}
            moved = {
                stood.id: by_language[stood.language]
                for stood in old
                if stood.id not in replaced_ones and stood.language in by_language
            }
            if moved:
                rename_corrections(self.store, writer, moved)
        self._has_changed = True
        for stood in old:
            self._forget(stood)
        for each in versions:
            self._remember(each.document)
        self.forget_lifted(file)
        return replace(
            _report(file, Outcome.REPLACED if old else Outcome.ADDED, versions[0].document),
            segments=sum(len(each.segments) for each in versions),
            unread_pages=read.unread_pages,
            detail="; ".join(read.remarks) or None,
        )

    def _settle(
        self,
        file: SourceFile,
        destination: Destination,
        read: ReadDocument,
    ) -> tuple["_Settled", ...]:
        """The versions that a file holds under the ids that they keep or get.

        One that is new beside one that was known bears the name of that one's work. One that comes
        to another restricted collection is new there, and gone from the one where it was.
        """
        old = {
            each.language: each
            for each in self.documents_of(file, destination)
            if each.confined_to == read.document.confined_to
        }
        settled: list[_Settled] = []
        for version in sorted(read.versions, key=lambda each: each.document.language not in old):
            document = replace(
                version.document,
                stated=_stated(file, destination),
                place=place_of(file.path),
                embargo=file.given.embargo,
            )
            before = old.get(document.language)
            document = replace(document, added=before.added if before else self._today)
            if before is None and not settled:
                before = next(iter(old.values()), None)
            found = replace(version, document=document)
            if settled:
                found = rename(found, settled[0].read.document.id.rpartition(".")[0])
            taken = _TakenIds(self, before)
            found = settle_name(found, before, taken)
            found = replace(
                found,
                document=replace(found.document, work_id=settled[0].read.document.work_id)
                if settled
                else self._within_its_work(found.document, taken),
            )
            known = history_of(self.store, before.id if before else found.document.id)
            texts = self.store.segments_of(before.id) if before else ()
            if before:
                found = keep_addresses(found, texts, known)
            elif known:
                found = come_back(found, known)
            given = given_numbers(texts, known)
            found = replace(found, segments=number_officially(found.segments, given))
            settled.append(_Settled(read=found, before=before, texts=texts, known=known))
        return tuple(sorted(settled, key=lambda each: _ORDER[each.read.document.language]))

    def _write(self, writer: Writer, settled: "_Settled", vectors: NDArray[np.float32]) -> None:
        """Write a document in the place of the one before it, and what its addresses become."""
        document, segments = settled.read.document, settled.read.segments
        if settled.before:
            stood = self.store.document(settled.before.id), settled.texts
            history = replaced(settled.known, stood, (document, segments))
        else:
            history = came_back(settled.known, document, segments) if settled.known else None
        if settled.before:
            old = settled.before.id
            if old != document.id:
                writer.delete(old)
            if any(old in pair for pair in self.store.corrected_pairs()):
                rewritten = rewritten_in_place(settled.texts, segments)
                rename_corrections(self.store, writer, {old: document.id}, rewritten)
        writer.put(document, segments, vectors)
        if history:
            writer.keep_history(history)

    def _take_out(self, writer: Writer, document_id: DocumentId) -> None:
        """Remove a document and keep what its addresses led to."""
        known = history_of(self.store, document_id)
        document = self.store.document(document_id)
        gone = removed(known, document, self.store.segments_of(document_id))
        writer.delete(document_id)
        writer.keep_history(gone)

    def _within_its_work(self, document: Document, taken: Container[DocumentId]) -> Document:
        """The document under the work of the one act that it can be.

        AG/RES. 2141 and AG/RES. 2141 (XXXV-O/05) are one work, under the id that came first. Where
        the number alone could be of two acts, AG/RES. 1 of two sessions, it is of neither. A work
        that has or had another document in the language is not joined: its address leads there.
        """
        symbol = document.symbol
        if symbol is None:
            return document
        works = {
            each.work_id
            for each in self._by_number[_number_of(symbol)]
            if each.id != document.id
            and each.confined_to == document.confined_to
            and each.symbol
            and is_same_act(symbol, each.symbol)
        }
        if len(works) != 1:
            return document
        [work] = works
        is_open = DocumentId(f"{work}.{document.language}") not in taken
        return replace(document, work_id=work) if is_open else document

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

    def remove(
        self,
        ids: Iterable[DocumentId],
        corrected: Iterable[tuple[DocumentId, DocumentId]] = (),
        act: Act = Act.REMOVED,
    ) -> None:
        """Remove documents, and the corrections of some pairs with them, in one transaction."""
        ids = tuple(ids)
        with self._recorded(act, ids), self.store.writing() as writer:
            for document_id in ids:
                self._take_out(writer, document_id)
            for pair in corrected:
                writer.remove_corrections(*pair)
        self._has_changed = True
        for document_id in ids:
            self._forget(self._known[document_id])

    def confine_names(self) -> None:
        """Give the documents of restricted collections ids with the mark of their collection.

        Those that an earlier version of Puente wrote had none: one of two documents of a symbol,
        in whichever collection, had a longer id than the other.
        """
        for document in sorted(self._known.values(), key=lambda each: each.id):
            name = confined_name(document)
            if not document.id.startswith(f"{name}."):
                self.rename(document.id, name)

    def rename(self, document_id: DocumentId, name: str) -> DocumentId:
        """Give a document another name, with a piece of its checksum if it is taken; its new id."""
        document = self._known[document_id]
        segments = self.store.segments_of(document_id)
        read = rename(ReadDocument(document=document, segments=segments), name)
        taken = _TakenIds(self, document)
        if read.document.id in taken:
            read = with_free_name(read, taken)
        vectors = self.store.vectors_of(document_id)
        ids = (document_id, read.document.id)
        known = history_of(self.store, document_id)
        with self._recorded(Act.RENAMED, ids), self.store.writing() as writer:
            before = self.store.document(document_id), self.store.segments_of(document_id)
            history = replaced(known, before, (read.document, read.segments))
            writer.delete(document_id)
            rename_corrections(self.store, writer, {document_id: read.document.id})
            writer.put(read.document, read.segments, vectors)
            if history:
                writer.keep_history(history)
        self._has_changed = True
        self._forget(document)
        self._remember(read.document)
        return read.document.id

    def rename_corrections(self, old: DocumentId, new: DocumentId) -> None:
        """Have the corrections on a document follow it to its new id."""
        with self.store.writing() as writer:
            rename_corrections(self.store, writer, {old: new})

    def gone_from(self, folder: Path) -> Iterator[DocumentId]:
        """The documents whose file lay in the folder and is no longer there."""
        below = Path(os.path.realpath(folder))
        for document in self._known.values():
            if _is_gone(document, below):
                yield document.id

    def _check_not_withdrawn(self, file: SourceFile) -> None:
        """Raise DocumentWithdrawnError for a file whose document was withdrawn by now."""
        self._withdrawals = self.store.withdrawals()
        if withdrawal := self.withdrawal_of(file):
            raise DocumentWithdrawnError(withdrawal.document_id)

    def _recorded(
        self, act: Act, ids: Sequence[DocumentId], detail: str = ""
    ) -> AbstractContextManager[None]:
        return self._trail.recorded(act, ids, index=self._visibility, detail=detail)

    def _remember(self, document: Document) -> None:
        self._known[document.id] = document
        self._by_place[document.place].append(document)
        self._by_checksum[document.checksum].append(document)
        if document.symbol:
            self._by_number[_number_of(document.symbol)].append(document)

    def _forget(self, document: Document) -> None:
        del self._known[document.id]
        known = [self._by_place[document.place], self._by_checksum[document.checksum]]
        if document.symbol:
            known.append(self._by_number[_number_of(document.symbol)])
        for same in known:
            same[:] = [each for each in same if each.id != document.id]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """A version of a file under the id it keeps, and what stood in its place with its texts.

    `known` is the history of its addresses.
    """

    read: ReadDocument
    before: Document | None
    texts: Sequence[Segment]
    known: AddressHistory | None


class _TakenIds:
    """The ids that the document of a file may not have, for others have or had them.

    The last id of a document that is gone is for a new one: under the same symbol it is the same
    document, and what it has not got any more is known.
    """

    def __init__(self, index: IndexSync, old: Document | None) -> None:
        self._index = index
        self._old = old

    def __contains__(self, document_id: object) -> bool:
        old = self._old.id if self._old else None
        named = DocumentId(str(document_id))
        slug, _, language = named.rpartition(".")
        others = (each for each in self._index.store.versions(WorkId(slug)) if each.id != old)
        return (
            (named != old and self._index.has(named))
            or self._index.withdrawal_named(named) is not None
            or any(each.language == language for each in others)
            or any(
                self._is_of(each, named)
                or (slug in each.former_works and each.language == language)
                for each in self._index.store.histories(slug)
                if old not in each.ids
            )
        )

    def _is_of(self, history: AddressHistory, document_id: DocumentId) -> bool:
        is_last = history.is_gone and self._old is not None
        return document_id in (history.ids if is_last else history.former_ids)


def aligned(store: Store) -> tuple[tuple[DocumentId, DocumentId], ...]:
    """The documents that are aligned, two and two."""
    return tuple((each.source_id, each.target_id) for each in store.alignments())


def _number_of(symbol: Symbol) -> _Number:
    return symbol.organ, symbol.kind, symbol.number


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
    collection = _collection_of(file, destination)
    return _fingerprint(collection, file.given.model_dump_json(exclude_none=True))


def _collection_of(file: SourceFile, destination: Destination) -> str:
    return file.given.collection or destination.collection


def _visible_beside(
    file: SourceFile, destination: Destination, documents: Iterable[Document]
) -> list[Document]:
    """The documents that are not confined to another collection than that of the file."""
    collection = _collection_of(file, destination)
    return [each for each in documents if each.confined_to in (None, collection)]


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _report(file: SourceFile, outcome: Outcome, document: Document) -> FileReport:
    return FileReport(source=file.source, outcome=outcome, document_id=document.id)
