"""The pages on which collections are leafed through."""

import re
from html import unescape

import pytest

from tests.fixtures.builders import document, segment
from tests.fixtures.commands import Page
from tests.fixtures.library import Library

DATES = {"a": "2009-02-13", "b": None, "c": "2004", "d": "2009-02"}


@pytest.fixture
def dated(client_of):
    documents = [
        document(f"{name}.es", title=f"Acta {name}", date=date, organ="CAJP", session="131º")
        for name, date in DATES.items()
    ]
    documents.append(document("a.en", title="Minutes a", date="2009-02-13", organ="CAJP"))
    return client_of(Library(documents, [segment("x", document=each) for each in documents]))


def titles(answer):
    return re.findall(r'<a class="title".*?>([^<]+)</a>', answer.text)


def test_the_holdings_are_links_to_lists_with_how_many_works_each_has(dated):
    html = dated.get("/es/browse").text
    links = Page(html).links
    for address in ("collection=oas", "year=2009", "kind=document", "session=131%C2%BA", "lang=en"):
        assert f"/es/documents?{address}" in links
    assert links.index("/es/documents?year=2009") < links.index("/es/documents?year=2004")
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "Organización de los Estados Americanos (OEA) 4 4 documentos" in words
    assert "Inglés 1 1 documento" in words or "inglés 1 1 documento" in words


@pytest.mark.parametrize(
    ("order", "names"), [("newest", "adcb"), ("oldest", "cdab"), ("title", "abcd")]
)
def test_a_list_stands_in_an_order_and_what_has_no_date_last(dated, order, names):
    answer = dated.get(f"/es/documents?sort={order}")
    assert titles(answer) == [f"Acta {name}" for name in names]


def test_a_work_stands_once_in_the_reader_s_language_with_its_versions(dated):
    answer = dated.get("/en/documents?year=2009")
    assert titles(answer) == ["Minutes a", "Acta d"]
    assert {"/en/doc/a", "/en/doc/a?version=es"} <= set(Page(answer.text).links)


def test_a_list_keeps_its_filters_and_order_from_page_to_page(client_of):
    documents = [document(f"d{number:02}.es") for number in range(41)]
    client = client_of(Library(documents, ()))
    answer = client.get("/es/documents?sort=title&lang=es&page=2")
    links = Page(answer.text).links
    assert len(titles(answer)) == 20
    assert "/es/documents?lang=es&sort=title&page=3" in links
    assert "/es/documents?lang=es&sort=oldest" in links
    assert "/es/documents?sort=title" in links


def test_the_home_page_leads_there(dated):
    links = Page(dated.get("/en/").text).links
    assert {
        "/en/browse", "/en/browse#organ", "/en/documents", "/en/documents?sort=added",
        "/en/collections/oas",
    } <= {*links}  # fmt: skip


@pytest.fixture
def added(client_of):
    """Two collections, with works of which the day of arrival was kept and one of which not."""
    days = {"a.es": "2026-11-02", "a.en": "2026-11-20", "b.es": None, "c.es": "2026-11-10"}
    documents = [
        document(name, title=f"Acta {name[0]}", added=day, date="2009", organ="CAJP")
        for name, day in days.items()
    ]
    documents.append(document("d.es", title="Acta d", collection="crm", added="2026-11-15"))
    return client_of(Library(documents, ()))


def test_arrivals_stand_by_the_day_of_their_last_version(added):
    answer = added.get("/es/documents?sort=added")
    assert titles(answer) == ["Acta a", "Acta d", "Acta c", "Acta b"]
    assert re.findall(r"Incorporado el [^<]+", answer.text) == [
        "Incorporado el 20 de noviembre de 2026", "Incorporado el 15 de noviembre de 2026",
        "Incorporado el 10 de noviembre de 2026",
    ]  # fmt: skip
    html = added.get("/es/browse").text
    assert "/es/documents?sort=added" in Page(html).links
    shown = html.partition("Últimas incorporaciones")[2].partition("</section>")[0]
    assert re.findall(r">(Acta \w)<", shown) == ["Acta a", "Acta d", "Acta c"]


def test_a_collection_has_a_page_with_what_it_holds(added):
    html = added.get("/en/collections/oas").text
    links = Page(html).links
    assert {
        "/en/documents?collection=oas", "/en/documents?collection=oas&sort=added",
        "/en/documents?collection=oas&year=2009", "/en/documents?collection=oas&kind=document",
        "/en/documents?collection=oas&lang=es", "/en/doc/a", "/en/coverage/table?collection=oas",
    } <= {*links}  # fmt: skip
    assert "/en/doc/d?version=es" not in links
    assert "<h1>Organization of American States (OAS)</h1>" in html
    assert "3 documents" in html


def test_the_search_box_to_take_along_searches_the_collection(added):
    html = added.get("/en/collections/crm").text
    code = unescape(re.search(r"<pre><code>(.+?)</code></pre>", html, re.DOTALL)[1])
    assert '<form action="http://localhost/en/search" method="get"' in code
    assert '<input type="hidden" name="collection" value="crm">' in code
    assert "<form" not in re.search(r"<pre><code>(.+?)</code></pre>", html, re.DOTALL)[1]


@pytest.mark.parametrize("name", ["csm", "OAS", "oas/x"])
def test_a_collection_that_is_not_there_has_no_page(added, name):
    assert added.get(f"/es/collections/{name}").status_code == 404
