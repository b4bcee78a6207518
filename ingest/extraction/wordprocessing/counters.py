"""The numbers that a word processor counts out: of list items and of notes."""

from ingest.extraction.wordprocessing.block_builder import MAX_COLUMNS

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3_999
_SIGNS = "*†‡§"


class NoteNumbers:
    """Counts footnotes and endnotes through a document, each kind in its style."""

    def __init__(self) -> None:
        self._counts = {False: 0, True: 0}
        self._styles = {False: "1", True: "i"}

    def set_style(self, style: str, *, is_endnote: bool) -> None:
        """Number notes of the kind in the style from here on."""
        self._styles[is_endnote] = style

    def next(self, *, is_endnote: bool) -> str:
        """The mark of the next note of the kind."""
        self._counts[is_endnote] += 1
        return spell_number(self._counts[is_endnote], self._styles[is_endnote])


def spell_number(number: int, style: str, *, doubled: bool = False) -> str:
    """A number in the style that "1", "a", "A", "i", "I" or "*" stands for.

    After "z" comes "aa", then "ab"; "bb" where letters are doubled, as signs are.
    """
    if number < 1 or style not in ("a", "A", "i", "I", "*"):
        return str(number)
    if style == "*":
        return _repeated(number, _SIGNS)
    if style in "iI":
        spelled = _roman(number)
    else:
        spelled = _repeated(number, "abcdefghijklmnopqrstuvwxyz") if doubled else _letters(number)
    return spelled.upper() if style.isupper() else spelled


def _repeated(number: int, signs: str) -> str:
    times, place = divmod(number - 1, len(signs))
    return signs[place] * min(times + 1, MAX_COLUMNS)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _roman(number: int) -> str:
    if number > _MOST_ROMAN:
        return str(number)
    letters = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        letters += sign * count
    return letters
