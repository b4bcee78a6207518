import pytest

from puente.model.documents import Language
from puente.text.tokenization import exact_words, fold, stem, tokens, words


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        (Language.ES, "gobierno", "gobiernos"),
        (Language.ES, "mujer", "mujeres"),
        (Language.ES, "niño", "niñas"),
        (Language.ES, "caso", "casos"),
        (Language.ES, "año", "años"),
        (Language.ES, "eje", "ejes"),
        (Language.ES, "voz", "voces"),
        (Language.ES, "línea", "lineas"),
        (Language.ES, "migración", "MIGRACION"),
        (Language.EN, "country", "countries"),
        (Language.EN, "region", "region’s"),
        (Language.EN, "children's", "children’s"),
        (Language.EN, "Migration", "migrations"),
        (Language.EN, "Inter-American", "interamerican"),
        (Language.EN, "programme", "programs"),
        (Language.EN, "Labour", "labor"),
        (Language.EN, "organisation", "organizations"),
        (Language.ES, "vice-ministerial", "viceministeriales"),
    ],
)
def test_inflections_and_spellings_share_a_stem(language, first, second):
    assert stem(first, language) == stem(second, language)


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        (Language.ES, "migrante", "migración"),
        (Language.ES, "contra", "contrato"),
        (Language.EN, "policy", "police"),
    ],
)
def test_different_words_keep_different_stems(language, first, second):
    assert stem(first, language) != stem(second, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EE.UU. y U.S.", ["eeuu", "y", "us"]),
        ("EE. UU.", ["eeuu"]),
        ("Washington, D.C. el 13", ["washington", "dc", "el", "13"]),
        ("1.383.000 = 1,383,000", ["1383000", "1383000"]),
        ("vice-ministerial", ["viceministerial"]),
        ("el Inter-American Program", ["el", "interamerican", "program"]),
        ("sur-sureste, re-a, CE/AM-75", ["sur", "sureste", "re", "a", "ce", "am", "75"]),
        ("AG/RES. 2356 (XXXVIII-O/08)", ["ag", "res", "2356", "xxxviii", "o", "08"]),
    ],
)
def test_abbreviations_and_numbers_are_one_word(text, expected):
    assert list(words(text)) == expected


def test_tokens_tell_where_they_stand():
    found = list(tokens("Los niños, en 2009", Language.ES))
    assert [(token.stem, token.start, token.end) for token in found] == [
        ("los", 0, 3),
        ("nin", 4, 9),
        ("en", 11, 13),
        ("2009", 14, 18),
    ]


def test_exact_words_fold_accents_and_keep_the_tilde():
    assert exact_words("El AÑO de la Migración") == ["el", "año", "de", "la", "migracion"]


def test_composed_and_decomposed_letters_are_the_same():
    assert exact_words("an\u0303o cancio\u0301n") == exact_words("año canción")


def test_a_language_without_a_stemmer_is_folded():
    assert stem("Migrações", Language.PT) == fold("migracoes")
