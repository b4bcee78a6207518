"""Lines by which one gets about a web site, above the text that was copied from it."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.structure.title_block.bodies import fold_spaces, words
from puente.text.tokenization import fold

_BETWEEN = re.compile(r"[|»«·•>/\t]+|\s[-–—]\s|\s{2,}")
_MOST_WORDS = 4
_ENOUGH = 2


def end_of_navigation(lines: Sequence[str]) -> int:
    """The end of the menu that lines open with, 0 where they open with none.

    A menu is one line of links ("Inicio | Buscar | English"), or short lines of which two are
    links that every site has.
    """
    end = links = 0
    for at, line in enumerate(lines):
        parts = [part for part in map(fold_spaces, _BETWEEN.split(line)) if part]
        known = sum(part in _links() for part in parts)
        if known and (known == len(parts) or known >= _ENOUGH):
            links += known
            end = at + 1
        elif len(line.split()) > _MOST_WORDS:
            break
    return end if links >= _ENOUGH else 0


@cache
def _links() -> frozenset[str]:
    languages = [name for names in words()["languages"].values() for name in names]
    return frozenset(map(fold, (*words()["cover"]["links"], *languages)))
