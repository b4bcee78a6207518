"""The numbered paragraphs of nine real documents in both languages, and which were tuned on."""

import json

import pytest

from tests.paths import SHARED

GOLD = SHARED / "realdocs" / "gold.json"
TUNED = (0, 2, 4, 6, 7)
HELD_OUT = (1, 3, 5, 8)
WRONG = (5, 2)
"""The paragraph of 1448.pdf that gold pairs with one that is not its translation."""


def load_pairs() -> list[list[tuple[str, str]]]:
    """For each of the nine documents its (Spanish, English) paragraphs."""
    if not GOLD.exists():
        pytest.skip("needs ../shared/realdocs/gold.json")
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    return [[(spanish, english) for _, spanish, english in each["pairs"]] for each in gold]


def without_wrong_pair() -> list[list[tuple[str, str]]]:
    """The documents without the pair that gold has wrong."""
    return [
        [pair for place, pair in enumerate(pairs) if (number, place) != WRONG]
        for number, pairs in enumerate(load_pairs())
    ]
