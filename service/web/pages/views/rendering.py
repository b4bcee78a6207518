"""Templates to pages: the environment, and what every page is told."""

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from puente.model.filters import BY_PARAMETER
from service.i18n.citations import citation, margin_mark, own_number, place_of
from service.i18n.interfaces import interfaces, preferred_interface
from service.i18n.reasons import reasons
from service.i18n.translator import Translator, translator
from service.web import urls
from service.web.doors.discovery import feed_of
from service.web.doors.negotiation import markdown_of
from service.web.pages.views.facets import value_label
from service.web.pages.views.markup import excerpt, in_capitals, in_language, rich_text
from service.web.pages.views.side_by_side import HIGH_CONFIDENCE, LOW_CONFIDENCE
from service.web.pagination import page_numbers
from service.web.problems import Problem


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.web.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        addresses=urls,
        citation=citation,
        example_of=_example_of,
        excerpt=excerpt,
        high_confidence=HIGH_CONFIDENCE,
        feed_of=feed_of,
        in_capitals=in_capitals,
        in_language=in_language,
        low_confidence=LOW_CONFIDENCE,
        markdown_of=markdown_of,
        own_name=_own_name,
        margin_mark=margin_mark,
        own_number=own_number,
        page_numbers=page_numbers,
        place_of=place_of,
        reasons=reasons,
        rich_text=rich_text,
        translator=translator,
        value_label=value_label,
    )
    return environment


def template(name: str) -> Template:
    """A template, which escapes what is put into it."""
    return _environment().get_template(name)


def render(
    request: Request,
    name: str,
    interface: str,
    *,
    status: int = 200,
    question: str | None = None,
    **context: object,
) -> HTMLResponse:
    """A page in an interface language; its menu takes the question along, else what was asked."""
    asked = _asked(request) if question is None else [("q", question)]
    shared = {
        "own_address": _address_without(request, "part"),
        "alternates": {each: _address_in(request, each, without="part") for each in interfaces()},
    }
    t, site = translator_of(request, interface), request.app.state.site
    html = template(name).render(
        ui=interface,
        t=t,
        site=site,
        site_name=site.name or t("site.name"),
        interfaces=interfaces(),
        elsewhere={each: _address_in(request, each) for each in interfaces()},
        base=urls.base_address(request),
        today=request.app.state.clock().date().isoformat(),
        question=dict(asked).get("q", ""),
        asking=urlencode(asked) if dict(asked).get("q") else "",
        is_error=status >= HTTPStatus.BAD_REQUEST,
        **shared | context,
    )
    return HTMLResponse(html, status_code=status)


def translator_of(request: Request, interface: str) -> Translator:
    """The messages of a language with the names that this site has for collections and organs."""
    own = request.app.state.site.names.get(interface)
    return Translator(interface, own) if own else translator(interface)


def render_problem(request: Request, problem: Problem) -> HTMLResponse:
    """The page of a problem, in the language of the address or else of the reader."""
    language = request.url.path.split("/")[1].partition("-")[0]
    accepted = request.headers.get("accept-language", "")
    interface = language if language in interfaces() else preferred_interface(accepted)
    page = render(
        request,
        "error.html",
        interface,
        status=problem.status,
        problem=problem,
        question=request.query_params.get("q", ""),
        refused=[(name, _address_without(request, name)) for name, _ in problem.refused],
    )
    page.headers.update(problem.headers or {})
    return page


def _asked(request: Request) -> list[tuple[str, str]]:
    """The question of a request and its filters, which search and concordance have in common."""
    pairs = request.query_params.multi_items()
    return [(name, value) for name, value in pairs if name == "q" or name in BY_PARAMETER]


def _address_in(request: Request, interface: str, *, without: str = "") -> str:
    """The address of the same page in an interface language, maybe without one parameter.

    It is that of the home page when there is none.
    """
    _, languages, *rest = request.scope["path"].split("/")
    first, _, second = languages.partition("-")
    if first not in interfaces():
        return f"/{interface}/"
    if second and first != interface:
        languages = f"{second}-{first}" if second == interface else f"{interface}-{second}"
    elif not second:
        languages = interface
    return quote("/".join(["", languages, *rest]), safe="/()") + _query_without(request, without)


def _address_without(request: Request, parameter: str) -> str:
    """The same address without one parameter."""
    return quote(request.url.path, safe="/()") + _query_without(request, parameter)


def _query_without(request: Request, parameter: str) -> str:
    pairs = request.query_params.multi_items()
    query = urlencode([(name, value) for name, value in pairs if name != parameter])
    return f"?{query}" if query else ""


def _own_name(language: str) -> str:
    """The name of a language in the language itself."""
    return str(Locale.parse(language).languages[language]).title()


def _example_of(operation: Mapping[str, Any]) -> str:
    example = next(iter(operation["responses"]["200"]["content"].values()))["example"]
    return (
        example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)
    )
