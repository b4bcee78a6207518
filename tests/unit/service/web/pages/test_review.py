"""Corrections of links, by programs and on the page: who may make them, and what comes of them."""

import re
import warnings
from dataclasses import replace

import pytest

from puente.catalogue.catalogue import Catalogue
from puente.corrections.service import CorrectionService, as_corrected
from puente.embedding.hashing import HashingEmbedder
from puente.model.alignments import Bead, LinkStatus
from puente.search.searcher import Searcher
from puente.store import open_store
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.access.sign_in import KeyRing, SignIn
from service.bootstrap import SearchServices
from service.web.app import create_app
from service.web.middleware import MOST_BYTES
from tests.fixtures.builders import EMBEDDER, alignment, document, put
from tests.fixtures.hosts import OWN

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ANA = ("ana", "a-long-secret")
ALIGNMENT = "/api/v1/alignments/acta.es-en"
CORRECTIONS = f"{ALIGNMENT}/corrections"
PAGE = "/es-en/doc/acta/review"


@pytest.fixture
def store(tmp_path):
    """Two versions of four paragraphs, linked one to one; the second pair says different things."""
    store = open_store(
        f"sqlite:///{tmp_path}/puente.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    spanish = put(store, document("acta.es"), "Apertura", "Deberán ir 21", "Cierre", "Firma")
    english = put(store, document("acta.en"), "Opening", "They may go, 23", "Closing", "Signature")
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
    yield store
    store.close()


@pytest.fixture
def client_with(store):
    """Builds a client of a service with these editors."""

    def client_with(**keys: str) -> TestClient:
        searcher = Searcher([store], HashingEmbedder(), load_lexicon(), load_glossary())
        reading = SearchServices(searcher, Catalogue([store]), CorrectionService([store]))
        app = create_app(lambda: reading, SignIn(KeyRing(editors=keys)))
        return TestClient(app, OWN, raise_server_exceptions=False, follow_redirects=False)

    return client_with


@pytest.fixture
def client(client_with):
    """A service with one editor, who has not said who she is."""
    return client_with(ana=ANA[1])


def body(client, action="accept", source=("0001",), target=("0001",), **values):
    return {
        "action": action,
        "source": [f"acta.es.{number}" for number in source],
        "target": [f"acta.en.{number}" for number in target],
        "version": client.get(ALIGNMENT).json()["version"],
        **values,
    }


def links(answer):
    return [
        (
            [each["segment"][-4:] for each in bead["source"]],
            [each["segment"][-4:] for each in bead["target"]],
            bead["status"],
        )
        for bead in answer["beads"]
    ]


def test_an_alignment_is_shown_with_all_that_is_known_of_its_links(client):
    found = client.get("/api/v1/alignments/acta.en-es").json()
    assert (found["alignment"], found["source"], found["total"]) == ("acta.es-en", "acta.es", 4)
    bead = found["beads"][0]
    assert bead["source"] == [{"segment": "acta.es.0001", "url": "/es/doc/acta#p1"}]
    assert (bead["confidence"], bead["status"]) == (0.9, "automatic")


def test_an_alignment_comes_in_pages(client):
    found = client.get(ALIGNMENT, params={"size": 1, "page": 2}).json()
    assert (links(found), found["total"]) == ([(["0002"], ["0002"], "automatic")], 4)


@pytest.mark.parametrize("name", ["acta", "acta.es-fr", "acta.es-es", "nada.es-en", ".es-en"])
def test_versions_that_are_not_aligned_are_a_problem(client, name):
    answer = client.get(f"/api/v1/alignments/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "alignment-not-found")


@pytest.mark.parametrize(
    ("action", "source", "target", "changed"),
    [
        ("accept", ["0001"], ["0001"], [(["0001"], ["0001"], "confirmed")]),
        (
            "reject", ["0001"], ["0001"],
            [([], ["0001"], "automatic"), (["0001"], [], "automatic")],
        ),
        (
            "link", ["0003", "0004"], ["0003"],
            [(["0003", "0004"], ["0003"], "confirmed"), ([], ["0004"], "automatic")],
        ),
    ],
)  # fmt: skip
def test_a_correction_answers_with_what_it_changed(client, store, action, source, target, changed):
    before = client.get(ALIGNMENT).json()["version"]
    answer = client.post(CORRECTIONS, json=body(client, action, source, target), auth=ANA)
    assert answer.status_code == 200
    assert links(answer.json()) == changed
    assert answer.json()["version"] == client.get(ALIGNMENT).json()["version"] != before
    assert [each.author for each in store.corrections("acta.es", "acta.en")] == ["ana"]
    assert "set-cookie" not in answer.headers


def test_the_former_address_corrects_likewise(client, store):
    answer = client.post(f"{ALIGNMENT}/rulings", json=body(client), auth=ANA)
    assert links(answer.json()) == [(["0001"], ["0001"], "confirmed")]
    assert len(store.corrections("acta.es", "acta.en")) == 1


def test_who_read_an_older_alignment_corrects_nothing(client):
    older = body(client)
    client.post(CORRECTIONS, json=older, auth=ANA)
    again = client.post(CORRECTIONS, json=older, auth=ANA)
    assert (again.status_code, again.json()["code"]) == (409, "alignment-changed")


@pytest.mark.parametrize(
    "auth", [None, ("ana", "wrong"), ("luis", ANA[1]), ("", ""), ("ana", "clave-ñandú")]
)
def test_only_editors_correct(client, store, auth):
    answer = client.post(CORRECTIONS, json=body(client), auth=auth)
    assert (answer.status_code, answer.json()["code"]) == (401, "not-an-editor")
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert store.corrected_pairs() == ()


@pytest.mark.parametrize("header", ["Bearer abc", "Basic %%%", "Basic /w==", "Basic", ""])
def test_what_is_no_name_and_key_is_not_an_editor(client, header):
    answer = client.get(PAGE, headers={"Authorization": header})
    assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")


def test_without_editors_corrections_are_off(client_with, store):
    client = client_with()
    answer = client.post(CORRECTIONS, json=body(client), auth=ANA)
    assert (answer.status_code, answer.json()["code"]) == (403, "editing-off")
    assert client.get(PAGE).status_code == 403
    assert "/review" not in client.get("/es-en/doc/acta").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_pages_of_other_sites_correct_nothing(client, store, headers):
    asked = client.post(CORRECTIONS, json=body(client), auth=ANA, headers=headers)
    sent = client.post(PAGE, data=form(client, 1, "accept"), auth=ANA, headers=headers)
    assert (asked.status_code, asked.json()["code"]) == (403, "cross-site")
    assert (sent.status_code, store.corrected_pairs()) == (403, ())


def test_this_sites_own_pages_may_correct(client):
    own = {"Sec-Fetch-Site": "same-origin", "Origin": OWN}
    assert client.post(CORRECTIONS, json=body(client), auth=ANA, headers=own).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"content": b"{"}, 400, "bad-body"),
        ({"json": {"action": "burn", "version": ""}}, 400, "bad-body"),
        ({"json": {"action": "accept", "version": "", "who": "luis"}}, 400, "bad-body"),
        ({"content": b" " * (MOST_BYTES + 1)}, 413, "body-too-large"),
    ],
)
def test_a_body_of_another_shape_is_a_problem(client, sent, status, code):
    headers = {"Content-Type": "application/json"}
    answer = client.post(CORRECTIONS, auth=ANA, headers=headers, **sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_what_is_no_correction_is_a_problem(client):
    answer = client.post(CORRECTIONS, json=body(client, "accept", ["0001"], ["0002"]), auth=ANA)
    assert (answer.status_code, answer.json()["code"]) == (409, "bad-ruling")


def test_an_index_that_is_being_written_is_busy(client, store, monkeypatch):
    monkeypatch.setattr("service.web.middleware.CHANGE_SECONDS", 0.4)
    asked = body(client)
    other = open_store(store.url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    with other.writing():
        answer = client.post(CORRECTIONS, json=asked, auth=ANA)
    other.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "store-busy")
    assert answer.headers["retry-after"] == "5"


def form(client, row, action, page=PAGE, **fields):
    """What a form of the page sends for a row."""
    text = client.get(page, auth=ANA).text
    return {"version": re.search('name="version" value="(.+?)"', text)[1], "row": row,
            "action": action, **fields}  # fmt: skip


def statuses(store):
    beads = store.alignment("acta.es", "acta.en").beads
    return [
        ("".join(i[-1] for i in b.source), "".join(i[-1] for i in b.target))
        for b in beads
        if b.status is LinkStatus.CONFIRMED
    ]


@pytest.mark.parametrize(
    ("row", "action", "fields", "expected", "lands_on"),
    [
        (2, "accept", {}, [("2", "2")], 2),
        (2, "reject", {}, [], 3),
        (2, "join-above", {}, [("12", "12")], 1),
        (2, "join-below", {}, [("23", "23")], 2),
        (2, "move", {"target": "acta.en.0002", "to": 3}, [("3", "23")], 3),
        (2, "separate", {"source": "acta.es.0002"}, [("2", "")], 3),
    ],
)
def test_a_button_does_what_it_says_and_shows_its_row(
    client, store, row, action, fields, expected, lands_on
):
    answer = client.post(PAGE, data=form(client, row, action, **fields), auth=ANA)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PAGE}?done={action}&row={lands_on}#row-{lands_on}"
    assert statuses(store) == expected
    shown = client.get(answer.headers["location"], auth=ANA)
    assert shown.text.count('role="status"') == 1
    assert shown.headers["cache-control"] == "no-store"


