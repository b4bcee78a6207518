"""Options of BM25F that every backend weighs words by."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOptions:
    """Weight of a word in one field, and how much the field's length dampens it (0 to 1)."""

    weight: float
    b: float = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Bm25Options:
    """The knobs of BM25F; `k1` is how soon repeating a word stops counting."""

    k1: float = 0.6
    body: FieldOptions = FieldOptions(weight=1.0, b=0.5)
    heading: FieldOptions = FieldOptions(weight=0.9, b=0.5)
    translation: FieldOptions = FieldOptions(weight=0.5)


def inverse_frequency(having: float, segments: int) -> float:
    """The weight of a concept that `having` segments have: at most all of them."""
    having = min(having, segments)
    return math.log(1 + (segments - having + 0.5) / (having + 0.5))
