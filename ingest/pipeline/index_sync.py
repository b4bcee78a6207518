"""A store while files are put into it: which it knows, and what a new one is called there."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.pipeline.stable_ids import (
    keep_addresses,
    rename,
    settle_name,
    with_free_name,
)
from ingest.pipeline.worker_protocol import ReadDocument
from ingest.sources.listing import SourceFile
from puente.audit.trail import UNRECORDED, Act, AuditTrail
from puente.embedding.protocol import Embedder
from puente.errors import DocumentWithdrawnError
from puente.model.documents import Document, Language, Visibility
from puente.model.identifiers import DocumentId
from puente.model.queries import Role
from puente.model.reports import FileReport, Outcome
from puente.model.withdrawals import Withdrawal
from puente.store.protocol import Store

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
    """A store, and the documents it is known to have."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        visibility: Visibility = Visibility.PUBLIC,
        trail: AuditTrail = UNRECORDED,
    ) -> None:
        self.store = store
        self._embedder = embedder
        self._visibility = visibility
        self._trail = trail
        self._withdrawals = store.withdrawals()
        self._known: dict[DocumentId, Document] = {}
        self._by_place: defaultdict[str, list[Document]] = defaultdict(list)
        self._by_checksum: defaultdict[str, list[Document]] = defaultdict(list)
        self._has_changed = False
        self._was_due = store.index_state().pairing_is_due
        self._were_aligned = frozenset(aligned(store))
        documents = store.documents()
        self._had = frozenset(map(version_of, documents))
        for document in documents:
            self._remember(document)

    def recognise(self, file: SourceFile, destination: Destination) -> FileReport | None:
        """The report of a file that is unchanged or a duplicate; None for one to be read."""
        old = self.document_of(file)
        told = (file.checksum, _stated(file, destination))
        if old and (old.checksum, old.stated) == told and not _was_renamed(old, file):
            return _report(file, Outcome.UNCHANGED, old)
        if old is None and (same := self.documents_of_bytes(file.checksum)):
            return _report(file, Outcome.DUPLICATE, same[-1])
        return None

    @property
    def ids(self) -> frozenset[DocumentId]:
        """The ids of the documents that it has."""
        return frozenset(self._known)

    def document_of(self, file: SourceFile) -> Document | None:
        """The document that the file gave before; of one in two languages the first."""
        return next(iter(self.documents_of(file)), None)

    def documents_of(self, file: SourceFile) -> tuple[Document, ...]:
        """The documents that the file gave before, also where it was renamed or its folder moved.

        A file in two languages gave two.
        """
        found = self._by_place.get(place_of(file.path), [])
        same = self.documents_of_bytes(file.checksum)
        if not found and same:
            last = same[-1]
            if last.source == file.source or _was_renamed(last, file):
                found = [each for each in same if each.place == last.place]
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
        elsewhere: Collection[DocumentId] = (),
        act: Act | None = None,
    ) -> FileReport:
        """Write the document of a file in one transaction, in the place of its old one.

        Two versions of one file are written together. The ids that documents have `elsewhere` are
        not for them. The `act` that is recorded is the adding or replacing of a document, if it is
        no other. Raises DocumentWithdrawnError for a document that was withdrawn since this run
        began.
        """
        self._check_not_withdrawn(file)
        old = self.documents_of(file)
        versions = self._named(file, destination, read, elsewhere)
        vectors = [
            self._embedder.embed([s.text for s in each.segments], role=Role.PASSAGE)
            for each in versions
        ]
        ids = [each.document.id for each in versions]
        act = act or (Act.REPLACED if old else Act.ADDED)
        detail = f"sha256:{file.checksum}"
        with self._recorded(act, ids, detail), self.store.writing() as writer:
            self._check_not_withdrawn(file)  # now nobody else can write
            for before in old:
                if before.id not in ids:
                    writer.delete(before.id)
            for each, rows in zip(versions, vectors, strict=True):
                writer.put(each.document, each.segments, rows)
        self._has_changed = True
        for before in old:
            self._forget(before)
        for each in versions:
            self._remember(each.document)
        self.forget_lifted(file)
        return replace(
            _report(file, Outcome.REPLACED if old else Outcome.ADDED, versions[0].document),
            segments=sum(len(each.segments) for each in versions),
            unread_pages=read.unread_pages,
            detail="; ".join(read.remarks) or None,
        )

    def _named(
        self,
        file: SourceFile,
        destination: Destination,
        read: ReadDocument,
        elsewhere: Collection[DocumentId],
    ) -> tuple[ReadDocument, ...]:
        """The versions that a file holds under the ids that they keep or get.

        One that is new beside one that was known bears the name of that one's work.
        """
        old = {each.language: each for each in self.documents_of(file)}
        withdrawn = (each.document_id for each in self._withdrawals if not each.is_lifted)
        taken = {*self._known, *elsewhere, *withdrawn}
        named: list[ReadDocument] = []
        for version in sorted(read.versions, key=lambda each: each.document.language not in old):
            stated = replace(
                version.document,
                stated=_stated(file, destination),
                place=place_of(file.path),
                embargo=file.given.embargo,
            )
            before = old.get(stated.language)
            if before is None and not named:
                before = next(iter(old.values()), None)
            found = replace(version, document=stated)
            if named:
                first = named[0].document
                found = rename(found, first.id.rpartition(".")[0], first.work_id)
            found = settle_name(found, before, taken)
            if before and before.id == found.document.id:
                found = keep_addresses(found, self.store.segments_of(before.id))
            taken.add(found.document.id)
            named.append(found)
        return tuple(sorted(named, key=lambda each: _ORDER[each.document.language]))

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
                writer.delete(document_id)
            for pair in corrected:
                writer.remove_corrections(*pair)
        self._has_changed = True
        for document_id in ids:
            self._forget(self._known[document_id])

    def rename(self, document_id: DocumentId, elsewhere: Collection[DocumentId]) -> DocumentId:
        """Give a document an id that nothing has, here or elsewhere; its new id."""
        document = self._known[document_id]
        read = ReadDocument(document=document, segments=self.store.segments_of(document_id))
        read = with_free_name(read, {*self._known, *elsewhere})
        vectors = self.store.vectors_of(document_id)
        ids = (document_id, read.document.id)
        with self._recorded(Act.RENAMED, ids), self.store.writing() as writer:
            writer.delete(document_id)
            writer.put(read.document, read.segments, vectors)
        self._has_changed = True
        self._forget(document)
        self._remember(read.document)
        return read.document.id

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

    def _forget(self, document: Document) -> None:
        del self._known[document.id]
        for known in (self._by_place[document.place], self._by_checksum[document.checksum]):
            known[:] = [each for each in known if each.id != document.id]


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
