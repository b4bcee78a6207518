"""Dates as title blocks write them in Spanish, English, Portuguese and French."""

import re
from datetime import date
from functools import cache

from puente.text.numbers import month_names

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")


def find_date(text: str) -> str | None:
    """The first date of a text, as precise as it is written: "2004-10-13", "2004-10"; else None.

    Of a span ("28-29 de Mayo, 2002") the first day. A year stands alone or is not a date, and
    numbers such as 3/4/2004 are nobody's guess.
    """
    match = _date_pattern().search(text)
    if match is None:
        year = text.strip(" .,()")
        return year if _YEAR.fullmatch(year) else None
    groups = match.groupdict()
    month = _month_number(groups["month"] or groups["month_first"])
    day = groups["day"] or groups["day_second"]
    return _iso(int(groups["year"]), month, int(day) if day else None)


def is_date(text: str) -> bool:
    """Test whether a text is "2004-10-13", "2004-10" or "2004", and in the calendar."""
    match = _ISO.fullmatch(text)
    if match is None:
        return False
    year, month, day = match.groups()
    return _iso(int(year), int(month or 1), int(day or 1)) is not None


def without_dates(text: str) -> str:
    """The text with its dates cut out."""
    return _date_pattern().sub(" ", text)


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        whole = date(year, month, day or 1)
    except ValueError:
        return None
    return whole.isoformat() if day else whole.isoformat()[:7]


def _month_number(name: str) -> int:
    return next(n for n, names in enumerate(month_names(), start=1) if name.casefold() in names)


@cache
def _date_pattern() -> re.Pattern[str]:
    names = "|".join(name for names in month_names() for name in names)
    ordinal = r"(?:º|°|\.º|er|st|nd|rd|th)?"
    # "30 Septiembre - 1 Octubre, 2004" (seed 002) and "28-29 de Mayo, 2002" (seed 004).
    until = rf"(?:\s*(?:[-–—]|al?|y|to|and)\s*\d{{1,2}}{ordinal}(?:\s+(?:de\s+)?(?:{names}))?)?"
    of = r"(?:\s+de\s+|\s+|\.\s*)"
    before_year = r"(?:\s*,\s*|\s+del?\s+|\.?\s+)"
    return re.compile(
        rf"\b(?:(?:(?P<day>\d{{1,2}}){ordinal}{until}{of})?(?P<month>{names})\b{until}|"
        rf"(?P<month_first>{names})\.?\s+(?P<day_second>\d{{1,2}}){ordinal}{until})"
        rf"{before_year}(?P<year>(?:19|20)\d{{2}})\b",
        re.IGNORECASE,
    )
