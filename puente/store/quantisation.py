"""Vectors as int8 rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantised:
    """Vectors as int8, shape (rows, dimension), with the factor that gives each unit length."""

    rows: NDArray[np.int8]
    scales: NDArray[np.float32]

    def restored(self) -> NDArray[np.float32]:
        """Vectors of unit length as float32, shape (rows, dimension)."""
        return self.rows.astype(np.float32) * self.scales[:, None]


def quantise(vectors: NDArray[np.float32]) -> Quantised:
    """Quantise vectors, shape (rows, dimension), each with its largest component at 127."""
    largest = np.abs(vectors).max(axis=1, initial=1e-9, keepdims=True)
    rows = np.rint(vectors * (127 / largest)).astype(np.int8)
    lengths = np.sqrt(np.square(rows, dtype=np.float32).sum(axis=1))
    return Quantised(rows=rows, scales=(1 / np.maximum(lengths, 1)).astype(np.float32))
