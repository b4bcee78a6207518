"""Words of a question that speak of dates: "latest", "since 2010", "resolution 1998"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from puente.data.tables import read_table
from puente.model.filters import EARLIEST, LATEST, YearRange
from puente.text.stop_words import has_subject

_YEAR = r"(1[89]\d\d|20\d\d)"
_NAMED_YEAR = rf"(?:(?:el|l|los|the) )?(?:(?:anos?|years?) )?{_YEAR}"
_ONE_YEAR = re.compile(rf"(?<!\S){_YEAR}(?!\S)")

_Place: TypeAlias = tuple[int, int]
"""Place of some words: that of the first, and of the first one after them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """Dates that the words of a question speak of; `kept` are the places of the other words.

    A span of years takes its words along; a single year stays, for texts have it too.
    """

    kept: tuple[int, ...]
    newest: bool = False
    years: YearRange | None = None
    is_span: bool = False


def is_year(word: str) -> bool:
    """Test for a number that people write for a year."""
    return _ONE_YEAR.fullmatch(word) is not None


def read_time_words(words: Sequence[str], *, newest: bool, years: bool) -> TimeWords:
    """The newest and the years in folded words, as far as either is looked for.

    Where nothing with a subject would be left, the words are a question about themselves and only
    a year is understood.
    """
    asked = _newest(words) if newest else None
    span = _span(words) if years else None
    kept = _without(words, [place for place in (asked, span and span.place) if place])
    if not any(has_subject(words[place]) for place in kept):
        asked, span, kept = None, None, tuple(range(len(words)))
    return TimeWords(
        kept=kept,
        newest=asked is not None,
        years=span.years if span else _single_years(words) if years else None,
        is_span=span is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A span of years in words, and where it stands."""

    place: _Place
    years: YearRange


def _newest(words: Sequence[str]) -> _Place | None:
    """The words that ask for the newest: at either end of the question, or beside a noun."""
    table = _table()
    for start, end in _occurrences(words, table.newest):
        is_first = not any(map(has_subject, words[:start]))
        beside = (*words[max(start - 1, 0) : start], *words[end : end + 1])
        if is_first or end == len(words) or not table.nouns.isdisjoint(beside):
            return start, end
    for start, end in _occurrences(words, table.last):
        # "at last order was restored" asks for nothing.
        if (
            table.nouns.intersection(words[end : end + 1])
            and "at" not in words[max(start - 1, 0) : start]
        ):
            return start, end
    return None


def _occurrences(words: Sequence[str], wanted: Sequence[tuple[str, ...]]) -> Iterator[_Place]:
    for start in range(len(words)):
        for each in wanted:
            end = start + len(each)
            if tuple(words[start:end]) == each:
                yield start, end


def _span(words: Sequence[str]) -> _Span | None:
    """The first span of years that is put into words."""
    text = " ".join(words)
    for sign, patterns in _table().spans.items():
        for pattern in patterns:
            if match := pattern.search(text):
                start = text[: match.start()].count(" ")
                place = start, start + match.group().count(" ") + 1
                return _Span(place=place, years=_years_of(sign, list(map(int, match.groups()))))
    return None


def _years_of(sign: str, years: Sequence[int]) -> YearRange:
    first, last = min(years), max(years)
    match sign:
        case ">=":
            return YearRange(first=first, last=LATEST)
        case ">":
            return YearRange(first=first + 1, last=LATEST)
        case "<":
            return YearRange(first=EARLIEST, last=last - 1)
        case "<=":
            return YearRange(first=EARLIEST, last=last)
    return YearRange(first=first, last=last)


def _single_years(words: Sequence[str]) -> YearRange | None:
    """The years that stand in the words, as one span: "2005-2007" too."""
    years = [int(year) for year in _ONE_YEAR.findall(" ".join(words))]
    return YearRange(first=min(years), last=max(years)) if years else None


def _without(words: Sequence[str], places: Sequence[_Place]) -> tuple[int, ...]:
    taken = {place for start, end in places for place in range(start, end)}
    return tuple(place for place in range(len(words)) if place not in taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The words and the patterns of the table."""

    nouns: frozenset[str]
    newest: tuple[tuple[str, ...], ...]
    last: tuple[tuple[str, ...], ...]
    spans: Mapping[str, tuple[re.Pattern[str], ...]]


@cache
def _table() -> _Table:
    found = read_table("puente.data", "time_words.toml")
    return _Table(
        nouns=frozenset(found["nouns"].split()),
        newest=tuple(tuple(each.split()) for each in found["newest"]),
        last=tuple(tuple(each.split()) for each in found["last"]),
        spans={sign: tuple(map(_pattern, each)) for sign, each in found["spans"].items()},
    )


def _pattern(phrase: str) -> re.Pattern[str]:
    named = phrase.replace("Y", _NAMED_YEAR)
    # "antes del año 2000", "a partir del 2010"
    return re.compile(rf"(?<!\S){named.replace('de (', 'del? (')}(?!\S)")
