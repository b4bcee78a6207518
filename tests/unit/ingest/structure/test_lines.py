import pytest

from ingest.structure.lines import TextLine, looks_like_heading
from puente.model.blocks import Block

SHORT = "Los Estados Miembros recibieron el informe"


def line(text, **values):
    return TextLine(Block(text=text, first_line=1, last_line=1, **values))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Contexto general", True),
        ("E.1 Oficina. Programa de Migración", True),
        ("ANEXO II.", True),
        ("Retos:", True),
        ("¿Qué es la migración", True),
        ("retos:", False),
        ("Los cinco retos de la región son:", False),
        ("contexto general", False),
        (f"{SHORT}.", False),
        (f"{SHORT},", False),
        (f"{SHORT} (2004).”", False),
        ("2004", False),
        ("", False),
        (f"Los retos. {SHORT} y lo remitieron a todas las delegaciones de la región", False),
        ("Informe " * 28, False),
    ],
)
def test_a_heading_is_short_and_ends_without_a_mark(text, expected):
    assert looks_like_heading(text) is expected


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Informe", 2),
        (f"1. {SHORT}.", 2),
        (
            f"{SHORT} y lo remitieron a la Comisión de Asuntos Jurídicos y Políticos de la OEA.",
            None,
        ),
        ("Informe " * 28, None),
    ],
)
def test_a_paragraph_in_the_style_of_a_heading_has_no_level(text, level):
    assert line(text, heading=2).stated_level == level


def test_a_line_is_taken_apart_without_the_space_around_it():
    found = line("\ta) Un tema ")
    assert found.labelled is not None
    assert (found.text, found.labelled.label, found.labelled.text) == (
        "a) Un tema",
        "a)",
        "Un tema",
    )
    assert (found.bullet, found.is_listed, found.is_cell) == (None, True, True)
    assert (found.looks_like_heading, found.is_labelled_like_heading) == (False, True)


def test_a_bare_label_lists_nothing_for_certain():
    assert not line("5 Estudio sobre migración").is_listed
    assert line("· Estudio").is_listed


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("RESUELVE:", {"enacts"}),
        ("LA ASAMBLEA GENERAL,", {"names_body"}),
        ("CONSIDERANDO:", {"is_lead_in", "opens_preamble"}),
        ("RECORDANDO la resolución 2141,", {"opens_preamble"}),
        ("RECORDANDO,", {"names_body", "opens_preamble"}),
        ("Anexo II", {"is_division"}),
        ("__________", {"is_rule"}),
        (SHORT, set()),
    ],
)
def test_a_line_can_be_several_things_at_once(text, facts):
    names = ("enacts", "names_body", "is_lead_in", "opens_preamble", "is_division", "is_rule")
    found = line(text)
    assert {name for name in names if getattr(found, name)} == facts
    formulas = facts & {"enacts", "names_body", "opens_preamble"}
    assert found.is_formula is bool(formulas)
