import pytest

from puente.errors import BadCharacterError, FilterError, QueryTooLongError
from puente.model.documents import Language
from puente.model.filters import Filters, YearRange
from puente.search.question.query_parser import LONGEST, guess_language, parse_filters, parse_query
from puente.text.stop_words import content_places


@pytest.mark.parametrize(
    ("text", "phrases", "words"),
    [
        ('"derechos humanos" migrantes', ("derechos humanos",), ("migrantes",)),
        ("«trata de personas» 2008", ("trata de personas",), ("2008",)),
        ("“labor migration”", ("labor migration",), ()),
        ('remesas "sin cerrar', (), ("remesas", "sin", "cerrar")),
        ('"" remesas', (), ("remesas",)),
        ("países\n\tde   origen", (), ("paises", "de", "origen")),
    ],
)
def test_phrases_and_words_are_taken_apart(text, phrases, words):
    query = parse_query(text)
    assert (query.phrases, query.words) == (phrases, words)


def test_symbols_are_not_words():
    query = parse_query("qué pide AG/RES. 2356 (XXXVIII-O/08) a la OEA")
    assert [symbol.text for symbol in query.symbols] == ["AG/RES. 2356 (XXXVIII-O/08)"]
    assert query.words == ("que", "pide", "a", "la", "oea")


@pytest.mark.parametrize(
    ("text", "phrases", "words"),
    [
        ("OEA/Ser.G", ("OEA/Ser.G",), ()),
        ("oas/ser.l/v/ii migrantes", ("OEA/Ser.L/V/II",), ("migrantes",)),
        ("OEA/Ser.G CP/doc.3327/00", (), ("oea", "ser", "g")),
    ],
)
def test_a_series_without_a_symbol_is_searched_as_it_is_printed(text, phrases, words):
    query = parse_query(text)
    assert (query.phrases, query.words) == (phrases, words)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("derechos de los trabajadores migrantes", Language.ES),
        ("rights of migrant workers", Language.EN),
        ("¿Quién preside la CRM?", Language.ES),
        ("good practices of member states", Language.EN),
        ("remesas", Language.ES),
        ("2356", None),
    ],
)
def test_the_language_of_a_question_is_guessed(text, language):
    assert guess_language(text) is language


def test_a_question_over_the_limit_is_refused():
    assert parse_query("a" * LONGEST).words == ("a" * LONGEST,)
    with pytest.raises(QueryTooLongError) as caught:
        parse_query("a" * (LONGEST + 1))
    assert caught.value.code == "query-too-long"


def test_a_question_with_too_many_words_is_refused():
    with pytest.raises(QueryTooLongError):
        parse_query("de " * 65)


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_what_is_no_character_is_refused(character):
    with pytest.raises(BadCharacterError) as caught:
        parse_query(f"remesas{character}")
    assert caught.value.code == "bad-character"


@pytest.mark.parametrize("text", ["", "   ", "¿?", "\x07\u200b"])
def test_a_question_of_nothing_has_no_words(text):
    assert parse_query(text).words == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("los derechos de la mujer", ["derechos", "mujer"]),
        ("violencia contra la mujer", ["violencia", "contra", "mujer"]),
        ("de la", ["de", "la"]),
    ],
)
def test_stop_words_are_left_out_when_others_remain(text, content):
    found = text.split()
    assert [found[place] for place in content_places(found, Language.ES)] == content


@pytest.mark.parametrize(
    ("text", "years"),
    [("2004", (2004, 2004)), ("2004-2009", (2004, 2009)), ("2009-2004", (2004, 2009))],
)
def test_years_are_one_or_a_span(text, years):
    span = YearRange(first=years[0], last=years[1])
    assert parse_filters({"year": [text, text]}) == Filters(years=(span,))


@pytest.mark.parametrize("text", ["", "04", "2004/2009", "año"])
def test_other_years_are_refused(text):
    with pytest.raises(FilterError):
        parse_filters({"year": [text]})
