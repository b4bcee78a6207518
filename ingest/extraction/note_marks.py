"""Marks that call notes, as they stand raised in a line and before the note itself."""

import re

_MARK = re.compile(r"\s*[(\[]?(?P<mark>\d{1,3}|[*†‡]{1,4})[)\]/.]{0,2}\s*")
_BEHIND = " \t)]/."
# "m²" is a unit, whatever notes there are.
_UNIT = re.compile(r"(?<![^\W\d_])[ckdm]?m$")


def raised_mark(text: str) -> str | None:
    """The mark that a raised text is ("1/", "(2)", "**"), None for any other."""
    match = _MARK.fullmatch(text)
    return match["mark"] if match else None


def without_mark(text: str, raised: str) -> str:
    """The text of a note without the raised text that it begins with, and the signs behind that."""
    return text.strip().removeprefix(raised.strip()).lstrip(_BEHIND)


def can_be_called(before: str) -> bool:
    """Test for a text that a mark can stand behind: a raised figure after "m" is of the unit."""
    return bool(before.strip()) and _UNIT.search(before) is None
