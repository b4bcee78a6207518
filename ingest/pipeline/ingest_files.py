"""Runs the stages over files and folders, and writes what they make into stores."""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.pairing.corrected_pairs import confirmed_pairs, contradicted
from ingest.pairing.matcher import Pairing, pair, unpaired_translations
from ingest.pipeline.index_sync import Destination, IndexSync, aligned, place_of, version_of
from ingest.pipeline.rejections import Rejections
from ingest.pipeline.worker_pool import attempt, reading_threads
from ingest.pipeline.worker_protocol import ReadDocument, Refusal
from ingest.sources.listing import SourceFile, list_files
from puente.corrections.service import as_corrected, bring_corrections
from puente.embedding.protocol import Embedder
from puente.errors import PuenteError
from puente.model.alignments import Alignment
from puente.model.documents import Visibility
from puente.model.identifiers import DocumentId
from puente.model.reports import FileReport, IngestReport, Outcome, Progress, Reason
from puente.store.protocol import Store

_LOGGER = logging.getLogger(__name__)
_LINKED_TOGETHER = 20
"""Alignments that one transaction writes."""


class StoresByVisibility(Protocol):
    """The stores of one installation."""

    def create(self, visibility: Visibility) -> Store:
        """The store of one visibility, made where there is none."""

    def find(self, visibility: Visibility) -> Store | None:
        """The store of one visibility if it was ever made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """How an ingest goes about it.

    `jobs` files are read at a time. `retry` reads refused files again; `prune` removes documents
    whose file is gone. `only` are the files to look at among those of the paths, None for all.
    """

    jobs: int = 1
    retry: bool = False
    prune: bool = False
    only: frozenset[Path] | None = None


def ingest(
    paths: Iterable[Path],
    stores: StoresByVisibility,
    embedder: Embedder,
    destination: Destination = Destination(),
    report_progress: Callable[[Progress], None] = lambda _: None,
    *,
    options: IngestOptions = IngestOptions(),
    executor: Executor | None = None,
    quarantine: Rejections | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> IngestReport:
    """Bring the stores up to date with files and folders; what is unchanged is left alone.

    Files are read in children with limits, by threads or by the executor, and written here in
    their order, so that what comes out does not depend on who is faster. Each document is one
    transaction. A file that cannot be read is reported and stops nothing. A file that goes to
    another visibility leaves the store of its old one. When it should stop, the file under way is
    finished; the next run does the rest.
    """
    paths = tuple(paths)
    files = list_files(paths, options.only)
    run = _Run(stores, embedder, destination, quarantine or Rejections(), retry=options.retry)
    reports: list[FileReport] = []
    with reading_threads(executor, options.jobs) as pool:
        for file, reading in _look_ahead(files, run, pool, 2 * options.jobs):
            if should_stop():
                return IngestReport(files=tuple(reports))
            report_progress(Progress(done=len(reports), total=len(files), what=file.source))
            reports.append(run.take(file, reading))
    gone, removed = run.look_for_gone(paths, prune=options.prune)
    due = [each for each in run.shelves.values() if each.pairing_is_due()]
    for shelf in due:
        bring_corrections(
            shelf.store, [each.store for each in run.shelves.values() if each != shelf]
        )
    found = [link_versions(each.store, each.fresh(), report_progress) for each in due]
    return IngestReport(
        files=tuple(reports),
        pairs=tuple(pair for each in found for pair in each.pairs),
        proposals=tuple(proposal for each in found for proposal in each.proposals),
        unpaired=tuple(document_id for each in due for document_id in _unpaired(each.store)),
        gone=gone,
        removed=removed,
    )


def _unpaired(store: Store) -> tuple[DocumentId, ...]:
    return unpaired_translations(store.documents(), aligned(store))


_Reading = Callable[[], ReadDocument | Refusal]


class _Run:
    """One ingest: what is known of its files, and where their documents go."""

    def __init__(
        self,
        stores: StoresByVisibility,
        embedder: Embedder,
        destination: Destination,
        quarantine: Rejections,
        *,
        retry: bool,
    ) -> None:
        self.shelves: dict[Visibility, IndexSync] = {}
        self._stores, self._embedder, self._destination = stores, embedder, destination
        self._quarantine, self._retry = quarantine, retry
        for visibility in Visibility:
            if (store := stores.find(visibility)) is not None:
                self.shelves[visibility] = IndexSync(store, embedder)

    def recognise(self, file: SourceFile) -> FileReport | None:
        """What can be said of a file without reading it."""
        report = self._shelf(file).recognise(file, self._destination)
        if report is None and not self._retry:
            refusal = self._quarantine.find(place_of(file.path), file)
            report = _rejected(file, refusal) if refusal else None
        return report

    def start(self, file: SourceFile, pool: Executor) -> Future[ReadDocument | Refusal]:
        """Have a file read."""
        destination = self._destination
        return pool.submit(
            attempt, file, collection=destination.collection, visibility=destination.visibility
        )

    def take(self, file: SourceFile, reading: _Reading) -> FileReport:
        """Put the document of a file where it belongs; what is known already is not read."""
        report = self.recognise(file) or self._read(file, reading)
        if report.outcome is not Outcome.REJECTED:
            self._quarantine.release(place_of(file.path), file)
            for visibility in self.shelves.keys() - {self._visibility(file)}:
                self.shelves[visibility].give_up(file)
        return report

    def look_for_gone(
        self, paths: Sequence[Path], *, prune: bool
    ) -> tuple[tuple[DocumentId, ...], tuple[DocumentId, ...]]:
        """The documents whose file is gone, and those of them that were removed."""
        gone: list[DocumentId] = []
        removed: list[DocumentId] = []
        for folder in filter(Path.is_dir, paths):
            # An empty folder is rather a disk that is not there than a collection given up.
            may_prune = prune and any(folder.iterdir())
            for shelf in self.shelves.values():
                for document_id in tuple(shelf.gone_from(folder)):
                    if may_prune:
                        shelf.remove(document_id)
                    (removed if may_prune else gone).append(document_id)
        return tuple(gone), tuple(removed)

    def _read(self, file: SourceFile, reading: _Reading) -> FileReport:
        refusal: Refusal
        try:
            match reading():
                case ReadDocument() as read:
                    return self._shelf(file).put(file, self._destination, read)
                case refused:
                    refusal = refused
        except PuenteError:
            raise
        # The guard of one document: a lost worker, or a text on which an encoder fails.
        except Exception as error:
            _LOGGER.debug("%s", file.source, exc_info=True)
            detail = f"Puente failed on it ({type(error).__name__}). Ingest it again."
            refusal = Refusal(reason=Reason.INTERNAL, detail=detail)
        self._quarantine.add(place_of(file.path), file, refusal)
        return _rejected(file, refusal)

    def _visibility(self, file: SourceFile) -> Visibility:
        return file.given.visibility or self._destination.visibility

    def _shelf(self, file: SourceFile) -> IndexSync:
        visibility = self._visibility(file)
        if visibility not in self.shelves:
            self.shelves[visibility] = IndexSync(self._stores.create(visibility), self._embedder)
        return self.shelves[visibility]


def _look_ahead(
    files: Sequence[SourceFile], run: _Run, pool: Executor, most: int
) -> Iterator[tuple[SourceFile, _Reading]]:
    """The files in order, each with what waits for its reading; `most` are under way at a time.

    Of files with the same bytes one is read, for the others will be its duplicates; should they
    not, because it was refused, they are read when it is their turn.
    """
    waiting: deque[tuple[SourceFile, Future[ReadDocument | Refusal] | None]] = deque()

    def reading(
        file: SourceFile, started: Future[ReadDocument | Refusal] | None
    ) -> tuple[SourceFile, _Reading]:
        return file, lambda: (started or run.start(file, pool)).result()

    for file in files:
        under_way = {each.checksum for each, started in waiting if started}
        needed = run.recognise(file) is None and file.checksum not in under_way
        waiting.append((file, run.start(file, pool) if needed else None))
        if len(waiting) > most:
            yield reading(*waiting.popleft())
    while waiting:
        yield reading(*waiting.popleft())


def _rejected(file: SourceFile, refusal: Refusal) -> FileReport:
    return FileReport(
        source=file.source,
        outcome=Outcome.REJECTED,
        reason=refusal.reason,
        detail=refusal.detail,
    )


def link_versions(
    store: Store,
    fresh: Collection[DocumentId] | None = None,
    report_progress: Callable[[Progress], None] = lambda _: None,
) -> Pairing:
    """Pair the documents of a store that lack a version and keep how they align, as corrected.

    Only pairs with a fresh document are looked at, None for all. A pair that stands yields to one
    that a person has confirmed. What is found is written a few pairs at a time, so a run that was
    cut off is gone on with by the next one.
    """
    waiting: list[Alignment] = []

    def link(alignment: Alignment) -> None:
        waiting.append(as_corrected(alignment, store))
        if len(waiting) >= _LINKED_TOGETHER:
            _write(store, waiting)

    documents = store.documents()
    confirmed = tuple(confirmed_pairs(documents, store))
    standing = aligned(store)
    parted = contradicted(standing, confirmed, documents)
    _part(store, parted)
    found = pair(
        documents,
        store,
        aligned=[ids for ids in standing if ids not in parted],
        confirmed=confirmed,
        fresh=None if fresh is None else set(fresh).union(*parted),
        link=link,
        report_progress=report_progress,
    )
    _write(store, waiting)
    looked_at = set(map(version_of, documents))
    with store.writing() as writer:
        if looked_at.issuperset(map(version_of, store.documents())):  # no other run has put more
            writer.settle_pairing()
    return found


def _part(store: Store, pairs: Sequence[tuple[DocumentId, DocumentId]]) -> None:
    """Take away the alignments of some documents."""
    if pairs:
        with store.writing() as writer:
            for ids in pairs:
                writer.unlink(*ids)


def _write(store: Store, alignments: list[Alignment]) -> None:
    """Link what waits, in one transaction."""
    with store.writing() as writer:
        for alignment in alignments:
            writer.link(alignment)
    alignments.clear()
