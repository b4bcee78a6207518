"""The commands that report on the alignments of an index: what differs, and what is missing."""

from typing import Annotated

import typer

from puente.model.documents import Visibility
from puente.model.filters import Filters
from service.cli.options import (
    AsJson,
    Seen,
    StoreUrl,
    read_settings,
    with_filters,
)
from service.cli.output import print_line
from service.cli.usage import SpokenTyper

reports = SpokenTyper()


@reports.command()
@with_filters
def divergences(
    work: Annotated[
        str, typer.Argument(help="A work, to list its passages; else all works are counted.")
    ] = "",
    store: StoreUrl = None,
    filters: Filters = Filters(),
    visibility: Seen = Visibility.PUBLIC,
    as_json: AsJson = False,
) -> None:
    """Show where the versions of works say different things, gravest first."""
    from puente.catalogue.divergence_survey import diverging_passages, survey_divergences
    from puente.catalogue.passages import version_pairs
    from service.bootstrap import services_at
    from service.cli.tables import divergence_table, diverging_works_table
    from service.web.api.schemas.reports import DivergenceAnswer

    settings = read_settings(store)
    with services_at(settings, visibility) as reading:
        catalogue = reading.catalogue
        pairs = (
            version_pairs(catalogue, filters, work)
            if work
            else survey_divergences(catalogue, filters)
        )
        found = diverging_passages(catalogue, pairs) if work else ()
    if as_json:
        size = max(1, len(found if work else pairs))
        answer = (
            DivergenceAnswer.of_passages(pairs, found, page=1, size=size)
            if work
            else DivergenceAnswer.of_works(pairs, page=1, size=size)
        )
        print_line(answer.model_dump_json())
    elif work:
        divergence_table(found)
    else:
        diverging_works_table(pairs)


@reports.command()
@with_filters
def coverage(
    store: StoreUrl = None,
    filters: Filters = Filters(),
    visibility: Seen = Visibility.PUBLIC,
    as_json: AsJson = False,
) -> None:
    """Show which versions and alignments are missing, or older than their texts."""
    from puente.catalogue.coverage import survey_coverage
    from service.bootstrap import services_at
    from service.cli.tables import coverage_table
    from service.web.api.schemas.reports import CoverageAnswer

    settings = read_settings(store)
    with services_at(settings, visibility) as reading:
        catalogue = reading.catalogue
        found = survey_coverage(catalogue, filters)
    if as_json:
        answer = CoverageAnswer.from_record(
            found, page=1, size=max(1, len(found.works), len(found.proposals))
        )
        print_line(answer.model_dump_json())
    else:
        coverage_table(found)
