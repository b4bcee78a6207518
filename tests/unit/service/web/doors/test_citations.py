"""References to documents and paragraphs, as reference managers read them."""

import json
import re

import pytest

from puente.model.documents import DocumentKind
from puente.symbols.finding import parse_symbol
from service.i18n.translator import translator
from service.web.doors.citations import as_bibtex, as_csl, as_ris, reference_to
from tests.fixtures.builders import document, segment
from tests.fixtures.commands import Page

BASE = "http://localhost"
API = f"{BASE}/api/v1/documents/ce-am-75-09-rev-2.es"
RESOLUTION = document(
    "ag-res-1480.es",
    title="Derechos  humanos\nde los {migrantes} & 50%",
    symbol=parse_symbol("AG/RES. 1480 (XXVII-O/97)"),
    kind=DocumentKind.RESOLUTION,
    organ="AG",
    date="1997-06-05",
)
PARAGRAPH = segment("Encargar a la\nSecretaría.", document=RESOLUTION, official_number="op-3")


def fields_of(ris):
    """The fields of a record, as programs that read RIS split its lines."""
    lines = ris.split("\r\n")
    assert (lines[0][:6], lines[-2:]) == ("TY  - ", ["ER  - ", ""])
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in lines[:-1]]
    return {each[1]: each[2] for each in found}


def test_a_document_in_ris():
    assert fields_of(as_ris(reference_to(RESOLUTION, BASE, translator("es")))) == {
        "TY": "GOVDOC",
        "ID": "ag-res-1480.es",
        "TI": "Derechos humanos de los {migrantes} & 50%",
        "AU": "Asamblea General,",
        "PB": "Asamblea General",
        "PY": "1997",
        "DA": "1997/06/05",
        "M1": "AG/RES. 1480 (XXVII-O/97)",
        "M3": "Resolución",
        "LA": "es",
        "UR": f"{BASE}/es/doc/ag-res-1480",
        "ER": "",
    }


def test_a_paragraph_in_csl_json():
    found = as_csl(reference_to(RESOLUTION, BASE, translator("es"), PARAGRAPH))
    assert (found["id"], found["type"]) == ("ag-res-1480.es.0001", "legislation")
    assert (found["section"], found["note"]) == ("op-3", "Encargar a la Secretaría.")
    assert found["issued"] == {"date-parts": [[1997, 6, 5]]}
    assert found["author"] == [{"literal": "Asamblea General"}]
    assert found["URL"] == f"{BASE}/es/doc/ag-res-1480#op-3"


def test_a_document_in_bibtex():
    assert as_bibtex(reference_to(RESOLUTION, BASE, translator("es"))).splitlines()[:5] == [
        "@misc{ag-res-1480.es,",
        r"  title = {{Derechos humanos de los \{migrantes\} \& 50\%}},",
        "  author = {{Asamblea General}},",
        "  institution = {Asamblea General},",
        "  year = {1997},",
    ]


@pytest.mark.parametrize(
    ("date", "stated"), [("2004-10", "2004/10/"), ("2004", "2004//"), (None, None)]
)
def test_a_date_is_as_precise_as_the_document_states_it(date, stated):
    plain = document("informe.es", date=date)
    fields = fields_of(as_ris(reference_to(plain, BASE, translator("es"))))
    assert fields.get("DA") == stated
    assert {"AU", "M1", "SE", "N1"} & set(fields) == set()
    assert ("issued" in as_csl(reference_to(plain, BASE, translator("es")))) == (date is not None)


@pytest.mark.parametrize(("form", "media_type", "begins"), [
    ("ris", "application/x-research-info-systems", "TY  - GOVDOC"),
    ("csl", "application/vnd.citationstyles.csl+json", '[{"id":"ce-am-75-09-rev-2.es'),
    ("bibtex", "application/x-bibtex", "@misc{ce-am-75-09-rev-2.es"),
])  # fmt: skip
@pytest.mark.parametrize("address", [API, f"{BASE}/api/v1/segments/ce-am-75-09-rev-2.es.0002"])
def test_the_api_gives_references_of_documents_and_paragraphs(
    client, address, form, media_type, begins
):
    answer = client.get(f"{address}?format={form}")
    assert answer.headers["content-type"].startswith(media_type)
    assert answer.text.startswith(begins)
    assert ("La migración es constante." in answer.text) == ("segments" in address)


def test_a_paragraph_by_its_official_number_has_a_reference_too(client_of, library):
    library.paragraph = lambda document_id, number: library.segments(document_id)[1]
    [found] = client_of(library).get(f"{API}/paragraphs/17?format=csl").json()
    assert found["id"] == "ce-am-75-09-rev-2.es.0002"


def test_an_unknown_form_is_refused(client):
    answer = client.get(f"{API}?format=mods")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-filter")


def test_a_page_says_what_it_is_and_how_it_is_cited(client):
    answer = client.get("/en/doc/ce-am-75-09-rev-2?version=es")
    tags = Page(answer.text).tags
    metas = {
        each["name"]: each["content"] for tag, each in tags if tag == "meta" and "name" in each
    }
    assert metas["citation_title"] == "Orden del día"
    assert metas["citation_publication_date"] == "2009/02/13"
    assert metas["citation_technical_report_number"] == "CE/AM-75/09 rev. 2"
    assert metas["citation_public_url"] == f"{BASE}/es/doc/ce-am-75-09-rev-2"
    links = [
        (each["rel"], each["href"], each.get("type"))
        for tag, each in tags
        if tag == "link" and each["rel"] in ("cite-as", "describedby", "type")
    ]
    in_head = re.findall(r'<([^>]+)>; rel="([^"]+)"(?:; type="([^"]+)")?', answer.headers["link"])
    assert links == [(rel, address, kind or None) for address, rel, kind in in_head]
    assert links[0][:2] == ("cite-as", f"{BASE}/es/doc/ce-am-75-09-rev-2")


def test_what_describes_a_page_is_there(client):
    for address, kind in re.findall(
        r'<([^>]+)>; rel="describedby"; type="([^"]+)"',
        client.get("/es/doc/notas").headers["link"],
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        assert "notas.es" in json.dumps(answer.text)
