"""The language that is spoken: by the locale of a terminal, or by a browser's wish."""

import pytest

from puente.errors import SettingsError
from service.i18n.interfaces import interfaces, preferred_interface, spoken_interface


def test_the_languages_are_those_of_the_catalogues_and_english():
    assert interfaces() == ("es", "en")


@pytest.mark.parametrize(
    ("environment", "interface"),
    [
        ({}, "en"),
        ({"LANG": "es_CO.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "es@modern"}, "es"),
        ({"LANG": "est_EE.UTF-8"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "es_CO.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "es_CO.UTF-8", "LC_ALL": ""}, "es"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "es_AR"}, "es"),
        ({"LC_ALL": "C", "PUENTE_LANGUAGE": "es"}, "es"),
        ({"LC_ALL": "es_UY.UTF-8", "PUENTE_LANGUAGE": "en"}, "en"),
        ({"LC_ALL": "es_UY.UTF-8", "PUENTE_LANGUAGE": ""}, "es"),
    ],
)
def test_a_terminal_is_spoken_to_in_its_language(environment, interface):
    assert spoken_interface(environment) == interface


def test_a_setting_that_names_no_language_is_refused():
    with pytest.raises(SettingsError, match=r"PUENTE_LANGUAGE: .*Use es, en\."):
        spoken_interface({"PUENTE_LANGUAGE": "español"})


@pytest.mark.parametrize(
    ("wish", "interface"),
    [
        ("", "es"),
        ("pt-BR,fr", "es"),
        ("en-US,en;q=0.9", "en"),
        ("en;q=0.4,es-CL;q=0.8", "es"),
        ("en;q=none", "es"),
    ],
)
def test_a_browser_is_answered_in_the_language_it_likes_best(wish, interface):
    assert preferred_interface(wish) == interface
