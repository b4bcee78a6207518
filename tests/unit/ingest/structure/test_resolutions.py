import pytest

from ingest.structure.lines import TextLine
from ingest.structure.resolutions import footnotes_below_rules, resolution_parts
from puente.model.blocks import Block
from puente.model.segments import SegmentKind

TEXT = "La Comisión recibió el informe y lo remitió a los Estados Miembros de la Organización."
BODY, SEEN, ENACTED = "LA ASAMBLEA GENERAL,", "VISTO el informe del Consejo;", "RESUELVE:"
ORDERED = "1. Encomendar el tema."
LETTERS = {
    SegmentKind.PREAMBULAR: "p",
    SegmentKind.OPERATIVE: "o",
    SegmentKind.HEADING: "h",
    None: "-",
}


def lines(*texts):
    return [
        TextLine(Block(text=text, first_line=number, last_line=number))
        for number, text in enumerate(texts, start=1)
    ]


def parts(*texts):
    """A letter for each line: p(reambular), o(perative), h(eading), - for none."""
    return "".join(LETTERS[each] for each in resolution_parts(lines(*texts)))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((BODY, SEEN, ENACTED, ORDERED), "ppoo"),
        ((TEXT, SEEN, ENACTED, ORDERED), "-poo"),
        ((BODY, SEEN, TEXT), "---"),
        ((ENACTED, ORDERED), "--"),
        ((BODY, SEEN, ENACTED, ORDERED, BODY, SEEN, ENACTED, ORDERED), "ppooppoo"),
        ((BODY, ENACTED, ORDERED, "ANEXO", TEXT), "poo--"),
        ((BODY, ENACTED, ORDERED, "Comuníquese y archívese.", TEXT), "poo--"),
        ((BODY, ENACTED, ORDERED, "Diego García", "Presidente", TEXT), "poo---"),
        (("THE PERMANENT COUNCIL,", "RECALLING the report,", "AND DECIDES:", ORDERED), "ppoo"),
    ],
)
def test_a_preamble_leads_to_what_is_enacted(texts, expected):
    assert parts(*texts) == expected


def test_the_numbered_recitals_of_an_order_stand_under_headings():
    assert parts(
        "CONSIDERANDO QUE:", "1. La Corte ordenó medidas.", "a) Sobre los beneficiarios",
        "2. La Corte recibió el informe.", "POR TANTO:", "LA CORTE", ENACTED, ORDERED,
    ) == "pphpppoo"  # fmt: skip


def test_what_stands_right_below_a_lead_in_heads_nothing():
    assert parts("CONSIDERANDO QUE:", "a) Sobre los beneficiarios", "1. Uno.", ENACTED) == "pppo"


def test_an_order_without_numbered_recitals_has_no_headings():
    assert parts("CONSIDERANDO QUE:", "a) Sobre los beneficiarios", TEXT, ENACTED) == "pppo"


def test_a_heading_of_the_source_ends_a_resolution_and_no_order():
    stated = TextLine(Block(text="Debate", first_line=9, last_line=9, heading=1))
    resolution = [*lines(BODY, ENACTED, ORDERED), stated, *lines(TEXT)]
    assert resolution_parts(resolution)[-2:] == (None, None)
    order = [*lines("VISTO:", TEXT), stated, *lines(TEXT, ENACTED)]
    assert resolution_parts(order)[2] is SegmentKind.HEADING


def test_the_lines_that_count_on_below_the_rule_of_a_resolution_are_its_notes():
    found = footnotes_below_rules(
        lines(BODY, ENACTED, ORDERED, "__________", "1. Una reserva.", "2. Otra.", "4. No.")
    )
    assert found == {4: ("1", "Una reserva."), 5: ("2", "Otra.")}


def test_below_a_rule_outside_resolutions_nothing_is_a_note():
    assert footnotes_below_rules(lines(TEXT, "__________", "1. Una reserva.")) == {}
    after = lines(BODY, ENACTED, ORDERED, "ANEXO", "__________", "1. Una reserva.")
    assert footnotes_below_rules(after) == {}
