"""How many of the truly nearest vectors a store finds, and what int8 costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from puente.model.documents import Language
from puente.model.filters import Filters
from puente.model.identifiers import SegmentId
from puente.store.protocol import Reader
from puente.store.quantisation import quantise
from tests.bench.parallel import Version

DEPTHS = (10, 100)
# The store is asked as the search asks it.
_ASKED = 200
# Vectors as near as the last one that counts are as good as it.
_TIE = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The best rows of a comparison: ids and cosines, best first, a row for each question."""

    ids: NDArray[np.str_]
    cosines: NDArray[np.float32]


def exact(
    questions: NDArray[np.float32], versions: Iterable[Version]
) -> dict[Language, tuple[Nearest, Nearest]]:
    """The truly nearest segments of each language: by the vectors, and by their int8 rows."""
    asked = questions, quantise(questions).restored()
    best: dict[Language, tuple[_Best, _Best]] = {}
    for version in versions:
        language = version.document.language
        floats, integers = best.setdefault(language, (_Best(asked[0]), _Best(asked[1])))
        ids = np.array([segment.id for segment in version.segments])
        floats.offer(ids, version.vectors)
        integers.offer(ids, quantise(version.vectors).restored())
    return {key: (floats.found(), integers.found()) for key, (floats, integers) in best.items()}


def nearest(
    reader: Reader, language: Language, question: NDArray[np.float32]
) -> tuple[SegmentId, ...]:
    """What a store finds in a language."""
    ranking = reader.nearest(question, Filters(languages=(language,)), limit=_ASKED)
    return tuple(each.segment_id for each in ranking.scored)


def recall(found: Sequence[Sequence[str]], truth: Nearest, depth: int) -> float:
    """The share of the `depth` nearest that are among as many found; equals count as found."""
    shares = []
    for mine, ids, cosines in zip(found, truth.ids, truth.cosines, strict=True):
        good = set(ids[cosines >= cosines[depth - 1] - _TIE])
        shares.append(len(good.intersection(mine[:depth])) / depth)
    return float(np.mean(shares))


class _Best:
    """The nearest rows among those offered so far."""

    def __init__(self, questions: NDArray[np.float32]) -> None:
        self._questions = questions
        self._ids: list[NDArray[np.str_]] = []
        self._cosines: list[NDArray[np.float32]] = []

    def offer(self, ids: NDArray[np.str_], rows: NDArray[np.float32]) -> None:
        self._ids.append(np.broadcast_to(ids, (len(self._questions), len(ids))))
        self._cosines.append(self._questions @ rows.T)
        if len(self._ids) > 50:
            self._shorten()

    def found(self) -> Nearest:
        self._shorten()
        return Nearest(ids=self._ids[0], cosines=self._cosines[0])

    def _shorten(self) -> None:
        """Keep twice the greatest depth: room for equals."""
        ids, cosines = np.concatenate(self._ids, axis=1), np.concatenate(self._cosines, axis=1)
        best = np.argsort(-cosines, axis=1, kind="stable")[:, : 2 * max(DEPTHS)]
        self._ids = [np.take_along_axis(ids, best, axis=1)]
        self._cosines = [np.take_along_axis(cosines, best, axis=1)]
