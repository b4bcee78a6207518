"""What the interface says, in the reader's language: messages, numbers, dates and names."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal, TypeAlias

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from puente.data.tables import read_table

Interface: TypeAlias = Literal["es", "en"]
"""A language that the pages speak; documents may be in others."""
INTERFACES: tuple[Interface, ...] = ("es", "en")


class Translator:
    """The messages of one language; values put into a message are escaped."""

    def __init__(
        self, interface: Interface, messages: Mapping[str, str | Mapping[str, str]]
    ) -> None:
        self.interface: Interface = interface
        self.messages = messages
        self._locale = Locale.parse(interface)

    def __call__(self, key: str, **values: object) -> Markup:
        """The message; `count`, where given, picks its plural form and is written as a number."""
        message = self.messages[key]
        if not isinstance(message, str):
            count = values["count"]
            if not isinstance(count, int):
                raise TypeError(key)
            message = message[self._locale.plural_form(count)]
            values["count"] = self.number(count)
        return Markup(message).format(**values)  # nosec B704

    def name(self, group: str, value: str) -> str:
        """How a value of a closed or open set is called; the value itself when it has no name."""
        message = self.messages.get(f"{group}.{value}", value)
        return message if isinstance(message, str) else value

    def listing(self, group: str, values: Iterable[str]) -> str:
        """The names of several values as a list in a sentence."""
        return format_list([self.name(group, value) for value in values], locale=self._locale)

    def names(self, group: str) -> tuple[str, ...]:
        """The keys one step below a group, in the order of the file."""
        below = (
            key.removeprefix(f"{group}.") for key in self.messages if key.startswith(f"{group}.")
        )
        return tuple(dict.fromkeys(key.partition(".")[0] for key in below))

    def language(self, code: str) -> str:
        """A language's name."""
        return str(self._locale.languages[code])

    def languages(self, codes: Iterable[str]) -> str:
        """The names of several languages as a list in a sentence."""
        return format_list([self.language(code) for code in codes], locale=self._locale)

    def number(self, value: int) -> str:
        """A number with the separators of the language."""
        return format_decimal(value, locale=self._locale)

    def date(self, text: str) -> str:
        """A date as precise as it was given: a day, a month or a year."""
        match [int(part) for part in text.split("-")]:
            case [year, month, day]:
                return format_date(date(year, month, day), "long", locale=self._locale)
            case [year, month]:
                return format_skeleton("yMMMM", date(year, month, 1), locale=self._locale)
            case _:
                return text


@cache
def translator(interface: Interface) -> Translator:
    """The translator of one interface language."""
    messages = read_table("service.i18n.messages", f"{interface}.toml")
    return Translator(interface, dict(_flat(messages)))


def preferred_interface(accept_language: str) -> Interface:
    """The interface language that an Accept-Language header likes best; Spanish when it is open."""
    best: tuple[float, Interface] = (0.0, "es")
    for part in accept_language.split(","):
        tag, _, quality = part.partition(";q=")
        language = tag.strip().lower().partition("-")[0]
        for interface in INTERFACES:
            if language == interface and (weight := _weight(quality)) > best[0]:
                best = (weight, interface)
    return best[1]


def spoken_interface(environment: Mapping[str, str]) -> Interface:
    """The interface language of a terminal, by its locale; English when it is open."""
    names = filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    return "es" if next(names, "").startswith("es") else "en"


def _weight(quality: str) -> float:
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0


def _flat(
    table: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Dotted keys; a table with the category "other" is one message with its plural forms."""
    for key, value in table.items():
        if isinstance(value, str) or "other" in value:
            yield above + key, value
        else:
            yield from _flat(value, f"{above}{key}.")
