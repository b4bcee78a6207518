"""The messages are whole in both languages, and pages say nothing that is not a message."""

import re
import string
from importlib.resources import files

import pytest
from babel import Locale

from puente.model.reports import Outcome, Reason
from service.i18n.translator import INTERFACES, spoken_interface, translator

TEMPLATES_FOLDER = files("service.web.pages").joinpath("templates")
TEMPLATES = [
    template.name for template in TEMPLATES_FOLDER.iterdir() if template.name.endswith(".html")
]


def _fields(message):
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_both_languages_have_the_same_messages():
    assert list(translator("es").messages) == list(translator("en").messages)


@pytest.mark.parametrize("key", translator("en").messages)
def test_a_message_takes_the_same_values_in_both_languages(key):
    spanish, english = (translator(interface).messages[key] for interface in INTERFACES)
    assert isinstance(spanish, str) == isinstance(english, str)
    if isinstance(spanish, str):
        assert _fields(spanish) == _fields(english)


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_plural_has_every_form_of_its_language(interface):
    forms = set(Locale.parse(interface).plural_form.tags) | {"other"}
    plurals = [m for m in translator(interface).messages.values() if not isinstance(m, str)]
    assert [set(plural) for plural in plurals] == [forms] * len(plurals)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_words_of_its_own(name):
    text = TEMPLATES_FOLDER.joinpath(name).read_text(encoding="utf-8")
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    attributes = re.findall(r'(?:alt|title|aria-label|placeholder)="([^"]*)"', text)
    words = re.sub(r"<[^>]*>", " ", text) + " ".join(attributes)
    assert re.findall(r"\w+", words) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_uses_only_messages_that_exist(name):
    text = TEMPLATES_FOLDER.joinpath(name).read_text(encoding="utf-8")
    used = set(re.findall(r'\bt\("([\w.-]+)"[,)]', text))
    assert used <= set(translator("en").messages)


@pytest.mark.parametrize(
    ("count", "spanish", "english"),
    [
        (0, "0 documentos", "0 documents"),
        (1, "1 documento", "1 document"),
        (12_500, "12.500 documentos", "12,500 documents"),
        (1_000_000, "1.000.000 de documentos", "1,000,000 documents"),
    ],
)
def test_counts_agree_with_their_noun(count, spanish, english):
    assert translator("es")("filters.documents", count=count) == spanish
    assert translator("en")("filters.documents", count=count) == english


@pytest.mark.parametrize(
    ("given", "spanish", "english"),
    [
        ("2004-10-13", "13 de octubre de 2004", "October 13, 2004"),
        ("2004-10", "octubre de 2004", "October 2004"),
        ("2004", "2004", "2004"),
    ],
)
def test_a_date_stays_as_precise_as_it_is(given, spanish, english):
    assert translator("es").date(given) == spanish
    assert translator("en").date(given) == english


def test_values_are_escaped_in_messages():
    assert "<b>" not in translator("en")("results.none", query="<b>")
    assert "&lt;b&gt;" in translator("en")("results.none", query="<b>")


def test_a_value_without_a_name_is_called_by_itself():
    assert translator("es").name("collections", "uno") == "uno"
    assert translator("es").name("collections", "oas").endswith("(OEA)")


@pytest.mark.parametrize(
    ("environment", "interface"),
    [
        ({}, "en"),
        ({"LANG": "es_CO.UTF-8"}, "es"),
        ({"LANG": "pt_BR.UTF-8"}, "en"),
        ({"LANG": "es_CO.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "es_AR"}, "es"),
    ],
)
def test_a_terminal_is_spoken_to_in_its_language(environment, interface):
    assert spoken_interface(environment) == interface


def test_every_outcome_and_reason_has_its_message():
    messages = translator("en").messages
    assert {f"outcomes.{each}" for each in Outcome} <= set(messages)
    assert {f"refusals.{each}" for each in Reason} <= set(messages)
