"""Addresses that have moved: where a reader or a program is sent instead."""

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse

from puente.errors import AddressMovedError
from service.web.problems import Problem

_SAFE_METHODS = ("GET", "HEAD")


def moved_to(address: str) -> RedirectResponse:
    """A redirection for good to an address of this service.

    A browser takes the fragment along. It asks again each time, for works come together and part.
    """
    return RedirectResponse(
        address,
        status_code=HTTPStatus.MOVED_PERMANENTLY,
        headers={"Cache-Control": "no-cache"},
    )


def with_location(problem: Problem, request: Request, error: AddressMovedError) -> Problem:
    """The problem with the address that was asked for, the former id in it replaced.

    What is not only read is to be sent again as it was (308).
    """
    names = {error.former: error.current}
    parts = (quote(names.get(each, each), safe="") for each in request.url.path.split("/"))
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    query = urlencode([(name, names.get(value, value)) for name, value in pairs])
    is_read = request.method in _SAFE_METHODS
    location = "/".join(parts) + (f"?{query}" if query else "")
    return replace(
        problem,
        status=problem.status if is_read else HTTPStatus.PERMANENT_REDIRECT,
        headers={**(problem.headers or {}), "Location": location},
    )
