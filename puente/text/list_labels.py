"""List labels and heading numbers: "IV.", "B.", "E.1", "12.", "3)", "a)", "ii", "·"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from puente.text.numbers import roman_number

_SURE_BULLETS = "·•▪■●○◦‣"
BULLETS = f"*{_SURE_BULLETS}–—-"

_BULLET = re.compile(rf"([{re.escape(BULLETS)}])(?:\s+|(?<=[{_SURE_BULLETS}]))(?=\S)")

# "5 Estudio OIT sobre ..." and "ii Biblioteca digital" (seed 003, lines 482 and 58) lost their full
# stops: such bare labels count only where they continue a list.
_LABEL = re.compile(
    r"(?P<label>"
    r"(?P<section>(?:[A-Z]|\d{1,2})(?:\.\d{1,2})+)\.?"
    r"|\(?(?:(?P<number>\d{1,3})|(?P<letters>[A-Za-z]|[IVX]{2,6}|[ivx]{2,6}))"
    r"(?P<close>\)|\.|\.-|\.\))"
    r"|(?P<bare>(?P<bare_number>\d{1,2})|(?P<bare_roman>[ivx]{2,5}))(?=\s[A-ZÁÉÍÓÚÑ])"
    r")(?:\s+|$)"
)

# A roman numeral that stands alone on its line may have lost its full stop: "ii" (003, line 58),
# or never had one: "I" above "INTRODUCCIÓN" (1009).
_ALONE = re.compile(r"(?:[ivx]{1,5}|[IVXL]{1,7})")

# "l" and "c" are letters of a list.
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


class LabelStyle(StrEnum):
    """Style in which a label counts; labels of one list share a style."""

    SECTION = "1.1"
    NUMBER = "1."
    NUMBER_PAREN = "1)"
    UPPER = "A."
    UPPER_ROMAN = "I."
    LOWER = "a."
    LOWER_ROMAN = "i."
    DIVISION = "Annex 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelReading:
    """One way to read a label: its style, its place in the list and what it counts under."""

    style: LabelStyle
    value: int
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A line taken apart; "I." reads as a roman one or as the letter after H.

    A bare label has no full stop or bracket, and may be no label at all.
    """

    label: str
    text: str
    readings: tuple[LabelReading, ...]
    is_bare: bool = False


def split_bullet(text: str) -> tuple[str, str] | None:
    """The bullet and the text after it, None without a bullet."""
    match = _BULLET.match(text)
    return (match.group(1), text[match.end() :]) if match else None


def split_label(text: str) -> Labelled | None:
    """The label and the text after it, None for a line without a label."""
    match = _LABEL.match(text)
    if match is None:
        return None
    readings = _readings(match)
    if not readings:
        return None
    return Labelled(
        label=match["label"],
        text=text[match.end() :],
        readings=readings,
        is_bare=match["bare"] is not None,
    )


def is_listed(text: str) -> bool:
    """Test whether a line opens with a bullet or a label that is certainly one."""
    labelled = split_label(text)
    return split_bullet(text) is not None or (labelled is not None and not labelled.is_bare)


def is_lone_label(text: str) -> bool:
    """Test whether a line is nothing but a list label."""
    if _ALONE.fullmatch(text):
        return True
    labelled = split_label(text)
    return labelled is not None and not labelled.text and labelled.label == text


def is_lone_bullet(text: str) -> bool:
    """Test for a bullet alone on its line; a star or a dash there divides two parts of a text."""
    return len(text) == 1 and text in _SURE_BULLETS


def _readings(match: re.Match[str]) -> tuple[LabelReading, ...]:
    groups = match.groupdict()
    if section := groups["section"]:
        prefix, _, last = section.rpartition(".")
        return (LabelReading(style=LabelStyle.SECTION, value=int(last), prefix=prefix),)
    if number := groups["number"] or groups["bare_number"]:
        closed = ")" in (groups["close"] or "")
        style = LabelStyle.NUMBER_PAREN if closed else LabelStyle.NUMBER
        return (LabelReading(style=style, value=int(number)),)
    letters = groups["letters"] or groups["bare_roman"]
    readings = []
    if _ROMAN.fullmatch(letters.lower()) and (value := roman_number(letters)):
        style = LabelStyle.UPPER_ROMAN if letters.isupper() else LabelStyle.LOWER_ROMAN
        readings.append(LabelReading(style=style, value=value))
    if len(letters) == 1:
        style = LabelStyle.UPPER if letters.isupper() else LabelStyle.LOWER
        readings.append(LabelReading(style=style, value=ord(letters.lower()) - ord("a") + 1))
    return tuple(readings)


_LINKING = (
    "(?:a|al|con|de|del|e|el|en|la|las|los|o|para|por|sobre|y|and|by|for|from|in|of|on|the|to|with)"
)

_ENDS_LINKING = re.compile(rf"\s{_LINKING}$", re.IGNORECASE)

_STARTS_LINKING = re.compile(rf"{_LINKING}\s", re.IGNORECASE)


def are_linked(line: str, following: str) -> bool:
    """Test whether a word that no title ends or begins with ends the first or begins the second."""
    return bool(_ENDS_LINKING.search(line) or _STARTS_LINKING.match(following))


def is_in_capitals(text: str) -> bool:
    """Test whether every letter is a capital; the º of 1º counts as lower case in Unicode."""
    return text.replace("º", "").replace("ª", "").isupper()


_RULE = re.compile(r"_{5,}|[‗─━—]{5,}")


def is_rule(line: str) -> bool:
    """Test whether a line is a rule, as it stands above footnotes."""
    return _RULE.fullmatch(line.strip(" ")) is not None
