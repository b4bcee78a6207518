"""Options that commands share, and what is read from them."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from puente.errors import SettingsError, complaint_of
from puente.model.documents import Visibility
from puente.model.filters import FILTERS

if TYPE_CHECKING:
    from puente.settings import Settings


StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store", help="Index, sqlite:///path/file.db; else $PUENTE_STORE.", metavar="URL"
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON.")]

Seen = Annotated[
    Visibility,
    typer.Option(
        "--visibility", help="restricted: the restricted documents as well as the public ones."
    ),
]

Paths = Annotated[list[Path], typer.Argument(help="Files and folders.")]


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each filter in place of its parameter `filters`."""

    @wraps(command)
    def run(**given: object) -> None:
        from puente.search.question.query_parser import parse_filters

        texts = {
            each.parameter: cast("list[str] | None", given.pop(each.parameter)) or ()
            for each in FILTERS
        }
        command(filters=parse_filters(texts), **given)

    signature = inspect.signature(command)
    parameters: list[inspect.Parameter] = []
    for own in signature.parameters.values():
        parameters += _filter_options() if own.name == "filters" else [own]
    # typer and the reference read the signature; type hints come from the annotations.
    vars(run)["__signature__"] = signature.replace(parameters=parameters)
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _filter_options() -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            each.parameter,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=None,
            annotation=Annotated[
                list[each.typed] | None,  # type: ignore[name-defined]
                typer.Option(f"--{each.parameter}", help=each.description),
            ],
        )
        for each in FILTERS
    ]


def read_settings(store: str | None = None) -> "Settings":
    """The settings of the environment, with the store that the command names.

    Raises SettingsError.
    """
    from pydantic import ValidationError

    from puente.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"PUENTE_{first['loc'][0]}".upper(), complaint_of(first)) from error
    return settings.model_copy(update={"store": store}) if store else settings
