"""The page of results: how much of the answer a desk shows, and how it is narrowed."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

IN_VIEW = """height => [...document.querySelectorAll('.hit')].filter(hit => {
  const { top, height: tall } = hit.getBoundingClientRect();
  return hit.checkVisibility() && top + Math.min(tall, 30) <= height;
}).length"""
"""Results whose language, number and first line of text can be read without scrolling."""


@pytest.mark.parametrize(
    "address",
    [
        "/es/search?q=migrantes",
        "/es/search?q=trata de personas",
        "/es/search?q=procesos regionales de consulta",
        "/en/search?q=human rights of migrant workers",
        "/en/search?q=trafficking in persons",
        "/en/search?q=permanent council",
    ],
)
def test_a_desk_shows_six_to_ten_results_at_once(open_page, address):
    page = open_page(address, viewport={"width": 1280, "height": 800})
    assert 6 <= page.evaluate(IN_VIEW, 800) <= 10


@pytest.mark.parametrize("width", [960, 1152])
def test_a_match_is_in_view_on_a_narrow_desk(open_page, width):
    page = open_page("/es/search?q=migrantes", viewport={"width": width, "height": 800})
    seen = 0
    for text in page.locator(".clamped:has(mark)").all():
        if not (box := text.bounding_box()):
            continue
        mark = text.locator("mark").first.bounding_box()
        assert box["y"] <= mark["y"] < box["y"] + box["height"]
        seen += 1
    assert seen > 6


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_span_of_years_narrows_the_results_and_comes_off(open_page, scripts):
    page = open_page("/en/search?q=migrants", java_script_enabled=scripts)
    years = page.get_by_role("group", name="Year", exact=True)
    expect(years.get_by_role("img")).to_have_accessible_name(
        re.compile(r"^Documents by year, \d{4}")
    )
    years.get_by_label("From").fill("2005")
    years.get_by_label("To", exact=True).fill("2009")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"year=2005-2009$"))
    expect(page.locator(".chips a").first).to_contain_text("2005 to 2009")
    expect(years.get_by_label("From")).to_have_value("2005")
    listed = [int(each.get_attribute("value")) for each in years.get_by_role("checkbox").all()]
    assert listed == sorted(listed, reverse=True)
    page.get_by_role("link", name="Remove the filter").click()
    expect(page).to_have_url(re.compile(r"/en/search\?q=migrants$"))


def test_a_filter_narrows_at_once_and_keeps_the_focus(open_page):
    page = open_page("/es/search?q=migrantes")
    page.get_by_role("group", name="Idioma", exact=True).get_by_label("Inglés").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("lang=en"))
    expect(page.locator(".chips a").first).to_contain_text("inglés")
    focus = "[document.activeElement.name, document.activeElement.value]"
    assert page.evaluate(focus) == ["lang", "en"]
    expect(page.locator(".languages a").last).to_have_attribute("href", re.compile("lang=en"))
    expect(page.locator("main .copy").first).to_be_attached()
    page.go_back()
    expect(page).not_to_have_url(re.compile("lang=en"))
    expect(page.locator(".chips")).to_have_count(0)
