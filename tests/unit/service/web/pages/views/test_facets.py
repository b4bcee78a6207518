"""Years of what was found: the bars of a chart, and the span that a form asks for."""

from dataclasses import replace

import pytest

from puente.model.filters import Filters, YearRange
from puente.model.results import Facet, FacetValue
from service.i18n.translator import translator
from service.web.pages.views.facets import choice_groups, value_label, years_found
from service.web.parameters import SearchPageParameters
from tests.fixtures.library import Library


def _found(*, years: dict[str, int], filters: Filters = Filters()):
    result = Library((), ()).search("a", filters=filters)
    values = tuple(FacetValue(value=year, count=count) for year, count in years.items())
    return replace(result, facets=(Facet(name="year", values=values),))


def test_a_chart_has_a_place_for_every_year_and_bars_by_the_fullest():
    found = years_found(_found(years={"2009": 4, "2006": 1, "2007": 2}))
    bars = [(each.year, each.count, each.share) for each in found.counts]
    assert bars == [(2006, 1, 0.25), (2007, 2, 0.5), (2008, 0, 0.0), (2009, 4, 1.0)]
    assert (found.fullest.year, found.is_drawn, found.span) == (2009, True, None)


@pytest.mark.parametrize("years", [{}, {"2009": 4}, {"2009": 4, "2010": 1}])
def test_few_years_are_no_chart(years):
    assert not years_found(_found(years=years)).is_drawn


def test_a_span_is_in_the_fields_and_not_among_the_years():
    span, year = YearRange(first=2005, last=2007), YearRange(first=2009, last=2009)
    result = _found(years={"2009": 4, "2006": 1}, filters=Filters(years=(span, year)))
    assert years_found(result).span == span
    (group,) = (each for each in choice_groups(result, translator("en")) if each.choices)
    assert [(each.value, each.chosen) for each in group.choices] == [
        ("2009", True),
        ("2006", False),
    ]


def test_a_span_is_named_in_words():
    assert value_label("year", "2005-9999", translator("es")) == "2005 en adelante"


@pytest.mark.parametrize(
    ("since", "until", "span"),
    [
        ("2005", "2009", "2005-2009"),
        ("2005", "", "2005-9999"),
        ("", "2009", "1000-2009"),
        ("", "", ""),
    ],
)
def test_two_fields_ask_for_a_span(since, until, span):
    assert SearchPageParameters(q="a", since=since, until=until).span() == span
