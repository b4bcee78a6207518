import numpy as np
import pytest

from puente.embedding import open_embedder
from puente.embedding.calibration import CosineScale, calibrate
from puente.embedding.e5 import SHIPPED
from puente.text.glossary import load_glossary


class Cone:
    """An encoder whose texts all lie near one axis, as those of e5 do."""

    name = "cone"
    dimension = 3

    def embed(self, texts, *, role, language=None):
        del role, language
        rows = np.array([[3.0, *{"a": (1, 0), "b": (0, 1)}[text[0]]] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_scale_runs_from_unrelated_to_three_quarters_of_translated():
    scale = calibrate(Cone(), [("a1", "a2"), ("b1", "b2")])
    assert scale.floor == pytest.approx(9 / 10)
    assert scale.ceiling == pytest.approx(9 / 10 + 0.75 * (1 - 9 / 10))


def test_without_pairs_cosines_are_taken_as_they_are():
    assert calibrate(Cone(), []) == CosineScale(floor=0.0, ceiling=1.0)


def test_the_shipped_encoder_tells_unrelated_from_translated():
    scale = calibrate(open_embedder(SHIPPED), load_glossary().terms[::20])
    assert 0 < scale.floor < 0.2
    assert 0.4 < scale.ceiling < 0.6
