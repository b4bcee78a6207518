"""Completions in the API's own shape."""

import pytest


def test_a_title_leads_to_its_document(client):
    assert client.get("/api/v1/suggest?q=orden").json() == {
        "query": "orden",
        "suggestions": [
            {
                "text": "Orden del día",
                "kind": "title",
                "language": "es",
                "document": "ce-am-75-09-rev-2.es",
                "title": "Orden del día",
                "url": "/es/doc/ce-am-75-09-rev-2",
            }
        ],
    }


def test_a_term_leads_to_a_search_and_a_symbol_to_its_document(client_of, seeds):
    client = client_of(seeds.searcher, seeds.catalogue)
    found = client.get("/api/v1/suggest?q=migra").json()["suggestions"]
    assert found[0]["url"].startswith(("/es/search?q=migra", "/en/search?q=migra"))
    (symbol,) = client.get("/api/v1/suggest?q=cajp gt").json()["suggestions"]
    assert (symbol["kind"], symbol["text"]) == ("symbol", "CAJP/GT/TM-14/04 add. 5")
    assert symbol["document"] == "cajp-gt-tm-14-04-add-5.es"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("q=", "empty-query"),
        ("q=...", "empty-query"),
        ("q=%00", "bad-character"),
        (f"q={'a' * 513}", "query-too-long"),
        ("q=a&size=21", "bad-parameter"),
        ("q=a&format=xml", "bad-filter"),
        ("q=a&lang=es", "unknown-parameter"),
    ],
)
def test_what_completes_nothing_is_refused(client_of, seeds, query, code):
    answer = client_of(seeds.searcher, seeds.catalogue).get(f"/api/v1/suggest?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
