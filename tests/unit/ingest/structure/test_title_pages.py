import re
import tomllib

import pytest

from puente.text.tokenization import fold
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


def read(page):
    text = page["text"]
    for name, sentence in SENTENCES.items():
        text = text.replace(name, sentence)
    return described(*text.split("\n"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_a_title_page_says_what_a_person_reads_on_it(page):
    found = read(page)
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
