"""Right words of both languages in all their forms, folded, in one sorted list."""

import gzip
import re
from bisect import bisect_left
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent.parent / "data" / "vocabulary.txt.gz"

# Not re-, pre- and co-, which the lists have: they make right words of slips (realisara).
_PREFIXED = re.compile("(?:inter|extra|intra|trans|sub|vice|multi|anti|auto|non)(.{5,})")


class WordList:
    """A set of folded words, asked with `in`; what begins with a common prefix may lack it there.

    The words stay one text and are looked up by halving it: 13 MB, where a set of a million strings
    takes some 80.
    """

    def __init__(self, lines: bytes) -> None:
        """Read words from lines, each ended by a line feed, in the order of their bytes."""
        self._lines = lines

    def __contains__(self, word: str) -> bool:
        prefixed = _PREFIXED.fullmatch(word)
        return self._has(word) or (prefixed is not None and self._has(prefixed[1]))

    def _has(self, word: str) -> bool:
        wanted = word.encode()
        place = bisect_left(range(len(self._lines)), wanted, key=self._word_at)
        return place < len(self._lines) and self._word_at(place) == wanted

    def _word_at(self, place: int) -> bytes:
        """The word on the line that a byte belongs to."""
        start = self._lines.rfind(b"\n", 0, place) + 1
        return self._lines[start : self._lines.find(b"\n", place)]


@cache
def load_vocabulary() -> WordList:
    """The vocabulary that `tools.build_vocabulary` made."""
    return WordList(gzip.decompress(PATH.read_bytes()))
