"""The lines of a paragraph -> its text, with words that were divided at the end of a line whole."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.extraction.pdf.lines import Line

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LAST = re.compile(r"[^\W_]+(?:-[^\W_]+)*-$")
_FIRST = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# A document whose program divides words does so in one of ten lines; elsewhere one of a hundred
# lines ends in "Inter-" or "non-".
_DIVIDES_WORDS = 0.03


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words inside the lines of a document, and whether its lines divide words at their end."""

    words: Counter[str]
    divides: bool


def read_vocabulary(lines: Iterable[Line]) -> Vocabulary:
    """The words of the lines, without those that a line may have cut."""
    words: list[str] = []
    broken = count = 0
    for line in lines:
        found = _WORD.findall(line.text.lower())
        words += found[:-1] if line.is_broken else found
        words += [part for word in found if "-" in word for part in word.split("-")]
        broken += line.is_broken
        count += 1
    return Vocabulary(words=Counter(words), divides=broken > _DIVIDES_WORDS * count)


def join_lines(lines: Sequence[Line], vocabulary: Vocabulary) -> str:
    """The text of the lines."""
    text = lines[0].text if lines else ""
    for before, line in pairwise(lines):
        if not before.is_broken:
            text = f"{text} {line.text}".strip()
        elif _is_divided(text, line.text, vocabulary):
            text = text[:-1] + line.text
        else:
            text += line.text
    return text


def _is_divided(text: str, following: str, vocabulary: Vocabulary) -> bool:
    """Test for a hyphen between two lines that was set to divide a word."""
    first, last = _LAST.search(text.lower()), _FIRST.match(following.lower())
    if first is None or last is None or following[0].isdigit():
        return False
    joined = vocabulary.words[first[0][:-1] + last[0]]
    hyphenated = vocabulary.words[first[0] + last[0]]
    if not vocabulary.divides:
        return joined > hyphenated
    return joined > 0 or not (hyphenated or following[0].isupper())
