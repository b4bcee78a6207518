"""Runs of neighbouring places in an array, gathered at once."""

import numpy as np
from numpy.typing import NDArray


def places_of_runs(starts: NDArray[np.integer], counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Places from each start on, as many as its count says, one run after the other.

    `starts` and `counts` have shape (runs,), the places shape (sum of counts,).
    """
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(starts - ends + counts, counts), np.int64)
