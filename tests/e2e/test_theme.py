"""Light and dark: what the system says, until the reader says otherwise."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LIGHT, DARK = "rgb(251, 250, 247)", "rgb(20, 24, 29)"


@pytest.mark.parametrize(
    ("system", "first", "second"), [("light", LIGHT, DARK), ("dark", DARK, LIGHT)]
)
def test_a_reader_chooses_and_is_remembered(open_page, system, first, second):
    page = open_page("/es/", color_scheme=system)
    switch = page.get_by_role("button", name="Oscuro")
    expect(page.locator("html")).to_have_css("background-color", first)
    expect(switch).to_have_attribute("aria-pressed", str(system == "dark").lower())
    switch.click()
    expect(page.locator("html")).to_have_css("background-color", second)
    page.goto("/en/help")
    expect(page.locator("html")).to_have_css("background-color", second)
    page.get_by_role("button", name="Dark").press("Enter")
    expect(page.locator("html")).to_have_css("background-color", first)
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_without_scripts_the_system_chooses(open_page):
    page = open_page("/es/", color_scheme="dark", java_script_enabled=False)
    expect(page.locator("html")).to_have_css("background-color", DARK)
    expect(page.locator("button.theme")).to_be_hidden()


def test_what_is_printed_is_dark_on_white(open_page):
    page = open_page("/es/")
    page.get_by_role("button", name="Oscuro").click()
    page.emulate_media(media="print")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
