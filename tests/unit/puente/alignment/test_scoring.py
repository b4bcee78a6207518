import numpy as np
import pytest

from puente.alignment import scoring
from puente.alignment.features import find_features
from puente.alignment.scoring import PARAGRAPHS, SideFeatures, compare, weigh_features
from puente.alignment.similarity import cosine_similarity
from puente.embedding.hashing import HashingEmbedder
from puente.model.documents import Language
from tests.fixtures.versions import version


def texts(language, *words):
    segments = version([f"{word} {n}" for n, word in enumerate(words)], language)
    return SideFeatures(segments=segments, features=tuple(map(find_features, segments)))


@pytest.mark.parametrize(("limit", "value"), [("_MOST_CELLS", 1), ("_STRETCH", 1)])
def test_scores_do_not_depend_on_how_much_is_compared_at_a_time(monkeypatch, limit, value):
    source = texts(Language.ES, "La OEA", "el informe", "los derechos", "México", "el niño")
    target = texts(Language.EN, "The OAS", "the report", "rights", "Mexico")
    weights = weigh_features(source, target, PARAGRAPHS)

    def scores():
        similarity = cosine_similarity(HashingEmbedder())
        return compare(source, target, weights, similarity, PARAGRAPHS)

    whole = scores()
    monkeypatch.setattr(scoring, limit, value)
    for move, matrix in scores().items():
        np.testing.assert_allclose(matrix, whole[move], atol=1e-5)
