"""Embedder protocol: texts to vectors, and the role that a text plays."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from puente.model.documents import Language
from puente.model.queries import Role


class Embedder(Protocol):
    """An encoder: `name` and `dimension` are recorded in every index made with it."""

    name: str
    dimension: int

    def embed(
        self, texts: Sequence[str], *, role: Role, language: Language | None = None
    ) -> NDArray[np.float32]:
        """Vectors of unit length, one row for each text: float32, shape (texts, dimension).

        `language` is that of all the texts, None when it is not known; some encoders use it.
        """