def test_the_columns_may_be_turned(client, store):
    page = "/en-es/doc/acta/review"
    sent = form(client, 2, "move", page, target="acta.en.0002", to=3)
    client.post(page, data=sent, auth=ANA)
    assert statuses(store) == [("3", "23")]


@pytest.mark.parametrize(
    ("row", "action", "fields"),
    [
        (1, "join-above", {}),
        (4, "join-below", {}),
        (9, "accept", {}),
        (2, "separate", {}),
        (2, "move", {"source": "acta.es.0002", "to": 12}),
        (2, "dismiss", {"source": "acta.es.0009"}),
    ],
)
def test_what_a_form_cannot_mean_is_a_page_that_says_so(client, store, row, action, fields):
    answer = client.post(PAGE, data=form(client, row, action, **fields), auth=ANA)
    assert (answer.status_code, "bad-ruling" in answer.text) == (409, True)
    assert store.corrected_pairs() == ()


def test_a_form_of_another_shape_is_refused(client):
    answer = client.post(PAGE, data={"action": "burn"}, auth=ANA)
    assert (answer.status_code, "bad-body" in answer.text) == (400, True)


def test_a_form_of_an_older_alignment_changes_nothing(client, store):
    older = form(client, 2, "accept")
    client.post(PAGE, data=form(client, 3, "accept"), auth=ANA)
    answer = client.post(PAGE, data=older, auth=ANA)
    assert answer.headers["location"] == f"{PAGE}?done=changed&row=2#row-2"
    assert statuses(store) == [("3", "3")]


