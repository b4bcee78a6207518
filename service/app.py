"""The application over HTTP: wiring only."""

import logging
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from importlib.metadata import version

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from puente.errors import PuenteError
from service import alignment_api, alignment_web, api, assets, web
from service.bodies import ShortBodies
from service.description import describe
from service.editors import Editors
from service.headers import SECURITY_HEADERS, HeadersAlone, SecurityHeaders
from service.patience import Patience
from service.problems import problem_of, problem_response
from service.rendering import render_problem
from service.wiring import Reading

_log = logging.getLogger(__name__)


def create_app(
    open_reading: Callable[[], Reading], editors: Editors = Editors(), public_url: str = ""
) -> FastAPI:
    """The JSON API and the pages over what each request is given, or a StoreError raised.

    Links can be corrected by the editors. Whole addresses begin with `public_url`, or else as those
    that requests are sent to.
    """
    app = FastAPI(
        title="Puente",
        summary="Bilingual search over the documents of inter-American bodies.",
        version=version("puente"),
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.open_reading = open_reading
    app.state.editors = editors
    app.state.public_url = public_url
    app.add_middleware(ShortBodies)
    app.add_middleware(Patience)
    app.add_middleware(GZipMiddleware, compresslevel=5)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadersAlone)
    for kind in (PuenteError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _answer_error)
    routers = (
        api.router, alignment_api.router, api.health_router,
        assets.router, alignment_web.router, web.router,
    )  # fmt: skip
    for router in routers:
        app.include_router(router)
    describe(app)
    return app


def _answer_error(request: Request, error: Exception) -> Response:
    """The error as a problem for programs, as a page for people."""
    problem = problem_of(error)
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        _log.warning("%s: %s", request.url.path, error)
    if request.url.path == "/readyz" and isinstance(error, PuenteError):
        problem = replace(problem, detail=str(error))
    for_programs = request.url.path.startswith(("/api/", "/healthz", "/readyz", "/openapi.json"))
    answer = problem_response(problem) if for_programs else render_problem(request, problem)
    # What nobody foresaw is answered outside the middleware.
    answer.headers.update(SECURITY_HEADERS)
    return answer
