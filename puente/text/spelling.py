"""The word that was probably meant: the nearest one of the collection or the lexicon."""

from collections.abc import Container, Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Shorter words are one letter from many others."""
_LONG = 7


def allowed_edits(word: str) -> int:
    """Largest distance of a word from what it is a slip for: 1 edit, 2 from seven letters on.

    Swapped neighbours are one edit. Short words and what has other signs than letters allow none.
    Two edits leave the first letter as it is, as in the term suggester of OpenSearch.
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
    return (near for near, distance, _ in found if _is_slip(word, near, distance))


def correct(
    word: str, frequencies: Mapping[str, int], own: Container[str] = frozenset()
) -> str | None:
    """The nearest of some words and how often each occurs; None when none is near enough.

    A word begins more seldom with a slip than it has one. Among equals come first those that are
    the writer's `own` (discriminasión: not discrimination), then the more frequent ones.
    """
    edits = allowed_edits(word)
    ranked = sorted(
        (distance, near[0] != word[0], near not in own, -count, near)
        for near, count in frequencies.items()
        if can_be_meant(near)
        and (distance := OSA.distance(word, near)) <= edits
        and _is_slip(word, near, distance)
    )
    return ranked[0][-1] if ranked else None


def _is_slip(word: str, near: str, distance: int) -> bool:
    return distance < 2 or word[0] == near[0]