def test_a_stale_link_leads_the_list_and_is_said_on_the_public_page(client, store):
    client.post(PAGE, data=form(client, 1, "accept"), auth=ANA)
    relink(store, "Apertura del acto", "Deberán ir 21", "Cierre", "Firma")
    assert "Por revisar" in client.get("/es-en/doc/acta").text
    listed = client.get(PAGE, auth=ANA).text.partition('class="attention"')[2]
    assert listed.index("#row-1") < listed.index("</dl>")


def test_a_correction_whose_paragraphs_are_gone_is_listed_and_dismissed(client, store):
    client.post(PAGE, data=form(client, 4, "accept"), auth=ANA)
    relink(store, "Apertura", "Deberán ir 21", "Cierre")
    text = client.get(PAGE, auth=ANA).text
    assert "acta.es.0004" in text
    gone = dict(re.findall('type="hidden" name="(source|target)" value="(.+?)"', text))
    assert gone == {"source": "acta.es.0004", "target": "acta.en.0004"}
    answer = client.post(PAGE, data=form(client, 1, "dismiss", **gone), auth=ANA)
    assert answer.headers["location"].startswith(f"{PAGE}?done=dismiss")
    assert "acta.es.0004" not in client.get(PAGE, auth=ANA).text


def relink(store, *texts):
    """Give the Spanish version another text and link it as an ingest does."""
    spanish = put(store, document("acta.es"), *texts)
    english = store.segments_of("acta.en")
    linked = alignment(spanish, english[: len(spanish)])
    alone = [Bead(source=(), target=(s.id,), confidence=1) for s in english[len(spanish) :]]
    linked = as_corrected(replace(linked, beads=(*linked.beads, *alone)), store)
    with store.writing() as writer:
        writer.link(linked)


