"""Intake of files into the indexes of an installation, each where its visibility belongs."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Protocol

from ingest.pipeline.index_sync import Destination, IndexSync, place_of
from ingest.pipeline.read_ahead import QueuedFile, ReadAhead
from ingest.pipeline.rejections import Rejections
from ingest.pipeline.stable_ids import confine
from ingest.pipeline.worker_protocol import ReadDocument, Refusal
from ingest.sources.listing import SourceFile
from ingest.sources.visibility import Placement, Standing, VisibilityRules
from puente.audit.trail import UNRECORDED, Act, AuditTrail
from puente.corrections.service import copy_corrections, move_corrections
from puente.embedding.protocol import Embedder
from puente.errors import (
    DocumentWithdrawnError,
    ManifestError,
    NothingToPublishError,
    PuenteError,
)
from puente.model.documents import Document, Visibility
from puente.model.identifiers import DocumentId
from puente.model.reports import FileReport, Outcome, Reason, VisibilityNote
from puente.model.withdrawals import Withdrawal
from puente.originals.kept_files import NOTHING_KEPT, KeptFiles
from puente.store.protocol import Store

_HELD = Placement(visibility=Visibility.RESTRICTED, note=VisibilityNote.HELD)
_MADE_PUBLIC = {
    VisibilityNote.PUBLISHED: Act.PUBLISHED,
    VisibilityNote.RELEASED: Act.RELEASED,
}
_LOGGER = logging.getLogger(__name__)


class StoresByVisibility(Protocol):
    """The stores of one installation."""

    def create(self, visibility: Visibility) -> Store:
        """The store of one visibility, made where there is none."""

    def find(self, visibility: Visibility) -> Store | None:
        """The store of one visibility if it was ever made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneDocuments:
    """Documents whose file is gone: those that are kept, and those that were removed."""

    kept: tuple[DocumentId, ...]
    removed: tuple[DocumentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOptions:
    """Options of an intake: with `retry` files that were refused before are read again.

    Documents that are new are added `today`. What is done to documents is recorded on the `trail`,
    before it is done. The `originals` of documents are kept.
    """

    today: date
    retry: bool = False
    trail: AuditTrail = UNRECORDED
    originals: KeptFiles = NOTHING_KEPT


class Intake:
    """Puts documents into the index of their visibility, and knows which files it need not read."""

    def __init__(
        self,
        stores: StoresByVisibility,
        embedder: Embedder,
        destination: Destination,
        rejections: Rejections,
        options: IntakeOptions,
    ) -> None:
        self._indexes: dict[Visibility, IndexSync] = {}
        self._stores = stores
        self._embedder = embedder
        self._destination = destination
        self._rejections = rejections
        self._options = options
        self._rules = self._rules_of(())
        self._public_places: frozenset[str] = frozenset()
        self._withdrawn: defaultdict[str, list[DocumentId]] = defaultdict(list)
        self._published: dict[DocumentId, DocumentId] = {}
        for visibility in Visibility:
            if (store := stores.find(visibility)) is not None:
                self._indexes[visibility] = self._sync(store, visibility)

    @property
    def indexes(self) -> tuple[IndexSync, ...]:
        """The indexes that exist, in the order in which they were opened or made."""
        return tuple(self._indexes.values())

    @property
    def withdrawn(self) -> tuple[DocumentId, ...]:
        """The documents that left the public index because their file is not public any more."""
        return tuple(dict.fromkeys(chain.from_iterable(self._withdrawn.values())))

    @property
    def published(self) -> tuple[DocumentId, ...]:
        """The documents that were restricted and are public now."""
        return tuple(self._published.values())

    def begin(self, files: Sequence[SourceFile]) -> None:
        """Take out of the public index what is not public any more, before anything is read.

        Raises NothingToPublishError or ManifestError, with nothing changed.
        """
        self._rules = self._rules_of(files)
        for file in files:
            self._check_embargo(file)
        self._public_places = frozenset(
            place_of(file.path)
            for file in files
            if file.given.visibility is Visibility.PUBLIC and not self._rules.is_embargoed(file)
        )
        if self._destination.publish and not any(map(self._is_published, files)):
            raise NothingToPublishError
        if restricted := self._indexes.get(Visibility.RESTRICTED):
            restricted.confine_names()
        self._withdraw(file for file in files if self._leaves_public(file))
        self._sweep_originals()

    def knows(self, file: SourceFile) -> bool:
        """Test for a file whose outcome is known without reading it."""
        if file.complaint or self._withdrawal_of(file):
            return True
        return self._recognise(file, self._placement(file)) is not None

    def take(self, queued: QueuedFile, ahead: ReadAhead) -> FileReport:
        """Put the document of a file where it belongs; what is known by now is not read."""
        file = queued.file
        if file.complaint:
            refusal = Refusal(reason=Reason.BAD_MANIFEST, detail=file.complaint)
            return self._noted(_rejected(file, refusal), file, None)
        if withdrawal := self._withdrawal_of(file):
            return _withheld(file, withdrawal)
        placement = self._placement(file)
        report = self._recognise(file, placement) or self._put(queued, ahead, placement)
        if report.outcome not in (Outcome.REJECTED, Outcome.WITHHELD):
            self._rejections.release(place_of(file.path), file)
            if report.visibility_note is VisibilityNote.HELD:
                placement = _HELD
            self._settle_move(file, placement, report)
            for document in self._index_of(placement.visibility).documents_of(
                file, self._destination
            ):
                self._options.originals.keep(file.path, document)
        return self._noted(report, file, placement.note)

    def look_for_gone(self, folders: Iterable[Path], *, prune: bool) -> GoneDocuments:
        """The documents whose file is gone from a folder; they are removed if they are to be."""
        gone: list[DocumentId] = []
        removed: list[DocumentId] = []
        for folder in folders:
            # An empty folder is rather a disk that is not there than a collection given up.
            may_prune = prune and any(folder.iterdir())
            for index in self._indexes.values():
                found = tuple(index.gone_from(folder))
                if may_prune and found:
                    index.remove(found)
                (removed if may_prune else gone).extend(found)
        return GoneDocuments(kept=tuple(gone), removed=tuple(removed))

    def finish(self) -> None:
        """Have corrections follow documents to another index; keep no file of what has left one."""
        self._sweep_originals()
        public, restricted = map(self._indexes.get, Visibility)
        if public and restricted and self._published:
            moved = self._published.keys()
            pairs = [pair for pair in restricted.store.corrected_pairs() if moved >= {*pair}]
            move_corrections(restricted.store, public.store, pairs, self._published)

    def _sweep_originals(self) -> None:
        """Remove the originals of what is no document of its index any more."""
        for visibility, index in self._indexes.items():
            self._options.originals.sweep(visibility, index.store)

    def _rules_of(self, files: Iterable[SourceFile]) -> VisibilityRules:
        destination = self._destination
        return VisibilityRules(
            files,
            destination.visibility,
            publish=destination.publish,
            today=self._options.today,
        )

    def _placement(self, file: SourceFile) -> Placement:
        index = self._indexes.get(Visibility.RESTRICTED)
        if index is None:
            return self._rules.place(file, Standing())
        known = index.document_of(file)
        standing = Standing(
            is_restricted=known is not None,
            has_bytes=bool(index.documents_of_bytes(file.checksum)),
            embargo=known.embargo if known else None,
        )
        if known is None and (lifted := index.lifted_of(file)):
            standing = replace(standing, is_restricted=True, embargo=lifted.embargo)
        return self._rules.place(file, standing)

    def _withdrawal_of(self, file: SourceFile) -> Withdrawal | None:
        """The withdrawal that keeps a file out, whichever index its document stood in."""
        found = (index.withdrawal_of(file) for index in self._indexes.values())
        return next(filter(None, found), None)

    def _check_embargo(self, file: SourceFile) -> None:
        """Raise ManifestError for an embargo that was over before the file came under it.

        The row of a document that waited for its day goes on naming that day.
        """
        embargo = file.given.embargo
        if embargo is None or not self._rules.is_over(embargo) or self._withdrawal_of(file):
            return
        indexes = self._indexes.values()
        known = [index.document_of(file) or index.lifted_of(file) for index in indexes]
        public = self._indexes.get(Visibility.PUBLIC)
        is_public = bool(public and public.documents_of_bytes(file.checksum))
        if not is_public and all(each is None or each.embargo != embargo for each in known):
            raise ManifestError(
                file.stated_in,
                f"embargo: {embargo} is not to come, so the document would be public at once; state"
                " a later day or none",
            )

    def _is_published(self, file: SourceFile) -> bool:
        is_sound = not file.complaint and not self._withdrawal_of(file)
        return is_sound and self._placement(file).note is VisibilityNote.PUBLISHED

    def _leaves_public(self, file: SourceFile) -> bool:
        """Test for a file that is restricted, or may be meant to be by a row that is wrong."""
        return self._placement(file).visibility is Visibility.RESTRICTED

    def _recognise(self, file: SourceFile, placement: Placement) -> FileReport | None:
        """The report of a file that need not be read."""
        report = self._index_of(placement.visibility).recognise(file, self._destination)
        if report is not None or self._options.retry:
            return report
        refusal = self._rejections.find(place_of(file.path), file)
        return _rejected(file, refusal) if refusal else None

    def _put(self, queued: QueuedFile, ahead: ReadAhead, placement: Placement) -> FileReport:
        """Write the document of a file, or record its refusal."""
        file = queued.file
        try:
            answer = ahead.answer(queued)
            if isinstance(answer, ReadDocument):
                return self._write(file, answer, placement)
            refusal = answer
        except PuenteError:
            raise
        # The guard of one document: a lost worker, or a text on which an encoder fails.
        except Exception as error:
            _LOGGER.debug("%s", file.source, exc_info=True)
            detail = f"Puente failed on it ({type(error).__name__}). Ingest it again."
            refusal = Refusal(reason=Reason.INTERNAL, detail=detail)
        self._rejections.add(place_of(file.path), file, refusal)
        return _rejected(file, refusal)

    def _write(self, file: SourceFile, read: ReadDocument, placement: Placement) -> FileReport:
        """Write a document into the index where it belongs, under an id of its own."""
        is_public = placement.visibility is Visibility.PUBLIC
        mark = read.restriction if is_public else None
        is_held = bool(mark) and file.given.visibility is None
        if is_held:
            placement = _HELD
            self._withdraw([file])
        if mark:
            said = "is held back for it" if is_held else "is public by its row of the manifest"
            read = replace(read, remarks=(*read.remarks, f"it says “{mark}” and {said}"))
        read = _made_visible(read, placement.visibility)
        index = self._index_of(placement.visibility)
        documents = [each.document for each in read.versions]
        if index.document_of(file, self._destination) is None and (
            withdrawal := next(filter(None, map(index.withdrawal_of_work, documents)), None)
        ):
            return _withheld(file, withdrawal)
        act = _MADE_PUBLIC.get(placement.note) if placement.note else None
        try:
            report = index.put(file, self._destination, read, act)
        except DocumentWithdrawnError:
            withdrawal = index.withdrawal_of(file)
            if withdrawal is None:
                raise
            return _withheld(file, withdrawal)
        return replace(report, visibility_note=placement.note)

    def _settle_move(self, file: SourceFile, placement: Placement, report: FileReport) -> None:
        """Take a published document out of the restricted index; let corrections follow."""
        restricted = self._indexes.get(Visibility.RESTRICTED)
        if restricted is None or report.document_id is None:
            return
        new = self._index_of(placement.visibility).documents_of(file, self._destination)
        by_language = {str(each.language): each.id for each in new}

        def follow(old: DocumentId) -> DocumentId:
            return by_language.get(old.rpartition(".")[2], last)

        last = report.document_id
        if placement.note in _MADE_PUBLIC:
            standing = restricted.documents_of(file, self._destination)
            left = tuple(each.id for each in standing)
            if left:
                restricted.remove(left)
            before = left or restricted.lifted_ids(file)
            self._published.update((old, follow(old)) for old in before)
            restricted.forget_lifted(file)
        if placement.visibility is Visibility.RESTRICTED:
            for old in self._withdrawn.get(place_of(file.path), ()):
                if old != follow(old):
                    restricted.rename_corrections(old, follow(old))

    def _withdraw(self, files: Iterable[SourceFile]) -> None:
        """Take the documents of files that are not public out of the public index.

        Other files may have given the same bytes: those go too when the bytes become restricted,
        unless their own row says public. What comes after that is public by its own row alone.
        What people corrected on them goes to the restricted index first, for it tells of them.
        """
        public = self._indexes.get(Visibility.PUBLIC)
        if public is None:
            return
        leaving: dict[DocumentId, Document] = {}
        for file in files:
            own = public.documents_of(file)
            same = () if self._stands_restricted(file) else public.documents_of_bytes(file.checksum)
            others = (each for each in same if each.place not in self._public_places)
            for document in (*own, *others):
                leaving[document.id] = document
                # A file that was renamed has its new place, and its document has the old one.
                place = place_of(file.path) if document in own else document.place
                self._withdrawn[place].append(document.id)
        if not leaving:
            return
        pairs = [
            pair for pair in public.store.corrected_pairs() if not leaving.keys().isdisjoint(pair)
        ]
        if pairs:
            copy_corrections(public.store, self._index_of(Visibility.RESTRICTED).store, pairs)
        public.remove(leaving, pairs, Act.RESTRICTED)

    def _stands_restricted(self, file: SourceFile) -> bool:
        """Test for a file whose very bytes were restricted by an earlier run."""
        restricted = self._indexes.get(Visibility.RESTRICTED)
        known = restricted.document_of(file) if restricted else None
        return known is not None and known.checksum == file.checksum

    def _noted(
        self, report: FileReport, file: SourceFile, note: VisibilityNote | None
    ) -> FileReport:
        """The report with what became of the file's visibility."""
        if report.outcome is Outcome.REJECTED:
            is_withdrawn = place_of(file.path) in self._withdrawn
            note = VisibilityNote.WITHDRAWN if is_withdrawn else None
        return replace(report, visibility_note=note or report.visibility_note)

    def _index_of(self, visibility: Visibility) -> IndexSync:
        if visibility not in self._indexes:
            self._indexes[visibility] = self._sync(self._stores.create(visibility), visibility)
        return self._indexes[visibility]

    def _sync(self, store: Store, visibility: Visibility) -> IndexSync:
        options = self._options
        return IndexSync(store, self._embedder, visibility, options.trail, options.today)


def _made_visible(read: ReadDocument, visibility: Visibility) -> ReadDocument:
    """The document and the other version of its file with this visibility, named for it."""
    document = replace(read.document, visibility=visibility)
    other = _made_visible(read.other, visibility) if read.other else None
    return confine(replace(read, document=document, other=other))


def _withheld(file: SourceFile, withdrawal: Withdrawal) -> FileReport:
    return FileReport(
        source=file.source, outcome=Outcome.WITHHELD, document_id=withdrawal.document_id
    )


def _rejected(file: SourceFile, refusal: Refusal) -> FileReport:
    return FileReport(
        source=file.source,
        outcome=Outcome.REJECTED,
        reason=refusal.reason,
        detail=refusal.detail,
    )
