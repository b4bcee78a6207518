import pytest

from puente.model.segments import SegmentKind
from service.web.pages.views.document.headings import JoinedHeading, joined_headings
from tests.fixtures.builders import segment


def heading(text, *, level=1, label=None, ordinal=1):
    return segment(text, kind=SegmentKind.HEADING, level=level, label=label, ordinal=ordinal)


def joined(*segments):
    return [
        [line.text for line in each.lines] if isinstance(each, JoinedHeading) else each.text
        for each in joined_headings(segments)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("VIII REPARATIONS", "(Application of Article 63(1) of the Convention)"),
        ("X REPARACIONES", "APLICACIÓN DEL ARTÍCULO 63.1"),
        ("Annex", "Composition of the delegation"),
        ("Capítulo II", "Deberes de los Estados"),
        ("ARTÍCULO 4.", "Derecho a la vida"),
    ],
)
def test_a_heading_goes_on_in_its_next_line(first, second):
    assert joined(heading(first), heading(second)) == [[first, second]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("VII COMPETENCE", "VIII REPARATIONS"),
        ("REPARATIONS", "Obligation to repair"),
        ("CHAPTER I", "ARTICLE 1"),
        ("PARTE I", "A. INTRODUCCIÓN"),
        ("COSTS", "Arguments of the Commission"),
    ],
)
def test_a_heading_under_another_is_one_of_its_own(first, second):
    assert joined(heading(first), heading(second)) == [[first], [second]]


def test_a_heading_of_another_level_or_with_a_label_is_one_of_its_own():
    assert joined(heading("COSTS"), heading("ARGUMENTS", level=2)) == [["COSTS"], ["ARGUMENTS"]]
    assert joined(heading("COSTS"), heading("BENEFITS", label="b)")) == [["COSTS"], ["BENEFITS"]]


def test_what_stands_between_parts_headings():
    assert joined(heading("UNO"), segment("Texto."), heading("DOS"), segment("(Más.)")) == [
        ["UNO"], "Texto.", ["DOS"], "(Más.)",
    ]  # fmt: skip
    assert joined(heading("UNO")) == [["UNO"]]


def test_no_depth_of_the_headings_shown_is_left_out():
    levels = [
        each.level
        for each in joined_headings(
            (
                heading("Medio", level=3),
                segment("Texto."),
                heading("Bajo", level=4),
                heading("Hondo", level=6),
                heading("Alto", level=1),
                heading("Medio", level=3),
                heading("Otro", level=3),
            )
        )
        if isinstance(each, JoinedHeading)
    ]
    assert levels == [1, 2, 3, 1, 2, 2]
