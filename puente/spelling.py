"""The word that was probably meant: the nearest one of the collection or the lexicon."""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Shorter words are one letter from many others."""


class Speller:
    """Corrects words against a vocabulary of folded words and how often each occurs."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._words = [word for word in frequencies if len(word) >= SHORTEST and word.isalpha()]

    def correct(self, word: str) -> str | None:
        """The nearest word by edits and swaps of neighbours, the more frequent among equals.

        One edit is allowed, two from eight letters on; None when nothing is that near.
        """
        if len(word) < SHORTEST or not word.isalpha():
            return None
        allowed = 2 if len(word) >= 8 else 1
        near = process.extract(
            word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=None
        )
        ranked = sorted(
            (distance, candidate[0] != word[0], -self._frequencies[candidate], candidate)
            for candidate, distance, _ in near
        )
        return ranked[0][-1] if ranked else None
