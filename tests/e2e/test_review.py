"""An editor goes through the links of the seed pair, with and without scripts, on any screen."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import COMMAND

pytestmark = pytest.mark.browser


KEY = "a-long-secret"
PAIR = "/es-en/doc/86f17f4806d5"
# Of the screens that the pages are made for: the narrowest, and the widest.
SMALL, LARGE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}


@contextmanager
def serve(index: str) -> Iterator[str]:
    """A service over an index of the seeds, where Ana may correct links."""
    environment = {
        **os.environ,
        "PUENTE_STORE": index,
        "PUENTE_EDITORS": f"ana:{KEY}",
    }
    arguments = [*COMMAND, "serve", "--port", "0"]
    with subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True) as service:
        said = next(line for line in service.stderr if line.startswith("Puente:"))
        yield said.split()[1].rstrip("/")
        service.terminate()


@pytest.fixture(scope="module")
def read_site(seed_index) -> Iterator[str]:
    """The service of the tests that only read."""
    with serve(seed_index[0].url) as address:
        yield address


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    """The service of a test; one that corrects links has an index of its own."""
    if request.node.get_closest_marker("corrects") is None:
        yield request.getfixturevalue("read_site")
    else:
        with serve(request.getfixturevalue("own_index")) as address:
            yield address


@pytest.fixture
def open_review(open_page) -> Callable[..., Page]:
    def open_review(**options: object) -> Page:
        credentials = {"username": "ana", "password": KEY}
        return open_page(f"{PAIR}/review", http_credentials=credentials, **options)

    return open_review


@pytest.mark.corrects
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_editor_confirms_rejects_joins_and_moves(open_review, scripts):
    page = open_review(java_script_enabled=scripts)
    links = page.locator(".attention a")
    expect(links).to_have_text(["Fila 13", "Fila 17", "Fila 18"])
    links.first.click()
    row = page.locator("#row-13")
    row.get_by_role("button", name="Confirmar").click()
    expect(row.get_by_role("status")).to_have_text("Se confirmó la fila.")
    expect(links).to_have_text(["Fila 17", "Fila 18"])

    page.locator("#row-2").get_by_role("button", name="Unir con la fila siguiente").click()
    expect(page.locator("#row-2 .side[lang=es] .numbered")).to_have_count(2)

    row = page.locator("#row-2")
    row.get_by_text("Separar o trasladar").click()
    row.get_by_label("Párrafo 3, español").check()
    row.get_by_label("Párrafo 3, inglés").check()
    row.get_by_role("button", name="Separar lo marcado").click()
    expect(page.locator("#row-3").get_by_role("status")).to_be_visible()
    expect(page.locator("#row-2 .side[lang=es] .numbered")).to_have_count(1)

    page.locator("#row-20").get_by_role("button", name="Rechazar").click()
    expect(page.locator("#row-21")).to_contain_text("Sin correspondencia por ahora.")
    page.goto(PAIR)
    expect(page.locator(".standing.confirmed")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL, LARGE], ids=["small", "large"])
def test_the_review_fits_the_screen_and_the_finger(open_review, viewport, scheme):
    page = open_review(viewport=viewport, color_scheme=scheme)
    page.locator("#row-5 summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    # A box is ticked through its label.
    controls = page.locator(".review :is(button, summary, [type=number], label, .attention a)")
    sides = controls.evaluate_all(
        """all => all.map(each => each.getBoundingClientRect())
            .filter(box => box.width && box.height).map(box => Math.min(box.width, box.height))"""
    )
    assert len(sides) > 40
    assert [side for side in sides if side < 24] == []


def test_every_button_says_which_row_it_is_about(open_review):
    page = open_review()
    buttons = page.locator(".reviewed form button")
    names = buttons.evaluate_all("all => all.map(each => each.textContent)")
    assert len(names) == len(set(names))
    headings = page.locator(".reviewed h2").all_inner_texts()
    assert headings == [f"Fila {number}" for number in range(1, 21)]


@pytest.mark.corrects
def test_the_keyboard_alone_rejects_a_link(open_review):
    page = open_review()
    page.locator("#row-1 .row-actions button").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "reject"
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Se rechazó la correspondencia")


def test_who_has_no_key_sees_no_review(open_page):
    page = open_page(PAIR)
    answer = page.request.get(f"{PAIR}/review")
    assert (answer.status, "not-an-editor" in answer.text()) == (401, True)


@pytest.mark.corrects
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_editor_confirms_the_rest_of_a_page_and_undoes_it(open_review, scripts):
    page = open_review(java_script_enabled=scripts, viewport=SMALL)
    page.locator("#row-20").get_by_role("button", name="Rechazar").click()
    rest = page.locator(".rest")
    expect(rest).to_contain_text("Quedan 21 filas de esta página por confirmar.")
    rest.get_by_role("button", name="Confirmar el resto de esta página").click()
    expect(page.get_by_role("status")).to_have_text("Se confirmó el resto de la página.")
    expect(page.locator(".reviewed.confirmed")).to_have_count(21)
    expect(page.locator(".rest")).to_have_count(0)

    page.get_by_role("button", name="Deshacer su último cambio").click()
    expect(page.get_by_role("status")).to_have_text("Se deshizo su último cambio.")
    expect(page.locator(".reviewed.confirmed")).to_have_count(0)
    page.goto(f"{PAIR}/review")
    page.get_by_role("button", name="Deshacer su último cambio").click()
    expect(page.locator(".reviewed")).to_have_count(20)
    expect(page.get_by_role("button", name="Deshacer su último cambio")).to_have_count(0)
