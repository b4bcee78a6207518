import pytest

from puente.model.documents import Language
from puente.text.lexicon import Lexicon, LexiconEntry, load_lexicon
from puente.text.tokenization import stem
from tools.train_lexicon import SentencePair, TrainingOptions, train


@pytest.mark.parametrize(
    ("word", "language", "translation"),
    [
        ("remesas", Language.ES, "remitt"),
        ("trafficking", Language.EN, "trat"),
        ("workshop", Language.EN, "taller"),
        ("huracán", Language.ES, "hurrican"),
        ("refugee", Language.EN, "refugiad"),
    ],
)
def test_the_shipped_lexicon_translates_the_words_of_the_field(word, language, translation):
    best, _ = load_lexicon().translations(stem(word, language), language)[0]
    assert best == translation


def test_translations_come_most_probable_first():
    lexicon = Lexicon(
        [LexiconEntry("nin", "boy", 0.2, 0.9), LexiconEntry("nin", "child", 0.7, 0.5)]
    )
    assert lexicon.translations("nin", Language.ES) == (("child", 0.7), ("boy", 0.2))
    assert lexicon.translations("boy", Language.EN) == (("nin", 0.9),)


def test_an_unknown_stem_has_no_translations():
    lexicon = Lexicon([LexiconEntry("nin", "child", 0.7, 0.5)])
    assert lexicon.translations("child", Language.ES) == ()
    assert not lexicon.knows("child", Language.ES)
    assert lexicon.knows("child", Language.EN)


def test_training_ties_the_words_that_always_come_together():
    pairs = [
        SentencePair("la casa", "the house"),
        SentencePair("la mesa", "the table"),
        SentencePair("una casa", "a house"),
        SentencePair("una mesa", "a table"),
    ]
    lexicon = train(pairs, TrainingOptions(least_count=1, iterations=20, least_probability=0.5))
    assert lexicon.translations("cas", Language.ES)[0][0] == "hous"
    assert lexicon.translations("tabl", Language.EN)[0][0] == "mes"
    assert lexicon.forms[Language.EN, "hous"] == "house"


def test_a_saved_lexicon_is_loaded_as_it_was(tmp_path):
    lexicon = Lexicon([LexiconEntry("cas", "hous", 0.5, 0.25)], {(Language.EN, "hous"): "house"})
    path = tmp_path / "lexicon.tsv.gz"
    lexicon.save(path)
    loaded = load_lexicon(path)
    assert (loaded.entries, loaded.forms) == (lexicon.entries, lexicon.forms)


def test_the_same_training_gives_the_same_bytes(tmp_path):
    entries = [LexiconEntry("b", "x", 0.5, 0.5), LexiconEntry("a", "y", 0.5, 0.5)]
    Lexicon(entries).save(tmp_path / "one")
    Lexicon(reversed(entries)).save(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
