"""Dates as title blocks write them in Spanish, English, Portuguese and French."""

import re
from datetime import date
from functools import cache

from puente.text.numbers import month_names

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_FIRST = r"(?:primero|primeiro|premier)\b"
_DAY = re.compile(rf"(?<!\d)\d{{1,2}}(?!\d)|{_FIRST}", re.IGNORECASE)


def find_date(text: str) -> str | None:
    """The first date of a text, as precise as it is written: "2004-10-13", "2004-10"; else None.

    Of a span ("28-29 de Mayo, 2002") the last day, on which meetings adopt. A year stands alone or
    is not a date, and numbers such as 3/4/2004 are nobody's guess.
    """
    match = _date_pattern().search(text)
    if match is None:
        year = text.strip(" .,()")
        return year if _YEAR.fullmatch(year) else None
    days = _DAY.findall(match["days"])
    month = _month_number(_month_name().findall(match["days"])[-1])
    last = days[-1] if days else None
    day = int(last) if last and last.isdigit() else last and 1
    return _iso(int(match["year"]), month, day)


def find_single_days(text: str) -> tuple[str, ...]:
    """The dates of a text that name one day: not "5 al 7 de junio de 2005", not "mayo de 2005"."""
    return tuple(
        day
        for match in _date_pattern().finditer(text)
        if len(_DAY.findall(match["days"])) == 1 and (day := find_date(match.group()))
    )


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
def _month_name() -> re.Pattern[str]:
    names = "|".join(name for names in month_names() for name in names)
    return re.compile(rf"(?:{names})\b", re.IGNORECASE)


@cache
def _date_pattern() -> re.Pattern[str]:
    month = rf"{_month_name().pattern}"
    ordinal = r"(?:º|°|\.º|er|st|nd|rd|th)?"
    day = rf"(?:(?:0?[1-9]|[12]\d|3[01])(?!\d){ordinal}|{_FIRST})"
    # "30 Septiembre - 1 Octubre, 2004" (seed 002) and "28-29 de Mayo, 2002" (seed 004).
    until = r"\s*(?:[-–—]|(?:al?|y|e|to|and|et|au)\b)\s*(?:el\s+|the\s+|le\s+)?"
    days = rf"(?:(?:{day},\s*){{1,4}}(?={day}\s*(?:y|e|and|et)\b))?{day}(?:{until}{day})?"
    of = r"(?:\s+(?:de|of|day\s+of)\s+|\s+|\.\s*)"
    day_first = rf"{days}{of}{month}"
    month_first = rf"{month}\.?\s+{days}"
    before_year = r"(?:\s*,\s*|\s+(?:del?|of)\s+|\.?\s+)"
    return re.compile(
        rf"(?<![\w/.])(?P<days>{day_first}(?:{until}{day_first})?"
        rf"|{month_first}(?:{until}{month_first})?|{month}(?:{until}{month})?)"
        rf"{before_year}(?P<year>(?:19|20)\d{{2}})\b",
        re.IGNORECASE,
    )
