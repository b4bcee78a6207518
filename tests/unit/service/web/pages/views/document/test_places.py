"""Places in a document, as addresses ask for them."""

import pytest

from service.web.pages.views.document.places import AskedPlace, counterpart, read_place
from tests.fixtures.builders import alignment, document, segment


@pytest.mark.parametrize(
    ("text", "anchor", "version"),
    [("p12", "p12", None), ("17", "17", None), ("op-3", "op-3", None), ("en-pp-5", "pp-5", "en")],
)
def test_a_place_is_an_anchor_and_maybe_a_version(text, anchor, version):
    assert read_place(text) == AskedPlace(anchor=anchor, version=version)


@pytest.mark.parametrize("text", ["", "main", "xx-p1", "p", "p1234567", "en-", "p1#"])
def test_other_words_are_no_place(text):
    assert read_place(text) is None


def test_a_paragraph_is_found_by_both_its_numbers():
    text = segment("a", ordinal=7, official_number="3")
    for anchor in ("p7", "3"):
        assert AskedPlace(anchor=anchor, version=None).segment([text]) == text
    assert AskedPlace(anchor="p3", version=None).segment([text]) is None


def test_a_text_without_a_counterpart_leads_to_that_of_the_text_before():
    versions = [document("a.es"), document("a.en")]
    own, other = ([segment("x", document=d, ordinal=n) for n in (1, 2, 3)] for d in versions)
    linked = alignment(own[:2], other[1:])
    found = [counterpart(each, own, other, linked) for each in own]
    assert found == [other[1], other[2], other[2]]
    back = [counterpart(each, other, own, linked) for each in other]
    assert back == [None, own[0], own[1]]
