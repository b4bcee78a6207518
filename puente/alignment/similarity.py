"""Similarity of two lists of texts by an encoder, for the aligner."""

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from puente.alignment.scoring import Matrix, Similarity
from puente.embedding.protocol import Embedder
from puente.model.documents import Language
from puente.model.queries import Role
from puente.model.segments import Segment


def cosine_similarity(
    embedder: Embedder, languages: tuple[Language | None, Language | None] = (None, None)
) -> Similarity:
    """Similarity by an encoder, shape (sources, targets), in [-1, 1]; a text is embedded once.

    `languages` are those of the sources and of the targets, where they are known.
    """
    made: dict[Language | None, dict[str, NDArray[np.float32]]] = {each: {} for each in languages}

    def rows(texts: Sequence[str], side: int) -> Matrix:
        language = languages[side]
        vectors = made[language]
        if missing := list(dict.fromkeys(text for text in texts if text not in vectors)):
            found = embedder.embed(missing, role=Role.PASSAGE, language=language)
            vectors.update(zip(missing, found, strict=True))
        return np.stack([vectors[text] for text in texts])

    return _cosines(rows)


def known_similarity(segments: Sequence[Segment], vectors: NDArray[np.float32]) -> Similarity:
    """Similarity of texts of these segments, shape (sources, targets), in [-1, 1].

    `vectors` has one row of unit length for each segment, shape (segments, dimension).
    """
    known = {segment.text: row for segment, row in zip(segments, vectors, strict=True)}
    return _cosines(lambda texts, _: np.stack([known[text] for text in texts]))


def similarity_of_sides(
    sides: Sequence[Sequence[Segment]], vectors: Sequence[NDArray[np.float32] | None]
) -> Similarity | None:
    """Similarity of the segments of some documents; None where one has no vectors."""
    known = [rows for rows in vectors if rows is not None]
    if len(known) < len(sides):
        return None
    return known_similarity([*chain.from_iterable(sides)], np.concatenate(known))


def _cosines(rows: Callable[[Sequence[str], int], Matrix]) -> Similarity:
    def similarity(source: Sequence[str], target: Sequence[str]) -> Matrix:
        if not source or not target:
            return np.zeros((len(source), len(target)), np.float32)
        return np.asarray(rows(source, 0) @ rows(target, 1).T, np.float32)

    return similarity
