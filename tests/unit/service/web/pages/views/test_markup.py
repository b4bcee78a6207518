"""Highlights and citations as HTML."""

import pytest

from puente.model.results import Highlight
from service.web.pages.views.markup import excerpt, rich_text


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


LONG = "palabra " * 40


def test_what_stands_far_before_the_first_match_is_apart_and_nothing_is_lost():
    html = excerpt(f"{LONG}fin & más", "es", _spans((len(LONG), len(LONG) + 3)))
    before, after = html.removeprefix('<span class="before">').split('</span><span class="after">')
    shown, _, rest = after.partition("<mark>fin</mark>")
    assert (before + shown, rest) == (LONG, " &amp; más</span>")
    assert 40 < len(shown) <= 50
    assert shown.startswith("palabra ")


@pytest.mark.parametrize("spans", [(), [(8, 15)]], ids=["no match", "near the beginning"])
def test_a_text_whose_match_is_in_view_is_whole(spans):
    assert excerpt(LONG, "es", _spans(*spans)) == rich_text(LONG, "es", _spans(*spans))


def test_a_symbol_is_not_cut_in_two():
    text = f"{'x' * 150} CE/AM-75/09 rev. 2, {'y' * 35} fin"
    html = excerpt(text, "es", _spans((len(text) - 3, len(text))))
    assert '<span class="after"><a class="symbol"' in html
