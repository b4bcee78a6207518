"""Ingest of files and folders: the stages run over them, and what they make is written."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from ingest.pairing.matcher import unpaired_translations
from ingest.pipeline.index_sync import Destination, aligned
from ingest.pipeline.intake import Intake, IntakeOptions, StoresByVisibility
from ingest.pipeline.read_ahead import ReadAhead
from ingest.pipeline.rejections import Rejections
from ingest.pipeline.version_links import link_versions
from ingest.pipeline.worker_pool import reading_threads
from ingest.sources.listing import SourceFile, list_files
from puente.audit.trail import UNRECORDED, AuditTrail
from puente.clock import Clock, utc_now
from puente.embedding.protocol import Embedder
from puente.model.identifiers import DocumentId
from puente.model.reports import FileReport, IngestReport, Progress
from puente.originals.kept_files import NOTHING_KEPT, KeptFiles
from puente.store.protocol import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """Options of an ingest.

    `jobs` files are read at a time, by the executor or, without one, by threads of this process.
    `retry` reads the files among the `rejections` again; without any all are read, and no refusal
    is kept. `prune` removes documents whose file is gone. `only` are the files to look at among
    those of the paths, None for all. When it `should_stop`, the file under way is finished. The
    `clock` says which embargoes are over, the `trail` keeps what was done, `originals` the files.
    """

    jobs: int = 1
    retry: bool = False
    prune: bool = False
    only: frozenset[Path] | None = None
    executor: Executor | None = None
    rejections: Rejections | None = None
    should_stop: Callable[[], bool] = lambda: False
    clock: Clock = utc_now
    trail: AuditTrail = UNRECORDED
    originals: KeptFiles = NOTHING_KEPT


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
    transaction. A file that cannot be read is reported and stops nothing. What is not public any
    more leaves the public store before anything is read. What a run that was stopped left over,
    the next one does. Raises NothingToPublishError or ManifestError, with nothing changed.
    """
    paths = tuple(paths)
    files = list_files(paths, options.only)
    rejections = options.rejections or Rejections()
    intake = Intake(
        stores,
        embedder,
        destination,
        rejections,
        IntakeOptions(
            retry=options.retry,
            today=options.clock().date(),
            trail=options.trail,
            originals=options.originals,
        ),
    )
    intake.begin(files)
    reports: list[FileReport] = []
    with reading_threads(options.executor, options.jobs) as pool:
        ahead = ReadAhead(pool, destination, most=2 * options.jobs)
        for queued in ahead.in_order(files, intake.knows):
            if options.should_stop():
                intake.finish()
                return IngestReport(
                    files=tuple(reports), withdrawn=intake.withdrawn, published=intake.published
                )
            report_progress(_progress(reports, files, queued.file))
            reports.append(intake.take(queued, ahead))
    gone = intake.look_for_gone(filter(Path.is_dir, paths), prune=options.prune)
    intake.finish()
    due = [index for index in intake.indexes if index.pairing_is_due()]
    found = [link_versions(each.store, each.fresh(), report_progress) for each in due]
    return IngestReport(
        files=tuple(reports),
        pairs=tuple(pair for each in found for pair in each.pairs),
        proposals=tuple(proposal for each in found for proposal in each.proposals),
        unpaired=tuple(document_id for each in due for document_id in _unpaired(each.store)),
        gone=gone.kept,
        removed=gone.removed,
        withdrawn=intake.withdrawn,
        published=intake.published,
    )


def _progress(
    done: Sequence[FileReport], files: Sequence[SourceFile], current: SourceFile
) -> Progress:
    return Progress(done=len(done), total=len(files), what=current.source)


def _unpaired(store: Store) -> tuple[DocumentId, ...]:
    return unpaired_translations(store.documents(), aligned(store))
