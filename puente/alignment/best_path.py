"""The best monotone chain of beads through a matrix of scores."""

from typing import TypeAlias

import numpy as np

from puente.alignment.scoring import MOVES, Scores

Link: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""Places of source and of target segments that are linked; one side of a null link is empty."""

_SKIP_SOURCE = len(MOVES)
_SKIP_TARGET = _SKIP_SOURCE + 1


def best_path(scores: Scores) -> tuple[Link, ...]:
    """The beads with the highest sum of scores, in order; all else is null links."""
    height, width = scores[1, 1].shape
    totals = np.full((height + 1, width + 1), -np.inf, np.float32)
    steps = np.full((height + 1, width + 1), _SKIP_TARGET, np.int8)
    for row in range(height + 1):
        best = np.full(width + 1, -np.inf, np.float32)
        step = steps[row]
        if row == 0:
            best[0] = 0
        else:
            best[:] = totals[row - 1]
            step[:] = _SKIP_SOURCE
        for number, (down, across) in enumerate(MOVES):
            if down > row or across > width:
                continue
            reached = totals[row - down, : width + 1 - across] + scores[down, across][row - down]
            better = reached >= best[across:]
            best[across:][better] = reached[better]
            step[across:][better] = number
        # Skipping a target segment is worth 0, so a row is the running maximum of its best.
        totals[row] = np.maximum.accumulate(best)
        step[totals[row] > best] = _SKIP_TARGET
    return _trace(steps)


def _trace(steps: "np.ndarray[tuple[int, int], np.dtype[np.int8]]") -> tuple[Link, ...]:
    """The chain of steps that ends in the last cell."""
    row, column = steps.shape[0] - 1, steps.shape[1] - 1
    links: list[Link] = []
    while row or column:
        match int(steps[row, column]):
            case number if number == _SKIP_SOURCE:
                down, across = 1, 0
            case number if number == _SKIP_TARGET:
                down, across = 0, 1
            case number:
                down, across = MOVES[number]
        links.append((tuple(range(row - down, row)), tuple(range(column - across, column))))
        row, column = row - down, column - across
    return tuple(reversed(links))
