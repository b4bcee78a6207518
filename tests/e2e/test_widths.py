"""No page is wider than its window, however long its words are."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from service.i18n.translator import Translator
from service.web.urls import symbol_address
from tests.e2e.conftest import serve_library
from tests.fixtures.long_documents import ADDRESS, SYMBOL, WORD, unwieldy

pytestmark = pytest.mark.browser

ADDRESSES = [
    "/es/", f"/es/search?q={WORD}", f"/es/search?q={WORD}{WORD}", f"/es/concordance?q={WORD}",
    f"/es/search?q={WORD}&collection={WORD}&organ={WORD}", "/es/concordance", "/es/doc/larga",
    "/en/doc/larga?version=es", "/es-en/doc/larga", "/es/divergences", "/es/divergences/larga",
    "/es/browse", "/es/documents", "/es/coverage",
    "/es/coverage/table", "/es/divergences?by=document", "/es/documents?sort=added",
    "/es/collections", f"/es/collections/{WORD}", symbol_address("es", SYMBOL),
    f"/es/symbol/{WORD}", f"/es/doc/{WORD}",
    f"/es/search?q={quote(ADDRESS)}&page=0", "/es/help", "/es/api",
    "/es/about", "/en/accessibility", "/es/privacy", "/es/contact",
]  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_library(unwieldy()) as address:
        yield address


def _too_wide(page, width):
    """The pages that are wider than the window, with their widths."""
    too_wide = {}
    for address in ADDRESSES:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            too_wide[address[:40]] = wide
    return too_wide


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(open_page, width):
    page = open_page("/es/", viewport={"width": width, "height": 800})
    assert _too_wide(page, width) == {}


def _longer(message: str) -> str:
    """A message with its vowels, l, n and s doubled, but those of places for values and markup."""
    parts = re.split(r"(\{[^}]*\}|<[^>]*>|&\w+;)", message)
    parts[::2] = [re.sub("([aeiouáéíóúAEIOUlns])", r"\1\1", each) for each in parts[::2]]
    return "".join(parts)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_scrolls_sideways_in_a_language_of_longer_words(open_page, width, monkeypatch):
    chosen = Translator._chosen
    lengths = []

    def longer(self, key, values):
        message, values = chosen(self, key, values)
        lengths.append((len(message), len(_longer(message))))
        return _longer(message), values

    monkeypatch.setattr(Translator, "_chosen", longer)
    page = open_page("/es/", viewport={"width": width, "height": 800})
    assert _too_wide(page, width) == {}
    before, after = map(sum, zip(*lengths, strict=True))
    assert after > 1.4 * before


def test_a_number_is_not_broken_for_want_of_room(open_page):
    page = open_page(f"/es/search?q={WORD}", viewport={"width": 1280, "height": 800})
    count = page.locator(".filters .count > [aria-hidden]").first
    count.evaluate("each => { each.textContent = '12.345'; }")
    page.locator(".filters label span:not(.count)").first.evaluate(
        "each => { each.textContent = 'Comisión Interamericana de Derechos Humanos'; }"
    )
    assert count.bounding_box()["height"] < 30
