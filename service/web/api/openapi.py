"""The OpenAPI description, completed with an example of every answer."""

import json
from importlib.resources import files

from fastapi import FastAPI

# The operations of deprecated addresses, by what they do.
_CURRENT = {"rule": "correct"}


def describe(app: FastAPI) -> None:
    """Put the examples into the description that the application serves."""
    # FastAPI drops what is null from examples that are given with a route.
    examples = json.loads(
        files("service.web.api").joinpath("examples.json").read_text(encoding="utf-8")
    )
    operations = [each for ways in app.openapi()["paths"].values() for each in ways.values()]
    for operation in operations:
        answers = operation["responses"]
        example = examples[_CURRENT.get(operation["operationId"], operation["operationId"])]
        # Of an answer in several formats the first one has the example.
        next(iter(answers["200"]["content"].values()))["example"] = example
        content = answers["default"]["content"]
        content["application/problem+json"] = content.pop("application/json")
        content["application/problem+json"]["example"] = examples["problem"]
