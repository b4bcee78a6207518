"""Vectors of segments, each by its own language."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from puente.embedding.protocol import Embedder
from puente.model.queries import Role
from puente.model.segments import Segment


def embed_segments(embedder: Embedder, segments: Sequence[Segment]) -> NDArray[np.float32]:
    """Vectors of the texts of segments as passages, in order: shape (segments, dimension)."""
    rows = np.zeros((len(segments), embedder.dimension), np.float32)
    for language in dict.fromkeys(segment.language for segment in segments):
        places = [at for at, each in enumerate(segments) if each.language is language]
        texts = [segments[at].text for at in places]
        rows[places] = embedder.embed(texts, role=Role.PASSAGE, language=language)
    return rows
