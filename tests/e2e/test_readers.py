"""Twenty-four journeys: of a delegate, of a translator, and of the webmaster of a ministry."""

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAIR = "86f17f4806d5"
DOCUMENT = "/en/doc/cajp-gt-tm-14-04-add-5"
Step = Callable[[Page], None]


def at(address: str) -> Step:
    return lambda page: page.goto(address)


def ask(question: str) -> Step:
    def step(page: Page) -> None:
        page.locator("#q").fill(question)
        page.locator("#q").press("Enter")

    return step


def follow(name: str) -> Step:
    return lambda page: page.get_by_role("link", name=name).first.click()


def click(selector: str) -> Step:
    return lambda page: page.locator(selector).first.click()


def see(selector: str, text: str = "") -> Step:
    return lambda page: expect(page.locator(selector).first).to_contain_text(text)


def reach(address: str) -> Step:
    return lambda page: expect(page).to_have_url(re.compile(address))


def download(name: str, file: str) -> Step:
    def step(page: Page) -> None:
        with page.expect_download() as saved:
            page.get_by_role("link", name=name).click()
        assert saved.value.suggested_filename == file

    return step


def print_it(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator("header.printed")).to_be_visible()
    expect(page.locator("header.site")).to_be_hidden()


def answer(path: str, *, status: int = 200, **headers: str) -> Step:
    """The service answers an address in this way, with these headers."""

    def step(page: Page) -> None:
        got = page.request.get(path, max_redirects=0)
        assert got.status == status
        assert {name: got.headers[name.replace("_", "-")] for name in headers} == headers

    return step


def every_address_of_the_sitemap_answers(page: Page) -> None:
    robots = page.request.get("/robots.txt").text()
    sitemap = re.search("Sitemap: (.*)", robots)[1]
    tree = ElementTree.fromstring(page.request.get(sitemap).text())
    addresses = [each.text for each in tree.iter() if each.tag.endswith("loc")]
    assert len(addresses) == 5
    assert [each for each in addresses if not page.request.get(each).ok] == []


def alternates_lead_to_each_other(page: Page) -> None:
    links = "links => links.map(link => [link.hreflang, link.href])"
    own = page.locator("link[rel=alternate][hreflang]").evaluate_all(links)
    for _, address in own:
        page.goto(address)
        assert page.locator("link[rel=alternate][hreflang]").evaluate_all(links) == own


def linked_data_has_a_name(page: Page) -> None:
    data = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert data["name"]
    assert data["@id"] == page.locator("link[rel=canonical]").get_attribute("href")


def the_api_answers_as_the_page(page: Page) -> None:
    hits = page.request.get("/api/v1/search?q=trafficking in persons").json()["hits"]
    page.goto("/en/search?q=trafficking in persons")
    shown = page.locator(".group h2").first.text_content()
    assert shown == hits[0]["title"]


DELEGATE = {
    "finds a resolution by its symbol": [
        at("/en/"), ask("AG/RES. 2356"), see(".symbol-answer", "AG/RES. 2356"),
        follow("See the symbol"), see(".citing", "AG/RES. 2356"),
    ],
    "asks in Spanish and reads English paragraphs": [
        at("/es/"), ask("duplicidad de esfuerzos"), see(".hit .translation [lang=en] mark"),
    ],
    "asks for a range of years in words": [
        at("/en/"), ask("migration between 2004 and 2009"), see(".notice", "2004 to 2009"),
        follow("Search all years"), reach("years=false"),
    ],
    "is told of a misspelt word": [
        at("/en/"), ask("traficking in persons"), see(".notice", "trafficking"),
        follow("as typed"), reach("respell=false"),
    ],
    "is told that there is nothing": [
        at("/en/"), ask("zzxxyy"), see(".none", "No"),
    ],
    "leafs through an organ": [
        at("/en/"), follow("By organ"), reach("/en/browse#organ"), click(".values a"),
        click(".documents .title"), see("article.document h1"),
    ],
    "sorts by date": [
        at("/es/search?q=migrantes"), follow("Por fecha"), reach("sort=date"),
        see(".sorts [aria-current=true]", "Por fecha"),
    ],
    "cites a paragraph": [
        at("/en/search?q=trafficking in persons"), click(".hit .pilcrow"),
        see(".numbered:target, tr:target"), print_it,
    ],
}  # fmt: skip
TRANSLATOR = {
    "looks an expression up": [
        at("/es/concordance"), ask("duplicidad de esfuerzos"),
        see(".concordance [lang=en] mark", "duplication of efforts"),
    ],
    "looks an exact expression up": [
        at("/en/concordance"), ask("“duplication of efforts”"),
        see(".concordance .version mark", "duplication of efforts"),
        see(".concordance [lang=es] mark", "duplicidad de esfuerzos"),
    ],
    "goes from the search to the concordance": [
        at("/en/search?q=duplication of efforts"), follow("Concordance"),
        see(".concordance mark", "duplication of efforts"),
    ],
    "opens both versions beside each other": [
        at("/es/search?q=procesos regionales de consulta"), follow("en dos columnas"),
        see(".bead:not(.names) .side[lang=es]"), follow("Cambiar el orden"), reach("/en-es/"),
    ],
    "takes the memory along": [
        at(f"/en-es/doc/{PAIR}"), download("Translation memory (TMX)", f"puente-{PAIR}.tmx"),
    ],
    "takes the table along": [
        at(f"/en-es/doc/{PAIR}"), download("Table (CSV)", f"puente-{PAIR}.csv"),
    ],
    "finds where the versions differ": [
        at("/es/"), follow("Divergencias entre versiones"), see(".differences"),
    ],
    "finds what is not translated": [
        at("/en/"), follow("Missing translations"), see(".coverage dt"),
    ],
}  # fmt: skip
WEBMASTER = {
    "reads the robots and the sitemap": [every_address_of_the_sitemap_answers],
    "checks the languages of a page": [at(DOCUMENT), alternates_lead_to_each_other],
    "checks the linked data": [at(DOCUMENT), linked_data_has_a_name],
    "links in capitals": [
        answer("/en/doc/CAJP-GT-TM-14-04-ADD-5", status=301, location=DOCUMENT),
    ],
    "shares a link with marks of a network": [
        at(f"{DOCUMENT}?utm_source=mail&fbclid=1"), see("article.document h1"),
    ],
    "takes the data of a page": [the_api_answers_as_the_page],
    "checks what browsers are told": [
        answer("/en/", x_content_type_options="nosniff"),
        answer("/static/puente.css", x_content_type_options="nosniff"),
    ],
    "meets a page that is not there": [
        answer("/en/nothing", status=404), at("/en/nothing"), see("h1", "Page not found"),
        follow("Go to the home page"), reach("/en/$"),
    ],
}  # fmt: skip
JOURNEYS = {
    f"the {reader} {name}": steps
    for reader, journeys in (
        ("delegate", DELEGATE), ("translator", TRANSLATOR), ("webmaster", WEBMASTER),
    )
    for name, steps in journeys.items()
}  # fmt: skip


def test_there_are_eight_for_each_reader():
    assert [len(each) for each in (DELEGATE, TRANSLATOR, WEBMASTER)] == [8, 8, 8]


@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey(open_page, journey):
    page = open_page("about:blank")
    for step in JOURNEYS[journey]:
        step(page)
