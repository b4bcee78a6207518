"""The word that was probably meant: the nearest one of the collection or the lexicon."""

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Shorter words are one letter from many others."""
_LONG = 8


def allowed_edits(word: str) -> int:
    """Largest distance of a word from what it is a slip for: 1 edit, 2 from eight letters on.

    Swapped neighbours are one edit. Short words and what has other signs than letters allow none.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 2 if len(word) >= _LONG else 1


def can_be_meant(word: str) -> bool:
    """Test whether a word can be what another one is a slip for."""
    return len(word) >= SHORTEST and word.isalpha()


def find_near(word: str, words: Sequence[str]) -> Iterable[str]:
    """Those of some words that a word may be a slip for."""
    edits = allowed_edits(word)
    if not edits:
        return ()
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return (near for near, _, _ in found)


def correct(word: str, frequencies: Mapping[str, int]) -> str | None:
    """The nearest of some words and how often each occurs, the more frequent among equals.

    A word begins more seldom with a slip than it has one. None when none is near enough.
    """
    edits = allowed_edits(word)
    ranked = sorted(
        (distance, near[0] != word[0], -count, near)
        for near, count in frequencies.items()
        if can_be_meant(near) and (distance := OSA.distance(word, near)) <= edits
    )
    return ranked[0][-1] if ranked else None
