"""What a store's vector leg finds."""

import numpy as np
import pytest

from puente.model.filters import Filters
from puente.store.protocol import Store
from tests.fixtures.builders import EMBEDDER, document, ids, put, segment, vectors

TEXTS = ("Los niños migrantes", "La trata de personas", "El retorno", "Consular protection")


def test_the_nearest_segments_come_first_by_their_cosine(store: Store) -> None:
    found = put(store, document(), *TEXTS)
    [vector] = vectors([segment("Las niñas migrantes")])
    cosines = vectors(found) @ vector
    ranking = store.nearest(vector, Filters(), limit=9)
    order = np.argsort(-cosines)
    assert ids(ranking) == [found[position].id for position in order]
    scores = [scored.score for scored in ranking.scored]
    assert scores == pytest.approx(cosines[order].tolist(), abs=0.01)


def test_the_limit_cuts_a_vector_ranking_and_what_it_counts(store: Store) -> None:
    put(store, document(), *TEXTS)
    ranking = store.nearest(vectors([segment("El retorno")])[0], Filters(), limit=1)
    assert ids(ranking) == ["informe.es.0003"]
    assert ranking.total == 1


def test_equal_cosines_are_ordered_by_segment_id(store: Store) -> None:
    for identifier in ("b.es", "a.es"):
        put(store, document(identifier), *["El retorno"] * 3)
    ranking = store.nearest(vectors([segment("El regreso")])[0], Filters(), limit=9)
    assert ids(ranking) == [f"{name}.es.000{ordinal}" for name in "ab" for ordinal in (1, 2, 3)]


def test_no_cosine_passes_the_ceiling(store: Store) -> None:
    found = put(store, document(), *TEXTS)
    for vector in vectors(found):
        ranking = store.nearest(vector, Filters(), limit=1)
        assert ranking.scored[0].score <= ranking.ceiling == 1.0


def test_an_empty_index_has_nothing_near(store: Store) -> None:
    vector = np.ones(EMBEDDER.dimension, np.float32)
    assert store.nearest(vector, Filters(), limit=9).total == 0
