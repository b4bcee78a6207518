import pytest

from puente.text.spelling import allowed_edits, correct, find_near

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
    assert correct(typed, WORDS) == meant


@pytest.mark.parametrize("typed", ["xyz", "oitt", "trxxa", "xemexas", "pesca", "2356", "re mesas"])
def test_what_is_near_nothing_stays(typed):
    assert correct(typed, WORDS) is None


def test_among_equals_the_more_frequent_word_wins():
    assert correct("tratx", {"trata": 1, "trato": 5}) == "trato"


def test_among_equals_the_writers_own_language_wins():
    frequencies = {"discrimination": 9, "discriminacion": 2}
    assert correct("discriminasion", frequencies, {"discriminacion"}) == "discriminacion"


@pytest.mark.parametrize(
    ("word", "edits"), [("oit", 0), ("trat", 1), ("tratar", 1), ("tratase", 2), ("2356", 0)]
)
def test_longer_words_allow_more_edits(word, edits):
    assert allowed_edits(word) == edits


def test_the_words_near_one_are_found_whatever_their_order():
    assert sorted(find_near("tratx", list(WORDS))) == ["trata", "trato"]
    assert tuple(find_near("oit", list(WORDS))) == ()
