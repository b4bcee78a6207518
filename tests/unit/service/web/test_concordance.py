"""The concordance over the seeds, in the API and on its page."""

import pytest

from tests.fixtures.commands import Page

ASKED = "/api/v1/concordance?q=procesos regionales de consulta"


@pytest.fixture
def client(client_of, seeds):
    return client_of(seeds.searcher, seeds.catalogue)


def test_each_row_marks_the_words_and_what_probably_translates_them(client):
    answer = client.get(ASKED).json()
    assert answer["total"] == len(answer["rows"]) == 9
    for row in answer["rows"]:
        source, target = row["source"]["text"], row["target"]["text"]
        marked = {source[each["start"] : each["end"]] for each in row["matches"]}
        probable = {target[each["start"] : each["end"]] for each in row["probable"]}
        assert (marked, probable) == (
            {"procesos regionales de consulta"}, {"regional consultative processes"},
        )  # fmt: skip
        assert row["source"]["url"].startswith("/es/doc/86f17f4806d5#p")


def test_the_other_direction_gives_the_same_paragraphs(client):
    asked = "/api/v1/concordance?q=regional consultative processes&lang=en"
    there = {tuple(row["source"]["segments"]) for row in client.get(ASKED).json()["rows"]}
    back = {tuple(row["target"]["segments"]) for row in client.get(asked).json()["rows"]}
    assert back == there


def test_a_page_of_two_is_the_beginning_of_a_longer_one(client):
    rows = client.get(ASKED).json()["rows"]
    second = client.get(f"{ASKED}&page=2&size=2").json()
    assert (second["rows"], second["total"], second["page"]) == (rows[2:4], 9, 2)


def test_a_filter_that_nothing_has_is_refused(client):
    answer = client.get(f"{ASKED}&collection=foo")
    assert (answer.status_code, answer.json()["code"]) == (404, "bad-filter")


def test_the_page_says_that_a_counterpart_is_probable_in_words(client):
    page = Page(client.get("/es/concordance?q=duplicidad de esfuerzos").text)
    assert page.language_of("Probablemente:") == "es"
    assert page.language_of("duplication of efforts") == "en"
    assert "/es/doc/86f17f4806d5#p9" in page.links


def test_the_page_says_when_the_counterpart_is_unclear(client):
    html = client.get("/en/concordance?q=Quebec").text
    assert "Equivalent not identified." in html


def test_words_that_nothing_has_can_be_searched_instead(client):
    page = Page(client.get("/en/concordance?q=zzxxyy&lang=es").text)
    assert "/en/search?q=zzxxyy&lang=es" in page.links
    assert "/en/concordance?q=zzxxyy" in page.links
