"""Every kind of page, in both languages, light and dark, on a phone, a tablet and a desk.

axe finds what breaks WCAG; `make test-slow` installs it.
"""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAIR = "86f17f4806d5"
PAGES = [
    "/{ui}/", "/{ui}/search?q=procesos regionales de consulta", "/{ui}/search?q=zzxxyy",
    "/{ui}/search?q=ag/res 2356", "/{ui}/nothing", "/{ui}/doc/cajp-gt-tm-14-04-add-5",
    "/{ui}/doc/cajp-gt-tm-14-04-add-5?find=migrantes", "/{ui}/doc/" + PAIR + "?find=zzxxyy",
    "/{ui}-{other}/doc/" + PAIR, "/{ui}/concordance?q=procesos regionales de consulta",
    "/{ui}/symbol/AG/RES._2356", "/{ui}/browse", "/{ui}/documents", "/{ui}/coverage",
    "/{ui}/coverage/table", "/{ui}/divergences", "/{ui}/divergences?by=document",
    "/{ui}/documents?sort=added", "/{ui}/collections", "/{ui}/collections/oas",
    "/{ui}/symbol/AG/RES._9999",
    "/{ui}/divergences/" + PAIR, "/{ui}/help",
]  # fmt: skip
ADDRESSES = [
    page.format(ui=ui, other=other) for page in PAGES for ui, other in (("es", "en"), ("en", "es"))
]


@pytest.fixture(scope="session")
def axe():
    """Says what breaks WCAG on a page; None where axe is missing."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        return None
    rules = Axe()
    return lambda page: [
        f"{each['id']}: {each['nodes'][0]['target']}"
        for each in rules.run(page).response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_kind_of_page_is_accessible_and_fits_its_window(open_page, axe, width, scheme):
    page = open_page("about:blank", viewport={"width": width, "height": 1000}, color_scheme=scheme)
    faults = {}
    for address in ADDRESSES:
        page.goto(address)
        found = axe(page) if axe else []
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found = [*found, "scrolls sideways"]
        if found:
            faults[address] = found
    assert faults == {}
    if axe is None:
        pytest.skip("fits; needs axe for the rest (make .venv/installed-fuzz)")
