import pytest

from puente.model.documents import Language
from puente.model.queries import Concept, KeywordQuery, Term, TermRelation
from puente.model.results import HitEvidence, HydratedSegment, Place, SymbolMatches, Translation
from puente.model.segments import Cell, SegmentKind
from puente.search.evidence import Explainer, at_nearest
from puente.search.question.query_expansion import Expander
from puente.search.question.query_parser import parse_query
from puente.symbols.finding import parse_symbol
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from tests.fixtures.builders import document, segment

ES, EN = Language.ES, Language.EN
MINUTES = document("acta.es", title="Acta")


def shown(text, *translated, about=MINUTES, **values):
    """A paragraph beside its translation in other paragraphs."""
    report = document("minutes.en")
    others = tuple(segment(each, document=report, ordinal=n) for n, each in enumerate(translated))
    aligned = Translation(document_id=report.id, language=EN, segments=others, confidence=0.9)
    return HydratedSegment(
        segment=segment(text, document=about, **values),
        document=about,
        translations=(aligned,) if others else (),
    )


def explain(question, it, *, legs=("keyword",), symbols=()):
    query = parse_query(question)
    expansion = Expander(load_lexicon(), load_glossary()).expand(query, lambda words: {})
    asked = KeywordQuery(concepts=expansion.concepts, phrases=query.phrases)
    return Explainer(query, asked, symbols).explain(it, legs)


def found(question, it, **values):
    """The words found, by place, relation and word."""
    evidence = explain(question, it, **values).evidence
    return {(each.place, each.relation, each.word): each.found for each in evidence}


def marked(translation):
    return [translation.text[span.start : span.end] for span in translation.highlights]


def test_a_word_is_named_as_it_was_typed_and_as_it_stands_there():
    evidence = explain("niños en la frontera", shown("La NIÑA y los niños")).evidence
    assert evidence == (
        HitEvidence(place=Place.TEXT, word="niños", found=("NIÑA", "niños"), language=ES),
    )


def test_a_translated_word_names_the_word_that_it_translates():
    it = shown("La trata de personas", "Trafficking in persons")
    assert found("trafficking", it) == {
        (Place.TEXT, TermRelation.TRANSLATION, "trafficking"): ("trata",),
        (Place.TRANSLATION, TermRelation.OWN, "trafficking"): ("Trafficking",),
    }


def test_a_word_that_is_spelt_alike_is_its_own_and_one_spelt_otherwise_a_translation():
    it = shown("En Guatemala", "In Guatemala, migrants")
    evidence = found("migrantes de Guatemala", it)
    assert evidence[Place.TRANSLATION, TermRelation.OWN, "Guatemala"] == ("Guatemala",)
    assert evidence[Place.TRANSLATION, TermRelation.TRANSLATION, "migrantes"] == ("migrants",)


def test_an_acronym_names_all_of_what_it_is_short_for():
    name = "Organización de los Estados Americanos"
    assert found(name, shown("La OEA decide")) == {
        (Place.TEXT, TermRelation.ACRONYM, name): ("OEA",),
    }


def test_an_acronym_of_the_other_language_names_the_one_that_was_typed():
    evidence = found("ACNUR", shown("Véase", "UNHCR was there"))
    assert evidence == {(Place.TRANSLATION, TermRelation.ACRONYM, "ACNUR"): ("UNHCR",)}