def test_links_are_marked_in_words_on_the_public_page(client, store):
    client.post(PAGE, data=form(client, 1, "accept"), auth=ANA)
    text = client.get("/en-es/doc/acta").text
    assert text.count("Link confirmed by a person.") == 1
    assert text.count("<svg") == 1 + client.get("/en/help").text.count("<svg")


def test_the_rest_of_a_page_is_confirmed_at_once_and_what_was_rejected_is_not(client, store):
    client.post(PAGE, data=form(client, 2, "reject"), auth=ANA)
    assert "5 filas de esta página por confirmar" in client.get(PAGE, auth=ANA).text
    client.post(PAGE, data=form(client, 2, "join-below"), auth=ANA)
    answer = client.post(PAGE, data=form(client, 1, "accept-page"), auth=ANA)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=accept-page")
    assert statuses(store) == [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]
    shown = client.get(answer.headers["location"], auth=ANA).text
    assert "Se confirmó el resto de la página." in shown
    assert "Confirmar el resto" not in shown
    assert store.corrections("acta.es", "acta.en")[-1].together == 3


def test_only_the_page_of_the_row_is_confirmed(client, store):
    texts = [f"Párrafo {number}" for number in range(1, 61)]
    relink(store, *texts[:4])
    spanish = put(store, document("acta.es"), *texts)
    english = put(store, document("acta.en"), *texts)
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
    answer = client.post(PAGE, data=form(client, 51, "accept-page"), auth=ANA)
    assert answer.headers["location"] == f"{PAGE}?page=2&done=accept-page"
    beads = store.alignment("acta.es", "acta.en").beads
    confirmed = [each.source[0][-2:] for each in beads if each.status is LinkStatus.CONFIRMED]
    assert confirmed == [f"{number}" for number in range(51, 61)]


def test_a_change_is_undone_on_the_page_by_who_made_it(client_with, store):
    client = client_with(ana=ANA[1], luis="another-secret")
    before = store.alignment("acta.es", "acta.en")
    client.post(PAGE, data=form(client, 3, "reject"), auth=ANA)
    assert "Deshacer su último cambio" in client.get(PAGE, auth=ANA).text
    other = ("luis", "another-secret")
    assert "Deshacer su último cambio" not in client.get(PAGE, auth=other).text
    refused = client.post(PAGE, data=form(client, 1, "undo"), auth=other)
    assert (refused.status_code, "bad-ruling" in refused.text) == (409, True)
    answer = client.post(PAGE, data=form(client, 1, "undo"), auth=ANA)
    assert answer.headers["location"] == f"{PAGE}?done=undo&row=3#row-3"
    assert store.alignment("acta.es", "acta.en") == before
    assert store.corrections("acta.es", "acta.en") == ()
    shown = client.get(answer.headers["location"], auth=ANA).text
    assert "Se deshizo su último cambio." in shown
    assert "Deshacer su último cambio" not in shown


def test_a_whole_page_is_undone_at_once(client, store):
    client.post(PAGE, data=form(client, 2, "accept"), auth=ANA)
    once = store.alignment("acta.es", "acta.en")
    client.post(PAGE, data=form(client, 1, "accept-page"), auth=ANA)
    client.post(PAGE, data=form(client, 1, "undo"), auth=ANA)
    assert store.alignment("acta.es", "acta.en") == once


@pytest.mark.parametrize("action", ["accept-page", "undo"])
def test_what_is_about_a_page_heeds_older_alignments_and_other_sites(client, store, action):
    client.post(PAGE, data=form(client, 1, "accept"), auth=ANA)
    older = form(client, 1, action)
    elsewhere = client.post(PAGE, data=older, auth=ANA, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert client.post(PAGE, data=older).status_code == 401
    client.post(PAGE, data=form(client, 3, "accept"), auth=ANA)
    answer = client.post(PAGE, data=older, auth=ANA)
    assert answer.headers["location"] == f"{PAGE}?done=changed&row=1#row-1"
    assert statuses(store) == [("1", "1"), ("3", "3")]


def test_a_page_of_which_all_is_confirmed_cannot_be_confirmed_again(client, store):
    client.post(PAGE, data=form(client, 1, "accept-page"), auth=ANA)
    answer = client.post(PAGE, data=form(client, 1, "accept-page"), auth=ANA)
    assert (answer.status_code, "bad-ruling" in answer.text) == (409, True)
