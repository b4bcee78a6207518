"""Dependencies of a request: the searcher and the catalogue, once the index is open."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import AfterValidator

from puente.catalogue.catalogue import Catalogue
from puente.corrections.service import CorrectionService
from puente.originals.kept_files import KeptFiles
from puente.search.searcher import Searcher
from service.bootstrap import SearchServices
from service.i18n.interfaces import interfaces
from service.web.sign_on import reading_of


def _reading(request: Request) -> SearchServices:
    return reading_of(request)


def _searcher(reading: Annotated[SearchServices, Depends(_reading)]) -> Searcher:
    return reading.searcher


def _catalogue(reading: Annotated[SearchServices, Depends(_reading)]) -> Catalogue:
    return reading.catalogue


def _corrections(reading: Annotated[SearchServices, Depends(_reading)]) -> CorrectionService:
    return reading.corrections


def _originals(request: Request) -> KeptFiles:
    found: KeptFiles = request.app.state.originals
    return found


def _known(language: str) -> str:
    if language not in interfaces():
        raise ValueError(f"The pages are in {', '.join(interfaces())}")
    return language


Interface = Annotated[str, AfterValidator(_known)]
"""A language of the pages, in an address; documents may be in others."""
CorrectionsOfApp = Annotated[CorrectionService, Depends(_corrections)]
SearcherOfApp = Annotated[Searcher, Depends(_searcher)]
OriginalsOfApp = Annotated[KeptFiles, Depends(_originals)]
CatalogueOfApp = Annotated[Catalogue, Depends(_catalogue)]
