"""Texts that want to run: two hundred of them in a browser that would let them."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.e2e.conftest import serve_library
from tests.fixtures.builders import alignment, document, segment
from tests.fixtures.library import Library

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RUN = "window.executed=(window.executed||0)+1"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f'"><script>{RUN}</script>',
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror="{RUN}">',
    f"'><img src=x onerror='{RUN}'>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f'" autofocus onfocus="{RUN}" x="',
    f"' autofocus onfocus='{RUN}' x='",
    f" autofocus onfocus={RUN} tabindex=1 ",
    f"<details open ontoggle={RUN}>",
    f"<body onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN.replace('window.', 'parent.')}</script>'>",
    f"<a href=javascript:{RUN}>x</a>",
    f"javascript:{RUN}",
    f"<math><mtext></form><form><mglyph><style></math><img src=x onerror={RUN}>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    "{{ ''.__class__ }}<script>" + RUN + "</script>",
]
PLACES = {
    "question": "/en/search?q={payload}",
    "concordance": "/es/concordance?q={payload}",
    "filter": "/en/search?q=word&collection={payload}&organ={payload}",
    "fragment": "/es/doc/hostil-{number}#{payload}",
    "document": "/es/doc/hostil-{number}",
    "side by side": "/es-en/doc/hostil-{number}",
    "result": "/en/search?q=word{number}x",
    "list": "/en/documents?collection={payload}",
}
"""Pages to which a text of a reader or of a document comes."""


def test_there_are_two_hundred():
    assert len(PAYLOADS) * len(PLACES) == 200


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_library(_library()) as address:
        yield address


def _library() -> Library:
    """A work in two versions for every payload, which stands in all that they have."""
    documents, segments, alignments = [], [], []
    for number, payload in enumerate(PAYLOADS):
        sides = []
        for language in ("es", "en"):
            version = document(
                f"hostil-{number}.{language}",
                title=payload,
                organ=payload,
                committee=payload,
                session=payload,
                source=payload,
                collection=payload,
            )
            text = f"{payload} word{number}x"
            sides.append(
                [segment(text, document=version, label=payload, heading_path=(payload, payload))]
            )
            documents.append(version)
            segments += sides[-1]
        alignments.append(alignment(*sides))
    return Library(documents, segments, alignments)


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_it_runs(chromium, site, place):
    # The policy of the pages would stop most of it; what is proved here needs no policy.
    context = chromium.new_context(base_url=site, bypass_csp=True)
    page = context.new_page()
    dialogs, elsewhere = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: elsewhere.append(request.url))
    ran = {}
    for number, payload in enumerate(PAYLOADS):
        page.goto(PLACES[place].format(payload=quote(payload), number=number))
        page.wait_for_load_state()
        for link in page.locator("a[href^='javascript:' i]").all():
            link.click()
        if page.evaluate("window.executed || 0"):
            ran[payload] = page.url
        if place in ("document", "result", "side by side", "list"):
            shown = page.locator("main").inner_text()
            assert " ".join(payload.split()) in " ".join(shown.split())
    context.close()
    assert (ran, dialogs) == ({}, [])
    assert [url for url in elsewhere if not url.startswith((f"{site}/", "data:"))] == []


def test_the_browser_would_run_it(chromium):
    page = chromium.new_page()
    page.set_content(PAYLOADS[0])
    assert page.evaluate("window.executed") == 1
    page.close()
