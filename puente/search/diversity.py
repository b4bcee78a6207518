"""Diversity of the first results: no document takes up all of them."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Result = TypeVar("Result")

FIRST = 10
"""Results that a person sees first."""

MOST = 3
"""Results of one document among the first, as long as others answer too."""


def diversify(
    results: Sequence[Result], document_of: Callable[[Result], Hashable]
) -> tuple[Result, ...]:
    """The results, of which the first ten have at most three of one document.

    What is over follows the first ten; where too little else answers, it fills them. Both parts are
    in the order given, so the best result stays the first.
    """
    counts: Counter[Hashable] = Counter()
    within: list[int] = []
    over: list[int] = []
    for place, result in enumerate(results):
        counts[document_of(result)] += 1
        (within if counts[document_of(result)] <= MOST else over).append(place)
    first = set((within + over)[:FIRST])
    rest = (place for place in range(len(results)) if place not in first)
    return tuple(results[place] for place in (*sorted(first), *rest))
