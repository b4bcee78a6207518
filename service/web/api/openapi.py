"""The OpenAPI description, completed with an example of every answer."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

# The operations of deprecated addresses, by what they do.
_CURRENT = {"rule": "correct"}


def describe(app: FastAPI) -> None:
    """Have the application describe itself with examples, from the first time it is asked."""
    plain = app.openapi

    @cache
    def described() -> dict[str, Any]:
        description = plain()
        _add_examples(description)
        return description

    # As FastAPI's documentation replaces it. At the start it would take 0.2 s of every start.
    app.openapi = described  # type: ignore[method-assign]


def _add_examples(description: dict[str, Any]) -> None:
    # FastAPI drops what is null from examples that are given with a route.
    examples = json.loads(
        files("service.web.api").joinpath("examples.json").read_text(encoding="utf-8")
    )
    operations = [each for ways in description["paths"].values() for each in ways.values()]
    for operation in operations:
        answers = operation["responses"]
        example = examples[_CURRENT.get(operation["operationId"], operation["operationId"])]
        # Of an answer in several formats the first one has the example.
        next(iter(answers["200"]["content"].values()))["example"] = example
        content = answers["default"]["content"]
        content["application/problem+json"] = content.pop("application/json")
        content["application/problem+json"]["example"] = examples["problem"]
