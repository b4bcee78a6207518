import pytest

from ingest.structure.title_block.bodies import parent_organ
from ingest.structure.title_block.fields import TitleBlockFields
from ingest.structure.title_block.lines import TitleLine, read_phrases
from ingest.structure.title_block.reading import read_title_block as read_lines
from ingest.structure.title_block.record import TitleBlock
from puente.model.documents import Language
from tests.fixtures.texts import examined

TEXT = "Los Estados Miembros recibieron el informe de la Secretaría y lo remitieron a la Comisión."
ABOVE = ("CONSEJO PERMANENTE", "OEA/Ser.G", "CP/doc.3654/02", "13 octubre 2002", "Original: inglés")


def title_block(*lines):
    return read_lines(examined(*lines))


def test_the_title_stands_below_what_states_something():
    found = title_block(*ABOVE, "INFORME SOBRE LA MIGRACIÓN", TEXT)
    assert (found.title_start, found.title_end, found.end) == (5, 6, 6)
    assert found.title == "INFORME SOBRE LA MIGRACIÓN"


def test_each_line_above_the_title_states_a_value():
    found = title_block(*ABOVE, "INFORME SOBRE LA MIGRACIÓN", TEXT)
    assert found.symbol is not None
    assert (found.symbol.text, found.series, found.date) == (
        "CP/doc.3654/02",
        "OEA/Ser.G",
        "2002-10-13",
    )
    assert (found.organ, found.committee, found.original_language) == ("CP", None, Language.EN)
    assert found.statements == TitleBlockFields()


@pytest.mark.parametrize("lines", [(TEXT,), ("Antecedentes", TEXT), ("· Un tema", *ABOVE)])
def test_a_document_that_starts_in_its_middle_has_none(lines):
    assert title_block(*lines) == TitleBlock()


def test_a_title_broken_over_lines_is_one():
    found = title_block(
        "CP/doc.3654/02", "APOYO A LOS PROCESOS", "REGIONALES DE", "MIGRACIÓN", TEXT
    )
    assert found.title == "APOYO A LOS PROCESOS REGIONALES DE MIGRACIÓN"


def test_what_is_adopted_stands_below_the_title():
    found = title_block("AG/RES. 1 (I-O/71)", "MIGRACIÓN", "(Aprobada el 7 de junio de 2005)", TEXT)
    assert (found.title, found.title_end, found.end) == ("MIGRACIÓN", 2, 3)
    assert found.date == "2005-06-07"


@pytest.mark.parametrize("first", ["1. Uno", "LA ASAMBLEA GENERAL,", "VISTO:", f"{TEXT} {TEXT}"])
def test_a_list_a_formula_or_a_sentence_ends_it(first):
    assert title_block("CP/doc.3654/02", "INFORME", first, "CP/doc.3655/02").end == 2


def test_a_place_under_a_date_is_no_title():
    found = title_block("7 de junio de 2005", "Fort Lauderdale, Florida", "INFORME", TEXT)
    assert found.title == "INFORME"


@pytest.mark.parametrize(
    ("place_and_date", "date"),
    [
        ("Ciudad de México, 11 y 12 de enero de 2004", "2004-01-12"),
        ("Port of Spain, April 17-19, 2009", "2009-04-19"),
        ("San José, 5 de marzo de 2009", "2009-03-05"),
    ],
)
def test_a_town_of_several_words_does_not_hide_the_date_beside_it(place_and_date, date):
    found = title_block("DECLARACIÓN DE LA CONFERENCIA", place_and_date, TEXT)
    assert (found.title, found.date) == ("DECLARACIÓN DE LA CONFERENCIA", date)


def test_a_site_above_the_symbol_of_an_act_is_no_title():
    found = title_block(
        "Office of Legal Cooperation Search Español", "AG/RES. 1480 (XXVII-O/97)",
        "THE HUMAN RIGHTS OF ALL", "(Adopted on June 5, 1997)", "THE GENERAL ASSEMBLY,", TEXT,
    )  # fmt: skip
    assert (found.title, found.date) == ("THE HUMAN RIGHTS OF ALL", "1997-06-05")


def test_the_day_of_adoption_goes_before_that_of_distribution():
    found = title_block(
        "CP/RES. 1234 (1456/19)", "1 October 2019", "MIGRATION", "(Adopted on 14 October 2019)",
        TEXT,
    )  # fmt: skip
    assert found.date == "2019-10-14"


def test_a_series_mark_and_the_number_below_it_are_one_symbol():
    found = title_block("OEA/Ser.L/V/II.95", "Doc. 7 rev.", "INFORME ANUAL", TEXT)
    assert found.symbol is not None
    assert (found.symbol.text, found.title) == ("OEA/Ser.L/V/II.95 doc. 7 rev.", "INFORME ANUAL")


def test_a_case_is_named_with_its_date_and_what_was_decided():
    found = title_block(
        "CORTE INTERAMERICANA DE DERECHOS HUMANOS",
        "CASO ÁLVAREZ Y OTROS VS. HONDURAS",
        "SENTENCIA DE 1 DE FEBRERO DE 2006",
        "(Fondo, Reparaciones y Costas)",
        "En el caso Álvarez,",
        TEXT,
    )
    assert found.title == (
        "CASO ÁLVAREZ Y OTROS VS. HONDURAS SENTENCIA DE 1 DE FEBRERO DE 2006"
        " (Fondo, Reparaciones y Costas)"
    )
    assert (found.organ, found.date, found.title_start, found.end) == (
        "CORTEIDH", "2006-02-01", 1, 4,
    )  # fmt: skip


def test_the_left_column_is_read_before_the_marks_of_the_right_one():
    lines = [
        "CONSEJO PERMANENTE DE LA", "OEA/Ser.G", "ORGANIZACIÓN DE LOS ESTADOS AMERICANOS",
        "CP/doc.3654/02", "Original: inglés",
    ]  # fmt: skip
    assert read_phrases([TitleLine(line) for line in lines]) == (
        "CONSEJO PERMANENTE DE LA ORGANIZACIÓN DE LOS ESTADOS AMERICANOS",
        "OEA/Ser.G",
        "CP/doc.3654/02",
        "Original: inglés",
    )


def test_the_phrases_are_those_above_the_title():
    found = title_block(*ABOVE, "INFORME", "(Aprobado en junio de 2005)", TEXT)
    assert found.phrases == ABOVE


@pytest.mark.parametrize(
    ("text", "states", "is_mark"),
    [
        ("13 octubre 2004", True, True),
        ("OEA/Ser.G CP/doc.3654/02", True, True),
        ("Original: español", True, True),
        ("CONSEJO PERMANENTE", True, False),
        ("Washington, D.C. 30 Septiembre - 1 Octubre, 2004", True, False),
        ("CELEBRADA LOS DÍAS 30 DE SEPTIEMBRE Y 1º DE OCTUBRE DE 2004", False, False),
        ("Informe del Consejo Permanente", False, False),
    ],
)
def test_a_line_states_something_and_nothing_else(text, states, is_mark):
    line = TitleLine(text)
    assert (line.states, line.is_mark) == (states, is_mark)


@pytest.mark.parametrize(
    ("code", "organ"), [("CAJP/GT/TM", "CP"), ("CIDI/CAM", "CIDI"), ("CP", None), (None, None)]
)
def test_a_committee_belongs_to_an_organ(code, organ):
    assert parent_organ(code) == organ
