import pytest

from puente.text.vocabulary import WordList, load_vocabulary

WORDS = WordList(b"asilo\nasilos\nstate\n")


@pytest.mark.parametrize("word", ["asilo", "asilos", "state", "nonstate"])
def test_a_word_of_the_list_is_there_with_a_common_prefix_too(word):
    assert word in WORDS


@pytest.mark.parametrize("word", ["", "a", "asil", "asiloss", "silo", "zeta", "restate", "\n"])
def test_what_is_no_line_of_the_list_is_not_there(word):
    assert word not in WORDS


def test_nothing_is_in_an_empty_list():
    assert "asilo" not in WordList(b"")


@pytest.mark.parametrize("word", ["derrocaron", "disparandoles", "cateos", "perjured", "veraguas"])
def test_the_shipped_list_has_inflections_of_both_languages_and_names(word):
    assert word in load_vocabulary()


@pytest.mark.parametrize("word", ["desaparision", "goverment", "remessas"])
def test_the_shipped_list_has_no_slips(word):
    assert word not in load_vocabulary()
