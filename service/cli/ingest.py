"""The command that fills an index: once, or for as long as a folder is watched."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from puente.model.documents import Visibility
from service.cli.language import messages
from service.cli.options import AsJson, Paths, StoreUrl, read_settings
from service.cli.output import SOME_REJECTED, end_output, print_json, progress_bar, say, write_json
from service.cli.usage import SpokenTyper

if TYPE_CHECKING:
    from types import FrameType

    from ingest.pipeline.index_sync import Destination
    from ingest.pipeline.ingest_files import IngestOptions
    from puente.errors import PuenteError
    from puente.model.identifiers import DocumentId
    from puente.model.reports import IngestReport
    from service.bootstrap import Stores

ingestion = SpokenTyper()


@ingestion.command("ingest")
def ingest_command(
    paths: Paths,
    store: StoreUrl = None,
    collection: Annotated[str, typer.Option(help="Collection of the documents.")] = "oas",
    visibility: Annotated[
        Visibility | None,
        typer.Option(
            help="Who may see them; the manifest can say otherwise. Else new files are public and "
            "known ones stay as they are."
        ),
    ] = None,
    publish: Annotated[
        bool,
        typer.Option(
            "--publish",
            help="Make restricted documents public that the manifest or --visibility says are.",
        ),
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Files read at a time; else one for each core.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Scheduler of a Dask cluster that reads the files."),
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Read refused files again.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove documents whose file is gone.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on taking what comes, until Ctrl-C.")
    ] = False,
    every: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="Time between two looks.")
    ] = 5,
    settle: Annotated[
        float,
        typer.Option(min=0, metavar="SECONDS", help="Time without a change to take a file."),
    ] = 2,
    report: Annotated[
        Path | None, typer.Option(help="File that gets the report, as --json prints it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring an index up to date with files and folders."""
    from ingest.pipeline.dask import cluster_at
    from ingest.pipeline.index_sync import Destination
    from ingest.pipeline.ingest_files import IngestOptions
    from ingest.pipeline.rejections import Rejections
    from ingest.pipeline.watcher import WatchOptions
    from ingest.pipeline.watcher import watch as watch_paths
    from ingest.pipeline.worker_pool import reading_threads
    from service.bootstrap import audit_trail_of, kept_files_of, rejections_path, stores_at

    if publish and watch:
        raise typer.BadParameter("--publish is one deliberate act; run it without --watch.")
    settings = read_settings(store)
    stop = Event()
    with ExitStack() as stack:
        workers = stack.enter_context(cluster_at(cluster)) if cluster else None
        count = jobs or (workers.cores if workers else _cores())
        rounds = _Rounds(
            paths=tuple(paths),
            stores=stack.enter_context(
                stores_at(settings.store, settings.embedder, settings.access)
            ),
            destination=Destination(collection=collection, visibility=visibility, publish=publish),
            options=IngestOptions(
                jobs=count,
                retry=retry,
                prune=prune,
                executor=stack.enter_context(
                    reading_threads(workers.executor if workers else None, count)
                ),
                rejections=Rejections(rejections_path(settings.store)),
                trail=audit_trail_of(settings),
                originals=kept_files_of(settings),
                should_stop=stop.is_set,
            ),
            report=report,
            as_json=as_json,
        )
        if watch:
            say(messages().text("ingest.watching"))
            stack.enter_context(_stopping(stop))
            watch_paths(paths, rounds.run, _notice, stop, WatchOptions(every=every, settle=settle))
        elif rounds.run().rejected:
            raise typer.Exit(SOME_REJECTED)


@dataclass(slots=True, kw_only=True)
class _Rounds:
    """Runs over the same paths into the same stores, each with its report."""

    paths: tuple[Path, ...]
    stores: "Stores"
    destination: "Destination"
    options: "IngestOptions"
    report: Path | None
    as_json: bool
    _gone: "set[DocumentId]" = field(default_factory=set)

    def run(self, only: frozenset[Path] | None = None) -> "IngestReport":
        """Take all files, or some, and say what became of them; what is gone is said once."""
        from ingest.pipeline.ingest_files import ingest
        from service.cli.tables import report_table

        with progress_bar() as show:
            report = ingest(
                self.paths,
                self.stores,
                self.stores.embedder,
                self.destination,
                show,
                options=replace(self.options, only=only),
            )
        report = replace(report, gone=tuple(each for each in report.gone if each not in self._gone))
        self._gone.update(report.gone)
        if self.report:
            write_json(self.report, asdict(report))
        if self.as_json:
            print_json(asdict(report))
        else:
            report_table(report, self._titles())
        end_output()
        return report

    def _titles(self) -> "dict[DocumentId, str]":
        """The titles of all documents that there are now."""
        found = filter(None, map(self.stores.find, Visibility))
        return {each.id: each.title for store in found for each in store.documents()}


@contextmanager
def _stopping(stop: Event) -> Iterator[None]:
    """Let SIGINT and SIGTERM end the watch after the file under way, a second one at once."""

    def end(number: int, frame: "FrameType | None") -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _notice(error: "PuenteError") -> None:
    """Say what keeps a round from being done."""
    say(messages().error(error))


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
