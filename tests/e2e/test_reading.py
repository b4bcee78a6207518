"""A long document is read: its own numbers, its pages, its contents, and words found in it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from puente.model.segments import SegmentKind
from tests.e2e.conftest import serve_library
from tests.fixtures.builders import segment
from tests.fixtures.library import Library
from tests.fixtures.long_documents import judgment

pytestmark = pytest.mark.browser

DOCUMENT = "/es/doc/sentencia"
PHONE, DESK = ({"width": width, "height": 800} for width in (320, 1280))
TARGET = ".numbered:target, .numbered:has(:target)"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
# Whether the top of an element is in the window, and nothing lies over it.
IS_SEEN = """each => {
    const {left, top} = each.getBoundingClientRect();
    const there = document.elementFromPoint(left + 1, top + 3);
    return there !== null && (each.contains(there) || there.contains(each));
}"""
OPENED = "each => getComputedStyle(each).display !== 'none' && each.getBoundingClientRect().height"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    written = judgment(260)
    version = written.document("sentencia.es")
    continued = segment(
        "(Aplicación del artículo 63.1)",
        document=version,
        ordinal=261,
        kind=SegmentKind.HEADING,
        level=1,
    )
    segments = [each for d in written.documents() for each in written.segments(d.id)]
    place = next(at for at, each in enumerate(segments) if each.text == "Capítulo 26") + 1
    segments.insert(place, replace(continued, ordinal=27))
    with serve_library(
        Library(written.documents(), segments, (written.alignment("sentencia.es", "sentencia.en"),))
    ) as address:
        yield address


def found_in(page):
    """The text of the paragraph that a find leads to, which can be seen."""
    target = page.locator(TARGET)
    expect(target).to_have_count(1)
    assert target.evaluate(IS_SEEN)
    return target.inner_text()


@pytest.mark.parametrize("address", [DOCUMENT, "/es-en/doc/sentencia"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_own_number_hangs_in_the_margin_and_is_seen_once(open_page, address, size):
    page = open_page(address, viewport=size)
    place = page.locator("#p2")
    expect(place.locator(".pilcrow [aria-hidden]")).to_have_text("2.")
    expect(place.locator(".text .label")).to_have_text("2.")
    assert place.locator(".text .label").bounding_box()["width"] <= 1
    margin, text = place.locator(".pilcrow").bounding_box(), place.locator(".text").bounding_box()
    assert margin["x"] + margin["width"] <= text["x"] + 1
    expect(page.locator("#p10 .pilcrow [aria-hidden]")).to_have_text("10")
    expect(page.locator("#p1 .pilcrow [aria-hidden]")).to_have_text("¶1")


def test_the_page_of_the_file_stands_beside_each_paragraph(open_page):
    page = open_page(DOCUMENT, viewport=DESK)
    assert page.locator("#p11 .page, #p12 .page").all_inner_texts() == ["pág. 1", "pág. 2"]
    text, beside = (page.locator(f"#p12 {each}").bounding_box() for each in (".text", ".page"))
    assert beside["x"] >= text["x"] + text["width"]


@SCRIPTS
def test_the_contents_stay_beside_the_text(open_page, scripts):
    page = open_page(f"{DOCUMENT}#98", viewport=DESK, java_script_enabled=scripts)
    contents = page.get_by_role("navigation", name="Contenido")
    expect(contents).to_be_in_viewport()
    assert contents.bounding_box()["y"] >= 0
    contents.get_by_role("link", name="Capítulo 76").click()
    expect(page.locator(TARGET)).to_contain_text("Capítulo 76")
    expect(contents).to_be_in_viewport()


def test_the_contents_show_the_heading_that_is_read(open_page):
    page = open_page(f"{DOCUMENT}#p62", viewport={"width": 1280, "height": 500})
    current = page.locator(".contents [aria-current]")
    expect(current).to_have_text("Capítulo 51")
    page.locator("#p88").scroll_into_view_if_needed()
    expect(current).to_have_text("Capítulo 76")
    assert current.evaluate(IS_SEEN)


@SCRIPTS
def test_the_contents_leave_a_phone_to_the_text(open_page, scripts):
    page = open_page(DOCUMENT, viewport=PHONE, java_script_enabled=scripts)
    contents = page.locator(".contents > nav")
    if scripts:
        expect(contents).not_to_be_visible()
        page.locator(".contents > summary").click()
    expect(contents).to_be_visible()
    assert contents.bounding_box()["height"] <= PHONE["height"] / 2


def test_the_lines_of_a_heading_are_one_heading(open_page):
    page = open_page(DOCUMENT, viewport=DESK)
    name = "Capítulo 26 (Aplicación del artículo 63.1)"
    expect(page.get_by_role("heading", name=name, exact=True)).to_have_count(1)
    expect(page.locator(".contents").get_by_role("link", name=name, exact=True)).to_have_count(1)
    page.goto(f"{DOCUMENT}?part=1#p261")
    assert "Capítulo 26" in found_in(page)


@SCRIPTS
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_words_are_found_one_after_the_other_through_all_parts(open_page, size, scripts):
    page = open_page(DOCUMENT, viewport=size, java_script_enabled=scripts)
    form = page.get_by_role("search", name="Buscar en este documento")
    form.get_by_role("searchbox").fill("incumplimiento 99")
    form.get_by_role("searchbox").press("Enter")
    assert "incumplimiento 99 " in found_in(page)
    expect(page.get_by_role("status")).to_have_text("1 de 1 párrafo con “incumplimiento 99”")
    assert set(page.locator(f":is({TARGET}) mark").all_inner_texts()) == {"incumplimiento", "99"}

    page.locator("#find").fill("nota")
    page.locator("#find").press("Enter")
    assert "nota 10." in found_in(page)
    finds = page.get_by_role("navigation", name="Párrafos encontrados")
    for number in (20, 30, 40):
        finds.get_by_role("link", name="Siguiente").click()
        assert f"nota {number}." in found_in(page)
    finds.get_by_role("link", name="Anterior").click()
    assert "nota 30." in found_in(page)
    expect(page.get_by_role("status")).to_have_text("3 de 26 párrafos con “nota”")

    finds.get_by_role("link", name="del 92 % al 100 % del documento").click()
    assert "nota 240." in found_in(page)
    finds.get_by_role("link", name="Borrar").click()
    expect(finds).to_have_count(0)
    expect(page.locator("mark")).to_have_count(0)


@SCRIPTS
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_words_are_found_where_two_versions_stand_beside_each_other(open_page, size, scripts):
    page = open_page("/es-en/doc/sentencia", viewport=size, java_script_enabled=scripts)
    page.locator("#find").fill("breach 142")
    page.locator("#find").press("Enter")
    assert "breach 142 " in found_in(page)
    expect(page.locator(TARGET).locator("mark").first).to_have_text("breach")
    page.locator("#find").fill("nota")
    page.locator("#find").press("Enter")
    page.get_by_role("link", name="Siguiente", exact=True).first.click()
    assert "nota 20." in found_in(page)
    page.get_by_role("navigation", name="Párrafos encontrados").get_by_role(
        "link", name="del 92 % al 100 % del documento"
    ).click()
    assert "nota 240." in found_in(page)


def test_the_strip_is_one_stop_of_the_keyboard(open_page):
    page = open_page(f"{DOCUMENT}?find=nota&hit=5", viewport=DESK)
    strip = page.get_by_role("list", name="En qué lugares del documento están")
    expect(strip.get_by_role("link")).to_have_count(12)
    page.get_by_role("link", name="Borrar").focus()
    page.keyboard.press("Tab")
    expect(strip.locator("[aria-current]")).to_be_focused()
    page.keyboard.press("Tab")
    assert not strip.evaluate("each => each.contains(document.activeElement)")
    widths = strip.get_by_role("link").evaluate_all("all => all.map(e => e.offsetWidth)")
    assert min(widths) >= 24


def test_words_that_are_nowhere_can_be_searched_everywhere(open_page):
    page = open_page(f"{DOCUMENT}?find=volcanes")
    expect(page.get_by_role("status")).to_contain_text("Ningún párrafo de este documento")
    page.get_by_role("link", name="Buscar en todos los documentos").click()
    expect(page.locator("#q")).to_have_value("volcanes")


def test_what_is_found_is_kept_from_part_to_part(open_page):
    page = open_page(f"{DOCUMENT}?find=nota&hit=1", java_script_enabled=False)
    page.locator(".pager").get_by_role("link", name="Siguiente").click()
    expect(page.locator("#p110 mark")).to_have_text("nota")
    page.get_by_role("navigation", name="Párrafos encontrados").get_by_role(
        "link", name="Siguiente"
    ).click()
    # One line more stands before it.
    assert "nota 100." in found_in(page)
    page.locator(".pager").get_by_role("link", name="Anterior").click()
    expect(page.locator("#p10 mark")).to_have_text("nota")
