"""Options that commands share, and what is read from them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from puente.errors import SettingsError
from puente.model.documents import DocumentKind, Language, Visibility
from puente.model.queries import Filters

if TYPE_CHECKING:
    from puente.settings import Settings


StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store", help="Index, sqlite:///path/file.db; else $PUENTE_STORE.", metavar="URL"
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON.")]

Languages = Annotated[
    list[Language] | None, typer.Option("--lang", help="Language of the document.")
]

Collections = Annotated[
    list[str] | None, typer.Option("--collection", help="Collection, as the facets name it.")
]

Organs = Annotated[
    list[str] | None,
    typer.Option("--organ", help="Organ that issued it, as the facets name it."),
]

Kinds = Annotated[list[DocumentKind] | None, typer.Option("--kind", help="Kind of document.")]

Years = Annotated[list[str] | None, typer.Option("--year", help="Year, or span 2004-2009.")]

Seen = Annotated[
    Visibility,
    typer.Option(
        "--visibility", help="restricted: the restricted documents as well as the public ones."
    ),
]

Paths = Annotated[list[Path], typer.Argument(help="Files and folders.")]


def filters_of(
    lang: list[Language] | None,
    collection: list[str] | None,
    organ: list[str] | None,
    kind: list[DocumentKind] | None,
    year: list[str] | None,
) -> Filters:
    """The filters that a command's options name; raises FilterError."""
    from puente.search.query_parser import parse_years

    return Filters(
        languages=tuple(lang or ()),
        collections=tuple(collection or ()),
        organs=tuple(organ or ()),
        kinds=tuple(kind or ()),
        years=tuple(map(parse_years, year or ())),
    )


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
        raise SettingsError(f"PUENTE_{first['loc'][0]}".upper(), str(first["msg"])) from error
    return settings.model_copy(update={"store": store}) if store else settings
