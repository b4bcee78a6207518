"""Completions of what is typed, by the beginnings of words."""

import pytest

from puente.model.documents import Language
from puente.search.completion.suggestions import Suggestion, SuggestionIndex, SuggestionKind

INDEX = SuggestionIndex(
    [
        Suggestion(text="AG/RES. 2141 (XXXV-O/05)", kind=SuggestionKind.SYMBOL),
        Suggestion(text="CE/AM-75/09 rev. 2", kind=SuggestionKind.SYMBOL),
        Suggestion(text="niñez migrante", kind=SuggestionKind.TERM, language=Language.ES),
        Suggestion(text="Programa de migración", kind=SuggestionKind.TITLE, language=Language.ES),
        Suggestion(text="Migración y niñez", kind=SuggestionKind.TITLE, language=Language.ES),
        Suggestion(text="MIGRACIÓN Y NIÑEZ", kind=SuggestionKind.TITLE, language=Language.ES),
    ]
)


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("ag/res 21", ["AG/RES. 2141 (XXXV-O/05)"]),
        ("agres2141", ["AG/RES. 2141 (XXXV-O/05)"]),
        ("2141", ["AG/RES. 2141 (XXXV-O/05)"]),
        ("am75", ["CE/AM-75/09 rev. 2"]),
        ("migra", ["Migración y niñez", "niñez migrante", "Programa de migración"]),
        ("NINEZ", ["niñez migrante", "Migración y niñez"]),
        ("progr mig", ["Programa de migración"]),
        ("gración", []),
        ("...", []),
        ("", []),
    ],
)
def test_the_beginnings_of_words_complete(typed, completed):
    assert [each.text for each in INDEX.complete(typed)] == completed


def test_what_begins_with_the_text_comes_before_what_has_it():
    assert next(each.text for each in INDEX.complete("migración")) == "Migración y niñez"
