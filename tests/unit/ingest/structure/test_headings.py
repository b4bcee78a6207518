import pytest

from ingest.structure.headings import first_heading, is_heading, is_labelled_heading
from ingest.structure.lines import TextLine
from puente.model.blocks import Block
from tests.fixtures.texts import examined

TEXT = "La Comisión recibió el informe y lo remitió a los Estados Miembros de la Organización."


def test_a_line_that_looks_like_a_heading_is_one_above_text():
    lines = examined("Contexto general", TEXT, "Contexto general")
    assert [is_heading(lines, place) for place in range(3)] == [True, False, False]


def test_nothing_is_a_heading_above_notes_alone():
    block = Block(text="Contexto", first_line=1, last_line=1)
    note = Block(text="Una nota.", first_line=2, last_line=2, note="1")
    assert not is_heading([TextLine(block), TextLine(note)], 0)


@pytest.mark.parametrize(("count", "expected"), [(6, True), (7, False)])
def test_more_than_six_in_a_row_are_a_list(count, expected):
    lines = examined(TEXT, *(f"Delegado {letter}" for letter in "KLMNOPQ"[:count]), TEXT)
    assert [is_heading(lines, place) for place in range(1, count + 1)] == [expected] * count


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("1. Actividades", TEXT), True),
        (("1. Actividades", "1. Uno"), True),
        (("E. Oficina", "E.1 Programa"), True),
        (("1. Actividades", "2. Resultados"), False),
        (("1. Actividades.", TEXT), False),
        (("2. Actividades realizadas:", TEXT), True),
        (("2. Actividades realizadas:", "· Un tema"), False),
        (("1. Actividades",), False),
        (("Actividades", TEXT), False),
    ],
)
def test_a_labelled_line_is_a_heading_by_what_comes_under_it(lines, expected):
    assert is_labelled_heading(examined(*lines), 0) is expected


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        (("I. Antecedentes", TEXT), "Antecedentes"),
        (("Antecedentes", TEXT), "Antecedentes"),
        ((TEXT, "Antecedentes"), None),
        (("1. Uno", "2. Dos"), None),
    ],
)
def test_a_text_may_open_with_a_heading(lines, heading):
    assert first_heading(examined(*lines)) == heading
    assert first_heading([]) is None


def test_the_level_that_the_source_states_makes_the_first_line_a_heading():
    block = Block(text="1. Uno.", first_line=1, last_line=1, heading=2)
    assert first_heading([TextLine(block)]) == "Uno."
