"""JSON routes of vectors, for search by meaning in other portals."""

from typing import Annotated

from fastapi import Query

from service.web.api.schemas.vectors import (
    EmbedAnswer,
    EmbedBody,
    EmbeddingsAnswer,
    EmbeddingsBody,
    NearestAnswer,
    NearestBody,
)
from service.web.dependencies import SearcherOfApp
from service.web.parameters import NearestParameters, NoParameters
from service.web.routing import api_router

router = api_router()


@router.post("/embed")
def embed(
    body: EmbedBody, parameters: Annotated[NoParameters, Query()], searcher: SearcherOfApp
) -> EmbedAnswer:
    """Vectors of texts, as `puente embed` prints them."""
    vectors = searcher.vectors
    rows = vectors.embed(body.texts, role=body.role, language=body.language, model=body.model)
    return EmbedAnswer.from_rows(rows, vectors.encoder().name)


@router.post("/embeddings")
def embeddings(
    body: EmbeddingsBody, parameters: Annotated[NoParameters, Query()], searcher: SearcherOfApp
) -> EmbeddingsAnswer:
    """The same in the shape of OpenAI's embeddings, for clients whose base is `/api/v1`."""
    vectors = searcher.vectors
    vectors.check_dimension(body.dimensions)
    rows = vectors.embed(body.texts, role=body.role, language=body.language, model=body.model)
    return EmbeddingsAnswer.from_rows(rows, body, vectors.encoder().name)


@router.post("/nearest")
def nearest_segments(
    body: NearestBody,
    parameters: Annotated[NearestParameters, Query()],
    searcher: SearcherOfApp,
) -> NearestAnswer:
    """Paragraphs that are nearest in meaning to a text or to a vector, whatever their words."""
    vectors = searcher.vectors
    if body.vector:
        vector = vectors.unit_vector(body.vector, body.model)
    else:
        texts = [body.text]
        [vector] = vectors.embed(texts, role=body.role, language=body.language, model=body.model)
    found = searcher.nearest(vector, parameters.filters(), limit=parameters.size)
    return NearestAnswer.from_records(found, vectors.encoder().name)
