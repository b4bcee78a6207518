"""The application over HTTP: wiring only."""

from importlib.metadata import version

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from puente.catalogue import Catalogue
from puente.errors import PuenteError
from puente.search import Searcher
from service import api, assets, web
from service.description import describe
from service.headers import SECURITY_HEADERS, HeadersAlone, SecurityHeaders
from service.problems import problem_of, problem_response
from service.rendering import render_problem


def create_app(searcher: Searcher, catalogue: Catalogue) -> FastAPI:
    """The JSON API and the pages over one searcher and one catalogue."""
    app = FastAPI(
        title="Puente",
        summary="Bilingual search over the documents of inter-American bodies.",
        version=version("puente"),
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.searcher = searcher
    app.state.catalogue = catalogue
    app.add_middleware(GZipMiddleware, compresslevel=5)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadersAlone)
    for kind in (PuenteError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _answer_error)
    for router in (api.router, api.health_router, assets.router, web.router):
        app.include_router(router)
    describe(app)
    return app


def _answer_error(request: Request, error: Exception) -> Response:
    """The error as a problem for programs, as a page for people."""
    problem = problem_of(error)
    for_programs = request.url.path.startswith(("/api/", "/healthz", "/readyz", "/openapi.json"))
    answer = problem_response(problem) if for_programs else render_problem(request, problem)
    # What nobody foresaw is answered outside the middleware.
    answer.headers.update(SECURITY_HEADERS)
    return answer
