"""Nearest vectors above the number of rows that are compared exactly."""

import numpy as np
import pytest
from numpy.typing import NDArray

from puente.store.quantisation import quantise
from puente.store.sqlite import vectors
from puente.store.sqlite.vectors import VectorIndex, pack_signs

ROWS, DIMENSION, LIMIT = 4_000, 96, 10


@pytest.fixture
def rows() -> NDArray[np.float32]:
    """Vectors in 400 groups of ten."""
    generator = np.random.default_rng(1)
    centres = np.repeat(generator.normal(size=(ROWS // 10, DIMENSION)), 10, axis=0)
    found = centres + generator.normal(size=centres.shape, scale=0.4)
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def index(rows: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    monkeypatch.setattr(vectors, "EXACT_ROWS", 100)
    quantised = quantise(rows)
    numbers = np.arange(len(rows)) + 7
    return VectorIndex(numbers=numbers, vectors=quantised, signs=pack_signs(quantised.rows))


@pytest.mark.parametrize("step", [1, 2])
def test_a_shortlist_has_the_nearest_of_the_allowed_rows(
    index: VectorIndex, rows: NDArray[np.float32], step: int
) -> None:
    allowed = np.zeros(ROWS + 7, bool)
    allowed[7::step] = True
    vector = rows[40]
    shortlist = index.candidates(vector, allowed, LIMIT)
    assert len(shortlist) == vectors.shortlist_size(LIMIT) == 1_000
    exact = np.flatnonzero(allowed[7:])
    nearest = exact[np.argsort(-(rows[exact] @ vector))[:LIMIT]]
    assert set(nearest) <= set(shortlist)


def test_few_allowed_rows_are_all_compared(index: VectorIndex, rows: NDArray[np.float32]) -> None:
    allowed = np.zeros(ROWS + 7, bool)
    allowed[[7, 9, 4_006]] = True
    assert index.candidates(rows[0], allowed, LIMIT).tolist() == [0, 2, 3_999]


def test_cosines_are_those_of_the_rows(index: VectorIndex, rows: NDArray[np.float32]) -> None:
    found = index.cosines(rows[3], np.arange(ROWS))
    assert found == pytest.approx(rows @ rows[3], abs=0.01)


def test_a_vector_of_zeros_stays_zeros() -> None:
    assert quantise(np.zeros((1, DIMENSION), np.float32)).restored().tolist() == [[0.0] * DIMENSION]


def test_signs_fill_whole_words() -> None:
    assert pack_signs(np.ones((3, 65), np.float32)).shape == (2, 3)  # 65 bits are two words
