import pytest

from puente.model.documents import Language
from puente.text.numbers import (
    find_numbers,
    has_column_of_numbers,
    heads_numbers,
    month_names,
    month_number,
    number_word,
    roman_number,
    spelled_numbers,
)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1.383.000", "1383000"), ("1,383,000", "1383000"), ("1 383 000", "1383000"),
        ("3,5", "3.5"), ("3.5", "3.5"), ("007", "7"), ("11.620", "11620"),
    ],
)  # fmt: skip
def test_numbers_have_one_value_however_they_are_written(raw, value):
    assert list(find_numbers(raw)) == [(value, raw)]


@pytest.mark.parametrize(
    ("word", "language", "month"),
    [
        ("setiembre", Language.ES, 9), ("Febrero", Language.ES, 2), ("May", Language.EN, 5),
        ("may", Language.EN, None), ("mes", Language.ES, None),
    ],
)  # fmt: skip
def test_months_are_known_by_name_and_verbs_are_not_months(word, language, month):
    assert month_number(word, language) == month


def test_numbers_in_letters_have_values():
    words = [("Cuarta", Language.ES), ("fourth", Language.EN), ("cuenta", Language.ES)]
    assert [number_word(word, language) for word, language in words] == ["4", "4", None]


def test_a_month_has_its_names_in_every_language_and_short_ones_beside_a_year():
    assert month_names()[2] == ("marzo", "march", "março", "mars", "mar")
    assert month_number("Mar", Language.EN) is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("trigésimo sexto período", Language.ES, ["36"]),
        ("the thirty-sixth session", Language.EN, ["36"]),
        ("veinticuatro horas y dos días", Language.ES, ["24", "2"]),
        ("mil novecientos noventa y siete", Language.ES, ["1997"]),
        ("two hundred and fifty thousand people", Language.EN, ["250000"]),
        ("ciento veinte", Language.ES, ["120"]),
        ("dos o tres, cuatro", Language.ES, ["2", "3", "4"]),
        ("twenty years and five months", Language.EN, ["20", "5"]),
        ("el Plan Decenal", Language.ES, ["10"]),
        ("primera y segunda", Language.ES, ["1", "2"]),
        ("sin cifras", Language.ES, []),
    ],
)
def test_numbers_in_letters_are_read_as_people_say_them(text, language, expected):
    assert [value for value, _ in spelled_numbers(text, language)] == expected


def test_a_number_in_letters_comes_as_it_is_written():
    text = "en su trigésimo sexto período"
    assert list(spelled_numbers(text, Language.ES)) == [("36", "trigésimo sexto")]


ROWS = [
    ("País", "Remesas 2008", "Fuente"),
    ("Guatemala", "US$ 4.315", "Banco"),
    ("Perú", "7 %", ""),
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ROWS, True),
        (ROWS[:2], False),
        (
            [("", "2007"), ("Perú", "no hay"), ("Chile", "s/d"), ("Cuba", "12"), ("Haití", "9")],
            False,
        ),
        ([("1", "Apertura"), ("2", "Temario"), ("3", "Clausura")], False),
        ([("CONSEJO", "OEA/Ser.G"), ("COMISIÓN", "CE/AM-1/08"), ("", "20 March 2009")], False),
        ([], False),
    ],
)
def test_a_table_of_numbers_has_them_beside_names_and_below_a_head(rows, expected):
    assert has_column_of_numbers(rows) is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ROWS, True),
        ([("Año", "2007"), ("Perú", "12"), ("Cuba", "9")], False),
        ([("Tema", "Norma"), ("Refugio", "artículo 5"), ("Asilo", "artículo 6")], True),
        ([("Refugio", "artículo 4"), ("Asilo", "artículo 5"), ("Retorno", "artículo 6")], False),
        ([("Tema", "Norma")], False),
    ],
)
def test_a_first_row_without_the_numbers_of_the_others_heads_them(rows, expected):
    assert heads_numbers(rows) is expected


@pytest.mark.parametrize(
    ("letters", "value"),
    [
        ("I", 1), ("iv", 4), ("IX", 9), ("XIV", 14), ("XXVI", 26), ("xl", 40), ("LXXXIX", 89),
        ("CCCXCIX", 399), ("", None), ("IIII", None), ("civil", None), ("VX", None), ("M", None),
    ],
)  # fmt: skip
def test_a_roman_numeral_has_its_value(letters, value):
    assert roman_number(letters) == value