def test_a_word_is_found_in_headings_headers_and_titles():
    about = document("acta.es", title="Acta sobre remesas")
    it = shown(
        "Haití: 3", about=about, heading_path=("El asilo",), kind=SegmentKind.TABLE_ROW,
        label="Haití", cells=(Cell(header="Frontera", text="3"),),
    )  # fmt: skip
    places = [(each.place, each.word) for each in explain("asilo remesas frontera", it).evidence]
    assert places == [
        (Place.HEADING, "asilo"), (Place.HEADING, "frontera"), (Place.TITLE, "remesas"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"), [("cas trat", ["cas"]), ("cas", ["cas"]), ("trat", ["trat"])]
)
def test_what_seldom_stands_for_a_word_is_named_where_nothing_better_does(text, named):
    terms = [
        Term(language=ES, stem=stem, weight=weight, relation=TermRelation.RELATED, source=("x",))
        for stem, weight in (("cas", 0.9), ("trat", 0.1))
    ]
    asked = KeywordQuery(concepts=(Concept(terms=tuple(terms)),))
    explained = Explainer(parse_query("x"), asked, ()).explain(shown(text), ("keyword",))
    assert [form for each in explained.evidence for form in each.found] == named


def test_what_is_found_by_meaning_alone_has_no_words():
    evidence = explain("remesas", shown("Envíos de dinero"), legs=("vector",)).evidence
    assert evidence == (HitEvidence(place=Place.MEANING),)


def test_a_symbol_is_borne_nearly_borne_or_cited():
    about = document("acta.es", symbol=parse_symbol("CE/AM-75/09 rev. 2"))
    it = shown("Acta", about=about)
    borne = SymbolMatches(openings=(it.segment.id,))
    citing = SymbolMatches(citing=(it.segment.id,))
    assert found("CE/AM-75/09 rev. 2", it, symbols=[(borne,)]) == {
        (Place.SYMBOL, TermRelation.OWN, "CE/AM-75/09 rev. 2"): ("CE/AM-75/09 rev. 2",),
    }
    assert found("CE/AM-75/09", it, symbols=[(SymbolMatches(), borne)]) == {
        (Place.SYMBOL, TermRelation.RELATED, "CE/AM-75/09"): ("CE/AM-75/09 rev. 2",),
    }
    assert found("CE/AM-75/09", it, symbols=[(citing,)]) == {
        (Place.CITATION, TermRelation.OWN, "CE/AM-75/09"): ("CE/AM-75/09",),
    }


def test_the_matches_are_marked_in_the_translation_paragraph_by_paragraph():
    it = shown("La trata de personas; el asilo", "Trafficking in persons.", "On asylum")
    (translation,) = explain("trata asilo", it).translations
    assert marked(translation) == ["Trafficking", "asylum"]
    parts = [
        [own.text[span.start : span.end] for span in spans]
        for own, spans in translation.highlighted()
    ]
    assert parts == [["Trafficking"], ["asylum"]]


def test_a_word_without_a_known_translation_is_marked_where_one_begins_alike():
    it = shown("Evitar la duplicidad", "To avoid duplication and dupes")
    (translation,) = explain("duplicidad", it).translations
    assert marked(translation) == ["duplication"]
    known = shown("La migración", "Migration of migratory birds")
    assert marked(explain("migración", known).translations[0]) == ["Migration"]


def test_a_phrase_has_its_counterpart_marked_in_the_translation():
    it = shown(
        "Se resaltó la importancia de evitar la duplicidad de esfuerzos",
        "Delegations emphasized the importance of avoiding duplication of efforts",
    )
    explained = explain("“duplicidad de esfuerzos”", it)
    assert marked(explained.translations[0]) == ["duplication of efforts"]
    assert [each.found for each in explained.evidence] == [("duplicidad de esfuerzos",)]


def test_a_counterpart_over_two_paragraphs_is_marked_in_both():
    one, two = (segment(text, ordinal=n) for n, text in enumerate(["uno dos", "tres"], 1))
    translation = Translation(
        document_id=one.document_id, language=ES, segments=(one, two), confidence=1.0,
        highlights=explain("“dos tres”", shown("uno dos\ntres")).highlights,
    )  # fmt: skip
    assert [[(s.start, s.end) for s in spans] for _, spans in translation.highlighted()] == [
        [(4, 7)],
        [(0, 4)],
    ]


def test_at_its_nearest_a_word_is_named_once_and_no_other_word_for_its_own():
    name = "Organización de los Estados Americanos"
    it = shown("La OEA y los Estados", "The states of the OAS")
    nearest = at_nearest(explain(f"{name} OEA", it).evidence)
    assert [(each.place, each.word) for each in nearest] == [
        (Place.TEXT, "Estados"),
        (Place.TEXT, "OEA"),
    ]
