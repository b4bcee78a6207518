"""The search as browsers and other search engines are told of it."""

import xml.etree.ElementTree as ET

import pytest

from tests.fixtures.commands import Page

NAMES = {"": "http://a9.com/-/spec/opensearch/1.1/"}
HOST = "http://localhost"


def description(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.headers["content-type"] == "application/opensearchdescription+xml"
    return ET.fromstring(answer.text)


def templates(root):
    return {each.get("type"): each.get("template") for each in root.findall("Url", NAMES)}


@pytest.mark.parametrize("ui", ["es", "en"])
def test_a_browser_finds_a_search_in_its_language(client, ui):
    root = description(client, f"/{ui}/opensearch.xml")
    assert root.findtext("ShortName", namespaces=NAMES) == f"Puente {ui}"
    assert len(root.findtext("Description", namespaces=NAMES)) > 20
    assert root.findtext("Language", namespaces=NAMES) == ui


@pytest.mark.parametrize("page", ["1", "", "2"])
def test_its_template_leads_to_results(client, page):
    template = templates(description(client, "/es/opensearch.xml"))["text/html"]
    asked = template.replace("{searchTerms}", "constante").replace("{startPage?}", page)
    answer = client.get(asked.removeprefix(HOST))
    assert answer.status_code == 200
    assert ("/es/doc/ce-am-75-09-rev-2#p2" in Page(answer.text).links) == (page != "2")


def test_its_template_leads_to_suggestions(client):
    root = description(client, "/en/opensearch.xml")
    template = templates(root)["application/x-suggestions+json"]
    answer = client.get(template.replace("{searchTerms}", "orden").removeprefix(HOST))
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    assert answer.json() == [
        "orden", ["Orden del día"], [""], [f"{HOST}/es/doc/ce-am-75-09-rev-2"],
    ]  # fmt: skip


def test_its_template_leads_to_a_feed(client):
    template = templates(description(client, "/es/opensearch.xml"))["application/atom+xml"]
    answer = client.get(template.replace("{searchTerms}", "constante").removeprefix(HOST))
    assert "La migración es constante." in answer.text


@pytest.mark.parametrize(("accepted", "ui"), [("en-US", "en"), ("es-AR", "es"), ("fr", "es")])
def test_without_a_language_it_is_the_readers(client, accepted, ui):
    root = description(client, "/opensearch.xml", **{"Accept-Language": accepted})
    assert root.findtext("Language", namespaces=NAMES) == ui
    assert "Accept-Language" in client.get("/opensearch.xml").headers["vary"]


def test_pages_lead_to_it_in_both_languages(client):
    tags = Page(client.get("/es/").text).tags
    found = [each for tag, each in tags if tag == "link" and each["rel"] == "search"]
    assert [(each["href"], each["title"]) for each in found] == [
        ("/es/opensearch.xml", "Puente (Español)"),
        ("/en/opensearch.xml", "Puente (English)"),
    ]


def test_an_unknown_language_is_a_problem_for_programs(client):
    answer = client.get("/pt/opensearch.xml")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
