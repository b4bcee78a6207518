import pytest

from tests.fixtures.texts import cleaned

TEXT = "La Asamblea General aprobó el programa en su trigésimo quinto período ordinario."
PARTS = ("I. Antecedentes", TEXT, "II. Situación", f"{TEXT} Hoy.", "III. Recomendaciones", "Fin.")


@pytest.mark.parametrize(
    "name", ["ÍNDICE", "Contenido:", "Tabla de contenidos", "Sumario", "CONTENTS", "Índice general"]
)
def test_a_list_of_contents_is_left_out_with_its_name(name):
    listed = (
        "I. Antecedentes ........ 1",
        "II. Situación …………… 4",
        "III. Recomendaciones....... 9",
    )
    assert cleaned("INFORME", name, *listed, *PARTS) == ["INFORME", *PARTS]


def test_a_list_without_a_name_is_known_by_pages_that_do_not_fall():
    listed = (
        "I. Antecedentes ........ 1 - 4 3",
        "II. Situación ........ 5–9 4",
        "Anexo ........ 4",
    )
    assert cleaned("INFORME", *listed, *PARTS) == ["INFORME", *PARTS]


@pytest.mark.parametrize(
    "listed",
    [
        ("Introducción . . . . . . 1 - 4 3", "Parte segunda", "II. Situación . . . . . . 5 7"),
        ("I. Antecedentes", "II. Situación", "III. Recomendaciones"),
        ("I. Antecedentes\t1", "II. Situación\t4", "III. Recomendaciones\t9"),
        ("Antecedentes 1", "Situación iv", "Recomendaciones 9"),
    ],
)
def test_below_its_name_a_list_may_have_no_leaders_or_no_pages(listed):
    assert cleaned("INFORME", "ÍNDICE", *listed, *PARTS) == ["INFORME", *PARTS]


@pytest.mark.parametrize(
    "lines",
    [
        ("Argentina ........ 23", "Bolivia ........ 7", "Chile ........ 12"),
        ("Abinotoe Banai …… 4,664.-", "Klucion Tiopo …… US$ 16,104.-", "Otro …… 17,000"),
        ("Nombre: ................", "Fecha: ................", "Firma: ................"),
        ("Contenido", "AG/RES. 1480", "AG/RES. 1481"),
    ],
)
def test_figures_amounts_forms_and_lists_of_other_things_stay(lines):
    assert cleaned(*lines, TEXT) == [*lines, TEXT]


def test_a_document_that_is_nothing_else_keeps_its_list():
    lines = ("ÍNDICE", "I. Antecedentes ........ 1", "II. Situación ........ 4")
    assert cleaned(*lines) == list(lines)


def test_a_form_with_many_dots_takes_no_long_time():
    line = "Nombre " + "." * 100_000 + " x"
    assert cleaned(line, TEXT) == [line, TEXT]
