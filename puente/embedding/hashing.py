"""Embedder of hashed character trigrams, for tests."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from puente.embedding.unit_rows import unit_rows
from puente.model.documents import Language
from puente.model.queries import Role

HASHING = "hashing-64"


class HashingEmbedder:
    """Bags of hashed character trigrams, for tests: instant, and alike texts come out near."""

    name = HASHING
    dimension = 64

    def embed(
        self, texts: Sequence[str], *, role: Role, language: Language | None = None
    ) -> NDArray[np.float32]:
        del role, language
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            padded = f"  {text.casefold()} "
            for start in range(len(padded) - 2):
                digest = hashlib.blake2b(padded[start : start + 3].encode(), digest_size=2).digest()
                row[int.from_bytes(digest) % self.dimension] += 1
        return unit_rows(rows)
