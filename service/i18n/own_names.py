"""Names that an installation gives to its collections and organs, with words on the collections."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from puente.errors import SettingsError, complaint_of
from service.i18n.interfaces import interfaces

_SETTING = "PUENTE_SITE_NAMES"
_MOST_BYTES = 200_000

_Text = Annotated[str, Field(min_length=1, max_length=2_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNames:
    """Names of values by group (`collections`, `organs`) and value, for one language."""

    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    """Words on each collection that has some."""


class _Entry(BaseModel):
    """A value as the file names it, each text by its language."""

    model_config = ConfigDict(extra="forbid")

    name: dict[str, _Text] = Field(default_factory=dict)
    description: dict[str, _Text] = Field(default_factory=dict)


class _OrganEntry(BaseModel):
    """An organ as the file names it."""

    model_config = ConfigDict(extra="forbid")

    name: dict[str, _Text]


class _NamesFile(BaseModel):
    """File of names."""

    model_config = ConfigDict(extra="forbid")

    collections: dict[str, _Entry] = Field(default_factory=dict)
    organs: dict[str, _OrganEntry] = Field(default_factory=dict)


def read_own_names(path: Path) -> Mapping[str, OwnNames]:
    """The names in a file by language; raises SettingsError.

    Each text is there in every language of the pages, for a page has no other to fall back on.
    """
    found = _read(path)
    for group, entries in (("collections", found.collections), ("organs", found.organs)):
        for value, entry in entries.items():
            for name, texts in entry.model_dump().items():
                _check_languages(texts, f"{group}.{value}.{name}")
    return {
        language: OwnNames(
            names={
                (group, value): entry.name[language]
                for group, entries in (("collections", found.collections), ("organs", found.organs))
                for value, entry in entries.items()
                if entry.name
            },
            descriptions={
                value: entry.description[language]
                for value, entry in found.collections.items()
                if entry.description
            },
        )
        for language in interfaces()
    }


def _read(path: Path) -> _NamesFile:
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SettingsError(_SETTING, f"{path.name}: {error.strerror}") from error
    if len(content) > _MOST_BYTES:
        raise SettingsError(_SETTING, f"{path.name} has more than {_MOST_BYTES} bytes")
    try:
        return _NamesFile.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(_SETTING, f"{path.name}: {error}") from error
    except ValidationError as error:
        [first, *_] = error.errors()
        place = ".".join(map(str, first["loc"]))
        raise SettingsError(_SETTING, f"{path.name}: {place}: {complaint_of(first)}") from error


def _check_languages(texts: Mapping[str, str], place: str) -> None:
    if texts and set(texts) != set(interfaces()):
        wanted = ", ".join(interfaces())
        raise SettingsError(_SETTING, f"{place}: a text for each of {wanted} is needed")
