import pytest

from ingest.structure.title_block.fields import TitleBlockFields, read_fields, without_fields
from puente.model.documents import Distribution


def stated(line):
    return read_fields([line], [line])


@pytest.mark.parametrize(
    ("line", "session"),
    [
        ("TRIGÉSIMO QUINTO PERÍODO ORDINARIO DE SESIONES", ...),
        ("131º período de sesiones", ...),
        ("XXVIII período extraordinario de sesiones", ...),
        ("THIRTY-FIFTH REGULAR SESSION\t\tOEA/Ser.P", "THIRTY-FIFTH REGULAR SESSION"),
        ("TRIGÉSIMO QUINTO PERÍODO ORDINÁRIO DE SESSÕES", ...),
        ("TRENTE-CINQUIÈME SESSION ORDINAIRE", ...),
        ("INFORME DEL PERÍODO DE SESIONES", None),
        ("a la sesión de la Comisión", None),
    ],
)
def test_a_session_is_read_as_it_is_written(line, session):
    assert stated(line).session == (line if session is ... else session)


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Punto 12 del temario", "12"),
        ("(Tema 5 b) del orden del día)", "5 b)"),
        ("Item 3 of the draft agenda", "3"),
        ("Agenda item 7", "7"),
        ("Ponto 5 do temário", "5"),
        ("Point 4 de l’ordre du jour", "4"),
        ("Los puntos del temario", None),
    ],
)
def test_an_agenda_item_is_its_number(line, item):
    assert stated(line).agenda_item == item


@pytest.mark.parametrize(
    ("line", "meeting"),
    [
        (
            "(Aprobada en la sesión plenaria celebrada el 7 de junio)",
            "sesión plenaria celebrada el 7 de junio",
        ),
        ("(Adopted at the meeting held on June 7)", "meeting held on June 7"),
        ("QUINTA REUNIÓN DEL GRUPO DE TRABAJO", "QUINTA REUNIÓN DEL GRUPO DE TRABAJO"),
        ("FIRST MEETING OF MINISTERS", "FIRST MEETING OF MINISTERS"),
        ("Informe de la reunión de ministros", None),
    ],
)
def test_a_meeting_is_read_as_it_is_written(line, meeting):
    assert stated(line).meeting == meeting


@pytest.mark.parametrize(
    ("line", "distribution"),
    [
        ("Distribución: limitada", Distribution.LIMITED),
        ("LIMITED DISTRIBUTION", Distribution.LIMITED),
        ("Distr. GENERAL", Distribution.GENERAL),
        ("RESTRINGIDO", Distribution.RESTRICTED),
        ("(Confidential)", Distribution.RESTRICTED),
        ("Distribuição restrita", Distribution.RESTRICTED),
        ("Distribution générale", Distribution.GENERAL),
        ("Acceso restringido a la justicia", None),
        ("General", None),
    ],
)
def test_the_distribution_is_that_of_a_line_of_its_own(line, distribution):
    assert stated(line).distribution is distribution


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("RESTRINGIDO", ""),
        ("131º período de sesiones  Punto 2 del temario", ""),
        ("Item 3 on the agenda: migration", ": migration"),
        ("Informe anual", "Informe anual"),
    ],
)
def test_a_line_without_its_statements_is_what_is_left(line, rest):
    assert " ".join(without_fields(line).split()) == rest


def test_lines_that_state_nothing_leave_all_open():
    assert stated("Informe anual") == TitleBlockFields()


@pytest.mark.parametrize(
    ("line", "official"),
    [
        ("(Versión oficial en español)", True),
        ("TRADUCCIÓN OFICIAL", True),
        ("Official translation", True),
        ("Official English version", True),
        ("Traducción no oficial", False),
        ("[Unofficial translation]", False),
        ("Courtesy translation into English", False),
        ("La versión oficial del acta se publica aparte", None),
        ("Official visit", None),
    ],
)
def test_a_line_says_whether_the_version_is_official(line, official):
    assert stated(line).official is official
