import pytest

from puente.text.dates import find_date, find_single_days, is_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13 octubre 2004", "2004-10-13"),
        ("13 de octubre de 2004", "2004-10-13"),
        ("1º de enero del 2010", "2010-01-01"),
        ("13 October 2004", "2004-10-13"),
        ("October 13, 2004", "2004-10-13"),
        ("February 24 and 25, 2009", "2009-02-25"),
        ("Antigua, 28-29  de Mayo, 2002", "2002-05-29"),
        ("Washington, D.C. 30 Septiembre – 1 Octubre, 2004", "2004-10-01"),
        ("30 DE SEPTIEMBRE Y 1º DE OCTUBRE DE 2004", "2004-10-01"),
        ("San Salvador, May 28 and 29, 2002", "2002-05-29"),
        ("Port of Spain, April 17-19, 2009", "2009-04-19"),
        ("June 30 to July 2, 2009", "2009-07-02"),
        ("Ciudad de México, 11 y 12 de enero de 2004", "2004-01-12"),
        ("15, 16 y 17 de mayo de 2007", "2007-05-17"),
        ("San José, del 3 al 5 de junio de 2005", "2005-06-05"),
        ("primero de septiembre de 2011", "2011-09-01"),
        ("SENTENÇA DE 1° DE JULHO DE 2009", "2009-07-01"),
        ("the fifth plenary session, 9th of June 1998", "1998-06-09"),
        ("CP/doc.12/09, 9 July 2009", "2009-07-09"),
        ("mayo a junio de 2004", "2004-06"),
        ("Septiembre 2004", "2004-09"),
        ("setiembre de 2004", "2004-09"),
        ("2004", "2004"),
        ("31 de febrero de 2004", None),
        ("3/4/2004", None),
        ("El informe de 2004", None),
        ("mayo", None),
    ],
)
def test_dates_are_found_as_precise_as_they_are_written(text, expected):
    assert find_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2004-10-13", True), ("2004-10", True), ("2004", True), ("2004-13", False), ("x", False)],
)
def test_a_date_is_written_as_in_iso_8601(text, expected):
    assert is_date(text) is expected


def test_the_single_days_of_a_text_are_those_of_no_span_and_no_month():
    text = "5 al 7 de junio de 2005, 31 mayo 2005, mayo de 2004, 1 June 2003"
    assert find_single_days(text) == ("2005-05-31", "2003-06-01")
