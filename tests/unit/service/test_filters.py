"""Every filter of the table is offered wherever people and programs narrow a search."""

import inspect

import pytest
import typer

from puente.model.documents import Document
from puente.model.filters import FILTERS, Filter, YearRange
from puente.store.opensearch.indices import load_template
from puente.store.opensearch.queries import FACETS
from service.cli import main
from service.i18n.interfaces import interfaces
from service.i18n.translator import translator
from service.web.pages.views.facets import value_label
from service.web.parameters import FilterParameters
from service.web.urls import search_address

each_filter = pytest.mark.parametrize("narrowing", FILTERS, ids=lambda each: each.name)


def _example(narrowing: Filter) -> str:
    return {"lang": "es", "kind": "report", "year": "2004-2009"}.get(narrowing.parameter, "AG")


@each_filter
def test_a_filter_is_a_field_of_documents_and_a_facet(narrowing):
    assert inspect.getattr_static(Document, narrowing.name)
    assert FACETS[FILTERS.index(narrowing)] == narrowing.name


@each_filter
def test_a_filter_is_a_field_of_the_index(narrowing):
    assert narrowing.name in load_template("fields")["template"]["mappings"]["properties"]


@each_filter
def test_a_filter_is_a_parameter_of_addresses(narrowing):
    text = _example(narrowing)
    filters = FilterParameters.model_validate({narrowing.parameter: [text, text]}).filters()
    assert narrowing.texts(filters) == (text,)
    assert search_address("es", "x", filters) == f"/es/search?q=x&{narrowing.parameter}={text}"


@each_filter
@pytest.mark.parametrize("command", ["search", "export", "divergences", "coverage"])
def test_a_filter_is_an_option_of_commands(narrowing, command):
    group = typer.main.get_command(main.app)
    options = {name: each for each in group.commands[command].params for name in each.opts}
    assert options[f"--{narrowing.parameter}"].help == narrowing.description


@each_filter
@pytest.mark.parametrize("interface", interfaces())
def test_a_filter_and_its_values_have_a_name_in_both_languages(narrowing, interface):
    translate = translator(interface)
    assert translate(f"filters.{narrowing.parameter}")
    assert value_label(narrowing.parameter, _example(narrowing), translate)


def test_a_span_is_written_as_it_is_read():
    assert str(YearRange(first=2004, last=2004)) == "2004"
    assert str(YearRange(first=2004, last=2009)) == "2004-2009"
