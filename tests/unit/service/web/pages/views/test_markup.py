"""Highlights and citations as HTML."""

import pytest

from puente.model.results import Highlight
from service.web.pages.views.markup import rich_text


def _spans(*pairs):
    return [Highlight(start=start, end=end) for start, end in pairs]


@pytest.mark.parametrize(
    ("text", "spans", "html"),
    [
        ("uno dos", (), "uno dos"),
        ("uno dos", [(4, 7)], "uno <mark>dos</mark>"),
        ("uno dos", [(4, 7), (0, 3)], "<mark>uno</mark> <mark>dos</mark>"),
        ("uno dos", [(0, 5), (4, 7)], "<mark>uno d</mark><mark>os</mark>"),
        ("uno dos", [(4, 99)], "uno <mark>dos</mark>"),
        ("<b> & <i>", [(0, 3)], "<mark>&lt;b&gt;</mark> &amp; &lt;i&gt;"),
    ],
)
def test_spans_are_marked_after_escaping(text, spans, html):
    assert rich_text(text, "es", _spans(*spans)) == html


def test_a_symbol_leads_to_its_page_and_can_be_marked_inside():
    html = rich_text("Véase CE/AM-75/09 rev. 2.", "en", _spans((0, 5), (6, 11)))
    assert html == (
        '<mark>Véase</mark> <a class="symbol" href="/en/symbol/CE/AM-75/09_rev._2">'
        "<mark>CE/AM</mark>-75/09 rev. 2</a>."
    )
