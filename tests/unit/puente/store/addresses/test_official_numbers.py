"""Official numbers in addresses: whose they are, and whose they stay."""

from dataclasses import replace

from puente.model.documents import Language
from puente.model.histories import AddressHistory, OfficialNumber
from puente.model.segments import SegmentKind
from puente.store.addresses.histories import came_back, removed, replaced
from puente.store.addresses.official_numbers import given_numbers, number_officially
from tests.fixtures.builders import document, segment

ACTA = document("acta.es")
HISTORY = AddressHistory(document_id=ACTA.id, language=Language.ES, collection="oas")


def paragraphs(*labels, kind=SegmentKind.PARAGRAPH, first=1):
    return tuple(
        segment(f"Texto {at}", document=ACTA, ordinal=at, label=label, kind=kind)
        for at, label in enumerate(labels, first)
    )


def numbers(segments, given=None):
    return [each.official_number for each in number_officially(segments, given or {})]


def test_a_number_that_stands_once_is_an_address():
    assert numbers(paragraphs("1.", None, "2.", "a)", "2.")) == ["1", None, None, None, None]


def test_the_parts_of_a_resolution_count_by_themselves():
    parts = (
        *paragraphs("1.", "2.", kind=SegmentKind.PREAMBULAR),
        *paragraphs("1.", "2.", kind=SegmentKind.OPERATIVE, first=3),
        *paragraphs("1.", first=5),
    )
    assert numbers(parts) == ["pp-1", "pp-2", "op-1", "op-2", "1"]


def test_a_list_does_not_take_the_number_of_a_paragraph():
    parts = (*paragraphs("1."), *paragraphs("1)", "2)", kind=SegmentKind.ITEM, first=2))
    assert numbers(parts) == ["1", None, "2"]


def test_a_number_that_led_to_another_text_is_given_to_none():
    assert numbers(paragraphs("1.", "2.", first=7), {"1": 7, "2": 3}) == ["1", None]


def test_a_history_keeps_the_numbers_that_the_document_does_not_state():
    old = number_officially(paragraphs("1.", "2."), {})
    known = replace(HISTORY, official_numbers=(OfficialNumber(official="9", number=4),))
    given = given_numbers(old, known)
    assert given == {"1": 1, "2": 2, "9": 4}
    new = number_officially((old[0], *paragraphs("2.", first=3)), given)
    kept = replaced(known, (ACTA, old), (ACTA, new))
    assert [(each.official, each.number) for each in kept.official_numbers] == [("2", 2), ("9", 4)]


def test_a_document_that_goes_and_comes_back_as_it_was_has_its_numbers_again():
    parts = number_officially(paragraphs("1.", "2."), {})
    gone = removed(None, ACTA, parts)
    assert given_numbers((), gone) == {"1": 1, "2": 2}
    assert came_back(gone, ACTA, parts).official_numbers == ()
