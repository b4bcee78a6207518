import pytest

from puente.model.acronyms import Introduced
from puente.text.acronyms.finding import find_introduced, letters_of


@pytest.mark.parametrize(
    ("text", "acronym", "name"),
    [
        ("la Comisión Interamericana de Derechos Humanos (CIDH)", "CIDH",
         "Comisión Interamericana de Derechos Humanos"),
        ("the Optional Protocol to the Convention against Torture (OP-CAT)", "OP-CAT",
         "Optional Protocol to the Convention against Torture"),
        ("el Servicio Nacional de Sanidad Agraria (en adelante “el SENASA”)", "SENASA",
         "Servicio Nacional de Sanidad Agraria"),
        ("de Derechos Humanos (DDHH)", "DDHH", "Derechos Humanos"),
        ("las organizaciones de la sociedad civil (OSC)", "OSC",
         "organizaciones de la sociedad civil"),
        ("Francisco Q., del Centro de Asesoría Laboral del Perú (CEDAL)", "CEDAL",
         "Centro de Asesoría Laboral del Perú"),
        ("Plan Puebla – Panamá (PPP)", "PPP", "Plan Puebla – Panamá"),
        ("de Migración (CRM o “Proceso Puebla”)", None, None),
        ("Conferencia Regional de Migración (CRM o “Proceso Puebla”)", "CRM",
         "Conferencia Regional de Migración"),
        ("la CIESS (Centro Interamericano de Estudios de Seguridad Social)", "CIESS",
         "Centro Interamericano de Estudios de Seguridad Social"),
        ("to several international non-governmental organizations (NGOs)", "NGO",
         "non-governmental organizations"),
    ],
)  # fmt: skip
def test_a_name_is_as_long_as_its_acronym_spells(text, acronym, name):
    expected = [Introduced(acronym=acronym, name=name, is_spelt=True)] if acronym else []
    assert list(find_introduced(text)) == expected


def test_a_name_of_other_letters_is_what_has_capitals_before_the_brackets():
    [found] = find_introduced("paid by the National Development Corporation (CONADE)")
    assert found == Introduced(acronym="CONADE", name="National Development Corporation")


@pytest.mark.parametrize(
    "text",
    [
        "General Assembly Resolution (XXVII)",
        "organismos internacionales (OIT, BID, OPS)",
        "Artículo 8 (GARANTÍAS JUDICIALES)",
        "las Naciones Unidas (NU)",
        "el año (2004)",
        "the report (hereinafter “the Report”)",
        "the government (OAS)",
        "Case (ABC) of Torres",
        "()" * 50,
    ],
)
def test_what_gives_no_acronym_for_a_name_gives_nothing(text):
    assert list(find_introduced(text)) == []


def test_letters_of_an_acronym_are_the_same_however_it_is_written():
    assert {letters_of(each) for each in ("OPCAT", "OP-CAT", "O.P.-C.A.T.")} == {"opcat"}


def test_a_long_text_without_an_end_is_read_in_linear_time():
    text = "A (" + "Aa " * 20_000
    assert list(find_introduced(text)) == []
