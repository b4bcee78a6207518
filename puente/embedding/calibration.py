"""Scale of an encoder's cosines: from those that mean nothing to those that mean the same."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from puente.embedding.protocol import Embedder
from puente.model.documents import Language
from puente.model.queries import Role

# A paragraph that answers is farther from its question than a term from its translation: of this
# share of the way from unrelated to translated, `puente eval` found no better one between .6 and 1.
_ANSWER = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class CosineScale:
    """The cosine of unrelated texts, and the one from which a text fully answers."""

    floor: float
    ceiling: float


def calibrate(embedder: Embedder, pairs: Sequence[tuple[str, str]]) -> CosineScale:
    """The scale of an encoder, from Spanish texts and their English; plain cosines without pairs.

    Encoders differ: the cosines of unrelated texts are about .1 with the Universal Sentence
    Encoder and about .8 with the e5 family.
    """
    if len(pairs) < 2:
        return CosineScale(floor=0.0, ceiling=1.0)
    cosines = (
        embedder.embed([first for first, _ in pairs], role=Role.QUERY, language=Language.ES)
        @ embedder.embed([other for _, other in pairs], role=Role.PASSAGE, language=Language.EN).T
    )
    translated = float(np.median(np.diag(cosines)))
    # The lower quartile: the terms are of one field, and so never quite unrelated.
    unrelated = float(np.percentile(cosines[~np.eye(len(pairs), dtype=bool)], 25))
    return CosineScale(floor=unrelated, ceiling=unrelated + _ANSWER * (translated - unrelated))
