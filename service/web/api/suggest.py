"""JSON route of what completes a question that is being typed."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import JSONResponse

from service.web.api.schemas.suggestions import SuggestAnswer
from service.web.dependencies import SearcherOfApp
from service.web.parameters import SuggestFormat, SuggestParameters
from service.web.routing import api_router
from service.web.urls import base_address

SUGGESTIONS = "application/x-suggestions+json"

router = api_router()


@router.get(
    "/suggest", response_model=SuggestAnswer, responses={200: {"content": {SUGGESTIONS: {}}}}
)
def suggest(
    request: Request,
    parameters: Annotated[SuggestParameters, Query()],
    searcher: SearcherOfApp,
) -> SuggestAnswer | JSONResponse:
    """Titles, symbols and terms that complete what was typed, in both languages."""
    found = searcher.suggest(parameters.q, limit=parameters.size)
    answer = SuggestAnswer.from_records(parameters.q, found)
    if parameters.format is SuggestFormat.OPENSEARCH:
        return JSONResponse(answer.as_opensearch(base_address(request)), media_type=SUGGESTIONS)
    return answer
