from puente.model.documents import Language
from puente.text.glossary import Glossary, load_glossary
from puente.text.tokenization import stem, words


def stems(text, language):
    return [stem(word, language) for word in words(text)]


def test_a_term_is_found_inside_a_question_with_its_counterpart():
    glossary = Glossary([("trata de personas", "trafficking in persons")], [])
    found = glossary.find(stems("combate a la trata de personas hoy", Language.ES), Language.ES)
    assert [(match.start, match.end, match.counterpart) for match in found] == [
        (3, 6, ("traffick", "in", "person"))
    ]


def test_the_longest_term_wins():
    glossary = Glossary(
        [("migración laboral", "labor migration"), ("migración laboral justa", "fair recruitment")],
        [],
    )
    found = glossary.find(stems("migración laboral justa", Language.ES), Language.ES)
    assert [match.counterpart for match in found] == [("fair", "recruit")]


def test_acronyms_change_with_the_language():
    glossary = load_glossary()
    assert glossary.acronym("OAS", Language.EN) == {"oea"}
    assert glossary.acronym("cidh", Language.ES) == {"iachr"}
    assert "crm" in glossary.acronym("RCM", Language.EN)
    assert glossary.acronym("xyz", Language.ES) == frozenset()


def test_the_shipped_glossary_knows_the_terms_of_the_field():
    found = load_glossary().find(stems("unaccompanied minors", Language.EN), Language.EN)
    assert [match.counterpart for match in found] == [
        tuple(stems("menores no acompañados", Language.ES))
    ]
