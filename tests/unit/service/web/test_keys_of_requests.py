"""Keys of requests: accepted, refused with a stable code, slowed down, never logged."""

import logging
import warnings
from datetime import timedelta

import pytest

from puente.catalogue.catalogue import Catalogue
from puente.corrections.service import CorrectionService
from puente.store import open_store
from service.access.key_file import KeyFile
from service.access.keys import Key, Scope, digest_of, make_secret, now
from service.access.sign_in import KeyRing, SignIn
from service.bootstrap import SearchServices
from service.web.app import create_app
from tests.fixtures.builders import EMBEDDER, alignment, document, put
from tests.fixtures.hosts import OWN

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ALIGNMENT = "/api/v1/alignments/acta.es-en"
CORRECTIONS = f"{ALIGNMENT}/corrections"
PAGE = "/es-en/doc/acta/review"


@pytest.fixture
def store(tmp_path):
    """Two versions of one paragraph in the collection `oas`."""
    store = open_store(
        f"sqlite:///{tmp_path}/puente.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    spanish = put(store, document("acta.es", collection="oas"), "Apertura")
    english = put(store, document("acta.en", collection="oas"), "Opening")
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
    yield store
    store.close()


@pytest.fixture
def file(tmp_path):
    return KeyFile(tmp_path / "keys.json")


@pytest.fixture
def client(store, file):
    reading = SearchServices(Catalogue([store]), Catalogue([store]), CorrectionService([store]))
    app = create_app(lambda: reading, SignIn(KeyRing(file)))
    return TestClient(app, OWN, raise_server_exceptions=False, follow_redirects=False)


def make(file, name="ana", **values):
    """Keep a key and tell its secret."""
    secret = make_secret()
    fields = {
        "name": name, "digest": digest_of(secret), "scopes": (Scope.CORRECT,),
        "collections": ("oas",), "expires": None, "made": now(), "made_by": "luis",
    }  # fmt: skip
    file.add(Key(**{**fields, **values}))
    return secret


def correct(client, **options):
    body = {
        "action": "accept", "source": ["acta.es.0001"], "target": ["acta.en.0001"],
        "version": client.get(ALIGNMENT).json()["version"],
    }  # fmt: skip
    return client.post(CORRECTIONS, json=body, **options)


def bearer(secret):
    return {"headers": {"Authorization": f"Bearer {secret}"}}


def problem(answer):
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("scopes", [(Scope.CORRECT,), (Scope.ADMIN,), tuple(Scope)])
@pytest.mark.parametrize("collections", [("oas",), ("crm", "oas"), None])
def test_a_key_corrects_with_a_name_or_as_a_bearers(client, store, file, scopes, collections):
    secret = make(file, scopes=scopes, collections=collections)
    assert correct(client, auth=("ana", secret)).status_code == 200
    assert correct(client, **bearer(secret)).status_code == 200
    assert [each.author for each in store.corrections("acta.es", "acta.en")] == ["ana", "ana"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"expires": now() - timedelta(seconds=1)}, (401, "key-expired")),
        ({"revoked": now(), "revoked_by": "luis"}, (401, "key-revoked")),
        ({"scopes": (Scope.READ_RESTRICTED,)}, (403, "key-lacks-scope")),
        ({"collections": ("crm",)}, (403, "key-of-other-collection")),
        ({"collections": ()}, (403, "key-of-other-collection")),
    ],
)
def test_a_key_that_does_not_hold_is_refused_and_changes_nothing(
    client, store, file, values, expected
):
    make(file, "luis")
    secret = make(file, **values)
    assert problem(correct(client, **bearer(secret))) == expected
    page = client.get(PAGE, auth=("ana", secret))
    assert (page.status_code, expected[1] in page.text) == (expected[0], True)
    assert store.corrected_pairs() == ()


@pytest.mark.parametrize("auth", [None, ("ana", make_secret()), ("luis", "")])
def test_a_wrong_key_is_refused(client, file, auth):
    make(file)
    answer = correct(client, auth=auth)
    assert problem(answer) == (401, "not-an-editor")
    assert answer.headers["www-authenticate"].startswith("Basic ")


def test_a_key_with_the_name_of_another_is_wrong(client, file):
    secret = make(file)
    make(file, "luis")
    assert problem(correct(client, auth=("luis", secret))) == (401, "not-an-editor")


def test_a_running_service_sees_new_and_revoked_keys(client, file):
    assert problem(correct(client)) == (403, "editing-off")
    assert "/review" not in client.get("/es-en/doc/acta").text
    secret = make(file)
    assert "/review" in client.get("/es-en/doc/acta").text
    assert correct(client, **bearer(secret)).status_code == 200
    file.revoke("ana", when=now(), by="luis")
    assert problem(correct(client, **bearer(secret))) == (401, "key-revoked")
    assert "/review" not in client.get("/es-en/doc/acta").text


def test_without_a_sound_file_no_key_holds_and_the_rest_is_answered(client, file):
    secret = make(file)
    file.path.chmod(0o644)
    answer = correct(client, **bearer(secret))
    assert problem(answer) == (503, "bad-key-file")
    assert str(file.path) not in answer.text
    assert client.get("/es-en/doc/acta").status_code == 200


def test_a_thousand_guesses_are_not_looked_at(client, file):
    secret = make(file)
    answers = [client.get(PAGE, **bearer(make_secret())) for _ in range(1000)]
    assert [each.status_code for each in answers[:10]] == [401] * 10
    assert [each.status_code for each in answers].count(401) < 20
    last = client.get(PAGE, **bearer(secret))
    assert (last.status_code, 1 <= int(last.headers["retry-after"]) <= 30) == (429, True)
    assert problem(correct(client, **bearer(secret))) == (429, "too-many-guesses")


def test_who_sends_no_key_is_not_counted(client, file):
    secret = make(file)
    assert {client.get(PAGE).status_code for _ in range(50)} == {401}
    assert correct(client, **bearer(secret)).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/search?q=a&key=x", "/es/search?q=a&token=x", "/es/?access_token=x",
        "/es/?API_KEY=x", "/es/?p%61ssword=x", "/healthz?secret=x", "/static/puente.css?auth=x",
        "/api/v1/search?q={secret}", "/es/search?q=a+{secret}", "/es/doc/{secret}",
        "/es/%7Bx%7D?%70uente_={quoted}",
    ],
)  # fmt: skip
def test_a_key_in_an_address_is_refused_and_not_repeated(client, file, address):
    secret = make(file)
    quoted = f"%70{secret[1:]}"
    answer = client.get(address.format(secret=secret, quoted=quoted))
    assert (answer.status_code, "key-in-address" in answer.text) == (400, True)
    assert secret not in answer.text


def test_uses_and_failures_are_logged_without_a_key(client, file, caplog):
    secret, wrong, old = make(file), make_secret(), make(file, "luis", expires=now())
    with caplog.at_level(logging.INFO, logger="service.access"):
        client.get(PAGE, auth=("ana", secret))
        client.get(PAGE, auth=(wrong, wrong))
        client.get(PAGE, auth=("luis", old))
        client.get("/es-en/doc/acta/review?page=1", headers={"Authorization": f"Basic {wrong}\n"})
    assert [record.getMessage() for record in caplog.records] == [
        "key of 'ana' used: GET '/es-en/doc/acta/review' from 'testclient'",
        "wrong key: GET '/es-en/doc/acta/review' from 'testclient'",
        "key-expired of 'luis': GET '/es-en/doc/acta/review' from 'testclient'",
    ]
    assert not any(each in caplog.text for each in (secret, wrong, old))
