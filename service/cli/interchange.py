"""The commands that exchange alignments with other tools: translation memories and tables."""

import getpass
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from puente.clock import utc_now
from puente.errors import PathNotFoundError
from puente.interchange.formats import ExportFormat
from puente.model.documents import Document, Visibility
from puente.model.filters import Filters
from puente.model.segments import Segment
from service.cli.options import (
    AsJson,
    Seen,
    StoreUrl,
    read_settings,
    with_filters,
)
from service.cli.output import SOME_REJECTED, print_json, write_bytes
from service.cli.usage import SpokenTyper

memories = SpokenTyper()


@memories.command("export")
@with_filters
def export_command(
    form: Annotated[
        ExportFormat, typer.Option("--format", help="What it is written as.")
    ] = ExportFormat.TMX,
    work: Annotated[
        str | None, typer.Option(metavar="ID", help="One work only; else all that pass.")
    ] = None,
    confirmed_only: Annotated[
        bool, typer.Option("--confirmed-only", help="Only what a person confirmed.")
    ] = False,
    least_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out links under it.")
    ] = 0.0,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")
    ] = None,
    store: StoreUrl = None,
    filters: Filters = Filters(),
    visibility: Seen = Visibility.PUBLIC,
) -> None:
    """Take alignments out of the index, for translators' tools and spreadsheets."""
    from puente.catalogue.passages import LinkFilter, version_pairs
    from puente.interchange.export import ExportMetadata, export
    from service.bootstrap import services_at
    from service.web.urls import permalink

    settings = read_settings(store)

    def address(document: Document, segment: Segment) -> str:
        return settings.address + permalink(document, segment)

    imprint = ExportMetadata(version=version("puente"), made=utc_now(), address=address)
    trust = LinkFilter(confirmed_only=confirmed_only, least_confidence=least_confidence)
    with services_at(settings, visibility) as reading:
        catalogue = reading.catalogue
        pairs = version_pairs(catalogue, filters, work)
        write_bytes(export(catalogue, pairs, form, imprint, trust), out)


@memories.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="A translation memory (TMX).")],
    author: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who confirms the links; else the user.")
    ] = None,
    visibility: Annotated[
        Visibility, typer.Option(help="Whose documents the units are of.")
    ] = Visibility.PUBLIC,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Confirm the links that a translation memory has."""
    from ingest.pairing.tmx_import import UnitOutcome, import_units
    from puente.alignment.similarity import cosine_similarity
    from puente.interchange.tmx import MOST_BYTES, read_tmx
    from service.bootstrap import audit_trail_of, stores_at
    from service.cli.tables import unit_table

    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise PathNotFoundError(file) from error
    settings = read_settings(store)
    with stores_at(settings.store, settings.embedder, settings.access) as stores:
        reports = import_units(
            read_tmx(content),
            stores.open(visibility),
            cosine_similarity(stores.embedder),
            author=author or _user(),
            made=f"{utc_now():%Y-%m-%dT%H:%M:%SZ}",
            trail=audit_trail_of(settings),
        )
    if as_json:
        print_json({"units": [asdict(each) for each in reports]})
    else:
        unit_table(reports)
    if any(each.outcome not in (UnitOutcome.LINKED, UnitOutcome.ALREADY) for each in reports):
        raise typer.Exit(SOME_REJECTED)


def _user() -> str:
    """The name of the account; a container's may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise typer.BadParameter("this account has no name", param_hint="--author") from error
