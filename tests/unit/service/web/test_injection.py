"""Nothing that comes from a document or a reader becomes markup."""

from dataclasses import replace

import pytest

from puente.model.results import Highlight, SpellingCorrection
from tests.fixtures.builders import document, segment
from tests.fixtures.commands import Page
from tests.fixtures.library import Library

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;script&gt;",
    "{0.__class__}",
    "</textarea><iframe src=//evil.example>",
    "<mark>",
    "\u202ealert\u202c",
    "%3Cscript%3E",
]
TAGS = {"img", "svg", "script", "iframe", "mark"}


def _library(payload: str) -> Library:
    hostile = document("notas.es", title=payload, organ=payload, collection=payload)
    text = segment(payload, document=hostile, label=payload, heading_path=(payload,))
    library = Library((hostile,), (text,))
    library.answer = {
        "corrections": (SpellingCorrection(typed=payload, used=payload),),
        "degraded": (payload,),
    }
    return library


# The theme is chosen before the page is drawn.
SCRIPTS = [
    {"src": "/static/theme.js"},
    {"src": "/static/puente.js", "defer": None},
    {"src": "/static/suggest.js", "defer": None},
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("address", ["/en/search?organ=x", "/en/doc/notas", "/en/documents"])
def test_a_hostile_text_stays_text(client_of, address, payload):
    client = client_of(_library(payload))
    parameters = {"q": payload, "organ": payload} if "search" in address else {}
    html = client.get(address.partition("?")[0], params=parameters).text
    page = Page(html)
    data = {"type": "application/ld+json"}  # which no browser runs
    scripts = [values for tag, values in page.tags if tag == "script"]
    assert scripts.count(data) == ("/doc/" in address)
    assert [each for each in scripts if each != data] == SCRIPTS
    assert not [tag for tag, _ in page.tags if tag == "iframe"]
    assert not [values for _, values in page.tags if any(name[:2] == "on" for name in values)]
    assert not [link for link in page.links if not link.startswith(("/", "#"))]
    assert " ".join(payload.split()) in " ".join(text for _, text in page.texts)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_address_does_not_come_back(client, payload):
    for address in (f"/en/doc/{payload}", f"/en/symbol/{payload}", f"/{payload}"):
        page = Page(client.get(address, follow_redirects=True).text)
        assert [values for tag, values in page.tags if tag == "script"] == SCRIPTS


@pytest.mark.parametrize(
    "address", ["/api/v1/search?q=%00%01", "/en/search?q=%ED%A0%80%00", "/en/doc/%00%FF"]
)
def test_odd_characters_are_answered_without_a_failure(client, address):
    assert client.get(address).status_code in {200, 404}


def test_a_highlight_cannot_break_an_escaped_character(client_of):
    library = _library("a < b")
    hits = library.search("a").hits
    middle = (Highlight(start=2, end=3),)
    library.answer = {"hits": tuple(replace(hit, highlights=middle) for hit in hits)}
    assert "a <mark>&lt;</mark> b" in client_of(library).get("/en/search?q=a").text
