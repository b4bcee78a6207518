"""What a request reaches: the searcher and the catalogue, once the index is open."""

from typing import Annotated

from fastapi import Depends, Request

from puente.catalogue.catalogue import Catalogue
from puente.corrections.review import Reviewer
from puente.search.searcher import Searcher
from service.bootstrap import Reading


def _reading(request: Request) -> Reading:
    reading: Reading = request.app.state.open_reading()
    return reading


def _searcher(reading: Annotated[Reading, Depends(_reading)]) -> Searcher:
    return reading.searcher


def _catalogue(reading: Annotated[Reading, Depends(_reading)]) -> Catalogue:
    return reading.catalogue


def _reviewer(reading: Annotated[Reading, Depends(_reading)]) -> Reviewer:
    return reading.reviewer


ReviewerOfApp = Annotated[Reviewer, Depends(_reviewer)]
SearcherOfApp = Annotated[Searcher, Depends(_searcher)]
CatalogueOfApp = Annotated[Catalogue, Depends(_catalogue)]
