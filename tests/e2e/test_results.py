"""The page of results: how much of the answer a desk shows, and how it is narrowed."""

import pytest

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
