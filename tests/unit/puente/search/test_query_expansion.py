import pytest

from puente.model.documents import Language
from puente.model.queries import TermRelation
from puente.model.results import SpellingCorrection
from puente.search.query_expansion import Expander
from puente.search.query_parser import parse_query
from puente.text.glossary import Glossary
from puente.text.lexicon import Lexicon, LexiconEntry

LEXICON = Lexicon(
    [
        LexiconEntry("nin", "child", 0.8, 0.6),
        LexiconEntry("hij", "child", 0.7, 0.3),
        LexiconEntry("padrastr", "child", 0.1, 0.01),
        LexiconEntry("trat", "treat", 0.3, 0.5),
        LexiconEntry("person", "person", 0.9, 0.9),
    ],
    {(Language.EN, "child"): "child"},
)
GLOSSARY = Glossary([("trata de personas", "trafficking in persons")], [("OEA", "OAS")])


def expand(text, vocabulary=(), *, respell=True):
    def spellings(words):
        return {word: dict.fromkeys(vocabulary, 1) for word in words}

    return Expander(LEXICON, GLOSSARY).expand(parse_query(text, respell=respell), spellings)


def terms(concept):
    return {(term.language, term.stem): term.weight for term in concept.terms}


def test_a_word_stands_for_itself_and_its_probable_translations():
    (concept,) = expand("the child").concepts
    assert terms(concept) == {
        (Language.EN, "child"): 1.0,
        (Language.ES, "child"): 0.8,
        (Language.ES, "nin"): 1.0,
        (Language.ES, "hij"): 0.5,
    }


def test_a_term_says_in_what_way_it_stands_for_which_words():
    concepts = expand("trata de personas OEA").concepts
    ways = {
        (term.stem, term.relation, " ".join(term.source))
        for concept in concepts
        for term in concept.terms
        if term.language is Language.EN
    }
    assert ways >= {
        ("treat", TermRelation.TRANSLATION, "trata"),
        ("traffick", TermRelation.TRANSLATION, "trata de personas"),
        ("oa", TermRelation.ACRONYM, "oea"),
    }
    (child,) = expand("the child").concepts
    assert {term.stem: term.relation for term in child.terms if term.language is Language.ES} == {
        "child": TermRelation.OWN,
        "hij": TermRelation.TRANSLATION,
        "nin": TermRelation.TRANSLATION,
    }


def test_stop_words_make_no_concepts():
    assert len(expand("the rights of the child").concepts) == 2


def test_an_acronym_stands_for_its_counterpart():
    (concept,) = expand("OAS").concepts
    assert terms(concept)[Language.ES, "oea"] == 1.0


def test_a_term_brings_the_words_of_its_official_counterpart():
    concepts = expand("la trata de personas").concepts
    assert len(concepts) == 2
    assert (Language.EN, "traffick") in terms(concepts[0]) | terms(concepts[1])


def test_a_word_that_nobody_knows_is_respelt_from_the_collection():
    expansion = expand("remessas", vocabulary=["remesas"])
    assert expansion.corrections == (SpellingCorrection(typed="remessas", used="remesas"),)
    assert (Language.ES, "remes") in terms(expansion.concepts[0])


def test_a_word_of_the_lexicon_is_not_respelt():
    assert expand("child", vocabulary=["chile"]).corrections == ()


def test_a_word_of_the_collection_is_not_respelt():
    assert expand("chld", vocabulary=["chld", "child"]).corrections == ()


@pytest.mark.parametrize(
    ("right", "near"),
    [
        ("guaraníes", "guaranties"),
        ("derrocaron", "derogaron"),
        ("deportees", "deportes"),
        ("gunpoint", "pinpoint"),
    ],
)
def test_a_right_word_of_either_language_is_not_respelt(right, near):
    assert expand(right, vocabulary=[near]).corrections == ()


def test_nothing_is_respelt_where_it_is_not_wanted():
    assert expand("remessas", vocabulary=["remesas"], respell=False).corrections == ()


@pytest.mark.parametrize(
    ("question", "used"), [("la treata de los niños", "trata"), ("the treata of the", "treat")]
)
def test_a_slip_is_respelt_in_the_language_of_the_question(question, used):
    expansion = expand(question, vocabulary=["trata", "treat"])
    assert expansion.corrections == (SpellingCorrection(typed="treata", used=used),)


def test_an_english_word_is_respelt_although_the_collection_is_spanish():
    assert expand("chlid", vocabulary=["ninos"]).corrections == (
        SpellingCorrection(typed="chlid", used="child"),
    )
