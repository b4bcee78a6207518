"""Every kind of page keeps to itself: no other origin, no word in the console, no refusal."""

import pytest

from tests.e2e.test_accessibility import PAGES as AUDITED
from tests.e2e.test_accessibility import PAIR

pytestmark = pytest.mark.browser

PAGES = [
    *AUDITED, "/{ui}/api", "/{ui}/about", "/{ui}/accessibility", "/{ui}/privacy", "/{ui}/contact",
    "/{ui}/search?q=migrantes&year=2005-2009&page=2", "/{ui}/search?q=migrantes&sort=date",
    "/{ui}/search?q=a&organ=nobody", "/{ui}/documents?sort=title", "/{ui}/divergences",
    "/{ui}/concordance", "/{ui}/doc/nothing", "/{ui}/doc/" + PAIR + "?version={other}",
]  # fmt: skip
REPORTS = """() => {
  window.refused = [];
  document.addEventListener('securitypolicyviolation', (each) => {
    window.refused.push(each.violatedDirective);
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ui", "other"), [("es", "en"), ("en", "es")])
def test_a_page_asks_nobody_else_and_complains_of_nothing(open_page, ui, other, scheme):
    page = open_page("about:blank", color_scheme=scheme)
    page.add_init_script(f"({REPORTS})()")
    refused = {}
    for address in (each.format(ui=ui, other=other) for each in PAGES):
        page.goto(address, wait_until="load")
        if found := page.evaluate("window.refused"):
            refused[address] = found
    assert refused == {}
    # The fixture fails for a request to another origin and for a word in the console.
    assert page.context.cookies() == []
