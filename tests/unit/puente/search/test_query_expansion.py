import pytest

from puente.model.acronyms import Acronym, LearnedAcronyms, NamedAcronym
from puente.model.documents import Language
from puente.model.identifiers import SegmentId
from puente.model.queries import TermRelation
from puente.model.results import SpellingCorrection
from puente.search.question.query_expansion import Expander
from puente.search.question.query_parser import parse_query
from puente.text.glossary import Glossary, load_glossary
from puente.text.lexicon import Lexicon, LexiconEntry, load_lexicon

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


OPCAT = LearnedAcronyms(
    (
        Acronym(
            spanish=NamedAcronym(
                acronym="OPCAT",
                name="Protocolo Facultativo de la Convención contra la Tortura",
                segment_id=SegmentId("a.es.0001"),
            ),
            english=NamedAcronym(
                acronym="OP-CAT",
                name="Optional Protocol to the Convention against Torture",
                segment_id=SegmentId("a.en.0001"),
            ),
        ),
    )
)


def expand_with(text, *learned, glossary=GLOSSARY, **choices):
    query = parse_query(text, **choices)
    return Expander(LEXICON, glossary).expand(query, lambda words: {}, learned)


@pytest.mark.parametrize("text", ["OPCAT", "op-cat", "O.P.-C.A.T."])
def test_an_acronym_also_stands_for_the_words_of_its_name(text):
    concepts = expand_with(text, OPCAT).concepts
    english = [
        root for each in concepts for root in ("option", "protocol", "convent", "tortur")
        if (Language.EN, root) in terms(each)
    ]  # fmt: skip
    spanish = {key for each in concepts for key in terms(each)}
    assert (Language.ES, "facultativ") in spanish
    assert {(Language.EN, "option"), (Language.EN, "tortur")} <= spanish
    assert english
    for each in concepts:
        assert terms(each)[Language.EN, "opcat"] == 1.0
        assert each.weight == pytest.approx(1 / len(concepts))


def test_the_meaning_of_an_acronym_is_that_of_its_name():
    words = expand_with("the OPCAT visits", OPCAT).words
    assert words[:3] == ("the", "opcat", "optional")
    assert words[-2:] == ("torture", "visits")


@pytest.mark.parametrize(
    "text",
    [
        "Optional Protocol to the Convention against Torture",
        "Protocolo Facultativo de la Convención contra la Tortura",
    ],
)
def test_a_name_also_stands_for_its_acronym(text):
    for concept in expand_with(text, OPCAT).concepts:
        assert terms(concept)[Language.EN, "opcat"] == 0.6


def test_what_is_not_learned_is_only_searched_as_one_word_too():
    concepts = expand_with("the op-cat").concepts
    assert [each for each in concepts if terms(each)[Language.EN, "opcat"] != 1.0] == []
    assert [(Language.EN, "op") in terms(concepts[0]), (Language.EN, "cat") in terms(concepts[1])]


def test_the_glossary_knows_better_than_a_collection():
    known = Glossary([], [("OEA", "OAS")], [("OPCAT", "Otra Cosa", "Another Thing")])
    found = {
        key for each in expand_with("OPCAT", OPCAT, glossary=known).concepts for key in terms(each)
    }
    assert (Language.EN, "anoth") in found
    assert (Language.EN, "tortur") not in found


def test_some_acronyms_of_a_question_are_spelt_out():
    one = len(expand_with("OPCAT", OPCAT).concepts)
    assert len(expand_with("OPCAT " * 9, OPCAT).concepts) == 4 * one + 5


def test_a_shipped_acronym_is_spelt_out_when_it_is_the_whole_question():
    known = Glossary([], [], [("OIM", "Organización Internacional", "International Organization")])
    assert len(expand_with("OIM", glossary=known).concepts) == 2
    assert len(expand_with("OIM Guatemala", glossary=known).concepts) == 2


def test_half_of_the_words_are_asked_for_whatever_an_acronym_stands_for():
    assert expand_with("the OPCAT visits", OPCAT).asked == 2
    assert expand_with("the visits", OPCAT).asked == 1
    alone = expand_with("OPCAT", OPCAT)
    assert alone.asked == len(alone.concepts) > 1


def test_a_question_that_is_not_expanded_has_its_own_words_alone():
    expansion = expand_with("the childs of persons of the OAS", OPCAT, expand=False)
    assert [terms(each) for each in expansion.concepts] == [
        {(Language.EN, "child"): 1.0},
        {(Language.EN, "person"): 1.0},
        {(Language.EN, "oa"): 1.0},
    ]
    assert expansion.corrections == ()


def test_words_of_no_certain_language_are_searched_in_both_where_not_expanded():
    [concept] = expand_with("Guatemala", expand=False).concepts
    assert set(terms(concept)) == {(Language.ES, "guatemal"), (Language.EN, "guatemala")}


@pytest.mark.parametrize(
    "text", ["non-refoulement", "unaccompanied minors", "no devolución", "without papers"]
)
def test_what_turns_a_sentence_round_is_no_evidence(text):
    expander = Expander(load_lexicon(), load_glossary())
    found = expander.expand(parse_query(text, respell=False), lambda _: {})
    stems = {term.stem for concept in found.concepts for term in concept.terms}
    assert stems.isdisjoint({"no", "not", "sin", "without"})


def test_what_turns_a_sentence_round_is_searched_where_nothing_else_is_asked():
    assert "no" in {stem for _, stem in terms(expand("no").concepts[0])}
