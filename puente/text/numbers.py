"""Numbers as texts write them, in figures, in letters and as months."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest

from puente.data.tables import read_table
from puente.model.documents import Language
from puente.text.tokenization import fold, fold_word

_NUMBER = re.compile(
    r"\d{1,3}['’]\d{3}(?:[.,]\d{3})+(?!\d)"  # 3'260,000: millions, as Peru writes them
    r"|(?<!\d)\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
)
_AMOUNT = re.compile(r"(?:US\$|[$€£])?\s?[-–]?\d[\d.,\s]*%?")
_FEWEST_NUMBERS = 2
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_WORD = re.compile(r"[^\W\d_]+")
_NEAR = 6
"""Characters that may stand between the parts of a number: " and "."""
_THOUSANDS = re.compile(r"['’.,\u00a0\u202f ](?=\d{3})")


def find_numbers(text: str) -> Iterator[tuple[str, str]]:
    """The numbers in figures, each by its value and as it is written: ("1383000", "1.383.000")."""
    for match in _NUMBER.finditer(text):
        yield _value(match.group()), match.group()


def has_column_of_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Test for a table with numbers or amounts ("4.315", "US$ 12", "7 %") in one of its columns.

    They stand below its first row and beside its first column, in two cells or more and in more
    than half of those that are not blank.
    """
    for column in _columns(rows[1:])[1:]:
        cells = list(filter(None, column))
        numbers = sum(map(_is_amount, cells))
        if numbers >= _FEWEST_NUMBERS and numbers > len(cells) / 2:
            return True
    return False


def heads_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Test for a first row that has no number in a column where all the others have one.

    "Remesas 2008" above amounts is no number, either.
    """
    for head, *column in _columns(rows):
        cells = list(filter(None, column))
        is_above_amounts = not _is_amount(head) and all(map(_is_amount, cells))
        is_above_digits = not _has_digit(head) and all(map(_has_digit, cells))
        if cells and (is_above_amounts or is_above_digits):
            return True
    return False


def _columns(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return list(zip_longest(*([cell.strip() for cell in row] for row in rows), fillvalue=""))


def _is_amount(cell: str) -> bool:
    return _AMOUNT.fullmatch(cell) is not None


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _value(raw: str) -> str:
    """The number without marks of thousands, with a decimal point."""
    return _THOUSANDS.sub("", raw).replace(",", ".").lstrip("0") or "0"


def number_word(word: str, language: Language) -> str | None:
    """The value of a number in letters ("cuatro", "fourth"), None for any other word."""
    return _number_words(language).get(fold_word(word))


def spelled_numbers(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """The numbers in letters, each by its value and as it is written: ("36", "trigésimo sexto")."""
    joining = _joining(language)
    value, start, end = 0, 0, 0
    for match in _WORD.finditer(text):
        word = number_word(match.group(), language)
        if word is None:
            if (
                value
                and fold_word(match.group()) in joining
                and not text[end : match.start()].strip()
            ):
                continue
            if value:
                yield str(value), text[start:end]
            value = 0
            continue
        joined = _joined(value, int(word)) if value and match.start() - end < _NEAR else None
        if joined is None:
            if value:
                yield str(value), text[start:end]
            value, start = int(word), match.start()
        else:
            value = joined
        end = match.end()
    if value:
        yield str(value), text[start:end]


def _joined(before: int, word: int) -> int | None:
    """The value of two parts of one number, None for two numbers: "twenty" and "five" are 25."""
    below = before % 1000
    if word == 1000:
        return before * 1000 if before < 1000 else None
    if word == 100 and below in range(1, 10):
        return before + 99 * below
    for unit in (1000, 100, 10):
        if word < unit and before % unit == 0 and (unit > 10 or before % 100 >= 20):
            return before + word
    return None


def roman_number(letters: str) -> int | None:
    """The value of a roman numeral below 400, in capitals or not; None for other letters."""
    if not letters or not _ROMAN.fullmatch(letters.lower()):
        return None
    values = [_ROMAN_DIGITS[letter] for letter in letters.lower()]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


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


def month_name(number: int, language: Language) -> str:
    """The name of a month in a language."""
    name: str = _table()["months"][language][number - 1].split()[0]
    return name


@cache
def _number_words(language: Language) -> Mapping[str, str]:
    pairs = (pair.split("=") for pair in _table()["numbers"].get(language, "").split())
    return {fold(word): value for word, value in pairs}


@cache
def _joining(language: Language) -> frozenset[str]:
    return frozenset(_table()["joining"].get(language, "").split())


@cache
def _months(language: Language) -> Mapping[str, int]:
    rows = _table()["months"].get(language, ())
    return {fold(word): number for number, row in enumerate(rows, 1) for word in row.split()}


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return read_table("puente.data", "figures.toml")
