"""The `puente` command: what it needs of the three packages is known here and in its parts."""

import logging
import os
import shlex
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from puente.errors import ExtractionError, PuenteError, SettingsError
from puente.model.documents import Visibility
from puente.model.filters import Filters
from puente.model.queries import Sort
from service.cli.ingest import ingestion
from service.cli.interchange import memories
from service.cli.keys import keys
from service.cli.language import error_line, is_english, messages
from service.cli.maintenance import upkeep
from service.cli.options import (
    AsJson,
    Seen,
    StoreUrl,
    read_settings,
    with_filters,
)
from service.cli.output import (
    SOME_REJECTED,
    WRONG_USAGE,
    end_output,
    print_json,
    print_line,
    progress_bar,
    say,
    sign_in_log,
    speak_utf8,
)
from service.cli.oversight.audit import audit
from service.cli.oversight.withdrawal import withdrawing
from service.cli.reports import reports
from service.cli.tools import tools
from service.cli.usage import SpokenGroup, SpokenTyper
from service.i18n.interfaces import ENGLISH, spoken_interface

# Heavy modules are imported inside the commands: `puente --help` answers in under half a second.

app = SpokenTyper(
    name="puente",
    cls=SpokenGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(ingestion)
app.add_typer(upkeep)
app.add_typer(tools)
app.add_typer(memories)
app.add_typer(reports)
app.add_typer(withdrawing)
app.add_typer(keys, name="keys")
app.add_typer(audit, name="audit")


def _say_version(is_asked: bool) -> None:
    if is_asked:
        print_line(f"puente {version('puente')}")
        raise typer.Exit


@app.callback()
def every_command(
    is_version_asked: Annotated[
        bool,
        typer.Option("--version", help="Say the version and end.", callback=_say_version),
    ] = False,
) -> None:
    """Bilingual search over the documents of inter-American bodies."""


def main() -> None:
    """Run the command; an error is a line and exit code 2, never a traceback."""
    speak_utf8()
    try:
        spoken_interface(os.environ)
    except SettingsError as error:
        say(f"{error.code}: {error}")
        sys.exit(WRONG_USAGE)
    if os.environ.get("PUENTE_DEBUG"):
        logging.basicConfig(level=logging.DEBUG)
    try:
        try:
            app()
        finally:
            end_output()
    except PuenteError as error:
        say(error_line(error))
        sys.exit(SOME_REJECTED if isinstance(error, ExtractionError) else WRONG_USAGE)
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    # The last guard: people get a line for what nobody foresaw, not a traceback.
    except Exception as error:
        if os.environ.get("PUENTE_DEBUG"):
            raise
        line = f"{type(error).__name__}: {error} (PUENTE_DEBUG=1 shows the traceback)"
        say(f"internal: {line if is_english() else messages().detail(line)}")
        sys.exit(WRONG_USAGE)


@app.command()
@with_filters
def search(
    query: Annotated[str, typer.Argument(help="Words, a “quoted phrase”, a symbol.")],
    store: StoreUrl = None,
    filters: Filters = Filters(),
    visibility: Seen = Visibility.PUBLIC,
    no_respell: Annotated[
        bool, typer.Option("--no-respell", help="Search misspelt words as they were typed.")
    ] = False,
    sort: Annotated[
        Sort | None,
        typer.Option(
            help="Order: relevance, or date, the newest document first; else as the question says."
        ),
    ] = None,
    no_years: Annotated[
        bool, typer.Option("--no-years", help="Search years in the question as words.")
    ] = False,
    no_expand: Annotated[
        bool,
        typer.Option("--no-expand", help="Search words in their own spelling and language only."),
    ] = False,
    page: Annotated[int, typer.Option(help="Page, from 1.")] = 1,
    size: Annotated[int, typer.Option(help="Results on a page.")] = 10,
    why: Annotated[bool, typer.Option("--why", help="Also say why each result answers.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask the index a question."""
    from service.bootstrap import services_at
    from service.cli.tables import result_list
    from service.web.api.schemas.search import SearchAnswer

    settings = read_settings(store)
    with services_at(settings, visibility) as reading:
        result = reading.searcher.search(
            query,
            filters=filters,
            respell=not no_respell,
            sort=sort,
            years=not no_years,
            expand=not no_expand,
            page=page,
            size=size,
        )
    if as_json:
        print_line(SearchAnswer.from_record(result).model_dump_json())
    else:
        result_list(result, why=why)


@app.command("eval")
def eval_command(
    queries: Annotated[Path, typer.Argument(help="TSV; header: id, type, language, text.")],
    qrels: Annotated[
        Path,
        typer.Argument(
            help="TSV; header: query, segment, grade. A segment is an id, `file#L12` or "
            "`file#“words”`; a file alone is a document."
        ),
    ],
    store: StoreUrl = None,
    missed: Annotated[
        bool, typer.Option(help="Also show the questions not answered first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well questions with known answers are answered."""
    from puente.evaluation.questions import load_questions
    from puente.evaluation.retrieval_metrics import evaluate
    from service.bootstrap import services_at
    from service.cli.tables import evaluation_table, missed_table

    settings = read_settings(store)
    with services_at(settings) as reading:
        questions = load_questions(queries, qrels, reading.catalogue)
        report = evaluate(questions, reading.searcher.search)
    if as_json:
        print_json(
            {
                "overall": asdict(report.overall),
                "by_type": {name: asdict(each) for name, each in report.by_type.items()},
            }
        )
        return
    evaluation_table(report)
    if missed:
        missed_table(report)


@app.command()
def serve(
    store: StoreUrl = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; else $PUENTE_HOST.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port, 0 for a free one; else $PUENTE_PORT."),
    ] = None,
) -> None:
    """Serve the API and the pages."""
    from service.access.sign_in import SignIn
    from service.bootstrap import (
        RestrictedReading,
        audit_trail_of,
        check_sign_on,
        kept_files_of,
        key_ring_of,
        opening,
        proxy_sign_on_of,
        stores_at,
    )
    from service.web.hosts import Hosts
    from service.web.pages.site import read_site
    from service.web.server import run
    from service.web.sign_on import SignOn

    settings = read_settings(store)
    trail = audit_trail_of(settings)
    if settings.restricted:
        check_sign_on(settings)
    for name in settings.editor_keys:
        say(messages().text("keys.superseded", name=shlex.quote(name)))
    with (
        sign_in_log(),
        stores_at(settings.store, settings.embedder, settings.access) as stores,
        opening(stores, trail) as open_services,
    ):
        sign_on = SignOn(
            served=settings.served_collections,
            open_restricted=RestrictedReading(stores, open_services, trail),
            proxy=proxy_sign_on_of(settings),
        )
        run(
            open_services,
            host or settings.host,
            settings.port if port is None else port,
            say,
            SignIn(key_ring_of(settings)),
            Hosts(public_url=settings.public_url, proxies=settings.proxies),
            sign_on if settings.restricted else None,
            kept_files_of(settings),
            read_site(settings),
        )


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: a free one.")] = 8000,
    check: Annotated[bool, typer.Option("--check", help="Ask one question and end.")] = False,
) -> None:
    """Index the sample documents in a temporary folder and serve them."""
    import tempfile
    from importlib.resources import as_file, files

    from ingest.pipeline.ingest_files import ingest
    from puente.embedding.e5 import SHIPPED
    from service.bootstrap import open_services, stores_at
    from service.web.server import run

    with (
        tempfile.TemporaryDirectory(prefix="puente-") as folder,
        as_file(files("seeds")) as seeds,
        stores_at(f"sqlite:///{folder}/demo.db", SHIPPED) as stores,
    ):
        with progress_bar() as show:
            ingest(
                [seeds],
                stores,
                stores.embedder,
                report_progress=show,
            )
        reading = open_services(stores)
        question = "trafficking in persons"
        if not check:
            run(lambda: reading, "127.0.0.1", port, say)
            return
        answered = reading.searcher.search(question).hits
        say(messages().counted("demo.results", len(answered), query=question))
        if not answered:
            raise typer.Exit(SOME_REJECTED)


@app.command()
def doctor(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Say what works on this machine and what is missing."""
    from service.cli.doctor import diagnose
    from service.cli.tables import diagnosis_table
    from service.i18n.translator import translator

    # What programs read is the same in every language.
    findings = diagnose(read_settings(store), translator(ENGLISH) if as_json else messages())
    if as_json:
        print_json([asdict(each) for each in findings])
    else:
        diagnosis_table(findings)
    if any(each.is_fault for each in findings):
        raise typer.Exit(SOME_REJECTED)
