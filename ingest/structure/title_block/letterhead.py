"""Letterheads in two columns: a body and its session at the left, the marks at the right."""

import re
from collections.abc import Sequence

from ingest.structure.title_block.bodies import bodies, fold_spaces
from ingest.structure.title_block.lines import ORIGINAL, TitleLine
from puente.symbols.finding import find_series, find_symbols, without_symbols
from puente.text.dates import without_dates

_TWO = 2
_AROUND = " .,;:()"
# Below the series stand the symbol, the day and the language, each beside a line at the left.
_LONGEST = 160
# The number of a session may stand behind a space: "OEA/Ser.K/XLIX. 2".
_SERIES_AT_END = re.compile(r"(?i:ser)\s?[./]\s?[A-Z](?:[./-][\w. -]{0,12}){0,4}$")


def end_of_columns(lines: Sequence[TitleLine]) -> int:
    """The end of a letterhead whose right column opens with a series mark, 0 where there is none.

    "SEGUNDA REUNIÓN MINISTERIAL ...   OEA/Ser.K/XLIX. 2" and the lines up to the last that ends
    with a symbol or states something: a body that no table knows is no title.
    """
    opens = next((at for at, line in enumerate(lines) if _ends_with_series(line.text)), None)
    if opens is None:
        return 0
    end = at = opens + 1
    has_symbol = False
    # Readers of pages set a gap above every line; only a wider one ends the letterhead.
    usual = min((line.gap for line in lines[1:]), default=0)
    while at < len(lines) and lines[at].gap <= usual and _may_stand_in_columns(lines[at]):
        names_symbol = _ends_with_symbol(lines[at].text)
        if names_symbol and has_symbol:
            break  # a title that ends with the symbol of another document
        if names_symbol or lines[at].states:
            end = at + 1
        elif has_symbol:
            break  # sources without empty lines: below the symbol, the title
        has_symbol = has_symbol or names_symbol
        at += 1
    return end + _goes_on_below(lines[end - 1 : end + 1])


def _goes_on_below(lines: Sequence[TitleLine]) -> bool:
    """Test for a body's name whose last word stands below its line: "... AND POLITICAL", "AFFAIRS".

    At the right of the first line stands "Original: Spanish".
    """
    if len(lines) < _TWO:
        return False
    left = without_dates(without_symbols(ORIGINAL.sub(" ", lines[0].text)))
    return fold_spaces(f"{left} {lines[1].text}") in bodies()


def _ends_with_series(text: str) -> bool:
    return find_series(text) is not None and _SERIES_AT_END.search(text) is not None


def _ends_with_symbol(text: str) -> bool:
    mentions = find_symbols(text)
    return bool(mentions) and not text[mentions[-1].end :].strip(_AROUND)


def _may_stand_in_columns(line: TitleLine) -> bool:
    return len(line.text) <= _LONGEST and not line.text.startswith("(") and not line.is_bare_kind
