"""Numbers as texts write them, in figures, in letters and as months."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from puente.data.tables import read_table
from puente.model.documents import Language
from puente.text.tokenization import fold, fold_word

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[.,\u00a0\u202f ](?=\d{3})")


def find_numbers(text: str) -> Iterator[tuple[str, str]]:
    """The numbers in figures, each by its value and as it is written: ("1383000", "1.383.000")."""
    for match in _NUMBER.finditer(text):
        yield _value(match.group()), match.group()


def _value(raw: str) -> str:
    """The number without marks of thousands, with a decimal point."""
    return _THOUSANDS.sub("", raw).replace(",", ".").lstrip("0") or "0"


def number_word(word: str, language: Language) -> str | None:
    """The value of a number in letters ("cuatro", "fourth"), None for any other word."""
    return _number_words(language).get(fold_word(word))


def month_number(word: str, language: Language) -> int | None:
    """The month that a word names, None for other words; "may" and "march" need their capital."""
    if language is Language.EN and not word[:1].isupper():
        return None
    return _months(language).get(fold_word(word))


@cache
def month_names() -> tuple[tuple[str, ...], ...]:
    """The names that each month has in a date, in any language, in lower case."""
    months = zip(*_table()["months"].values(), strict=True)
    return tuple(tuple(" ".join(rows).casefold().split()) for rows in months)


@cache
def _number_words(language: Language) -> Mapping[str, str]:
    pairs = (pair.split("=") for pair in _table()["numbers"].get(language, "").split())
    return {fold(word): value for word, value in pairs}


@cache
def _months(language: Language) -> Mapping[str, int]:
    rows = _table()["months"].get(language, ())
    return {fold(word): number for number, row in enumerate(rows, 1) for word in row.split()}


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return read_table("puente.data", "figures.toml")
