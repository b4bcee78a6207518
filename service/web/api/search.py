"""JSON routes of searches and symbols."""

from typing import Annotated

from fastapi import Query, Request

from puente.model.documents import Visibility
from service.web.api.schemas.search import SearchAnswer
from service.web.dependencies import SearcherOfApp
from service.web.parameters import (
    SearchParameters,
)
from service.web.problems import RestrictedError
from service.web.routing import api_router
from service.web.sign_on import visitor_of

router = api_router()


@router.get("/search")
def search(
    request: Request,
    parameters: Annotated[SearchParameters, Query()],
    searcher: SearcherOfApp,
) -> SearchAnswer:
    """Paragraphs that answer a question, in both languages, with their official translations."""
    if parameters.visibility is not Visibility.PUBLIC and visitor_of(request) is None:
        raise RestrictedError
    result = searcher.search(
        parameters.q,
        filters=parameters.filters(),
        respell=parameters.respell,
        sort=parameters.sort,
        years=parameters.years,
        expand=parameters.expand,
        page=parameters.page,
        size=parameters.size,
    )
    return SearchAnswer.from_record(result)
