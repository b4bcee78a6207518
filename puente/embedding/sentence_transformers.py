"""Embedder that runs any sentence-transformers model."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puente.embedding.unit_rows import unit_rows
from puente.errors import EmbedderError
from puente.model.documents import Language
from puente.model.queries import Role


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by its name or by the folder that holds it."""

    def __init__(self, model: str) -> None:
        try:
            library = importlib.import_module("sentence_transformers")
        except ImportError as error:
            raise EmbedderError(
                model, "sentence-transformers is not installed. Run `pip install 'puente[models]'`."
            ) from error
        try:
            self._model: Any = library.SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            raise EmbedderError(
                model,
                f"it could not be loaded ({error}). Give the path of a folder that holds it.",
            ) from error
        self.name = Path(model).name if Path(model).is_dir() else model
        self.dimension = int(self._model.get_embedding_dimension())
        # The e5 family was trained with these two words before every text (Wang et al., 2022).
        self._prefix = {Role.QUERY: "query: ", Role.PASSAGE: "passage: "} if "e5" in model else {}

    def embed(
        self, texts: Sequence[str], *, role: Role, language: Language | None = None
    ) -> NDArray[np.float32]:
        del language
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        prefix = self._prefix.get(role, "")
        rows = self._model.encode(
            [prefix + text for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        return unit_rows(np.asarray(rows))
