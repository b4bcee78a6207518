"""Similarity of two lists of texts by an encoder, for the aligner."""

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from puente.alignment.scoring import Matrix, Similarity
from puente.embedding.protocol import Embedder
from puente.model.queries import Role
from puente.model.segments import Segment


def cosine_similarity(embedder: Embedder) -> Similarity:
    """Similarity by an encoder, shape (sources, targets), in [-1, 1]; a text is embedded once."""
    vectors: dict[str, NDArray[np.float32]] = {}

    def rows(texts: Sequence[str]) -> Matrix:
        missing = list(dict.fromkeys(text for text in texts if text not in vectors))
        if missing:
            vectors.update(zip(missing, embedder.embed(missing, role=Role.PASSAGE), strict=True))
        return np.stack([vectors[text] for text in texts])

    return _cosines(rows)


def known_similarity(segments: Sequence[Segment], vectors: NDArray[np.float32]) -> Similarity:
    """Similarity of texts of these segments, shape (sources, targets), in [-1, 1].

    `vectors` has one row of unit length for each segment, shape (segments, dimension).
    """
    known = {segment.text: row for segment, row in zip(segments, vectors, strict=True)}
    return _cosines(lambda texts: np.stack([known[text] for text in texts]))


def similarity_of_sides(
    sides: Sequence[Sequence[Segment]], vectors: Sequence[NDArray[np.float32] | None]
) -> Similarity | None:
    """Similarity of the segments of some documents; None where one has no vectors."""
    known = [rows for rows in vectors if rows is not None]
    if len(known) < len(sides):
        return None
    return known_similarity([*chain.from_iterable(sides)], np.concatenate(known))


def _cosines(rows: Callable[[Sequence[str]], Matrix]) -> Similarity:
    def similarity(source: Sequence[str], target: Sequence[str]) -> Matrix:
        if not source or not target:
            return np.zeros((len(source), len(target)), np.float32)
        return np.asarray(rows(source) @ rows(target).T, np.float32)

    return similarity
