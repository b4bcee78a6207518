"""Pages as search engines and social networks read them."""

import json
import re
import xml.etree.ElementTree as ET

import pytest

from puente.model.documents import DocumentKind, Language
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import document, segment
from tests.fixtures.commands import Page
from tests.fixtures.library import Library
from tests.unit.service.web.pages.test_pages import ADDRESSES

TEXT = (
    "La Asamblea General, recordando que la migración <b>internacional</b> es constante & antigua."
)
HOST = "http://localhost"
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def resolution(client_of):
    symbol = parse_symbol("AG/RES. 1480 (XXVII-O/97)")
    versions = [
        document(
            f"ag-res-1480.{language}",
            title=f"Resolución </script> {language}",
            symbol=symbol,
            kind=DocumentKind.RESOLUTION,
            date="1997-06-05",
            organ="AG",
            original_language=Language.ES,
        )
        for language in ("es", "en")
    ]
    only = document("solo.es", title="Solo")
    texts = [segment(TEXT, document=each, citations=("CE/AM-75/09",)) for each in versions]
    return client_of(Library([*versions, only], texts))


def heads(answer):
    """The canonical address of a page and those in each language."""
    links = [values for tag, values in Page(answer.text).tags if tag == "link"]
    canonical = [each["href"] for each in links if each["rel"] == "canonical"]
    return canonical, {each["hreflang"]: each["href"] for each in links if "hreflang" in each}


def metas(answer):
    tags = [values for tag, values in Page(answer.text).tags if tag == "meta"]
    return {
        name: each["content"] for each in tags if (name := each.get("name") or each.get("property"))
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_in_other_languages_name_each_other(client, address):
    (canonical,), alternates = heads(client.get(address))
    for there in {canonical, *alternates.values()}:
        found = client.get(there.removeprefix(HOST), follow_redirects=True)
        assert heads(found) == ([there], alternates)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_says_what_it_is_when_it_is_shared(client, address):
    said = metas(client.get(address))
    assert said["og:description"] == said["description"] != ""
    assert said["og:title"]
    assert said["og:url"].startswith(f"{HOST}/")


def test_pages_have_descriptions_of_their_own(client):
    pages = ["/en/", "/en/help", "/en/api", "/en/coverage", "/en/divergences", "/en/concordance"]
    pages += ["/en/browse", "/en/documents", "/en/doc/notas", "/en/search?q=a", "/en/search?q=b"]
    assert len({metas(client.get(each))["description"] for each in pages}) == len(pages)


def test_a_document_in_another_interface_leads_to_its_own_address(resolution):
    for address, canonical in (
        ("/en/doc/ag-res-1480", "/en/doc/ag-res-1480"),
        ("/en/doc/ag-res-1480?version=es", "/es/doc/ag-res-1480"),
        ("/en/doc/ag-res-1480?part=all", "/en/doc/ag-res-1480"),
    ):
        found = heads(resolution.get(address))
        both = {each: f"{HOST}/{each}/doc/ag-res-1480" for each in ("es", "en")}
        assert found == ([HOST + canonical], both)
    assert heads(resolution.get("/en/doc/solo")) == (
        [f"{HOST}/es/doc/solo"],
        {"es": f"{HOST}/es/doc/solo"},
    )


def data_of(answer):
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.S)
    return json.loads(found)


def test_a_document_says_in_linked_data_what_it_is(resolution):
    said = data_of(resolution.get("/es/doc/ag-res-1480"))
    assert said["@type"] == "Legislation"
    assert said["name"] == "Resolución </script> es"
    assert said["description"] == TEXT
    assert (said["identifier"], said["datePublished"]) == (
        "AG/RES. 1480 (XXVII-O/97)",
        "1997-06-05",
    )
    assert [each["@id"] for each in said["workTranslation"]] == [f"{HOST}/en/doc/ag-res-1480"]
    assert [each["identifier"] for each in said["citation"]] == ["CE/AM-75/09"]
    translation = data_of(resolution.get("/en/doc/ag-res-1480"))
    assert translation["translationOfWork"]["@id"] == f"{HOST}/es/doc/ag-res-1480"
    assert "workTranslation" not in translation


def test_an_error_is_not_offered_to_search_engines(client):
    answer = client.get("/es/doc/nothing")
    assert metas(answer)["robots"] == "noindex"
    assert heads(answer) == ([], {})


def test_robots_find_all_documents(client, resolution):
    assert f"Sitemap: {HOST}/sitemap.xml" in client.get("/robots.txt").text
    answer = resolution.get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    found = [each.text for each in ET.fromstring(answer.text).iter(_LOC)]
    assert sorted(found) == [
        f"{HOST}/en/doc/ag-res-1480", f"{HOST}/es/doc/ag-res-1480", f"{HOST}/es/doc/solo",
    ]  # fmt: skip


def test_many_documents_come_in_several_files(client_of, monkeypatch):
    monkeypatch.setattr("service.web.pages.sitemap.MOST", 2)
    client = client_of(Library([document(f"d{number}.es") for number in range(3)], ()))
    files = [each.text for each in ET.fromstring(client.get("/sitemap.xml").text).iter(_LOC)]
    assert files == [f"{HOST}/sitemap.xml?page={number}" for number in (1, 2)]
    texts = [client.get(each.removeprefix(HOST)).text for each in files]
    assert [each.count("<url>") for each in texts] == [2, 1]
