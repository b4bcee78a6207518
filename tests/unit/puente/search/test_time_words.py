import pytest

from puente.model.filters import YearRange
from puente.model.queries import Sort
from puente.search.question.query_parser import parse_query


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (
            "latest order in the matter of Meléndez Quijano",
            "order in the matter of melendez quijano",
        ),
        ("the most recent report on Cuba", "the report on cuba"),
        ("newest documents on asylum", "documents on asylum"),
        ("what is the latest on asylum", "what is the on asylum"),
        ("Apitz Barbera latest judgment", "apitz barbera judgment"),
        ("last order Acosta Calderón", "order acosta calderon"),
        ("última resolución del asunto A. J.", "resolucion del asunto aj"),
        ("los últimos informes sobre trata", "los informes sobre trata"),
        ("resolución más reciente Apitz Barbera", "resolucion apitz barbera"),
        ("informe sobre Cuba más reciente", "informe sobre cuba"),
        ("las más recientes sentencias sobre pensiones", "las sentencias sobre pensiones"),
    ],
)
def test_words_for_the_newest_are_taken_out_of_a_question(text, rest):
    query = parse_query(text)
    assert (query.newest, " ".join(query.words)) == (True, rest)


@pytest.mark.parametrize(
    "text",
    [
        "last hanging was long ago",
        "last year's report",
        "at last order was restored",
        "últimos años de la dictadura",
        "el último recurso",
        "the most recent",
        "último",
        "victims of the most recent attacks on judges",
        "“latest report” on Cuba",
        "migrantes recientes",
    ],
)
def test_words_that_may_mean_something_else_stay(text):
    query = parse_query(text)
    assert not query.newest
    assert query.words == parse_query(text, sort=Sort.RELEVANCE).words


def test_an_order_that_was_asked_for_decides_and_by_relevance_every_word_is_searched():
    by_date = parse_query("latest report on Cuba", sort=Sort.DATE)
    assert (by_date.newest, by_date.words) == (False, ("report", "on", "cuba"))
    by_relevance = parse_query("latest report on Cuba", sort=Sort.RELEVANCE)
    assert (by_relevance.newest, by_relevance.words[0]) == (False, "latest")


@pytest.mark.parametrize(
    ("text", "years", "rest"),
    [
        ("judgments between 2005 and 2007", "2005-2007", "judgments"),
        ("orders from 2008 to 2010 on Haiti", "2008-2010", "orders on haiti"),
        ("resoluciones de 2008 a 2010", "2008-2010", "resoluciones"),
        ("informes entre los años 2007 y 2005", "2005-2007", "informes"),
        ("informes desde 2005 hasta 2007", "2005-2007", "informes"),
        ("asylum since 2010", "2010-9999", "asylum"),
        ("informes a partir del año 2010", "2010-9999", "informes"),
        ("asylum after 2010", "2011-9999", "asylum"),
        ("sentencias antes del 2000", "1000-1999", "sentencias"),
        ("migrants before the year 2000", "1000-1999", "migrants"),
        ("informes hasta 1999 sobre trata", "1000-1999", "informes sobre trata"),
    ],
)
def test_a_span_of_years_in_words_filters(text, years, rest):
    query = parse_query(text)
    assert (str(query.years), query.years_filter) == (years, True)
    assert " ".join(query.words) == rest
    assert query.narrowed.years == (query.years,)
    assert query.filters.years == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("resoluciones de 2003", "2003"),
        ("judgment of June 24, 2005", "2005"),
        ("since 25 May 2012", "2012"),
        ("plan de acción 2005-2007", "2005-2007"),
        ("since 2010", "2010"),
    ],
)
def test_a_single_year_is_searched_and_filters_nothing(text, years):
    query = parse_query(text)
    assert (str(query.years), query.years_filter) == (years, False)
    assert query.words[-1] == years[-4:]
    assert query.narrowed == query.filters


@pytest.mark.parametrize(
    "text", ["artículo 8", "19 Comerciantes", "resolución 2141", "Case 11.603"]
)
def test_a_number_that_is_no_year_is_none(text):
    assert parse_query(text).years is None


def test_years_can_be_searched_as_words():
    query = parse_query("judgments between 2005 and 2007", years=False)
    assert (query.years, query.narrowed) == (None, query.filters)
    assert query.words == ("judgments", "between", "2005", "and", "2007")


def test_a_year_that_was_chosen_decides_over_the_question():
    chosen = YearRange(first=2012, last=2012)
    filters = parse_query("x").filters
    query = parse_query("reports since 2010", type(filters)(years=(chosen,)))
    assert query.narrowed.years == (chosen,)


def test_a_year_behind_a_kind_is_no_number_of_a_symbol_among_other_words():
    query = parse_query("migrant workers resolution 1998")
    assert (query.symbols, str(query.years)) == ((), "1998")
    [symbol] = parse_query("resolution 1998").symbols
    assert symbol.number == 1998
