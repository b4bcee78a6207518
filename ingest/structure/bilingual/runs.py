"""Runs of a text in two languages: where one ends and the other begins."""

import math
from collections.abc import Sequence
from itertools import pairwise

# A name in a list has odds of e^5 for one language whatever stands around it, so a text that
# changes its language twice must not do so for ten names: 1198.pdf, the judges of the Court.
_WEIGHT = 6.0
_RAREST, _OFTENEST = 0.005, 0.9
_FEW = 2
"""Changes of a text that stands after its version, however short both are."""


def likeliest_run(odds: Sequence[float], are_strong: Sequence[bool]) -> tuple[bool, ...]:
    """True for each piece of a text that is in the first language, False for the second.

    `odds` are the log-odds of the first. A change costs more the fewer changes there are between
    the strong pieces: versions that stand one after the other have one. Of pieces that tell
    nothing, those at a change go with what stands before them.
    """
    if not odds:
        return ()
    cost = _cost_of_change(
        [value > 0 for value, is_strong in zip(odds, are_strong, strict=True) if is_strong]
    )
    best = [(odds[0], -odds[0])]
    came: list[tuple[int, int]] = []
    for value in odds[1:]:
        before = best[-1]
        stays = (before[0], before[1])
        changes = (before[1] - cost, before[0] - cost)
        came.append((0 if stays[0] > changes[0] else 1, 1 if stays[1] > changes[1] else 0))
        best.append((max(stays[0], changes[0]) + value, max(stays[1], changes[1]) - value))
    state = 0 if best[-1][0] >= best[-1][1] else 1
    states = [state]
    for back in reversed(came):
        state = back[state]
        states.append(state)
    return tuple(each == 0 for each in reversed(states))


def _cost_of_change(told: Sequence[bool]) -> float:
    changes = sum(one != other for one, other in pairwise(told))
    if changes <= _FEW:
        changes = 0
    often = min(max(changes / max(len(told) - 1, 1), _RAREST), _OFTENEST)
    return _WEIGHT * math.log((1 - often) / often)
