"""Errors as problems (RFC 9457): one table gives each error class its status."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from puente.audit.trail import AuditError
from puente.errors import (
    AddressMovedError,
    AlignmentChangedError,
    AlignmentGoneError,
    AlignmentNotFoundError,
    CorrectionError,
    DocumentGoneError,
    DocumentNotFoundError,
    DocumentWithdrawnError,
    EmbedderBusyError,
    EmbedderError,
    ExportTooLargeError,
    FileNotKeptError,
    FilterError,
    MixedLanguagesError,
    NothingToExportError,
    PageError,
    ParagraphNotFoundError,
    PuenteError,
    QueryError,
    SegmentGoneError,
    SegmentNotFoundError,
    StoreError,
    SymbolError,
    UnheldValueError,
)
from service.access.guesses import TooManyGuessesError
from service.access.key_file import KeyFileError
from service.access.keys import (
    KeyExpiredError,
    KeyRevokedError,
    OtherCollectionError,
    ScopeMissingError,
)
from service.access.sign_in import WrongKeyError
from service.access.visitors import UntrustedProxyError
from service.i18n.interfaces import ENGLISH, preferred_interface
from service.i18n.translator import translator
from service.web.authentication import CHALLENGE, CrossSiteError, EditingOffError, NotAnEditorError
from service.web.hosts import KeyInAddressError, UnknownHostError


class RestrictedError(PuenteError):
    """A question about documents that are not public."""

    code = "restricted"

    def __init__(self) -> None:
        super().__init__("Only public documents are served here. Leave `visibility` out.")


class VersionNotFoundError(PuenteError):
    """A document that exists, but not in that language."""

    code = "version-not-found"

    def __init__(self, slug: str, language: str) -> None:
        super().__init__(
            "“{slug}” has no version in “{language}”. Ask for another version.",
            slug=slug,
            language=language,
        )


class RepeatedParameterError(PuenteError):
    """A parameter with one value that is given more than once."""

    code = "repeated-parameter"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            "{parameters}: given more than once. Give it once.", parameters=", ".join(names)
        )
        self.names = tuple(names)


class ParameterProblemSchema(BaseModel):
    """One parameter that was refused, and why."""

    parameter: str
    detail: str


class ProblemSchema(BaseModel):
    """An error, as RFC 9457 describes it; `code` is stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ParameterProblemSchema] = []


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {"model": ProblemSchema, "description": "A problem (RFC 9457)."}
}
"""Answer that every route may give instead; the description says which ones each route gives."""

STATUSES: Mapping[type[PuenteError], HTTPStatus] = {
    QueryError: HTTPStatus.BAD_REQUEST,
    # What is well formed and not there, so that 400 says that the description was not kept to.
    PageError: HTTPStatus.NOT_FOUND,
    UnheldValueError: HTTPStatus.NOT_FOUND,
    SymbolError: HTTPStatus.NOT_FOUND,
    MixedLanguagesError: HTTPStatus.CONFLICT,
    ExportTooLargeError: HTTPStatus.BAD_REQUEST,
    NothingToExportError: HTTPStatus.NOT_FOUND,
    RepeatedParameterError: HTTPStatus.BAD_REQUEST,
    RestrictedError: HTTPStatus.FORBIDDEN,
    DocumentNotFoundError: HTTPStatus.NOT_FOUND,
    DocumentWithdrawnError: HTTPStatus.GONE,
    DocumentGoneError: HTTPStatus.GONE,
    SegmentGoneError: HTTPStatus.GONE,
    AlignmentGoneError: HTTPStatus.GONE,
    AddressMovedError: HTTPStatus.MOVED_PERMANENTLY,
    SegmentNotFoundError: HTTPStatus.NOT_FOUND,
    ParagraphNotFoundError: HTTPStatus.NOT_FOUND,
    FileNotKeptError: HTTPStatus.NOT_FOUND,
    VersionNotFoundError: HTTPStatus.NOT_FOUND,
    CorrectionError: HTTPStatus.CONFLICT,
    AlignmentNotFoundError: HTTPStatus.NOT_FOUND,
    AlignmentChangedError: HTTPStatus.CONFLICT,
    EditingOffError: HTTPStatus.FORBIDDEN,
    NotAnEditorError: HTTPStatus.UNAUTHORIZED,
    WrongKeyError: HTTPStatus.UNAUTHORIZED,
    UntrustedProxyError: HTTPStatus.FORBIDDEN,
    KeyExpiredError: HTTPStatus.UNAUTHORIZED,
    KeyRevokedError: HTTPStatus.UNAUTHORIZED,
    ScopeMissingError: HTTPStatus.FORBIDDEN,
    OtherCollectionError: HTTPStatus.FORBIDDEN,
    KeyInAddressError: HTTPStatus.BAD_REQUEST,
    TooManyGuessesError: HTTPStatus.TOO_MANY_REQUESTS,
    UnknownHostError: HTTPStatus.MISDIRECTED_REQUEST,
    KeyFileError: HTTPStatus.SERVICE_UNAVAILABLE,
    AuditError: HTTPStatus.SERVICE_UNAVAILABLE,
    CrossSiteError: HTTPStatus.FORBIDDEN,
    EmbedderError: HTTPStatus.SERVICE_UNAVAILABLE,
    EmbedderBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}

