"""Vectors of texts for other programs, and the segments that are near one."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from puente.catalogue.catalogue import check_filters
from puente.embedding.protocol import Embedder
from puente.errors import (
    BadVectorError,
    EmbedderBusyError,
    EmbedderError,
    UnknownModelError,
)
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.model.identifiers import SegmentId
from puente.model.queries import Role
from puente.model.results import HydratedSegment
from puente.store.protocol import Reader, VectorQuery, View

# Many texts take seconds of a core that searches need too: they wait for each other.
_AT_A_TIME = threading.BoundedSemaphore(1)
_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NearSegment:
    """A segment with what is shown beside it, and its cosine to a vector."""

    shown: HydratedSegment
    score: float


@dataclass(frozen=True, slots=True)
class VectorService:
    """An encoder as other programs use it: it refuses what was made with another one."""

    embedder: Embedder | None

    def encoder(self, model: str | None = None) -> Embedder:
        """The encoder; raises UnknownModelError for another one's name, or EmbedderError."""
        if self.embedder is None:
            raise EmbedderError("-", "none is open")
        if model not in (None, self.embedder.name):
            raise UnknownModelError(model or "", self.embedder.name)
        return self.embedder

    def embed(
        self,
        texts: Sequence[str],
        *,
        role: Role,
        language: Language | None = None,
        model: str | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of unit length, shape (texts, dimension), as `puente embed` prints them.

        Raises UnknownModelError, EmbedderBusyError or EmbedderError.
        """
        encoder = self.encoder(model)
        with _turn():
            # Alone, for a text may have another vector in company.
            rows = [encoder.embed([text], role=role, language=language)[0] for text in texts]
        return np.stack(rows)

    def check_dimension(self, dimension: int | None) -> None:
        """Raise BadVectorError where vectors of another length than the encoder's are wanted."""
        own = self.encoder().dimension
        if dimension not in (None, own):
            raise BadVectorError(dimension or 0, own)

    def unit_vector(self, values: Sequence[float], model: str | None = None) -> NDArray[np.float32]:
        """A vector that a program sends, at unit length; raises BadVectorError."""
        encoder = self.encoder(model)
        vector = np.array(values, np.float64)
        largest = np.abs(vector).max(initial=0)
        if vector.shape != (encoder.dimension,) or not (np.isfinite(largest) and largest > 0):
            raise BadVectorError(len(vector), encoder.dimension)
        vector /= largest
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


def nearest(
    readers: Sequence[Reader], vector: NDArray[np.float32], filters: Filters, *, limit: int
) -> tuple[NearSegment, ...]:
    """The segments that pass the filters and are nearest to a vector; raises FilterError."""
    with ExitStack() as stack:
        views = [stack.enter_context(each.view(newest=True)) for each in readers]
        check_filters(filters, views)
        asked = [VectorQuery(vector=vector, filters=filters)]
        found = [
            (scored.score, scored.segment_id, view)
            for view in views
            for scored in view.search(nearest=asked, limit=limit).nearest[0].scored
        ]
        best = sorted(found, key=lambda each: (-each[0], each[1]))[:limit]
        own: dict[View, list[SegmentId]] = {}
        for _, segment_id, view in best:
            own.setdefault(view, []).append(segment_id)
        shown = {
            segment_id: hydrated
            for view, ids in own.items()
            for segment_id, hydrated in view.hydrate(ids).items()
        }
        return tuple(NearSegment(shown=shown[each], score=score) for score, each, _ in best)


@contextmanager
def _turn() -> Iterator[None]:
    """A turn at the encoder; raises EmbedderBusyError where others take too long."""
    if not _AT_A_TIME.acquire(timeout=_WAIT_SECONDS):
        raise EmbedderBusyError
    try:
        yield
    finally:
        _AT_A_TIME.release()
