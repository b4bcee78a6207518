"""Journeys with the keyboard alone; those that need no script also with scripting off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

MOST_STOPS = 120
"""No page of the samples has more before what a journey looks for."""
REACHED = """([selector, text]) => {
  const reached = document.activeElement;
  const named = reached.labels?.[0] ?? reached;
  return reached.matches(selector) && named.textContent.includes(text);
}"""
PAIR = "86f17f4806d5"
SEARCH = "/es/search?q=procesos+regionales+de+consulta"


def tab_to(page: Page, selector: str, text: str = "") -> None:
    """Press Tab until the focus is on what a selector finds, and what has the text."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(REACHED, [selector, text]):
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(outline) != "none", f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"no {selector} {text}")


def press(page: Page, selector: str, text: str = "", key: str = "Enter") -> None:
    """Press a key on it."""
    tab_to(page, selector, text)
    page.keyboard.press(key)


def ask(page: Page, question: str) -> None:
    """Type into the box of the page."""
    tab_to(page, "#q")
    page.keyboard.press("Control+A")
    page.keyboard.type(question)
    page.keyboard.press("Enter")


def search(page: Page) -> None:
    page.goto("/en/")
    ask(page, "trafficking in persons")
    expect(page).to_have_url(re.compile(r"/en/search\?q=trafficking"))
    expect(page.locator(".hit mark").first).to_be_visible()


def open_a_result(page: Page) -> None:
    page.goto(SEARCH)
    press(page, "a.skip")
    press(page, ".group h2 a")
    expect(page.locator(".numbered:target, tr:target")).to_be_visible()


def filter_results(page: Page) -> None:
    page.goto(SEARCH)
    press(page, ".filters input", "inglés", key="Space")
    if "lang=en" not in page.url:
        press(page, ".filters button")
    expect(page).to_have_url(re.compile("lang=en"))
    expect(page.locator(".chips")).to_be_visible()
    page.goto(page.url)
    press(page, ".chips a")
    expect(page).not_to_have_url(re.compile("lang=en"))


def choose_years(page: Page) -> None:
    page.goto("/en/search?q=migrants")
    tab_to(page, "[name=since]")
    page.keyboard.type("2005")
    tab_to(page, "[name=until]")
    page.keyboard.type("2009")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("year=2005-2009"))


def switch_language(page: Page) -> None:
    page.goto(SEARCH)
    press(page, ".languages a", "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#q")).to_have_value("procesos regionales de consulta")


def look_up_a_symbol(page: Page) -> None:
    page.goto("/en/")
    ask(page, "ag/res 2356")
    expect(page.locator(".symbol-answer")).to_be_visible()
    press(page, ".symbol-answer a")
    expect(page.locator(".citing > li").first).to_contain_text("AG/RES. 2356")


def read_side_by_side(page: Page) -> None:
    page.goto(SEARCH)
    press(page, ".legs a", "en dos columnas")
    expect(page.locator(".numbered:target")).to_be_in_viewport()
    page.goto(f"/es-en/doc/{PAIR}")
    press(page, ".versions a", "Cambiar el orden")
    expect(page).to_have_url(re.compile("/en-es/"))


def concordance(page: Page) -> None:
    page.goto("/es/")
    press(page, ".menu a", "Concordancia")
    expect(page).to_have_url(re.compile("/es/concordance"))
    ask(page, "duplicidad de esfuerzos")
    expect(page.locator(".concordance [lang=en] mark").first).to_have_text("duplication of efforts")


def browse(page: Page) -> None:
    page.goto("/en/")
    press(page, ".menu a", "Documents")
    expect(page).to_have_url(re.compile("/en/browse"))
    press(page, ".values a")
    expect(page).to_have_url(re.compile(r"/en/documents\?"))
    press(page, ".documents a.title")
    expect(page.locator("article.document")).to_be_visible()


def turn_the_page(page: Page) -> None:
    page.goto("/es/search?q=migrantes")
    press(page, ".pager a[rel=next]")
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator(".summary")).to_contain_text("Resultados 11 a")


def copy_a_citation(page: Page) -> None:
    page.goto(f"/es-en/doc/{PAIR}")
    press(page, "button.copy")
    expect(page.locator("button.copy.done")).to_have_accessible_name("Cita copiada")
    assert "/doc/" in page.evaluate("navigator.clipboard.readText()")


def turn_dark(page: Page) -> None:
    page.goto("/en/")
    press(page, "button.theme", key="Space")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    press(page, ".menu a", "Help")
    expect(page).to_have_url(re.compile("/en/help"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


WITHOUT_SCRIPTS = [
    search, open_a_result, filter_results, choose_years, switch_language, look_up_a_symbol,
    read_side_by_side, concordance, browse, turn_the_page,
]  # fmt: skip
JOURNEYS = [*WITHOUT_SCRIPTS, copy_a_citation, turn_dark]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda each: each.__name__)
def test_a_journey_with_the_keyboard_alone(open_page, journey: Callable[[Page], None]):
    journey(open_page("about:blank", permissions=["clipboard-read", "clipboard-write"]))


@pytest.mark.parametrize("journey", WITHOUT_SCRIPTS, ids=lambda each: each.__name__)
def test_a_journey_with_scripting_off(open_page, journey: Callable[[Page], None]):
    journey(open_page("about:blank", java_script_enabled=False))
