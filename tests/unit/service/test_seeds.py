"""The doors over the seeds, as the real pipeline indexed them."""

import pytest

from tests.fixtures.commands import Page

QUESTION = "apoyo de la OEA a los procesos regionales de consulta"


@pytest.fixture
def client(client_of, seeds):
    return client_of(seeds.searcher, seeds.catalogue)


def _documents(client):
    return client.get("/api/v1/documents").json()["documents"]


def test_every_document_opens_with_an_anchor_for_each_of_its_segments(client):
    for document in _documents(client):
        page = Page(client.get(f"{document['url']}?part=all").text)
        answer = client.get(f"/api/v1/documents/{document['document']}/segments?size=1").json()
        anchors = [each for each in page.ids if each[0] == "p" and each[1:].isdigit()]
        assert len(anchors) == len(set(anchors)) == answer["total"]


def test_a_question_is_answered_alike_by_the_api_and_the_page(client):
    hits = client.get("/api/v1/search", params={"q": QUESTION}).json()["hits"]
    links = Page(client.get("/es/search", params={"q": QUESTION}).text).links
    # What stands in a later part of its document is led to by the service.
    shown = [link.replace("?at=", "#") for link in links if "#p" in link or "?at=p" in link]
    paragraphs = [link for link in dict.fromkeys(shown) if link.startswith("/es/doc/")]
    # The page puts those of one document together.
    assert sorted(paragraphs) == sorted(
        hit["url"] if hit["language"] == "es" else hit["url"].replace("/en/", "/es/")
        for hit in hits
    )
    assert paragraphs[0] == hits[0]["url"]


def test_both_versions_stand_side_by_side_with_all_their_segments(client):
    documents = _documents(client)
    works = [document["work"] for document in documents]
    (work,) = {work for work in works if works.count(work) == 2}
    ids = Page(client.get(f"/es-en/doc/{work}").text).ids
    for document in (each for each in documents if each["work"] == work):
        answer = client.get(f"/api/v1/documents/{document['document']}/segments?size=1").json()
        prefix = "p" if document["language"] == "es" else "en-p"
        assert {f"{prefix}{k + 1}" for k in range(answer["total"])} <= set(ids)


def test_a_translation_whose_original_is_missing_says_so(client):
    html = client.get("/es/doc/cajp-gt-tm-14-04-add-5").text
    assert "el original, en inglés, no está en la colección" in html


def test_what_the_documents_cite_can_be_looked_up(client):
    answer = client.get("/api/v1/symbols/ag/res 2356 (XXXVIII-0/08)").json()
    assert answer["canonical"] == "AG/RES. 2356 (XXXVIII-O/08)"
    assert answer["found"] is False
    page = Page(client.get("/en/symbol/AG/RES._2356_(XXXVIII-O/08)").text)
    cited = [link for link in page.links if "/doc/" in link and "#p" in link]
    # Both versions of one paragraph cite it; the English one is shown.
    assert len(answer["cited_by"]) == 2
    assert set(cited) == {"/en/doc/86f17f4806d5#p1"}


def test_documents_of_an_unknown_collection_are_refused(client):
    answer = client.get("/api/v1/documents", params={"collection": "foo"})
    assert (answer.status_code, answer.json()["code"]) == (404, "bad-filter")


def test_the_versions_of_the_seed_pair_diverge_in_paragraphs_13_17_and_18_only(client):
    work = "86f17f4806d5"
    links = client.get(f"/api/v1/export?format=csv&work={work}").text.splitlines()
    passages = client.get(f"/api/v1/divergences?work={work}").json()["passages"]
    assert len(links) == 1 + 20
    assert {
        passage["source"]["segments"][0]: [each["kind"] for each in passage["divergences"]]
        for passage in passages
    } == {
        f"{work}.es.0013": ["clause"],
        f"{work}.es.0017": ["date", "name", "clause"],
        f"{work}.es.0018": ["date"],
    }


def test_the_works_without_an_english_version_are_the_three_others(client):
    works = client.get("/api/v1/coverage").json()["works"]
    assert [(each["work"], each["missing"], each["original"]) for each in works] == [
        ("cajp-gt-tm-14-04-add-5", ["en"], "en"),
        ("94c7b1bca3ca", ["en"], None),
        ("dfd427d1f01d", ["en"], None),
    ]
