"""Prints: both columns, the whole document, where it is from and how it is cited."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pypdfium2
import pytest

from tests.e2e.conftest import serve_library
from tests.fixtures.long_documents import judgment

pytestmark = pytest.mark.browser

PARAGRAPHS = 210
CITATION = "CP/CAJP-2456/07 rev. 1 corr. 1, Sentencia (es), {site}/es/doc/sentencia"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_library(judgment(PARAGRAPHS)) as address:
        yield address


def printed(page):
    """The pages of the print, with their text and the places of words."""
    return [each.get_textpage() for each in pypdfium2.PdfDocument(page.pdf(format="A4"))]


def text_of(pages):
    return " ".join(" ".join(each.get_text_range().split()) for each in pages)


def lefts_of(pages, words):
    """The left edges of all places where some words stand, as shares of a page's width."""
    edges = []
    for page in pages:
        search = page.search(words)
        while found := search.get_next():
            edges.append(page.get_charbox(found[0])[0] / 595)
    return edges


def test_two_versions_are_printed_in_two_columns_to_the_end(open_page):
    pages = printed(open_page("/es-en/doc/sentencia"))
    spanish, english = (lefts_of(pages, each) for each in ("El Tribunal", "The Court"))
    first = [edge for edge in spanish if edge < 0.5]
    assert len(first) == len(spanish) > 150
    assert [edge for edge in english if edge < 0.5] == []
    assert len(english) > 150
    assert f"incumplimiento {PARAGRAPHS - 1} " in text_of(pages)


@pytest.mark.parametrize(
    "address", ["/es/doc/sentencia", "/es/doc/sentencia?part=2", "/es-en/doc/sentencia"]
)
def test_a_print_is_whole_and_says_where_it_is_from(open_page, site, address):
    pages = printed(open_page(address))
    text = text_of(pages)
    today = datetime.now(UTC)
    assert re.search(
        rf"Puente – {site}{address.partition('?')[0]} – consulta del \d+ de \w+ de {today.year}",
        text,
    )
    assert CITATION.format(site=site) in text
    assert f"1 / {len(pages)}" in text
    assert f"{len(pages)} / {len(pages)}" in text
    for number in (2, 109, PARAGRAPHS - 1):
        assert f"incumplimiento {number} " in text
    assert "Buscar" not in text


def test_a_part_without_scripts_says_that_it_is_a_part(open_page):
    pages = printed(open_page("/es/doc/sentencia", java_script_enabled=False))
    assert "Parte 1 de 2." in text_of(pages)


def test_no_print_has_an_address_that_leads_nowhere(open_page, site):
    text = text_of(printed(open_page("/es/search?q=incumplimiento 2")))
    assert f"{site}/es/doc/sentencia#2" in text.replace("- ", "-")
    assert re.findall(r"(?<![\w.:/])/(?:es|en)/\S*", text) == []


def test_a_dark_screen_prints_black_on_white(open_page):
    page = open_page("/es-en/doc/sentencia", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.locator(".doubt").first.evaluate(
        "each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
