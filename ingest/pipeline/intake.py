"""Intake of files into the indexes of an installation, each where its visibility belongs."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.pipeline.index_sync import Destination, IndexSync, place_of
from ingest.pipeline.read_ahead import QueuedFile, ReadAhead
from ingest.pipeline.rejections import Rejections
from ingest.pipeline.worker_protocol import ReadDocument, Refusal
from ingest.sources.listing import SourceFile
from puente.embedding.protocol import Embedder
from puente.errors import PuenteError
from puente.model.documents import Visibility
from puente.model.identifiers import DocumentId
from puente.model.reports import FileReport, Outcome, Reason
from puente.store.protocol import Store

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


class Intake:
    """Puts documents into the index of their visibility, and knows which files it need not read.

    With `retry` files that were refused before are read again.
    """

    def __init__(
        self,
        stores: StoresByVisibility,
        embedder: Embedder,
        destination: Destination,
        rejections: Rejections,
        *,
        retry: bool,
    ) -> None:
        self._indexes: dict[Visibility, IndexSync] = {}
        self._stores = stores
        self._embedder = embedder
        self._destination = destination
        self._rejections = rejections
        self._retry = retry
        for visibility in Visibility:
            if (store := stores.find(visibility)) is not None:
                self._indexes[visibility] = IndexSync(store, embedder)

    @property
    def indexes(self) -> tuple[IndexSync, ...]:
        """The indexes that exist, in the order in which they were opened or made."""
        return tuple(self._indexes.values())

    def knows(self, file: SourceFile) -> bool:
        """Test for a file whose outcome is known without reading it."""
        return self._recognise(file) is not None

    def take(self, queued: QueuedFile, ahead: ReadAhead) -> FileReport:
        """Put the document of a file where it belongs; what is known by now is not read."""
        file = queued.file
        report = self._recognise(file) or self._put(queued, ahead)
        if report.outcome is not Outcome.REJECTED:
            self._rejections.release(place_of(file.path), file)
            self._leave_others(file)
        return report

    def look_for_gone(self, folders: Iterable[Path], *, prune: bool) -> GoneDocuments:
        """The documents whose file is gone from a folder; they are removed if they are to be."""
        gone: list[DocumentId] = []
        removed: list[DocumentId] = []
        for folder in folders:
            # An empty folder is rather a disk that is not there than a collection given up.
            may_prune = prune and any(folder.iterdir())
            for index in self._indexes.values():
                for document_id in tuple(index.gone_from(folder)):
                    if may_prune:
                        index.remove(document_id)
                    (removed if may_prune else gone).append(document_id)
        return GoneDocuments(kept=tuple(gone), removed=tuple(removed))

    def _recognise(self, file: SourceFile) -> FileReport | None:
        """The report of a file that need not be read."""
        report = self._index_of(file).recognise(file, self._destination)
        if report is not None or self._retry:
            return report
        refusal = self._rejections.find(place_of(file.path), file)
        return _rejected(file, refusal) if refusal else None

    def _put(self, queued: QueuedFile, ahead: ReadAhead) -> FileReport:
        """Write the document of a file, or record its refusal."""
        file = queued.file
        try:
            answer = ahead.answer(queued)
            if isinstance(answer, ReadDocument):
                return self._index_of(file).put(file, self._destination, answer)
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

    def _leave_others(self, file: SourceFile) -> None:
        """Remove the document of a file from the indexes of other visibilities."""
        for visibility in self._indexes.keys() - {self._visibility(file)}:
            self._indexes[visibility].give_up(file)

    def _visibility(self, file: SourceFile) -> Visibility:
        return file.given.visibility or self._destination.visibility

    def _index_of(self, file: SourceFile) -> IndexSync:
        visibility = self._visibility(file)
        if visibility not in self._indexes:
            self._indexes[visibility] = IndexSync(self._stores.create(visibility), self._embedder)
        return self._indexes[visibility]


def _rejected(file: SourceFile, refusal: Refusal) -> FileReport:
    return FileReport(
        source=file.source,
        outcome=Outcome.REJECTED,
        reason=refusal.reason,
        detail=refusal.detail,
    )