# A killed node is replaced in less; a browser or a program should not ask more often.
_RETRY_SECONDS = "5"

REQUEST_STATUSES: Mapping[str, HTTPStatus] = {
    "unknown-parameter": HTTPStatus.BAD_REQUEST,
    "bad-parameter": HTTPStatus.BAD_REQUEST,
    "bad-body": HTTPStatus.BAD_REQUEST,
    "bad-request": HTTPStatus.BAD_REQUEST,
    "not-found": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "body-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "moved": HTTPStatus.PERMANENT_REDIRECT,
    "internal": HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The status of each code that no error class has: what is wrong with a request as such.

What is more than read is sent again to where it moved, as it was.
"""

_HTTP_CODES = {404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}

# Most parameters that name one of a closed set of values are filters; the others are refused alike.
_PARAMETER_CODES = {"extra_forbidden": "unknown-parameter", "enum": "bad-filter"}


_HEADERS: Mapping[int, Mapping[str, str]] = {
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": _RETRY_SECONDS},
    HTTPStatus.UNAUTHORIZED: CHALLENGE,
    # A cache may keep a 410 for long, and a withdrawal may be undone.
    HTTPStatus.GONE: {"Cache-Control": "no-cache"},
    # And a document that was moved may get its former address again.
    HTTPStatus.MOVED_PERMANENTLY: {"Cache-Control": "no-cache"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Failure of a request, before it is written as JSON or as a page."""

    status: int
    code: str
    detail: str
    refused: tuple[tuple[str, str], ...] = ()
    """Parameters, each with why it was refused."""
    headers: Mapping[str, str] | None = None
    notice: str = ""
    """Words of those who keep the collection, in the language in which they wrote them."""


def problem_of(error: Exception) -> Problem:
    """The problem that an error amounts to; one of the service keeps its words to itself."""
    match error:
        case PuenteError() if status := status_of(type(error)):
            # What makes the service unavailable names servers and files.
            is_unavailable = status is HTTPStatus.SERVICE_UNAVAILABLE
            return Problem(
                status=status,
                code=error.code,
                detail=_advice(error.code) if is_unavailable else str(error),
                refused=tuple(_refused(error)),
                headers=_headers(error, status),
                notice=error.notice if isinstance(error, DocumentWithdrawnError) else "",
            )
        case RequestValidationError():
            return _parameter_problem(error.errors())
        case HTTPException():
            code = _HTTP_CODES.get(error.status_code, "bad-request")
            detail = _advice(code)
            return Problem(
                status=error.status_code, code=code, detail=detail, headers=error.headers
            )
        case _:
            return Problem(status=500, code="internal", detail=_advice("internal"))


def status_of(kind: type[PuenteError]) -> HTTPStatus | None:
    """The status of an error that requests can cause; None for one that they cannot."""
    return next((STATUSES[each] for each in kind.mro() if each in STATUSES), None)


def problem_response(problem: Problem, language: str = ENGLISH) -> JSONResponse:
    """The problem as application/problem+json, its title in a language."""
    body = ProblemSchema(
        type=f"/en/api#{problem.code}",
        title=translator(language)(f"problems.{problem.code}.title"),
        status=problem.status,
        detail=problem.detail,
        code=problem.code,
        errors=[
            ParameterProblemSchema(parameter=parameter, detail=detail)
            for parameter, detail in problem.refused
        ],
    )
    return JSONResponse(
        body.model_dump(),
        status_code=problem.status,
        headers=problem.headers,
        media_type="application/problem+json",
    )


def spoken_problem(problem: Problem, error: PuenteError, accept_language: str) -> JSONResponse:
    """The problem as application/problem+json in the reader's language; English when it is open.

    Programs read the other problems; this one they pass on to readers.
    """
    language = preferred_interface(accept_language) if accept_language else ENGLISH
    told = replace(problem, detail=translator(language).error(error))
    answer = problem_response(told, language)
    answer.headers["Content-Language"] = language
    answer.headers.add_vary_header("Accept-Language")
    return answer


def _headers(error: PuenteError, status: int) -> Mapping[str, str] | None:
    if isinstance(error, TooManyGuessesError):
        return {"Retry-After": str(error.retry_after)}
    return _HEADERS.get(status)


def _refused(error: PuenteError) -> Iterator[tuple[str, str]]:
    """The parameters that an error is about."""
    match error:
        case RepeatedParameterError():
            yield from ((name, "Given more than once") for name in error.names)
        case FilterError():
            yield error.name, str(error)


def _parameter_problem(errors: Sequence[Mapping[str, Any]]) -> Problem:
    if any(error["loc"][0] == "path" for error in errors):
        return Problem(status=404, code="not-found", detail=_advice("not-found"))
    if any(error["loc"][0] == "body" for error in errors):
        refused = tuple((str(error["loc"][-1]), str(error["msg"])) for error in errors)
        return Problem(status=400, code="bad-body", detail=_advice("bad-body"), refused=refused)
    refused = tuple((str(error["loc"][1]), str(error["msg"])) for error in errors)
    code = _PARAMETER_CODES.get(str(errors[0]["type"]), "bad-parameter")
    detail = "; ".join(f"{parameter}: {reason}" for parameter, reason in refused)
    return Problem(status=400, code=code, detail=f"{detail}.", refused=refused)


def _advice(code: str) -> str:
    return str(translator("en")(f"problems.{code}.advice"))
