import re
import tomllib

import pytest

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.text.tokenization import fold
from tests.fixtures.documents.pdf_files import pdf_of
from tests.fixtures.documents.title_pages import set_title_page
from tests.fixtures.texts import described
from tests.paths import FIXTURES

PAGES = tomllib.loads((FIXTURES / "title_pages.toml").read_text(encoding="utf-8"))["pages"]
SENTENCES = {
    "@ES": "Los Estados Miembros recibieron el informe de la Secretaría y lo enviaron a otra.",
    "@EN": "The member states received the report of the Secretariat and sent it to the Committee.",
    "@PT": "Os Estados membros receberam o relatório da Secretaria e o enviaram à Comissão.",
    "@FR": "Les États membres ont reçu le rapport du Secrétariat et l'ont remis à la Commission.",
}


def words(text):
    return re.findall(r"\w+", fold(text))


def text_of(page):
    text = page["text"]
    for name, sentence in SENTENCES.items():
        text = text.replace(name, sentence)
    return text


def read(page):
    return described(*text_of(page).split("\n"))


def read_as_pdf(page, path, *, spaced):
    language = next((name for name in SENTENCES if name in page["text"]), "@ES")
    body = " ".join(3 * [SENTENCES[language]])
    drawing = set_title_page(text_of(page), page.get("titles", ()), body, spaced=spaced)
    path.write_bytes(pdf_of(drawing))
    (file,) = list_files([path])
    return read_document(file).document


def check(page, found):
    values = {
        "organ": found.organ,
        "kind": found.kind,
        "date": found.date,
        "symbol": found.symbol and found.symbol.text,
    }
    for field, value in values.items():
        if field in page:
            assert words(value or "") == words(page[field]), field
    if "titles" in page:
        assert words(found.title) in [words(title) for title in page["titles"]]
    if "no_title" in page:
        assert page["no_title"] not in found.title


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_a_title_page_says_what_a_person_reads_on_it(page):
    check(page, read(page))


@pytest.mark.parametrize("spaced", [True, False], ids=["spaced", "tight"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_a_printed_title_page_says_the_same(page, spaced, tmp_path):
    check(page, read_as_pdf(page, tmp_path / "page.pdf", spaced=spaced))
