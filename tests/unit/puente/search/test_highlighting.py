from puente.alignment.word_alignment import Words
from puente.model.documents import Language
from puente.model.queries import Concept, Term
from puente.search.highlighting import highlight


def marked(text, concepts=(), phrases=(), language=Language.ES):
    spans = highlight(Words.of(text, language), concepts, phrases)
    return [text[span.start : span.end] for span in spans]


def concept(*terms):
    return Concept(terms=tuple(Term(language=lang, stem=stem, weight=w) for lang, stem, w in terms))


def test_words_are_marked_by_their_stem_in_the_language_of_the_segment():
    children = concept((Language.ES, "nin", 1.0), (Language.EN, "child", 1.0))
    assert marked("Los Niños y las niñas child", [children]) == ["Niños", "niñas"]


def test_improbable_translations_are_not_marked():
    assert marked("casa", [concept((Language.ES, "cas", 0.1))]) == []


def test_a_phrase_is_marked_where_it_stands_whole():
    text = "La trata; la trata de personas. Personas"
    assert marked(text, phrases=["TRATA de PERSONAS"]) == ["trata", "de", "personas"]


def test_nothing_is_marked_for_a_phrase_without_words():
    assert marked("La trata", phrases=["¿?"]) == []
