"""Messages, numbers, dates and names in the reader's language."""

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from puente.errors import PuenteError
from puente.model.filters import YearRange
from service.i18n import catalogues
from service.i18n.catalogues import DETAILS, ERRORS, HELP
from service.i18n.interfaces import ENGLISH
from service.i18n.own_names import OwnNames


class Translator:
    """The messages of one language, and the names that an installation has in it."""

    def __init__(self, interface: str, own: OwnNames = OwnNames()) -> None:
        self.interface = interface
        self._own = own
        self._translations = catalogues.translations(interface)
        self._locale = Locale.parse(interface)

    def __call__(self, key: str, **values: object) -> Markup:
        """The message for a page; values are escaped.

        `count`, where given, picks its plural form and is written as a number.
        """
        message, values = self._chosen(key, values)
        # Markup of our own catalogues; what is put into it is escaped.
        return Markup(message).format(**values)  # nosec B704

    def text(self, key: str, **values: object) -> str:
        """The message for a terminal; `count` as for a page."""
        message, values = self._chosen(key, values)
        return message.format(**values)

    def counted(self, key: str, number: int, **values: object) -> str:
        """The message for a terminal that counts something, in digits as programs write them."""
        return self.text(key, count=number, number=number, **values)

    def name(self, group: str, value: str) -> str:
        """The name of a value of a closed or open set; the value itself when it has no name.

        The installation's own name goes before that of the messages.
        """
        key = f"{group}.{value}"
        named = self.text(key) if len(self._english.get(key, ())) == 1 else value
        return self.own_name(group, value) or named

    def own_name(self, group: str, value: str) -> str | None:
        """The name that the installation has for a value; None where it has none."""
        return self._own.names.get((group, value))

    def description(self, collection: str) -> str | None:
        """The installation's words on a collection; None where it has none."""
        return self._own.descriptions.get(collection)

    def years(self, span: YearRange) -> str:
        """A span of years in a sentence, one that is open on a side too."""
        if span.first == span.last:
            return str(span.first)
        if span.begins is None:
            return self.text("years.until", last=span.last)
        if span.ends is None:
            return self.text("years.since", first=span.first)
        return self.text("years.between", first=span.first, last=span.last)

    def listing(self, group: str, values: Iterable[str]) -> str:
        """The names of several values as a list in a sentence."""
        return format_list([self.name(group, value) for value in values], locale=self._locale)

    def names(self, group: str) -> tuple[str, ...]:
        """The keys one step below a group, in the order of the template."""
        below = (
            key.removeprefix(f"{group}.") for key in self._english if key.startswith(f"{group}.")
        )
        return tuple(dict.fromkeys(key.partition(".")[0] for key in below))

    def help(self, text: str) -> str:
        """A help text of the commands."""
        return self._translations.pgettext(HELP, text)

    def error(self, error: PuenteError) -> str:
        """The message of an error: its template with its values."""
        if self.interface == ENGLISH:
            return str(error)
        values = {name: self.detail(str(value)) for name, value in error.values.items()}
        message = self._translations.pgettext(ERRORS, error.template)
        return message.format(**values) if values else message

    def detail(self, text: str) -> str:
        """A part of an error, given as its English text; the text itself when it is not known.

        Details are kept with refused files and cross from one process to another as text, so
        their templates are recognised in it.
        """
        if self.interface == ENGLISH:
            return text
        for pattern, message in self._details:
            if found := pattern.fullmatch(text):
                values = {name: self.detail(value) for name, value in found.groupdict().items()}
                return self._translations.pgettext(DETAILS, message).format(**values)
        return text

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

    def _chosen(self, key: str, values: dict[str, object]) -> tuple[str, dict[str, object]]:
        """The form of a message that its values ask for, and the values as they are written."""
        singular, *plural = self._english[key]
        if not plural:
            return self._translations.pgettext(key, singular), values
        count = values["count"]
        if not isinstance(count, int):
            raise TypeError(key)
        message = self._translations.npgettext(key, singular, plural[0], count)
        return message, {**values, "count": self.number(count)}

    @property
    def _english(self) -> Mapping[str, tuple[str, ...]]:
        return catalogues.named_messages()

    @cached_property
    def _details(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """The templates of details as patterns; those that say more in words of their own first."""
        messages = [
            str(message.id) for message in catalogues.template() if message.context == DETAILS
        ]
        ordered = sorted(messages, key=lambda each: -sum(map(len, _literals(each))))
        return tuple((_pattern(each), each) for each in ordered)


@cache
def translator(interface: str) -> Translator:
    """The translator of one language."""
    return Translator(interface)


def _literals(message: str) -> Iterator[str]:
    return (literal for literal, *_ in string.Formatter().parse(message))


def _pattern(message: str) -> re.Pattern[str]:
    """A pattern of the texts that a template gives, with a group for each value."""
    parts = string.Formatter().parse(message)
    return re.compile(
        "".join(
            re.escape(literal) + (f"(?P<{name}>.+)" if name else "") for literal, name, *_ in parts
        ),
        re.DOTALL,
    )
