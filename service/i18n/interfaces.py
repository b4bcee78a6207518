"""Languages that Puente speaks: English, and each one that has a catalogue."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from puente.errors import SettingsError

CATALOGUES = files("service.i18n").joinpath("locale")
ENGLISH = "en"
"""The language of the sources, whose messages are the template `messages.pot`."""
OPEN_CHOICE = "es"
"""The language of the pages for a reader who prefers none of them."""


@cache
def interfaces() -> tuple[str, ...]:
    """The codes of the languages: those of the catalogues, and then English."""
    names = sorted(each.name for each in CATALOGUES.iterdir() if each.name.endswith(".po"))
    return (*(name.removesuffix(".po") for name in names), ENGLISH)


def interface_of(language: str) -> str:
    """The language that Puente speaks of a document in one: the same, else English."""
    return language if language in interfaces() else ENGLISH


def preferred_interface(accept_language: str) -> str:
    """The language that an Accept-Language header likes best; Spanish when it is open."""
    best = (0.0, OPEN_CHOICE)
    for part in accept_language.split(","):
        tag, _, quality = part.partition(";q=")
        language = tag.strip().lower().partition("-")[0]
        if language in interfaces() and (weight := _weight(quality)) > best[0]:
            best = (weight, language)
    return best[1]


def spoken_interface(environment: Mapping[str, str]) -> str:
    """The language of a terminal, by its setting or else its locale; English when it is open.

    Raises SettingsError for a setting that names no language of the interface.
    """
    if stated := environment.get("PUENTE_LANGUAGE"):
        if stated not in interfaces():
            detail = f"it is no language of the interface. Use {', '.join(interfaces())}"
            raise SettingsError("PUENTE_LANGUAGE", detail)
        return stated
    names = filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    language = re.split(r"[_.@]", next(names, ""))[0]
    return language if language in interfaces() else ENGLISH


def _weight(quality: str) -> float:
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0
