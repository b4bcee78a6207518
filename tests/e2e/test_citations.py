"""The button that copies a citation: within reach of every pointer and of the keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import serve_library
from tests.fixtures.long_documents import judgment

pytestmark = pytest.mark.browser

ADDRESSES = ["/es/doc/sentencia", "/es-en/doc/sentencia", "/es/search?q=Tribunal"]
# The button that lies at its own middle, once it is in the window; and that a finger can see.
UNREACHED = """touch => [...document.querySelectorAll(".pilcrow")].filter(link => {
    const place = link.closest(".numbered, tr") ?? link.parentElement;
    const button = place.querySelector(".copy");
    if (!button) return true;
    button.scrollIntoView({block: "center"});
    const box = button.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return top !== button || (touch && getComputedStyle(button).opacity !== "1");
}).map(link => link.textContent)"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_library(judgment(60)) as address:
        yield address


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("touch", [True, False], ids=["touch", "mouse"])
def test_every_citation_can_be_copied(open_page, width, touch):
    viewport = {"width": width, "height": 800}
    page = open_page("/es/", viewport=viewport, has_touch=touch, is_mobile=touch)
    for address in ADDRESSES:
        page.goto(address)
        for more in page.locator(".more > summary").all():
            more.click()
        assert page.locator(".copy").count() == page.locator(".pilcrow").count() > 8, address
        assert page.evaluate(UNREACHED, touch) == [], address


def test_the_keyboard_reaches_the_button_and_copies(open_page):
    page = open_page("/es/doc/sentencia", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#p2 .pilcrow").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#p2 .copy")).to_be_focused()
    expect(page.locator("#p2 .copy")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.locator("#p2 .copy")).to_have_accessible_name("Cita copiada")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"CP/CAJP-2456/07 rev. 1 corr. 1, párr. 2, {page.url}#2"
