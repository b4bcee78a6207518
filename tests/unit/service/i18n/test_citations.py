import pytest

from puente.model.segments import SegmentKind
from puente.symbols.finding import parse_symbol
from service.i18n.citations import citation, margin_mark, own_number, place_of
from service.i18n.translator import translator
from tests.fixtures.builders import document, segment


@pytest.mark.parametrize(
    ("kind", "label", "page", "english", "spanish"),
    [
        ("paragraph", "17.", 4, "para. 17", "párr. 17"),
        ("operative", "3.", None, "operative para. 3", "punto resolutivo 3"),
        ("preambular", "5.", None, "preambular para. 5", "párr. preambular 5"),
        ("footnote", "86", 4, "note 86", "nota 86"),
        ("footnote", "*", None, "note *", "nota *"),
        ("footnote", None, 4, "p. 4", "pág. 4"),
        ("item", "a)", 4, "p. 4", "pág. 4"),
        ("heading", "1.", 4, "p. 4", "pág. 4"),
        ("table-row", "País", 4, "p. 4", "pág. 4"),
        ("item", "a)", None, "", ""),
        ("title", None, 1, "", ""),
    ],
)
def test_a_paragraph_is_cited_by_its_own_number_else_by_its_page(
    kind, label, page, english, spanish
):
    part = segment("x", kind=SegmentKind(kind), label=label, page=page)
    assert place_of(part, translator("en").text) == english
    assert place_of(part, translator("es").text) == spanish


def test_the_own_number_is_told_as_it_is_printed():
    assert own_number(segment("x", kind=SegmentKind.OPERATIVE, label="(3)")) == (
        "operative", "3", "(3)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "label", "mark", "hangs"),
    [
        ("paragraph", "17.", None, "17."),
        ("footnote", "86", None, "86"),
        ("footnote", None, "3", "3"),
        ("item", "a)", None, None),
        ("footnote", "as in the preceding note", None, None),
    ],
)
def test_a_short_number_hangs_in_the_margin(kind, label, mark, hangs):
    assert margin_mark(segment("x", kind=SegmentKind(kind), label=label), mark) == hangs


def test_a_citation_has_the_symbol_before_the_title():
    part, message = segment("x", page=2), translator("en").text
    named = document(symbol=parse_symbol("CE/AM-75/09"))
    assert citation(named, part, message, address="http://a/#p1") == (
        "CE/AM-75/09, p. 2, http://a/#p1"
    )
    untold = segment("x")
    assert citation(document(title="Acta"), untold, message, address="http://a/#p1") == (
        "Acta, http://a/#p1"
    )
