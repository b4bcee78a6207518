import pytest

from tests.fixtures.texts import described

TEXT = "1. La Comisión recibió la denuncia de los peticionarios y la remitió al Estado parte."


@pytest.mark.parametrize(
    ("first", "symbol"),
    [
        ("INFORME Nº 47/02", "Informe No. 47/02"),
        ("REPORT Nº 47/021", "Informe No. 47/02"),
        ("INFORME N 81/01", "Informe No. 81/01"),
    ],
)
def test_a_report_of_the_commission_is_called_by_its_petition(first, symbol):
    found = described(
        first, "PETICIÓN 12.357", "ADMISIBILIDAD", "ANA SÁNCHEZ Y OTROS", "PERÚ",
        "9 de octubre de 2002", "I. RESUMEN", TEXT,
    )  # fmt: skip
    assert found.symbol is not None
    assert (found.symbol.text, found.organ, found.kind) == (symbol, "CIDH", "report")
    assert found.title == "PETICIÓN 12.357 ADMISIBILIDAD ANA SÁNCHEZ Y OTROS PERÚ"
    assert found.date == "2002-10-09"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("VOTO RAZONADO DEL JUEZ A.A. CANÇADO TRINDADE",),) * 2,
        (("CONCURRING OPINION", "JUDGE MANUEL E. VENTURA ROBLES"),) * 2,
        (
            ("PARTIALLY DISSENTING OPINION OF JUDGE JACKMAN", "In the case of Acevedo v. Peru,"),
            ("PARTIALLY DISSENTING OPINION OF JUDGE JACKMAN",),
        ),
    ],
)
def test_an_opinion_is_the_courts_and_has_no_date_of_its_own(lines, title):
    found = described(*lines, TEXT)
    assert (found.organ, found.kind, found.date) == ("CORTEIDH", "separate-opinion", None)
    assert found.title == " ".join(title)


def test_an_advisory_opinion_is_called_by_its_question():
    found = described(
        "CORTE INTERAMERICANA DE DERECHOS HUMANOS", "OPINIÓN CONSULTIVA OC-17/2002",
        "DE 28 DE AGOSTO DE 2002,", "CONDICIÓN JURÍDICA DEL NIÑO", "Presentes:", TEXT,
    )  # fmt: skip
    assert found.symbol is not None
    assert (found.symbol.text, found.kind, found.organ, found.date) == (
        "OC-17/02", "advisory-opinion", "CORTEIDH", "2002-08-28",
    )  # fmt: skip


def test_a_case_whose_name_is_broken_goes_on_to_its_date():
    found = described(
        "Inter-American Court of Human Rights", "Case of Acevedo Buendía et al.",
        "(“Discharged Employees”) v.", "Perú", "Judgment of July 1, 2009", "(Merits and Costs)",
        "In the case of Acevedo Buendía,", TEXT,
    )  # fmt: skip
    assert (found.date, found.kind, found.organ) == ("2009-07-01", "judgment", "CORTEIDH")
    assert found.title == (
        "Case of Acevedo Buendía et al. (“Discharged Employees”) v. Perú"
        " Judgment of July 1, 2009 (Merits and Costs)"
    )
