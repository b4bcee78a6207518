"""The pages of what differs and of what is missing."""

import csv
import io
import re
from dataclasses import replace

import pytest

from puente.model.alignments import Alignment, Bead, Divergence, DivergenceKind, Severity
from puente.model.documents import Language
from tests.fixtures.builders import document, segment
from tests.fixtures.commands import Page
from tests.fixtures.library import Library

HIGH = Divergence(kind=DivergenceKind.NUMBER, severity=Severity.HIGH, source=("21",))
LOW = replace(HIGH, severity=Severity.LOW)


@pytest.fixture
def diverging(client_of):
    """Two works in both languages, which differ gravely once and a little twice."""
    documents, segments, alignments = [], [], []
    for work, organ, found in (("a", "CP", [LOW, None, LOW]), ("b", "AG", [HIGH])):
        versions = [
            document(f"{work}.{language}", title=f"Acta {work} {language}", organ=organ)
            for language in ("es", "en")
        ]
        documents += versions
        segments += [
            segment(f"{each.language} {work}{number}", document=each, ordinal=number)
            for each in versions
            for number in range(1, len(found) + 1)
        ]
        beads = tuple(
            Bead(
                source=(f"{work}.es.{number:04}",), target=(f"{work}.en.{number:04}",),
                confidence=1, divergences=(each,) if each else (),
            )
            for number, each in enumerate(found, 1)
        )  # fmt: skip
        ids = {"source_id": f"{work}.es", "target_id": f"{work}.en"}
        alignments.append(Alignment(beads=beads, score=1, **ids))
    return client_of(Library(documents, segments, alignments))


def texts(answer):
    return re.findall(r'<p class="text paragraph">([^<]+)</p>', answer.text)


def test_passages_stand_gravest_first_with_both_texts_and_lead_to_their_pair(diverging):
    answer = diverging.get("/en/divergences")
    assert texts(answer) == ["es b1", "en b1", "es a1", "en a1", "es a3", "en a3"]
    assert "3 passages with possible divergences" in answer.text
    assert {"/en-es/doc/b#es-p1", "/en-es/doc/a#es-p3", "/en/doc/b"} <= set(Page(answer.text).links)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("severity=high", ["es b1", "en b1"]),
        ("severity=low", ["es a1", "en a1", "es a3", "en a3"]),
        ("severity=medium", []),
        ("organ=CP", ["es a1", "en a1", "es a3", "en a3"]),
        ("organ=CP&severity=high", []),
        ("severity=&organ=&collection=&year=", ["es b1", "en b1", "es a1", "en a1", "es a3",
                                                "en a3"]),
    ],
)  # fmt: skip
def test_passages_are_filtered(diverging, asked, found):
    answer = diverging.get(f"/es/divergences?{asked}")
    assert texts(answer) == found
    assert ("Ninguna divergencia corresponde" in answer.text) == (not found)


def test_a_choice_that_was_made_stands_in_the_form(diverging):
    html = diverging.get("/es/divergences?organ=CP&severity=low").text
    assert re.findall(r'<option value="([^"]*)" selected>', html) == ["low", "CP"]
    assert "/es/divergences?severity=low" in Page(html).links
    assert '<option value="AG">Asamblea General</option>' in html


def test_documents_are_listed_on_demand(diverging):
    answer = diverging.get("/en/divergences?by=document")
    assert re.findall(r">(Acta \w en)<", answer.text) == ["Acta b en", "Acta a en"]
    assert texts(answer) == []
    only = diverging.get("/en/divergences?by=document&severity=low")
    assert re.findall(r">(Acta \w en)<", only.text) == ["Acta a en"]
    assert "/en/divergences?severity=low" in Page(only.text).links


@pytest.mark.parametrize(
    ("asked", "works", "found", "total"),
    [
        ("", ["b", "a"], [], 2),
        ("severity=high", ["b"], ["es b1"], 1),
        ("severity=low&size=1&page=2", ["a"], ["es a3"], 2),
        ("work=a", ["a"], ["es a1", "es a3"], 2),
        ("work=a&severity=high", [], [], 0),
    ],
)
def test_the_api_lists_passages_of_one_severity(diverging, asked, works, found, total):
    answer = diverging.get(f"/api/v1/divergences?{asked}").json()
    assert [each["work"] for each in answer["works"]] == works
    assert [each["source"]["text"] for each in answer["passages"]] == found
    assert answer["total"] == total


@pytest.fixture
def covered(client_of):
    """Works of two organs; of one the English original is missing, another has both versions."""
    documents = [
        document("a.es", title="Acta a", organ="CP", date="2004", original_language=Language.EN),
        document("b.es", title="Acta b", organ="CP", date="2004"),
        document("b.en", title="Minutes b", organ="CP", date="2004"),
        document("c.es", title="=Acta c", organ="=1+1", date=None),
    ]
    return client_of(Library(documents, ()))


def test_a_missing_original_is_named_on_both_pages(covered):
    for address in ("/en/coverage", "/en/coverage/table"):
        html = covered.get(address).text
        assert "1 document lacks its original." in html
        named = html.partition(">Acta a<")[2].partition("</li>")[0]
        assert "The original, in English, is missing." in named
        assert html.count("The original, in English, is missing.") == 1


def test_the_table_has_numbers_in_words_and_figures(covered):
    html = covered.get("/es/coverage/table").text
    table = html.partition("<caption>")[2].partition("</table>")[0]
    cells = re.findall(r'<td class="(\w+)"><span aria-hidden="true">([^<]+)</span>', table)
    assert cells == [("full", "2/2"), ("most", "1/2")]
    assert '<span class="unseen">1 de 2</span>' in table
    assert '<span class="unseen">falta 1 original</span>' in table
    assert '<a href="/es/documents?organ=CP">Consejo Permanente</a>' in table
    assert '<th scope="row">2004</th>' in table
    assert "Sin fecha" in html


def test_the_table_is_filtered(covered):
    html = covered.get("/es/coverage/table?year=2004").text
    assert html.count("<caption>") == 1
    assert "/es/coverage.csv?year=2004" in Page(html).links
    html = covered.get("/es/coverage?organ=CP").text
    assert ">Acta c<" not in html
    assert {"/es/coverage", "/es/coverage/table?organ=CP"} <= set(Page(html).links)


@pytest.mark.parametrize(
    ("ui", "first"), [("es", "Consejo Permanente,CP,2004,español"),
                      ("en", "Permanent Council,CP,2004,Spanish")]
)  # fmt: skip
def test_the_table_is_a_file_without_formulas(covered, ui, first):
    answer = covered.get(f"/{ui}/coverage.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="coverage.{ui}.csv"'
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert ",".join(rows[0]) == f"{first},2,2,0,0"
    assert rows[1][4:] == ["2", "1", "1", "1"]
    assert rows[2][1:3] == ["'=1+1", ""]
    assert len(head) == 8


def test_the_api_has_the_same_rows(covered):
    answer = covered.get("/api/v1/coverage/table?size=1").json()
    assert answer == {
        "rows": [
            {
                "organ": "CP", "year": 2004, "works": 2,
                "languages": {
                    "es": {"held": 2, "expected": 2, "originals": 0},
                    "en": {"held": 1, "expected": 2, "originals": 1},
                },
            }
        ],
        "total": 2, "page": 1, "size": 1,
    }  # fmt: skip
    works = covered.get("/api/v1/coverage").json()["works"]
    assert {each["work"]: each["original"] for each in works}["a"] == "en"
