"""The addresses of a withdrawn document answer 410 with a notice in the reader's language."""

import warnings

import pytest

from puente.audit.trail import UNRECORDED, Act, AuditTrail, read_trail
from puente.embedding.e5 import SHIPPED
from puente.model.documents import Visibility
from puente.model.identifiers import DocumentId
from puente.store.sqlite.file import path_of
from puente.withdrawal.service import undo_withdrawal, withdraw
from service.bootstrap import open_services, stores_at
from service.web.app import create_app
from tests.fixtures.hosts import OWN
from tests.fixtures.restricted import MARKS, make_world
from tests.fixtures.shelf import accept_first_link

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

SOURCE, TARGET = "86f17f4806d5.es", "43bd9f98f096.en"
WORK = "86f17f4806d5"
NOTICE = "Sustituido por <la> versión revisada."
API = (
    f"documents/{SOURCE}", f"documents/{SOURCE}/segments", f"segments/{SOURCE}.0001",
    f"alignments/{WORK}.es-en", f"divergences?work={WORK}", f"export?work={WORK}&format=csv",
)  # fmt: skip
PAGES = (f"{{ui}}/doc/{WORK}", f"{{ui}}/doc/{SOURCE}", f"{{ui}}/divergences/{WORK}")
COUNTED = (
    "/api/v1/documents", "/api/v1/collections", "/api/v1/coverage", "/api/v1/divergences",
    "/api/v1/search?q=migrantes", "/api/v1/concordance?q=migrantes", "/en/coverage", "/es/",
    "/api/v1/export?format=csv", f"/en/doc/{TARGET.removesuffix('.en')}",
)  # fmt: skip


@pytest.fixture
def stores(own_index):
    with stores_at(own_index, SHIPPED) as stores:
        yield stores


@pytest.fixture
def client(stores):
    return TestClient(
        create_app(lambda: open_services(stores)), base_url=OWN, follow_redirects=False
    )


def take_out(stores, document_id=SOURCE, notice=NOTICE, visibility=Visibility.PUBLIC):
    indexes = {visibility: stores.open(visibility)}
    withdraw(indexes, DocumentId(document_id), UNRECORDED, reason="Secreto", notice=notice)


def test_the_api_answers_gone_in_the_readers_language(client, stores):
    before = {each: client.get(f"/api/v1/{each}") for each in API}
    assert {each.status_code for each in before.values()} == {200}
    take_out(stores)
    for each in API:
        answer = client.get(f"/api/v1/{each}", headers={"Accept-Language": "es-AR,es;q=0.9"})
        found = answer.json()
        assert (answer.status_code, found["status"], found["code"]) == (
            410, 410, "document-withdrawn",
        ), each  # fmt: skip
        assert (found["title"], answer.headers["content-language"]) == ("Documento retirado", "es")
        assert found["detail"] == f"“{SOURCE}” fue retirado y ya no puede consultarse. {NOTICE}"
        assert answer.headers["cache-control"] == "no-cache"
        assert "Accept-Language" in answer.headers["vary"]
        english = client.get(f"/api/v1/{each}").json()
        assert english["title"] == "Document withdrawn"
        assert english["detail"].startswith(f"“{SOURCE}” was withdrawn and can no longer")
        assert "Secreto" not in answer.text


@pytest.mark.parametrize(
    ("ui", "words"),
    [
        ("es", ("Documento retirado", "fue retirado. Ya no puede consultarse aquí")),
        ("en", ("Document withdrawn", "was withdrawn. It can no longer be consulted here")),
    ],
)
def test_the_pages_answer_gone_in_both_languages(client, stores, ui, words):
    take_out(stores)
    for page in (*PAGES, f"{{ui}}-{'en' if ui == 'es' else 'es'}/doc/{WORK}"):
        answer = client.get("/" + page.format(ui=ui))
        assert answer.status_code == 410, page
        assert all(each in answer.text for each in words)
        assert "Sustituido por &lt;la&gt; versión revisada." in answer.text
        assert "Secreto" not in answer.text


def test_without_a_notice_there_is_none(client, stores):
    take_out(stores, notice="")
    found = client.get(f"/api/v1/documents/{SOURCE}").json()
    assert found["detail"] == f"“{SOURCE}” was withdrawn and can no longer be consulted."


def test_the_version_that_stays_is_there_without_the_other(client, stores):
    take_out(stores)
    own = TARGET.removesuffix(".en")
    assert client.get(f"/api/v1/documents/{TARGET}").json()["versions"] == {"en": TARGET}
    assert client.get(f"/en/doc/{own}").status_code == 200
    assert client.get(f"/en/doc/{own}?version=es").status_code == 404
    assert client.get(f"/api/v1/alignments/{own}.es-en").status_code == 404


