import pytest

from puente.model.documents import DocumentKind, Language
from puente.model.queries import Concept, NumberedPart, PartKind, Term
from puente.model.segments import SegmentKind
from puente.search.numbered_parts import (
    find_numbered_part,
    named_documents,
    segments_of_part,
)
from puente.search.question.query_parser import parse_query
from puente.symbols.finding import parse_symbol
from puente.text.tokenization import stem
from tests.fixtures.builders import document, segment

ARTICLE, PARAGRAPH = PartKind.ARTICLE, PartKind.PARAGRAPH


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Universal Declaration article 26", ARTICLE, 26),
        ("artículo 8 de la Convención Americana", ARTICLE, 8),
        ("art. 8.1 Convención Americana", ARTICLE, 8),
        ("article 8(1) American Convention", ARTICLE, 8),
        ("American Declaration Article XXVI", ARTICLE, 26),
        ("paragraph 17 of the Cartagena judgment", PARAGRAPH, 17),
        ("para. 17 of the Cartagena judgment", PARAGRAPH, 17),
        ("para 17 of the Cartagena judgment", PARAGRAPH, 17),
        ("párr. 17 sentencia Cartagena", PARAGRAPH, 17),
        ("parrafo 12 AG/RES. 2141", PARAGRAPH, 12),
        ("¶ 17 Cartagena", PARAGRAPH, 17),
        ("operative paragraph 3 AG/RES. 2141", PartKind.OPERATIVE, 3),
        ("punto resolutivo 3 sentencia Cartagena", PartKind.OPERATIVE, 3),
        ("considerando 9 resolución Cartagena", PartKind.PREAMBULAR, 9),
    ],
)
def test_a_question_names_a_part_by_its_number(text, kind, number):
    part = parse_query(text).part
    assert (part.kind, part.number) == (kind, number)


@pytest.mark.parametrize(
    "text", ["article 26", "artículo civil", "medidas para 17 personas", "arte 12", "paragraphs"]
)
def test_other_words_name_no_part(text):
    assert parse_query(text).part is None


def test_the_other_words_are_the_title():
    part = find_numbered_part("paragraph 17 of the Cartagena judgment", Language.EN)
    assert part.title == ("of", "the", "cartagena", "judgment")


def part(kind, number):
    return NumberedPart(kind=kind, number=number)


def test_a_paragraph_is_found_by_its_official_number():
    segments = [
        segment("Diecisiete anexos", ordinal=1),
        segment("Uno", ordinal=2, official_number="17"),
        segment("Dos", ordinal=3, official_number="op-17"),
        segment("Tres", ordinal=4, official_number="op-3"),
        segment("Cuatro", ordinal=5, official_number="pp-3"),
        segment("Cinco", ordinal=6, official_number="pp-5"),
    ]
    assert segments_of_part(part(PARAGRAPH, 17), segments) == (segments[1],)
    assert segments_of_part(part(PARAGRAPH, 3), segments) == (segments[3],)
    assert segments_of_part(part(PARAGRAPH, 5), segments) == (segments[5],)
    assert segments_of_part(part(PartKind.PREAMBULAR, 3), segments) == (segments[4],)
    assert segments_of_part(part(PartKind.OPERATIVE, 5), segments) == ()
    assert segments_of_part(part(PARAGRAPH, 4), segments) == ()


def _article(number, ordinal, **values):
    return segment(number, ordinal=ordinal, kind=SegmentKind.HEADING, level=1, **values)


def test_an_article_is_what_stands_under_its_heading():
    under = {"heading_path": ("Artículo 2.",)}
    segments = [
        segment("Artículo 2 de la Convención de Viena", ordinal=1),
        _article("Artículo 1", 2),
        segment("Uno", ordinal=3, heading_path=("Artículo 1",)),
        _article("ARTÍCULO 2.", 4),
        *(segment(f"Dos {n}", ordinal=n, **under) for n in range(5, 9)),
        _article("Artículo 20", 9),
    ]
    assert segments_of_part(part(ARTICLE, 2), segments) == tuple(segments[4:7])
    assert segments_of_part(part(ARTICLE, 20), segments) == (segments[8],)
    assert segments_of_part(part(ARTICLE, 3), segments) == ()


@pytest.mark.parametrize("text", ["Article 26. Everyone has", "ARTICLE XXVI – Every person"])
def test_an_article_may_begin_with_its_number(text):
    own = segment(text, ordinal=2)
    segments = [segment("Article 26 of the Covenant provides", ordinal=1), own]
    assert segments_of_part(part(ARTICLE, 26), segments) == (own,)


def _concepts(*words):
    return [
        Concept(terms=tuple(Term(language=each, stem=stem(word, each)) for each in Language))
        for word in words
    ]


def test_a_document_is_named_by_its_title_with_its_kind_the_shortest_first():
    judgment = document("a.en", title="Case of Cartagena v. Colombia", kind=DocumentKind.JUDGMENT)
    appeal = document(
        "b.en", title="Case of Cartagena v. Colombia, on appeal", kind=DocumentKind.JUDGMENT
    )
    order = document("c.en", title="Case of Cartagena", kind=DocumentKind.ORDER)
    query = parse_query("paragraph 17 of the Cartagena judgment")
    found = named_documents([appeal, order, judgment], _concepts("cartagena", "judgment"), query)
    assert found == (judgment, appeal)


def test_a_document_in_the_language_of_the_question_comes_first():
    english = document("a.en", title="Cartagena")
    spanish = document("a.es", title="Caso Cartagena")
    query = parse_query("párrafo 17 del caso Cartagena")
    assert named_documents([english, spanish], _concepts("cartagena"), query) == (spanish, english)


def test_a_symbol_names_its_document_whatever_the_title():
    resolution = document("a.es", title="Otro", symbol=parse_symbol("AG/RES. 2141 (XXXV-O/05)"))
    query = parse_query("párrafo 12 AG/RES. 2141 (XXXV-O/05)")
    assert named_documents([document("b.es"), resolution], (), query) == (resolution,)
