"""Anchors: places where two long texts can be cut into pieces that are aligned one by one."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from puente.alignment.features import Features, document_frequencies

Cut: TypeAlias = tuple[int, int]
"""The first source and the first target segment of a piece."""

_PIECE = 250
"""Segments that a piece has at least on one side: the fewer cuts, the fewer wrong ones."""


def find_cuts(source: Sequence[Features], target: Sequence[Features]) -> tuple[Cut, ...]:
    """The cuts between neighbours that both correspond, in order; none where nothing is certain.

    Two neighbours that each share a word, number or name which is nowhere else, in the same order,
    are no accident.
    """
    cuts: list[Cut] = []
    here, there = 0, 0
    for before, after in pairwise(_chain(_pairs(source, target))):
        follows = after == (before[0] + 1, before[1] + 1)
        if follows and (after[0] - here >= _PIECE or after[1] - there >= _PIECE):
            here, there = after
            cuts.append(after)
    return tuple(cuts)


def _pairs(source: Sequence[Features], target: Sequence[Features]) -> set[Cut]:
    """Segments that share a key which no other segment has."""
    here, there = _places_of_unique_keys(source), _places_of_unique_keys(target)
    return {(here[key], there[key]) for key in here.keys() & there.keys()}


def _places_of_unique_keys(texts: Sequence[Features]) -> Mapping[str, int]:
    counts = document_frequencies(texts)
    return {key: place for place, found in enumerate(texts) for key in found if counts[key] == 1}


def _chain(pairs: Iterable[Cut]) -> list[Cut]:
    """The longest chain of pairs that grows on both sides (patience sorting)."""
    ends: list[int] = []
    chains: list[tuple[Cut, int | None]] = []
    heads: list[int] = []
    # Of pairs with one source segment the last target comes first: only one of them can be used.
    for pair in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        length = bisect_left(ends, pair[1])
        chains.append((pair, heads[length - 1] if length else None))
        if length == len(ends):
            ends.append(pair[1])
            heads.append(len(chains) - 1)
        else:
            ends[length], heads[length] = pair[1], len(chains) - 1
    chain: list[Cut] = []
    link = heads[-1] if heads else None
    while link is not None:
        pair, link = chains[link]
        chain.append(pair)
    return chain[::-1]
