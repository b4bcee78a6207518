"""Checks of health and readiness."""

from typing import Annotated

from fastapi import Query

from service.web.api.schemas.index import HealthAnswer, ReadinessAnswer
from service.web.dependencies import CatalogueOfApp
from service.web.parameters import (
    NoParameters,
)
from service.web.routing import api_router

router = api_router("")


@router.get("/healthz")
def health(parameters: Annotated[NoParameters, Query()]) -> HealthAnswer:
    """Life of the service, with an index or without."""
    return HealthAnswer(status="alive")


@router.get("/readyz")
def readiness(
    parameters: Annotated[NoParameters, Query()], catalogue: CatalogueOfApp
) -> ReadinessAnswer:
    """Readiness of the index, so that requests may be sent here, and what it holds."""
    return ReadinessAnswer.from_record(catalogue.state())
