"""The OpenAPI description, completed with examples, refusals and the ways to send a key."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

from service.i18n.translator import translator
from service.web.api.refusals import refusals_of

# The operations of deprecated addresses, by what they do.
_CURRENT = {"rule": "correct"}

_SCHEMES: Mapping[str, Mapping[str, str]] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key (`puente keys add`), for programs. It never stands in an address.",
    },
    "name-and-key": {
        "type": "http",
        "scheme": "basic",
        "description": "The name of a key and the key, which browsers ask for.",
    },
}
_BY_KEY: list[dict[str, list[str]]] = [{name: []} for name in _SCHEMES]

_RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds to wait before asking again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
}
_LOCATION = {
    "Location": {
        "description": "The address with the id that is used now.",
        "required": True,
        "schema": {"type": "string"},
    }
}
_HEADERS: Mapping[int, Mapping[str, Any]] = {
    401: {
        "WWW-Authenticate": {
            "description": "The challenge that browsers ask for a name and a key.",
            "required": True,
            "schema": {"type": "string"},
        }
    },
    301: _LOCATION,
    308: _LOCATION,
    429: _RETRY_AFTER,
    503: _RETRY_AFTER,
}


def describe(app: FastAPI) -> None:
    """Have the application describe itself whole, from the first time it is asked."""
    plain = app.openapi

    @cache
    def described() -> dict[str, Any]:
        description = plain()
        _complete(description)
        return description

    # As FastAPI's documentation replaces it. At the start it would take 0.2 s of every start.
    app.openapi = described  # type: ignore[method-assign]


def _complete(description: dict[str, Any]) -> None:
    # FastAPI drops what is null from examples that are given with a route.
    examples = json.loads(
        files("service.web.api").joinpath("examples.json").read_text(encoding="utf-8")
    )
    for operation in (each for ways in description["paths"].values() for each in ways.values()):
        name = operation["operationId"]
        # Of an answer in several formats the first one has the example.
        answer = next(iter(operation["responses"]["200"]["content"].values()))
        answer["example"] = examples[_CURRENT.get(name, name)]
        _require_what_may_not_be_empty(operation)
        _add_refusals(operation, examples["problem"])
    description["components"]["securitySchemes"] = dict(_SCHEMES)


def _require_what_may_not_be_empty(operation: Mapping[str, Any]) -> None:
    # The question is read with the default "", so that a missing one is refused as an empty one is.
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        if schema.get("default") == "" and schema.get("minLength"):
            parameter["required"] = True
            del schema["default"]


def _add_refusals(operation: dict[str, Any], example: Mapping[str, Any]) -> None:
    """Say for each status which problems have it, in the place of the one answer for all."""
    answers = operation["responses"]
    schema = answers.pop("default")["content"]["application/json"]["schema"]
    refusals = refusals_of(operation["operationId"])
    for status, codes in refusals.codes.items():
        narrowed = {"properties": {"status": {"const": status}, "code": {"enum": list(codes)}}}
        shown = example if example["code"] in codes else _problem(status, codes[0])
        answers[str(status)] = {
            "description": _meanings(codes),
            "headers": _HEADERS.get(status, {}),
            "content": {
                "application/problem+json": {
                    "schema": {"allOf": [schema, narrowed]},
                    "example": shown,
                }
            },
        }
    if refusals.needs_key:
        operation["security"] = _BY_KEY
    elif refusals.takes_key:
        operation["security"] = [{}, *_BY_KEY]


def _meanings(codes: Iterable[str]) -> str:
    """A line in Markdown for each problem: its code, and what people are told of it."""
    t = translator("en")
    return "\n".join(
        f"- `{code}`: {t(f'problems.{code}.title')}. {t(f'problems.{code}.advice')}"
        for code in codes
    )


def _problem(status: int, code: str) -> dict[str, Any]:
    """An example of a problem."""
    t = translator("en")
    title, advice = (t(f"problems.{code}.{part}") for part in ("title", "advice"))
    return {
        "type": f"/en/api#{code}", "title": title, "status": status, "detail": advice,
        "code": code, "errors": [],
    }  # fmt: skip