def test_the_other_version_of_a_work_is_gone_by_its_language(client, stores):
    take_out(stores, TARGET)
    for address in (
        f"/en/doc/{WORK}?version=en", f"/es-en/doc/{WORK}", f"/en-es/doc/{WORK}",
        f"/api/v1/alignments/{WORK}.es-en", f"/api/v1/documents/{TARGET}",
    ):  # fmt: skip
        assert client.get(address).status_code == 410, address
    assert client.get(f"/es/doc/{WORK}").status_code == 200
    assert client.get(f"/en/doc/{WORK}?version=pt").status_code == 404


def test_no_answer_and_no_file_has_its_words(client, stores):
    before = "".join(client.get(each).text for each in COUNTED)
    assert SOURCE in before
    state = client.get("/readyz").json()
    file = path_of(stores.url)
    words = stores.open(Visibility.PUBLIC).segments_of(DocumentId(SOURCE))[5].text[:40].encode()
    assert words in file.read_bytes()
    take_out(stores, notice="")
    after = [client.get(each).text for each in COUNTED]
    assert [each for each in after if SOURCE in each or WORK in each] == []
    assert client.get("/readyz").json()["documents"] == state["documents"] - 1
    assert words not in file.read_bytes()


def test_after_undoing_the_document_is_gone_until_its_file_comes_back(client, stores):
    take_out(stores)
    indexes = {Visibility.PUBLIC: stores.open(Visibility.PUBLIC)}
    undo_withdrawal(indexes, DocumentId(SOURCE), UNRECORDED)
    answer = client.get(f"/api/v1/documents/{SOURCE}")
    assert (answer.status_code, answer.json()["code"]) == (410, "document-gone")


def test_a_withdrawn_restricted_document_is_unknown_in_public(tmp_path):
    """Twin worlds: the public answers are those of a service where it never was."""
    worlds = [
        make_world(tmp_path / name, f"sqlite:///{tmp_path}/{name}.db", restricted=restricted)
        for name, restricted in (("with", ("own", "other")), ("without", ()))
    ]
    gone = worlds[0].stores.open(Visibility.RESTRICTED).document_ids()[0]
    take_out(worlds[0].stores, gone, MARKS["own"], Visibility.RESTRICTED)
    slug, language = gone.rsplit(".", 1)
    addresses = (
        f"/api/v1/documents/{gone}", f"/api/v1/documents/{gone}/segments",
        f"/api/v1/segments/{gone}.0001", f"/api/v1/alignments/{slug}.es-en", f"/es/doc/{slug}",
        f"/en/doc/{slug}?version={language}", f"/es-en/doc/{slug}", f"/es/divergences/{slug}",
        f"/api/v1/export?work={slug}", "/api/v1/documents", "/api/v1/coverage", "/es/",
    )  # fmt: skip

    def answers(world):
        client = world.client("anonymous")
        found = [client.get(each) for each in addresses]
        return [(each.status_code, each.content, dict(each.headers)) for each in found]

    with_it, without = map(answers, worlds)
    assert with_it == without
    assert {code for code, *_ in with_it[:9]} == {404}


@pytest.mark.parametrize(
    ("actor", "status"),
    [("anonymous", 404), ("reader-elsewhere", 404), ("reader-of-none", 404),
     ("reader", 410), ("admin", 410), ("group", 410), ("everything", 410)],
)  # fmt: skip
def test_only_who_might_have_read_it_is_told(tmp_path, actor, status):
    world = make_world(tmp_path / "keys", f"sqlite:///{tmp_path}/world.db")
    take_out(world.stores, "own.es", visibility=Visibility.RESTRICTED)
    client = world.client(actor)
    for address in ("/api/v1/documents/own.es", "/api/v1/segments/own.es.0001"):
        assert client.get(address).status_code == status


def test_a_correction_is_recorded_with_its_editor(stores, tmp_path):
    trail = AuditTrail(tmp_path / "audit.jsonl", "service")
    public = stores.open(Visibility.PUBLIC)
    accept_first_link(public, (SOURCE, TARGET), "Ana", trail)
    (record,) = read_trail(tmp_path / "audit.jsonl")
    assert (record.act, record.who, record.about, record.detail) == (
        Act.CORRECTED, "Ana", (TARGET, SOURCE), "accept",
    )  # fmt: skip
