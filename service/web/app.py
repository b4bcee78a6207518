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

from puente.clock import Clock, utc_now
from puente.errors import AddressMovedError, DocumentWithdrawnError, PuenteError
from puente.originals.kept_files import NOTHING_KEPT, KeptFiles
from service.access.sign_in import SignIn
from service.bootstrap import SearchServices
from service.web.api.alignments import router as alignments_api
from service.web.api.documents import router as documents_api
from service.web.api.health import router as health_api
from service.web.api.openapi import describe
from service.web.api.pairs import router as pairs_api
from service.web.api.reports import router as reports_api
from service.web.api.search import router as search_api
from service.web.api.suggest import router as suggest_api
from service.web.api.vectors import router as vectors_api
from service.web.doors.feeds import router as feed_door
from service.web.doors.links import DescriptionLink
from service.web.doors.llms import router as llms_door
from service.web.doors.markdown import router as markdown_door
from service.web.doors.negotiation import MarkdownNegotiation
from service.web.doors.opensearch import router as opensearch_door
from service.web.hosts import HostCheck, Hosts
from service.web.middleware import (
    SECURITY_HEADERS,
    BodyLimit,
    HeadWithoutBody,
    RequestDeadline,
    SecurityHeaders,
)
from service.web.moved import with_location
from service.web.pages.alignments import router as alignment_pages
from service.web.pages.browse import router as browse_pages
from service.web.pages.documents import router as document_pages
from service.web.pages.home import router as home_pages
from service.web.pages.pairs import router as pair_pages
from service.web.pages.reports import router as report_pages
from service.web.pages.search import router as search_pages
from service.web.pages.site import Site
from service.web.pages.site import router as site_pages
from service.web.pages.sitemap import router as sitemap_pages
from service.web.pages.static_files import PageFiles
from service.web.pages.static_files import router as static_files
from service.web.pages.symbols import router as symbol_pages
from service.web.pages.views.rendering import render_problem
from service.web.problems import problem_of, problem_response, spoken_problem
from service.web.routing import is_for_programs
from service.web.sign_on import PrivateAnswers, SignOn, make_private

_log = logging.getLogger(__name__)
_API_ROUTERS = (
    search_api, suggest_api, documents_api, alignments_api, pairs_api, reports_api, vectors_api,
    health_api,
)  # fmt: skip
# Addresses with an ending stand before the pages, whose addresses fit them too.
# The versions beside each other stand before the documents, whose address /{ui}/doc/ fits theirs.
PAGE_ROUTERS = (
    feed_door, opensearch_door, llms_door, markdown_door, static_files, sitemap_pages, home_pages,
    browse_pages, search_pages, alignment_pages, document_pages, symbol_pages, report_pages,
    pair_pages, site_pages,
)  # fmt: skip


def create_app(
    open_reading: Callable[[], SearchServices],
    sign_in: SignIn | None = None,
    hosts: Hosts = Hosts(),
    sign_on: SignOn | None = None,
    clock: Clock = utc_now,
    originals: KeptFiles = NOTHING_KEPT,
    site: Site = Site(),
) -> FastAPI:
    """The JSON API and the pages over what each request is given, or a StoreError raised.

    Links can be corrected by those whom the sign-in knows. Whole addresses begin with that of the
    hosts, or else as those that requests are sent to. Restricted documents are for those who sign
    on. Exports have the time of the clock. The originals of documents are those that are kept.
    The pages speak for the site.
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
    app.state.sign_in = sign_in or SignIn()
    app.state.public_url = hosts.public_url
    app.state.sign_on = sign_on
    app.state.clock = clock
    app.state.originals = originals
    app.state.site = site
    app.add_middleware(MarkdownNegotiation)
    app.add_middleware(DescriptionLink)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestDeadline)
    app.add_middleware(GZipMiddleware, compresslevel=5)
    app.add_middleware(HostCheck, hosts=hosts, answer=_answer_error)
    app.add_middleware(SecurityHeaders)
    if sign_on:
        app.add_middleware(PrivateAnswers, sign_on=sign_on)
    app.add_middleware(HeadWithoutBody)
    for kind in (PuenteError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _answer_error)
    app.mount("/static", PageFiles(), name="static")
    for router in (*_API_ROUTERS, *PAGE_ROUTERS):
        app.include_router(router)
    describe(app)
    return app


def _answer_error(request: Request, error: Exception) -> Response:
    """The error as a problem for programs, as a page for people."""
    problem = problem_of(error)
    if isinstance(error, AddressMovedError):
        problem = with_location(problem, request, error)
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        _log.warning("%s: %s", request.url.path, error)
    if request.url.path == "/readyz" and isinstance(error, PuenteError):
        problem = replace(problem, detail=str(error))
    if not is_for_programs(request.scope["path"]):
        answer: Response = render_problem(request, problem)
    elif isinstance(error, DocumentWithdrawnError):
        answer = spoken_problem(problem, error, request.headers.get("accept-language", ""))
    else:
        answer = problem_response(problem)
    # What nobody foresaw is answered outside the middleware.
    answer.headers.update(SECURITY_HEADERS)
    sign_on: SignOn | None = request.app.state.sign_on
    if sign_on and sign_on.is_tried(request.headers):
        make_private(answer.headers, sign_on)
    return answer
