"""The pages in a real browser: a reader's way, without scripts, on a phone, in the dark."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

QUESTION = "vinculación de la OEA con los procesos regionales de consulta"
SEARCH = "/es/search?q=procesos+regionales+de+consulta"
PAIR = "86f17f4806d5"
CONCORDANCE = "/es/concordance?q=procesos+regionales+de+consulta"
REPORTS = [
    "/es/concordance", CONCORDANCE, "/en/concordance?q=zzxxyy", "/en/concordance?q=Quebec",
    "/en/divergences", f"/es/divergences/{PAIR}", f"/es-en/doc/{PAIR}", "/en/coverage",
]  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_reader_asks_and_follows_the_answer_to_both_versions(open_page, scripts):
    page = open_page("/es/", java_script_enabled=scripts)
    page.locator("#q").fill(QUESTION)
    page.keyboard.press("Enter")
    hit = page.locator(".hit", has=page.locator(".translation [lang=en]")).first
    expect(hit.locator(".version").first.locator("[lang=es] .text")).to_be_visible()
    expect(hit.locator(".translation [lang=en] .text").first).to_be_visible()

    hit.get_by_role("link", name="en dos columnas").click()
    sides = page.locator(".bead:not(.names)").first.locator(".side")
    first, second = sides.nth(0), sides.nth(1)
    expect(first).to_have_attribute("lang", "es")
    expect(second).to_have_attribute("lang", "en")
    assert abs(first.bounding_box()["y"] - second.bounding_box()["y"]) < 1

    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".side").first).to_have_attribute("lang", "en")


def test_a_result_opens_at_its_paragraph(open_page):
    page = open_page(SEARCH)
    page.locator(".group h2 a").first.click()
    expect(page.locator(".numbered:target, tr:target")).to_be_visible()


def test_filters_apply_and_come_off_without_scripts(open_page):
    page = open_page(SEARCH, java_script_enabled=False)
    page.get_by_role("group", name="Idioma", exact=True).get_by_label("Inglés").check()
    page.get_by_role("button", name="Aplicar filtros").click()
    expect(page).to_have_url(re.compile("lang=en"))
    page.get_by_role("link", name="Quitar el filtro").first.click()
    expect(page).not_to_have_url(re.compile("lang=en"))


def test_a_missing_symbol_is_answered_and_leads_to_who_cites_it(open_page):
    page = open_page("/en/search?q=ag/res 2356")
    expect(page.get_by_text("No document with the symbol")).to_be_visible()
    page.get_by_role("link", name="See the symbol").click()
    expect(page.locator(".citing > li").first).to_contain_text("AG/RES. 2356")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_scrolls_sideways(open_page, width, scheme):
    page = open_page("/es/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    documents = page.request.get("/api/v1/documents").json()["documents"]
    slugs = {document["work"] for document in documents}
    addresses = [SEARCH, "/en/help", "/es/api", "/en/search?q=zzxxyy", *REPORTS]
    addresses += [f"/en/doc/{slug}" for slug in slugs]
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("address", [SEARCH, *REPORTS])
def test_targets_are_large_enough_to_touch(open_page, address):
    page = open_page(address, viewport={"width": 320, "height": 800})
    controls = page.locator(
        "button, input[type=search], .filters label, summary, nav a, .pilcrow, .chips a,"
        " .actions a, .downloads a, .coverage dd > a, .examples a"
    ).all()
    boxes = [box for control in controls if (box := control.bounding_box()) and box["width"]]
    assert [box for box in boxes if min(box["width"], box["height"]) < 24] == []


def test_keys_reach_the_box_and_the_content(open_page):
    page = open_page("/en/help")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.goto("/en/help")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_result_says_why_and_is_marked_in_both_versions(open_page, width):
    page = open_page(
        "/en/search?q=duplicidad de esfuerzos", viewport={"width": width, "height": 800}
    )
    hit = page.locator(".hit", has=page.locator(".translation [lang=en]")).first
    reasons = hit.locator(".evidence li")
    expect(reasons).to_have_text(["In the text: duplicidad, esfuerzos", "Close in meaning"])
    assert all(each.bounding_box()["width"] <= width for each in reasons.all())
    expect(hit.locator(".translation mark")).to_have_text(["duplication", "efforts"])


def test_few_keys_lead_past_the_filters_to_the_first_result(open_page):
    page = open_page(SEARCH)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ir a los resultados"
    page.keyboard.press("Enter")
    stops = 1
    while not page.evaluate("document.activeElement.matches('.group h2 a')"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= 5


@pytest.mark.parametrize(("width", "lines"), [(320, 5), (1280, 5)])
def test_long_paragraphs_are_short_with_the_match_in_view(open_page, width, lines):
    page = open_page(
        "/es/search?q=migrantes",
        viewport={"width": width, "height": 1000},
        java_script_enabled=False,
    )
    cut = 0
    for text in page.locator(".clamped").all():
        box = text.bounding_box()
        if not box:
            continue
        line = float(
            text.locator(".text, dd").first.evaluate(
                "e => parseFloat(getComputedStyle(e).lineHeight)"
            )
        )
        assert box["height"] < (lines + 0.5) * line
        cut += text.evaluate("e => e.scrollHeight > e.clientHeight + 1")
        if text.locator("mark").count():
            mark = text.locator("mark").first.bounding_box()
            assert box["y"] <= mark["y"] < box["y"] + box["height"]
    assert cut


def test_a_long_paragraph_is_whole_where_a_key_leads_into_it(open_page):
    page = open_page("/en/search?q=ag/res 2356")
    link = page.locator(".clamped a.symbol").first
    link.focus()
    expect(link).to_be_in_viewport()
    text = page.locator(".clamped:focus-within")
    assert text.evaluate("e => e.scrollHeight <= e.clientHeight + 1")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_translator_looks_up_an_expression_and_its_translation(open_page, scripts):
    page = open_page("/es/", java_script_enabled=scripts)
    page.get_by_role("link", name="Concordancia").click()
    page.locator("#q").fill("duplicidad de esfuerzos")
    page.keyboard.press("Enter")
    row = page.locator(".concordance > li").first
    expect(row.locator(".version").first.locator("mark")).to_have_text("duplicidad de esfuerzos")
    expect(row.locator("[lang=en] mark")).to_have_text("duplication of efforts")
    page.get_by_role("group", name="Idioma", exact=True).get_by_label("Español").check()
    page.get_by_role("button", name="Aplicar filtros").click()
    expect(page).to_have_url(re.compile("lang=es"))
    expect(page.locator(".concordance > li")).to_have_count(1)


def test_the_words_go_along_from_search_to_concordance_and_back(open_page):
    page = open_page("/es/search?q=duplicidad de esfuerzos&lang=es", java_script_enabled=False)
    menu = page.get_by_role("navigation", name="Menú principal")
    menu.get_by_role("link", name="Concordancia").click()
    expect(page.locator("#q")).to_have_value("duplicidad de esfuerzos")
    expect(page.locator(".concordance mark").first).to_have_text("duplicidad de esfuerzos")
    menu.get_by_role("link", name="Búsqueda").click()
    expect(page.locator("#q")).to_have_value("duplicidad de esfuerzos")
    expect(page).to_have_url(re.compile("/es/search.*lang=es"))
    page.goto("/es/search?q=ag/res 2356")
    page.get_by_role("link", name="Ver la signatura").click()
    expect(page.locator("#q")).to_have_value("AG/RES. 2356")


@pytest.mark.parametrize("address", ["/en/doc/CAJP-GT-TM-14-04-ADD-5", "/en/search?q=a&page=21"])
def test_no_error_for_capitals_and_pages_beyond_the_last(open_page, address):
    page = open_page(address)
    expect(page.locator("article.error")).to_have_count(0)


def test_a_reviser_finds_what_differs_and_opens_it_in_the_document(open_page):
    page = open_page("/es/help")
    page.get_by_role("link", name="Divergencias entre versiones").click()
    page.locator(".orders").get_by_role("link", name="Documentos").click()
    page.get_by_role("link", name="Ver los pasajes").click()
    expect(page.locator(".passages > li")).to_have_count(3)
    expect(page.locator(".differences").first).to_contain_text("texto sin correspondencia")
    page.get_by_role("link", name="Ver en el documento").first.click()
    expect(page.locator(".numbered:target")).to_be_visible()
    expect(page.locator(".bead .differences")).to_have_count(3)


def test_aligned_paragraphs_can_be_downloaded(open_page):
    page = open_page(f"/en-es/doc/{PAIR}", java_script_enabled=False)
    with page.expect_download() as download:
        page.get_by_role("link", name="Translation memory (TMX)").click()
    assert download.value.suggested_filename == f"puente-{PAIR}.tmx"
