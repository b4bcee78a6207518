"""Vectors scaled to unit length."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def unit_rows(rows: NDArray[Any]) -> NDArray[np.float32]:
    """Scale each row to unit length, shape as given; a row of zeros becomes the first axis."""
    rows = np.array(rows, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    empty = lengths[:, 0] == 0
    rows[empty, 0] = 1
    lengths[empty] = 1
    return np.asarray(rows / lengths, dtype=np.float32)
