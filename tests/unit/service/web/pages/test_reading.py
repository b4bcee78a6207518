"""The page of a document as it is read: words found in it, its numbers, pages and headings."""

import hashlib
import re

import pytest

from puente.model.segments import Cell, SegmentKind
from puente.originals.kept_files import KeptFiles
from tests.fixtures.builders import document, segment
from tests.fixtures.commands import Page
from tests.fixtures.library import Library
from tests.fixtures.long_documents import judgment

JUDGMENT = "/es/doc/sentencia"


@pytest.fixture(scope="module")
def long_judgment():
    return judgment(260)


def found_at(client, address):
    """The page at an address, which leads to no other."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.headers.get("location")
    return answer.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?find=nota", "?find=nota&hit=1#p10"),
        ("?find=+nota+110+", "?find=nota+110&hit=1#p110"),
        ("?find=%22nota+110%22&version=es", "?find=%22nota+110%22&hit=1#p110"),
        ("?find=incumplimiento+200&at=p12", "?part=1&find=incumplimiento+200#12"),
    ],
)
def test_words_lead_to_the_first_paragraph_that_has_them(client_of, long_judgment, asked, found):
    answer = client_of(long_judgment).get(JUDGMENT + asked)
    assert (answer.status_code, answer.headers["location"]) == (303, JUDGMENT + found)


def test_a_find_is_shown_in_its_part_between_the_others(client_of, long_judgment):
    html = found_at(client_of(long_judgment), f"{JUDGMENT}?find=nota&hit=12")
    page = Page(html)
    assert "12 de 26 párrafos con “nota”" in html
    assert 'id="p120"' in html
    assert 'id="p100"' not in html
    assert f"{JUDGMENT}?find=nota&hit=11#p110" in page.links
    assert f"{JUDGMENT}?find=nota&hit=13#p130" in page.links
    assert "Cfr. <mark>nota</mark> 120." in html


def test_a_part_leads_to_the_finds_around_it(client_of, long_judgment):
    page = Page(found_at(client_of(long_judgment), f"{JUDGMENT}?part=2&find=nota"))
    links = [link for link in page.links if "hit=" in link]
    assert links[:2] == [f"{JUDGMENT}?find=nota&hit={each}#p{each}0" for each in (10, 11)]
    assert f"{JUDGMENT}?part=1&find=nota" in page.links
    assert f"{JUDGMENT}?part=3&find=nota" in page.links
    assert JUDGMENT in page.links


@pytest.mark.parametrize("find", ["volcanes", "¿?", "«»"])
def test_words_that_are_not_there_are_told_of(client_of, long_judgment, find):
    html = found_at(client_of(long_judgment), f"{JUDGMENT}?find={find}")
    assert "Ningún párrafo de este documento" in html
    assert "<mark>" not in html


def test_a_find_that_there_is_not_shows_the_document(client_of, long_judgment):
    assert "26 párrafos con “nota”" in found_at(
        client_of(long_judgment), f"{JUDGMENT}?find=nota&hit=27"
    )
    assert client_of(long_judgment).get(f"{JUDGMENT}?find=nota&hit=0").status_code == 400


@pytest.mark.parametrize("find", ["", "+", "&hit=3"])
def test_without_words_nothing_is_looked_for(client_of, long_judgment, find):
    html = found_at(client_of(long_judgment), f"{JUDGMENT}?find={find}")
    assert 'class="finds"' not in html
    assert "Ningún párrafo" not in html


def test_too_long_a_text_to_find_is_refused(client_of, long_judgment):
    assert client_of(long_judgment).get(f"{JUDGMENT}?find={'a' * 600}").status_code == 400


def test_what_is_found_is_marked_in_cells_and_headings_and_escaped(client_of):
    notes = document("notas.es", title="Notas")
    segments = (
        segment("Agua <b>", document=notes, kind=SegmentKind.HEADING, level=1),
        segment(
            "Agua | 5",
            document=notes,
            ordinal=2,
            kind=SegmentKind.TABLE_ROW,
            cells=(Cell(header="Tema", text="Agua"), Cell(header="Total", text="5")),
        ),
    )
    html = found_at(client_of(Library((notes,), segments)), "/es/doc/notas?find=agua&hit=1")
    assert "<h2><mark>Agua</mark> &lt;b&gt;</h2>" in html
    assert '<td role="cell" data-column="Tema"><mark>Agua</mark></td>' in html


def test_words_are_found_in_either_of_two_versions(client_of, long_judgment):
    client, pair = client_of(long_judgment), "/es-en/doc/sentencia"
    for words, place in (
        ("breach 202", "en-p203"),
        ("incumplimiento 202", "p202"),
        ("nota", "p10"),
    ):
        answer = client.get(pair, params={"find": words})
        found = f"{pair}?find={words.replace(' ', '+')}&hit=1#{place}"
        assert (answer.status_code, answer.headers["location"]) == (303, found)
    assert "Ningún párrafo" in found_at(client, f"{pair}?find=volcanes")
    html = found_at(client, f"{pair}?find=nota&hit=12")
    assert "12 de 26 párrafos con “nota”" in html
    assert "Cfr. <mark>nota</mark> 120." in html
    links = Page(html).links
    assert f"{pair}?find=nota&hit=13#p130" in links
    assert f"{pair}?part=1&find=nota" in links
    assert pair in links


def test_a_citation_without_a_number_has_the_page(client_of):
    notes = document("notas.es", title="Notas")
    segments = (
        segment("Uno.", document=notes, page=4),
        segment("Dos.", document=notes, ordinal=2, page=4, label="17.", official_number="17"),
        segment("Cfr.", document=notes, ordinal=3, page=5, kind=SegmentKind.FOOTNOTE, label="86"),
    )
    client = client_of(Library((notes,), segments))
    page = Page(client.get("/en/doc/notas").text)
    cited = [values["data-citation"] for _, values in page.tags if "data-citation" in values]
    base = "http://localhost/es/doc/notas"
    assert cited == [
        f"Notas, p. 4, {base}#p1", f"Notas, para. 17, {base}#17", f"Notas, note 86, {base}#p3",
    ]  # fmt: skip
    answer = client.get("/api/v1/segments/notas.es.0001").json()
    assert (answer["page"], answer["citation"]) == (4, f"Notas, pág. 4, {base}#p1")
    answer = client.get("/api/v1/documents/notas.es/paragraphs/17").json()
    assert answer["citation"] == f"Notas, párr. 17, {base}#17"


@pytest.mark.parametrize("address", ["/en/doc/acta?version=es", "/es-en/doc/acta"])
def test_a_page_leads_to_that_page_of_a_pdf_that_is_kept(client_of, tmp_path, address):
    versions, segments = [], []
    for language, content in (("es", b"%PDF-1.7"), ("en", b"Page by page")):
        checksum = hashlib.sha256(content).hexdigest()
        versions.append(document(f"acta.{language}", source="acta", checksum=checksum))
        segments.append(segment("Uno.", document=versions[-1], page=4))
    client = client_of(Library(versions, segments))
    shown = re.compile(r'<(a|span) class="page"[^>]*>')
    assert set(shown.findall(client.get(address).text)) == {"span"}

    client.app.state.originals = KeptFiles(tmp_path / "kept")
    for version, content in zip(versions, (b"%PDF-1.7", b"Page by page"), strict=True):
        (tmp_path / "acta").write_bytes(content)
        client.app.state.originals.keep(tmp_path / "acta", version)
    html = client.get(address).text
    links = [link for link in Page(html).links if "#page=" in link]
    assert links == ["/api/v1/documents/acta.es/file#page=4"]
    assert len(shown.findall(html)) == (2 if "es-en" in address else 1)


def test_a_document_without_pages_shows_none(client):
    assert 'class="page"' not in client.get("/es/doc/notas").text
