"""Vectors for other portals: as the command prints them, refused where nothing could be found."""

import base64
import io
import json
import sys
import threading

import numpy as np
import pytest

from puente.embedding.hashing import HASHING
from puente.search import nearness
from service.cli import main
from tests.fixtures.builders import EMBEDDER
from tests.fixtures.restricted import make_world

TEXTS = ["La migración es constante.", "Migration", "  dos  espacios ", "«Niñez» – 50 %"]
UNIT = [1.0] + [0.0] * 63


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vectors")
    return make_world(folder, f"sqlite:///{folder}/puente.db")


@pytest.fixture
def public(world):
    return world.client("anonymous")


def printed(texts, monkeypatch, capsys, *options):
    """The vectors that the command prints."""
    lines = io.TextIOWrapper(io.BytesIO("\n".join(texts).encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", lines)
    monkeypatch.setenv("PUENTE_EMBEDDER", HASHING)
    monkeypatch.setattr(sys, "argv", ["puente", "embed", *options])
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_vectors_are_those_of_the_command_to_the_bit(public, monkeypatch, capsys):
    answer = public.post("/api/v1/embed", json={"texts": TEXTS}).json()
    assert answer["vectors"] == printed(TEXTS, monkeypatch, capsys)
    assert (answer["model"], answer["dimension"]) == (HASHING, 64)


def test_the_shipped_encoder_gives_the_vectors_of_the_command_too(client_of, seeds):
    client = client_of(seeds.searcher, seeds.catalogue)
    body = {"texts": TEXTS[:2], "role": "query", "language": "es"}
    answer = client.post("/api/v1/embed", json=body).json()
    encoder = seeds.searcher.vectors.encoder()
    alone = [encoder.embed([each], role="query", language="es")[0] for each in TEXTS[:2]]
    assert answer["vectors"] == [row.tolist() for row in alone]
    assert (answer["model"], answer["dimension"]) == ("e5-small-es-en-2", 384)


@pytest.mark.parametrize("form", ["float", "base64"])
@pytest.mark.parametrize("sent", [TEXTS, TEXTS[0]])
def test_the_common_shape_has_the_same_vectors(public, sent, form):
    body = {"input": sent, "model": HASHING, "encoding_format": form, "dimensions": 64}
    answer = public.post("/api/v1/embeddings", json=body).json()
    texts = [sent] if isinstance(sent, str) else sent
    rows = [each["embedding"] for each in answer["data"]]
    if form == "base64":
        rows = [np.frombuffer(base64.b64decode(each), "<f4").tolist() for each in rows]
    assert rows == public.post("/api/v1/embed", json={"texts": texts}).json()["vectors"]
    assert [each["index"] for each in answer["data"]] == list(range(len(texts)))
    assert (answer["object"], answer["model"]) == ("list", HASHING)
    assert answer["usage"]["total_tokens"] == sum(len(each.split()) for each in texts)


def test_a_text_finds_its_own_paragraph_with_its_translation(public):
    found = public.post("/api/v1/nearest?size=1", json={"text": "Migración y desarrollo pública"})
    (hit,) = found.json()["hits"]
    assert (hit["segment"], hit["url"]) == ("acta.es.0002", "/es/doc/acta#2")
    assert hit["score"] == pytest.approx(1, abs=0.02)
    assert hit["translations"][0]["text"] == "Migration and development"


def test_a_vector_finds_what_its_text_finds_whatever_its_length(public):
    [vector] = EMBEDDER.embed(["Opening of the session"], role="query")
    by_text = public.post("/api/v1/nearest", json={"text": "Opening of the session"}).json()
    for factor in (1.0, 1e-30, 1e200):
        sent = {"vector": [value * factor for value in vector.tolist()], "model": HASHING}
        by_vector = public.post("/api/v1/nearest", json=sent).json()
        assert [each["segment"] for each in by_vector["hits"]] == [
            each["segment"] for each in by_text["hits"]
        ]


def test_filters_hold_for_what_is_near(public):
    found = public.post("/api/v1/nearest?lang=en&size=100", json={"vector": UNIT}).json()["hits"]
    assert {each["language"] for each in found} == {"en"}
    answer = public.post("/api/v1/nearest?collection=csm", json={"vector": UNIT})
    assert (answer.status_code, answer.json()["code"]) == (404, "bad-filter")


def test_a_reader_is_near_what_they_may_see_alone(world):
    sent = {"text": "Acta xilofono", "vector": []}
    documents = {
        actor: {
            each["document"].partition("_")[0].partition(".")[0]
            for each in world.client(actor)
            .post("/api/v1/nearest?size=100", json=sent)
            .json()["hits"]
        }
        for actor in ("anonymous", "reader", "everything")
    }
    assert documents == {
        "anonymous": {"acta"},
        "reader": {"acta", "own"},
        "everything": {"acta", "own", "other"},
    }


@pytest.mark.parametrize(
    ("route", "sent", "code"),
    [
        ("embed", {"texts": ["a"] * 65}, "bad-body"),
        ("embed", {"texts": []}, "bad-body"),
        ("embed", {"texts": [""]}, "bad-body"),
        ("embed", {"texts": ["a" * 8001]}, "bad-body"),
        ("embed", {"texts": ["a"], "role": "document"}, "bad-body"),
        ("embed", {"texts": ["a"], "other": 1}, "bad-body"),
        ("embed", {"texts": ["a"], "model": "use-multilingual-v3"}, "unknown-model"),
        ("embeddings", {"input": "a", "model": "text-embedding-3-small"}, "unknown-model"),
        ("embeddings", {"input": "a"}, "bad-body"),
        ("embeddings", {"input": [1, 2], "model": HASHING}, "bad-body"),
        ("embeddings", {"input": "a", "model": HASHING, "dimensions": 32}, "bad-vector"),
        ("nearest", {"vector": UNIT[:-1]}, "bad-vector"),
        ("nearest", {"vector": [*UNIT, 0.0]}, "bad-vector"),
        ("nearest", {"vector": [0.0] * 64}, "bad-vector"),
        ("nearest", {"vector": [float("nan"), *UNIT[1:]]}, "bad-vector"),
        ("nearest", {"vector": [float("inf"), *UNIT[1:]]}, "bad-vector"),
        ("nearest", {"vector": UNIT, "model": "other"}, "unknown-model"),
        ("nearest", {"vector": UNIT, "text": "a"}, "bad-body"),
        ("nearest", {}, "bad-body"),
    ],
)
def test_what_cannot_be_compared_is_refused(public, route, sent, code):
    # Clients of tests write no NaN; others do, and the standard library reads it.
    content = json.dumps(sent).encode()
    headers = {"Content-Type": "application/json"}
    answer = public.post(f"/api/v1/{route}", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_who_has_to_wait_too_long_for_the_encoder_is_told_so(public, monkeypatch):
    monkeypatch.setattr(nearness, "_AT_A_TIME", threading.BoundedSemaphore(1))
    monkeypatch.setattr(nearness, "_WAIT_SECONDS", 0.01)
    with nearness._AT_A_TIME:
        answer = public.post("/api/v1/embed", json={"texts": ["a"]})
    assert (answer.status_code, answer.json()["code"]) == (503, "embedder-busy")
    assert answer.headers["retry-after"] == "5"
    assert public.post("/api/v1/embed", json={"texts": ["a"]}).status_code == 200


def test_a_page_of_another_site_may_not_have_texts_embedded(public):
    headers = {"Origin": "https://elsewhere.example"}
    answer = public.post("/api/v1/embed", json={"texts": ["a"]}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross-site")
