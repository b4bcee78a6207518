"""Feeds of searches, works and collections, in both forms."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest

from puente.model.queries import Sort
from service.web.doors.discovery import feed_of
from tests.fixtures.builders import document, segment
from tests.fixtures.commands import Page
from tests.fixtures.library import Library
from tests.fixtures.restricted import make_world
from tests.unit.service.web.test_injection import PAYLOADS

HOST = "http://localhost"
ATOM = {"": "http://www.w3.org/2005/Atom"}
WORK = "ce-am-75-09-rev-2"
FEEDS = [
    "/feeds/es/search.{}?q=constante",
    f"/feeds/en/works/{WORK}.{{}}",
    "/feeds/en/collections/oas.{}",
]


def atom(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    return ET.fromstring(answer.text)


def texts(root, path):
    return [each.text for each in root.findall(path, ATOM)]


def check_atom(root):
    """Hold a feed against what RFC 4287 demands of one."""
    for each in (root, *root.findall("entry", ATOM)):
        for name in ("id", "title", "updated"):
            (text,) = texts(each, name)
            assert text
        assert re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}:\S+", texts(each, "id")[0])
        assert datetime.fromisoformat(texts(each, "updated")[0]).tzinfo
        kinds = [(link.get("rel"), link.get("type")) for link in each.findall("link", ATOM)]
        assert len(kinds) == len(set(kinds)) > 0
    assert len(root.findall("author/name", ATOM)) == 1
    assert len(set(texts(root, "entry/id"))) == len(texts(root, "entry/id"))


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_is_whole_in_both_forms_and_says_where_it_is(client, feed):
    root = atom(client, feed.format("atom"))
    check_atom(root)
    links = {
        (each.get("rel"), each.get("type")): each.get("href") for each in root.findall("link", ATOM)
    }
    other = client.get(feed.format("json"))
    assert other.headers["content-type"] == "application/feed+json"
    found = other.json()
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert links["self", "application/atom+xml"] == HOST + feed.format("atom")
    assert links["alternate", "application/feed+json"] == found["feed_url"]
    assert found["feed_url"] == HOST + feed.format("json")
    assert client.get(found["home_page_url"].removeprefix(HOST)).status_code == 200
    assert [each["id"] for each in found["items"]] == texts(root, "entry/id")
    assert [each["title"] for each in found["items"]] == texts(root, "entry/title")
    for each in found["items"]:
        assert each["content_text"]
        assert client.get(each["url"].removeprefix(HOST)).status_code == 200


def test_a_search_has_the_paragraphs_that_answer(client):
    root = atom(client, "/feeds/es/search.atom?q=constante&utm_source=x")
    assert texts(root, "title") == ["Puente: Resultados de constante"]
    assert texts(root, "entry/id") == [f"tag:localhost,2026:segments/{WORK}.es.0002"]
    assert texts(root, "entry/content") == ["La migración es constante."]
    assert texts(root, "entry/updated") == ["2009-02-13T00:00:00Z"]


def test_a_search_is_by_date_unless_relevance_is_asked_for(client_of, library):
    asked = []
    search = library.search
    library.search = lambda text, **values: asked.append(values) or search(text, **values)
    for query in ("q=a", "q=a&sort=relevance", "q=a&lang=es&expand=off"):
        client_of(library).get(f"/feeds/en/search.json?{query}")
    assert [each["sort"] for each in asked] == [Sort.DATE, Sort.RELEVANCE, Sort.DATE]
    assert [each["expand"] for each in asked] == [True, True, False]
    assert asked[2]["filters"].languages == ("es",)
    assert {each["size"] for each in asked} == {50}


def test_what_nothing_answers_makes_no_entries(client_of, library):
    library.answer = {"is_answered": False}
    root = atom(client_of(library), "/feeds/es/search.atom?q=constante")
    assert texts(root, "entry/id") == []
    assert texts(root, "updated") == ["1970-01-01T00:00:00Z"]


def test_a_collection_has_its_newest_documents_first(client):
    found = client.get("/feeds/es/collections/oas.json").json()
    assert [(each["id"], each["date_published"]) for each in found["items"]] == [
        (f"tag:localhost,2026:documents/{WORK}.es", "2009-02-13T00:00:00Z"),
        (f"tag:localhost,2026:documents/{WORK}.en", "2009-02-13T00:00:00Z"),
        ("tag:localhost,2026:documents/notas.es", "2004-10-01T00:00:00Z"),
    ]


def test_a_document_without_a_date_states_none(client_of):
    client = client_of(Library([document("solo.es")], ()))
    (item,) = client.get("/feeds/es/works/solo.json").json()["items"]
    assert "date_published" not in item
    root = atom(client, "/feeds/es/works/solo.atom")
    assert (texts(root, "entry/published"), texts(root, "entry/updated")) == (
        [], ["1970-01-01T00:00:00Z"],
    )  # fmt: skip


@pytest.mark.parametrize("feed", [each.format(form) for each in FEEDS for form in ("atom", "json")])
def test_who_has_a_feed_as_it_is_gets_no_other(client, feed):
    answer = client.get(feed)
    tag = answer.headers["etag"]
    assert (tag[:3], answer.headers["cache-control"]) == ('W/"', "no-cache")
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get(feed, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(feed, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_feed_that_has_changed_has_another_tag(client_of):
    one, other = (
        client_of(Library([document("solo.es", title=title)], ())).get("/feeds/es/works/solo.atom")
        for title in ("Solo", "Sola")
    )
    assert one.headers["etag"] != other.headers["etag"]


@pytest.mark.parametrize("payload", [*PAYLOADS, "a\x0bb", "]]>"])
def test_no_text_becomes_markup(client_of, payload):
    made = document("solo.es", title=payload)
    client = client_of(Library([made], [segment(payload, document=made)]))
    root = atom(client, "/feeds/es/collections/oas.atom")
    held = payload.replace("\x0b", "")
    assert texts(root, "entry/title") == [held]
    assert client.get("/feeds/es/collections/oas.json").json()["items"][0]["title"] == payload


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/feeds/es/works/nothing.atom", 404, "document-not-found"),
        ("/feeds/es/works/notas.rss", 404, "not-found"),
        ("/feeds/pt/works/notas.atom", 404, "not-found"),
        ("/feeds/es/search.atom?q=a&year=204", 400, "bad-filter"),
    ],
)
def test_what_is_no_feed_is_a_problem_for_programs(client, address, status, code):
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_feeds_have_what_their_reader_may_see(tmp_path):
    world = make_world(tmp_path, f"sqlite:///{tmp_path}/puente.db")
    anonymous, reader = world.client("anonymous"), world.client("reader")
    for feed in ("/feeds/es/collections/csm.atom", "/feeds/es/works/own.atom"):
        assert anonymous.get(feed).status_code == 404
        assert "xilofono" in reader.get(feed).text
        assert reader.get(feed).headers["cache-control"] == "private, no-store"
    feed = "/feeds/es/search.atom?q=apertura"
    assert "xilofono" not in anonymous.get(feed).text
    assert "xilofono" in reader.get(feed).text


def test_an_empty_question_has_no_feed(client_of, seeds):
    answer = client_of(seeds.searcher, seeds.catalogue).get("/feeds/es/search.atom")
    assert (answer.status_code, answer.json()["code"]) == (400, "empty-query")


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/es/search?q=a&lang=es&page=2&sort=date", "/feeds/es/search.{}?q=a&lang=es"),
        ("/es/search", ""),
        (f"/en/doc/{WORK}?version=es", f"/feeds/en/works/{WORK}.{{}}"),
        ("/en/documents?collection=oas&page=2", "/feeds/en/collections/oas.{}"),
        ("/en/documents?collection=oas&organ=CP", ""),
        ("/en/documents", ""),
        ("/en/collections/oas", "/feeds/en/collections/oas.{}"),
        ("/es-en/doc/a", ""),
        ("/es/", ""),
    ],
)
def test_pages_with_a_feed_lead_to_it(page, feed):
    assert feed_of(page) == feed


def test_a_page_of_results_names_its_feeds(client):
    tags = Page(client.get("/es/search?q=constante").text).tags
    found = {
        each["type"]: each["href"]
        for tag, each in tags
        if tag == "link" and each["rel"] == "alternate" and "title" in each
    }
    assert found == {
        "application/atom+xml": f"{HOST}/feeds/es/search.atom?q=constante",
        "application/feed+json": f"{HOST}/feeds/es/search.json?q=constante",
    }
