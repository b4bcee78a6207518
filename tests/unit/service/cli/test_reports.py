"""What differs and what is missing: the same in the API, on the pages and in the terminal."""

import pytest

from tests.fixtures.commands import Page

WORK = "ce-am-75-09-rev-2"


def test_works_that_diverge_are_counted_by_severity(client):
    answer = client.get("/api/v1/divergences").json()
    (work,) = answer["works"]
    assert (work["work"], work["source"], work["target"]) == (WORK, f"{WORK}.es", f"{WORK}.en")
    assert work["passages"] == {"high": 1, "medium": 0, "low": 0}
    assert (answer["passages"], answer["total"]) == ([], 1)


def test_the_passages_of_a_work_are_listed_with_both_texts(client):
    answer = client.get(f"/api/v1/divergences?work={WORK}").json()
    (passage,) = answer["passages"]
    assert passage["source"]["text"] == "La migración es constante."
    assert passage["target"]["url"] == f"/en/doc/{WORK}#p2"
    assert passage["divergences"] == [
        {"kind": "number", "severity": "high", "source": ["21"], "target": ["23"]}
    ]
    assert answer["total"] == 1


def test_the_works_that_lack_a_version_are_listed(client):
    answer = client.get("/api/v1/coverage").json()
    (work,) = answer["works"]
    assert (work["work"], work["missing"], work["versions"]) == (
        "notas", ["en"], {"es": "notas.es"},
    )  # fmt: skip
    assert (answer["whole"], answer["total"], answer["pairing_is_due"]) == (1, 1, False)


def test_a_filter_narrows_both_reports(client):
    for report in ("coverage", "divergences"):
        assert client.get(f"/api/v1/{report}?lang=pt").json()["total"] == 0


@pytest.mark.parametrize(
    "address", [f"/es/divergences/{WORK}", f"/es-en/doc/{WORK}", f"/en-es/doc/{WORK}"]
)
def test_a_divergence_is_told_in_words_with_what_each_version_says(client, address):
    page = Page(client.get(address).text)
    assert (
        page.language_of(
            "Posible divergencia: cifra" if "/es" in address[:3] else "Possible divergence: number"
        )
        == address[1:3]
    )
    assert [lang for lang, text in page.texts if text in ("21", "23")] == (
        ["en", "es"] if address.startswith("/en") else ["es", "en"]
    )
    assert page.language_of("21") == "es"


def test_the_pages_of_reports_can_be_reached_from_every_page(client):
    links = Page(client.get("/en/help").text).links
    assert {"/en/divergences", "/en/coverage"} <= set(links)


def test_the_work_with_divergences_leads_to_its_passages(client):
    assert f"/es/divergences/{WORK}" in Page(client.get("/es/divergences?by=document").text).links
    assert f"/es-en/doc/{WORK}#p2" in Page(client.get(f"/es/divergences/{WORK}").text).links


def test_a_work_in_one_version_says_that_there_is_nothing_to_compare(client):
    html = client.get("/en/divergences/notas").text
    assert "This document has no two aligned versions to compare." in html
