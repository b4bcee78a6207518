"""Candidates for pairs, by what documents have in common that few others have."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from puente.alignment.features import NUMBER, find_features
from puente.alignment.index_ranges import places_of_runs
from puente.model.identifiers import DocumentId
from puente.model.segments import Segment

_COMMON = 60
"""A key in more documents than this finds no candidates: it would take quadratic time."""
_NUMBERS_WEIGHT = 3.0
"""All the numbers of one paragraph together: a date, a symbol; what tells one year's edition."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """The keys of a document, hashed to 32 bits, and a weight for each, both (keys,); some 5 KB."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]


def sketch(segments: Sequence[Segment]) -> Sketch:
    """Every key of a document once, with the greatest weight that it has in a segment."""
    found: dict[str, float] = {}
    for segment in segments:
        features = find_features(segment)
        for key, weight in features.items():
            found[key] = max(weight, found.get(key, 0.0))
        numbers = sorted(key for key in features if key.startswith(NUMBER))
        if len(numbers) > 1:
            found[" ".join(numbers)] = _NUMBERS_WEIGHT
    keys = np.array([zlib.crc32(key.encode()) for key in found], np.uint32)
    return Sketch(keys, np.array(list(found.values()), np.float32))


class SketchIndex:
    """Documents by their keys that are neither theirs alone nor common."""

    def __init__(self, sketches: Mapping[DocumentId, Sketch]) -> None:
        self._ids = sorted(sketches)
        self._place_of = {each: place for place, each in enumerate(self._ids)}
        ordered = [sketches[each] for each in self._ids]
        empty = Sketch(np.zeros(0, np.uint32), np.zeros(0, np.float32))
        lengths = [len(each.keys) for each in ordered]
        owners = np.repeat(np.arange(len(ordered), dtype=np.int32), lengths)
        keys = np.concatenate([each.keys for each in (*ordered, empty)])
        weights = np.concatenate([each.weights for each in (*ordered, empty)])
        order = np.argsort(keys, kind="stable")
        _, starts, counts = np.unique(keys[order], return_index=True, return_counts=True)
        rarity = np.repeat(np.log1p(len(ordered) / counts), counts)
        is_rare = np.repeat(counts <= _COMMON, counts)
        self._owners = owners[order]
        values = weights[order] * rarity * is_rare
        # What a document has alone counts against it, too.
        squares = np.bincount(self._owners, values**2, len(ordered))
        self._values = values / np.sqrt(np.maximum(squares, 1e-9))[self._owners]
        shared = (counts > 1) & (counts <= _COMMON)
        self._starts, self._counts = starts[shared], counts[shared]
        places = places_of_runs(self._starts, self._counts)
        groups = np.repeat(np.arange(len(self._starts)), self._counts)
        by_owner = np.argsort(self._owners[places], kind="stable")
        self._groups, self._places = groups[by_owner], places[by_owner]
        self._ends = np.searchsorted(self._owners[self._places], np.arange(len(ordered) + 1))

    def nearest(self, document_id: DocumentId) -> Iterator[tuple[DocumentId, float]]:
        """The documents that share a rare key with one, by the cosine of all rare keys."""
        place = self._place_of[document_id]
        own = slice(self._ends[place], self._ends[place + 1])
        groups, values = self._groups[own], self._values[self._places[own]]
        counts = self._counts[groups]
        sharing = places_of_runs(self._starts[groups], counts)
        cosines = np.bincount(
            self._owners[sharing],
            self._values[sharing] * np.repeat(values, counts),
            len(self._ids),
        )
        for other in np.argsort(-cosines, kind="stable").tolist():
            if cosines[other] <= 0:
                return
            if other != place:
                yield self._ids[other], float(cosines[other])
