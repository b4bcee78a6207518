import pytest

from puente.model.documents import Language
from puente.text.tokenization import exact_words, fold, joined_words, stem, tokens, words


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


@pytest.mark.parametrize(
    "text", ["OP-CAT", "op-cat", "O.P.-C.A.T.", "O.P-C.A.T", "OP\u2011CAT", "Op.Cat"]
)
def test_words_that_hyphens_or_dots_join_are_one_word_too(text):
    [joined] = joined_words(f"the {text} visits")
    assert (joined.start, joined.word) == (1, "opcat")


def test_of_a_text_only_capitals_are_joined():
    text = "El OP-CAT, un follow-up, la SITRAMUN-LIMA-CALLAO y U.N.D.H."
    assert [each.word for each in joined_words(text, capitals=True)] == ["opcat"]


def test_words_that_something_else_parts_are_not_joined():
    assert list(joined_words("OP - CAT, OP/CAT, OP CAT, 25.2, A-1")) == []


@pytest.mark.parametrize("name", ["O'Shea", "O’Shea", "O\u00b4Shea", "O\u02bcShea", "OShea"])
@pytest.mark.parametrize("language", [Language.ES, Language.EN])
def test_a_name_with_an_apostrophe_is_one_word_however_it_is_typed(name, language):
    assert stem(name, language) == stem("OShea", language)
    assert len(list(words(name))) == 1
