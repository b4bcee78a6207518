"""What a request reaches: the searcher and the catalogue that `create_app` was given."""

from typing import Annotated

from fastapi import Depends, Request

from puente.catalogue import Catalogue
from puente.search import Searcher


def _searcher(request: Request) -> Searcher:
    searcher: Searcher = request.app.state.searcher
    return searcher


def _catalogue(request: Request) -> Catalogue:
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


SearcherOfApp = Annotated[Searcher, Depends(_searcher)]
CatalogueOfApp = Annotated[Catalogue, Depends(_catalogue)]
