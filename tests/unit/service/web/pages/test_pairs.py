"""Decisions on two documents as a whole, by programs and on the page."""

import warnings

import pytest

from puente.catalogue.catalogue import Catalogue
from puente.corrections.service import CorrectionService
from puente.embedding.hashing import HashingEmbedder
from puente.model.reports import Proposal, ProposalReason
from puente.search.searcher import Searcher
from puente.store import open_store
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.access.sign_in import KeyRing, SignIn
from service.bootstrap import SearchServices
from service.web.app import create_app
from tests.fixtures.builders import EMBEDDER, document, put
from tests.fixtures.hosts import OWN

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ANA = ("ana", "a-long-secret")
PAGE = "/es/pairs/informe.es/report.en"
ROUTE = "/api/v1/pairs/informe.es/report.en"


@pytest.fixture
def store(tmp_path):
    """Two documents that may be versions of each other, left to people."""
    store = open_store(
        f"sqlite:///{tmp_path}/puente.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    put(store, document("informe.es", title="Segundo informe"), "Apertura", "Cierre")
    put(store, document("report.en", title="Seventh Report"), "Opening", "Closing")
    left = Proposal(
        source_id="informe.es", target_id="report.en", score=0.29, reason=ProposalReason.TITLE
    )
    with store.writing() as writer:
        writer.propose([left])
    yield store
    store.close()


@pytest.fixture
def client(store):
    searcher = Searcher([store], HashingEmbedder(), load_lexicon(), load_glossary())
    reading = SearchServices(searcher, Catalogue([store]), CorrectionService([store]))
    app = create_app(lambda: reading, SignIn(KeyRing(editors={"ana": ANA[1]})))
    return TestClient(app, OWN, raise_server_exceptions=False, follow_redirects=False)


def aligned(store):
    return [(each.source_id, each.target_id) for each in store.alignments()]


def test_what_is_left_to_people_is_shown_with_what_speaks_against_it(client):
    (found,) = client.get("/api/v1/coverage").json()["proposals"]
    assert (found["source"]["document"], found["target"]["document"]) == ("informe.es", "report.en")
    assert (found["confidence"], found["reason"]) == (0.29, "title")
    page = client.get("/es/coverage").text
    assert "Posibles versiones" in page
    assert "sus títulos llevan números o años distintos" in page
    assert f'href="{PAGE}"' in page


def test_what_the_filters_leave_out_is_not_proposed(client):
    assert client.get("/api/v1/coverage", params={"year": "1999"}).json()["proposals"] == []


def test_the_page_shows_both_beginnings_to_an_editor(client):
    page = client.get(PAGE, auth=ANA)
    assert page.status_code == 200
    for said in ("Apertura", "Opening", "29 %", "Son versiones", "No son versiones"):
        assert said in page.text
    assert client.get(PAGE).status_code == 401
    assert client.get("/es/pairs/informe.es/nada.en", auth=ANA).status_code == 404


def test_a_program_says_that_they_are_versions(client, store):
    answer = client.post(ROUTE, json={"are_versions": True}, auth=ANA)
    assert answer.status_code == 200
    assert {each["work"] for each in answer.json()["documents"]} == {"informe"}
    assert aligned(store) == [("informe.es", "report.en")]
    assert client.get("/api/v1/coverage").json()["proposals"] == []


@pytest.mark.parametrize(
    ("said", "leads_to", "expected"),
    [
        ("true", "/es-en/doc/informe/review", [("informe.es", "report.en")]),
        ("false", "/es/coverage", []),
    ],
)
def test_a_button_decides_and_leads_on(client, store, said, leads_to, expected):
    answer = client.post(PAGE, data={"are_versions": said}, auth=ANA)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert aligned(store) == expected
    assert store.proposals() == ()
    assert client.get(leads_to, auth=ANA).status_code == 200


def test_versions_are_parted_on_their_review_page(client, store):
    client.post(ROUTE, json={"are_versions": True}, auth=ANA)
    review = client.get("/es-en/doc/informe/review", auth=ANA).text
    assert f'action="{PAGE}"' in review
    client.post(PAGE, data={"are_versions": "false"}, auth=ANA)
    assert aligned(store) == []


@pytest.mark.parametrize("body", [{}, {"are_versions": "perhaps"}, {"other": 1}])
def test_what_is_no_decision_is_refused(client, store, body):
    assert client.post(ROUTE, json=body, auth=ANA).status_code == 400
    assert client.post(PAGE, data=body, auth=ANA).status_code == 400
    assert len(store.proposals()) == 1


def test_only_editors_decide(client, store):
    assert client.post(ROUTE, json={"are_versions": True}).status_code == 401
    elsewhere = {"origin": "https://elsewhere.example"}
    refused = client.post(PAGE, data={"are_versions": "true"}, auth=ANA, headers=elsewhere)
    assert refused.status_code == 403
    assert aligned(store) == []
