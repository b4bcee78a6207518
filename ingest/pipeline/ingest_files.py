"""Ingest of files and folders: the stages run over them, and what they make is written."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from ingest.pairing.matcher import Pairing, unpaired_translations
from ingest.pipeline.index_sync import Destination, IndexSync, aligned
from ingest.pipeline.intake import Intake, StoresByVisibility
from ingest.pipeline.read_ahead import ReadAhead
from ingest.pipeline.rejections import Rejections
from ingest.pipeline.version_links import link_versions
from ingest.pipeline.worker_pool import reading_threads
from ingest.sources.listing import SourceFile, list_files
from puente.corrections.service import bring_corrections
from puente.embedding.protocol import Embedder
from puente.model.identifiers import DocumentId
from puente.model.reports import FileReport, IngestReport, Progress
from puente.store.protocol import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """Options of an ingest.

    `jobs` files are read at a time, by the executor or, without one, by threads of this process.
    `retry` reads the files among the `rejections` again; without any all are read, and no refusal
    is kept. `prune` removes documents whose file is gone. `only` are the files to look at among
    those of the paths, None for all. When it `should_stop`, the file under way is finished.
    """

    jobs: int = 1
    retry: bool = False
    prune: bool = False
    only: frozenset[Path] | None = None
    executor: Executor | None = None
    rejections: Rejections | None = None
    should_stop: Callable[[], bool] = lambda: False


def ingest(
    paths: Iterable[Path],
    stores: StoresByVisibility,
    embedder: Embedder,
    destination: Destination = Destination(),
    report_progress: Callable[[Progress], None] = lambda _: None,
    *,
    options: IngestOptions = IngestOptions(),
) -> IngestReport:
    """Bring the stores up to date with files and folders; what is unchanged is left alone.

    Files are read in children with limits, by threads or by the executor, and written here in
    their order, so that what comes out does not depend on who is faster. Each document is one
    transaction. A file that cannot be read is reported and stops nothing. A file that goes to
    another visibility leaves the store of its old one. What a run that was stopped left over, the
    next one does.
    """
    paths = tuple(paths)
    files = list_files(paths, options.only)
    rejections = options.rejections or Rejections()
    intake = Intake(stores, embedder, destination, rejections, retry=options.retry)
    reports: list[FileReport] = []
    with reading_threads(options.executor, options.jobs) as pool:
        ahead = ReadAhead(pool, destination, most=2 * options.jobs)
        for queued in ahead.in_order(files, intake.knows):
            if options.should_stop():
                return IngestReport(files=tuple(reports))
            report_progress(_progress(reports, files, queued.file))
            reports.append(intake.take(queued, ahead))
    gone = intake.look_for_gone(filter(Path.is_dir, paths), prune=options.prune)
    due = [index for index in intake.indexes if index.pairing_is_due()]
    found = _link_versions(due, intake.indexes, report_progress)
    return IngestReport(
        files=tuple(reports),
        pairs=tuple(pair for each in found for pair in each.pairs),
        proposals=tuple(proposal for each in found for proposal in each.proposals),
        unpaired=tuple(document_id for each in due for document_id in _unpaired(each.store)),
        gone=gone.kept,
        removed=gone.removed,
    )


def _progress(
    done: Sequence[FileReport], files: Sequence[SourceFile], current: SourceFile
) -> Progress:
    return Progress(done=len(done), total=len(files), what=current.source)


def _link_versions(
    due: Sequence[IndexSync],
    indexes: Sequence[IndexSync],
    report_progress: Callable[[Progress], None],
) -> list[Pairing]:
    """Link the versions in each index that is due, with the corrections that all of them have."""
    for index in due:
        bring_corrections(index.store, [each.store for each in indexes if each != index])
    return [link_versions(index.store, index.fresh(), report_progress) for index in due]


def _unpaired(store: Store) -> tuple[DocumentId, ...]:
    return unpaired_translations(store.documents(), aligned(store))
