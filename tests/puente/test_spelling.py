import pytest

from puente.spelling import Speller

WORDS = {"remesas": 9, "remesa": 2, "trata": 30, "trato": 3, "migratoria": 12, "oit": 4}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("remezas", "remesas"),
        ("remeasas", "remesas"),
        ("rmesas", "remesas"),
        ("ermesas", "remesas"),
        ("migrattorya", "migratoria"),
        ("tratq", "trata"),
    ],
)
def test_one_wrong_letter_is_mended_two_in_long_words(typed, meant):
    assert Speller(WORDS).correct(typed) == meant


@pytest.mark.parametrize("typed", ["xyz", "oitt", "remxxas", "pesca", "2356", "re mesas"])
def test_what_is_near_nothing_stays(typed):
    assert Speller(WORDS).correct(typed) is None


def test_among_equals_the_more_frequent_word_wins():
    assert Speller({"trata": 1, "trato": 5}).correct("tratx") == "trato"
