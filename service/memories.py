"""The commands that exchange alignments with other tools: translation memories and tables."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from puente.formats import ExportFormat
from puente.records import Document, Segment, Visibility
from service.terminal import (
    Collections,
    Kinds,
    Languages,
    Organs,
    Seen,
    StoreUrl,
    Years,
    filters_of,
    read_settings,
    write_bytes,
)

memories = typer.Typer()


@memories.command("export")
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
    lang: Languages = None,
    collection: Collections = None,
    organ: Organs = None,
    kind: Kinds = None,
    year: Years = None,
    visibility: Seen = Visibility.PUBLIC,
) -> None:
    """Take alignments out of the index, for translators' tools and spreadsheets."""
    from puente.export import Imprint, export
    from puente.passages import Trust, version_pairs
    from service.addresses import permalink
    from service.wiring import open_reading, stores_at

    settings = read_settings(store)
    filters = filters_of(lang, collection, organ, kind, year)

    def address(document: Document, segment: Segment) -> str:
        return settings.address + permalink(document, segment)

    imprint = Imprint(version=version("puente"), made=datetime.now(UTC), address=address)
    trust = Trust(confirmed_only=confirmed_only, least_confidence=least_confidence)
    with stores_at(settings.store, settings.embedder, settings.access) as stores:
        catalogue = open_reading(stores, restricted=visibility is Visibility.RESTRICTED).catalogue
        pairs = version_pairs(catalogue, filters, work)
        write_bytes(export(catalogue, pairs, form, imprint, trust), out)
