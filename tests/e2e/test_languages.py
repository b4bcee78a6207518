"""The language switch keeps the paragraph that is being read."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import serve_library
from tests.fixtures.long_documents import judgment

pytestmark = pytest.mark.browser

TARGET = ".numbered:target, .numbered:has(:target)"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_library(judgment(260)) as address:
        yield address


@pytest.mark.parametrize(
    ("address", "name", "language"),
    [
        ("/es/doc/sentencia#12", "English", "en"),
        ("/es/doc/sentencia?part=2#152", "English", "en"),
        ("/es/doc/sentencia#152", "inglés", "en"),
        ("/en/doc/sentencia?version=es#p152", "Español", "es"),
        ("/es/doc/sentencia#152", "español–inglés, en dos columnas", "es"),
        ("/es-en/doc/sentencia?at=p152", "English", "es"),
        ("/es-en/doc/sentencia?at=en-p153", "English", "en"),
        ("/es-en/doc/sentencia?at=en-p153", "inglés", "en"),
        ("/es-en/doc/sentencia?at=en-p153", "Cambiar el orden de las columnas", "en"),
    ],
)
def test_another_language_shows_the_same_paragraph(open_page, address, name, language):
    page = open_page(address)
    number = 12 if "#12" in address else 152
    said = re.compile(f"(incumplimiento|breach) {number} ")
    expect(page.locator(TARGET)).to_contain_text(said)
    page.locator(".languages, .versions").get_by_role("link", name=name, exact=True).click(
        timeout=3000
    )
    expect(page.locator(TARGET)).to_contain_text(said)
    assert page.locator(TARGET).evaluate("each => each.closest('[lang]').lang") == language
