import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from puente.embedding.e5 import E5Embedder
from puente.errors import EmbedderError
from puente.model.documents import Language
from puente.model.queries import Role

SPANISH = "Los Estados Miembros protegerán los derechos de los trabajadores migrantes."
ENGLISH = "Member states shall protect the rights of migrant workers."


@pytest.fixture(scope="module")
def embedder():
    return E5Embedder()


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(Path(str(files("puente.embedding") / "e5_small")), tmp_path / "e5")


def row(embedder, text, language=None, role=Role.PASSAGE):
    return embedder.embed([text], role=role, language=language)[0]


def test_the_language_moves_the_centre(embedder):
    plain = row(embedder, SPANISH) @ row(embedder, ENGLISH)
    centred = row(embedder, SPANISH, Language.ES) @ row(embedder, ENGLISH, Language.EN)
    assert centred > plain + 0.1


def test_what_is_unrelated_is_far_apart(embedder):
    unrelated = "El precio del atún subió en otoño."
    assert row(embedder, SPANISH, Language.ES) @ row(embedder, unrelated, Language.ES) < 0.2


def test_of_an_unknown_language_the_mean_of_both_is_the_centre(embedder):
    rows = [row(embedder, ENGLISH, language) for language in (None, Language.FR)]
    assert np.array_equal(*rows)
    assert not np.allclose(rows[0], row(embedder, ENGLISH, Language.EN))


def test_a_text_has_the_same_vector_to_the_bit_in_any_company(embedder):
    together = embedder.embed([SPANISH, "x", ENGLISH * 9], role=Role.PASSAGE)
    assert np.array_equal(together[0], row(embedder, SPANISH))


def test_the_end_of_a_long_text_counts_too(embedder):
    long = " ".join(f"La sección {number} trata de pesca." for number in range(200))
    assert not np.allclose(row(embedder, long), row(embedder, f"{long} {SPANISH}"))


def test_a_question_and_a_passage_of_the_same_words_differ(embedder):
    assert not np.allclose(row(embedder, SPANISH), row(embedder, SPANISH, role=Role.QUERY))


@pytest.mark.parametrize("name", ["model.onnx", "pieces.json", "characters.json", "centres.npz"])
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_damaged_files_are_one_error_with_the_remedy(folder, name, damage):
    if damage == "cut":
        (folder / name).write_bytes((folder / name).read_bytes()[:500])
    else:
        (folder / name).unlink()
    with pytest.raises(EmbedderError, match=r"damaged or incomplete.*Install Puente again"):
        E5Embedder(folder).embed(["x"], role=Role.QUERY)
