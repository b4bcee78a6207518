"""Results of a search over every engine: one hit for one text, and room for other documents."""

from collections.abc import Callable

import pytest

from puente.catalogue.confined_reader import ConfinedReader
from puente.model.documents import DocumentKind, Language
from puente.model.filters import Filters
from puente.model.identifiers import SegmentId
from puente.model.queries import Sort, TermRelation
from puente.model.results import Hit, Place
from puente.model.segments import SegmentKind
from puente.search.searcher import NEAREST, Searcher, SearchOptions
from puente.store.protocol import Reader, Store
from puente.symbols.finding import parse_symbol
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from tests.fixtures.builders import EMBEDDER, alignment, document, put, segment

MONUMENT = "El Estado debe erigir un monumento en memoria de las víctimas"
STONE = "The State must build a monument of stone in memory of all the victims"
LONG = [
    f"Del monumento número {n} trata el párrafo {n}, con {n} votos y {n} anexos" for n in range(12)
]


def _fill(store: Store) -> None:
    source = put(store, document("a.es", collection="own"), MONUMENT)
    target = put(store, document("a.en", collection="own"), STONE)
    put(store, document("b.es", collection="other"), f"{MONUMENT}.", "Otro monumento")
    put(store, document("c.es", collection="own"), MONUMENT.upper())
    put(store, document("d.en", collection="own"), STONE)
    put(store, document("e.es", collection="own"), *LONG)
    with store.writing() as writer:
        writer.link(alignment(source, target))


@pytest.fixture
def filled(index_of: Callable[[Callable[[Store], None]], Store]) -> Store:
    return index_of(_fill)


def over(reader: Reader, options: SearchOptions = SearchOptions()) -> Searcher:
    return Searcher([reader], EMBEDDER, load_lexicon(), load_glossary(), options)


def places(searcher: Searcher, text: str, **asked: object) -> dict[SegmentId, list[SegmentId]]:
    """The segments that are also in others, by the hit's."""
    hits = searcher.search(text, **asked).hits
    return {h.segment.id: [each.segment.id for each in h.also_in] for h in hits if h.also_in}


def test_one_text_in_several_documents_is_one_hit_that_names_them(filled: Store) -> None:
    found = places(over(filled), MONUMENT, size=100)
    assert list(found) == ["a.es.0001"]
    assert sorted(found["a.es.0001"]) == ["b.es.0001", "c.es.0001", "d.en.0001"]


def test_a_hit_names_no_document_that_a_filter_leaves_out(filled: Store) -> None:
    found = places(over(filled), MONUMENT, size=100, filters=Filters(collections=("other",)))
    assert found == {}


def test_a_hit_names_no_document_that_its_reader_may_not_see(filled: Store) -> None:
    found = places(over(ConfinedReader(filled, ["own"])), MONUMENT, size=100)
    assert sorted(found["a.es.0001"]) == ["c.es.0001", "d.en.0001"]


@pytest.mark.parametrize("size", [1, 3, 10, 100])
def test_the_pages_have_every_passage_once_and_the_total_counts_them(
    filled: Store, size: int
) -> None:
    searcher = over(filled)
    whole = searcher.search("monumento", size=100)
    count = -(-whole.total // size)
    pages = [searcher.search("monumento", page=n + 1, size=size) for n in range(count)]
    assert tuple(hit for page in pages for hit in page.hits) == whole.hits
    assert {page.total for page in pages} == {len(whole.hits)}
    shown = [each.segment.id for hit in whole.hits for each in (hit, *hit.also_in)]
    assert len(shown) == len(set(shown)) == 17


def test_a_document_has_three_of_the_first_hits_until_nothing_else_answers(filled: Store) -> None:
    hits = over(filled).search("monumento", size=100).hits
    works = [hit.document.work_id for hit in hits]
    # Two other results: the text that stands in four documents, and another of b.
    assert [works[:10].count(each) for each in ("a", "b", "e")] == [1, 1, 8]
    assert works[10:] == ["e"] * 4


TRAFFICKING = "Trafficking in persons is a crime against the freedom of every victim"


def _fill_in_two_languages(store: Store) -> None:
    """A Spanish document with an English paragraph, and a symbol over an English title."""
    mixed = document("mixto.es", symbol=parse_symbol("CE/AM-75/09"))
    title = segment("Report on crime", document=mixed, language=Language.EN)
    english = segment(TRAFFICKING, document=mixed, ordinal=2, language=Language.EN)
    spanish = segment("La trata de personas es un delito", document=mixed, ordinal=3)
    put(store, mixed, title, english, spanish)


@pytest.fixture
def mixed(index_of: Callable[[Callable[[Store], None]], Store]) -> Searcher:
    return over(index_of(_fill_in_two_languages))


@pytest.mark.parametrize(
    ("language", "found"), [(Language.ES, "mixto.es.0003"), (Language.EN, "mixto.es.0002")]
)
def test_each_language_of_a_document_answers_by_its_own_paragraphs(
    mixed: Searcher, language: Language, found: str
) -> None:
    page = mixed.search("trafficking in persons", filters=Filters(languages=(language,)))
    assert [hit.segment.id for hit in page.hits] == [found]
    (facet,) = (each for each in page.facets if each.name == "language")
    assert {each.value: each.count for each in facet.values} == {"en": 1, "es": 1}


@pytest.mark.parametrize(("language", "found"), [("es", 1), ("en", 1), ("fr", 0)])
def test_a_document_answers_to_its_symbol_in_its_language_and_in_its_titles(
    mixed: Searcher, language: str, found: int
) -> None:
    page = mixed.search("CE/AM-75/09", filters=Filters(languages=(Language(language),)))
    assert [hit.segment.id for hit in page.hits] == ["mixto.es.0001"] * found


def _evidence(hit: Hit) -> list[tuple[Place, TermRelation, str, tuple[str, ...]]]:
    return [(each.place, each.relation, each.word, each.found) for each in hit.evidence]


def test_a_hit_says_why_and_marks_its_translation(filled: Store) -> None:
    hits = over(filled).search("victims").hits
    (hit,) = (each for each in hits if each.segment.id == "a.en.0001")
    assert _evidence(hit) == [
        (Place.TEXT, TermRelation.OWN, "victims", ("victims",)),
        (Place.TRANSLATION, TermRelation.TRANSLATION, "victims", ("víctimas",)),
        (Place.MEANING, TermRelation.OWN, "", ()),
    ]
    (translation,) = hit.translations
    assert [translation.text[s.start : s.end] for s in translation.highlights] == ["víctimas"]


def test_a_hit_names_nothing_that_its_reader_may_not_see(filled: Store) -> None:
    target = put(filled, document("b.en", collection="secret"), STONE, "Other")
    with filled.writing() as writer:
        writer.link(alignment(filled.segments_of("b.es"), target))
    (hit, *_) = over(ConfinedReader(filled, ["other"])).search("víctimas").hits
    assert {each.place for each in hit.evidence} == {Place.TEXT, Place.MEANING}


def _fill_dated(store: Store) -> None:
    """Orders of one case through the years, one without a date, and a convention."""
    for name, date in (("a", "2004"), ("b", "2009-02-13"), ("c", None), ("d", "2004-10-13")):
        order = document(f"{name}.es", date=date, title=f"Resolución {name}")
        put(store, order, f"Resolución sobre el monumento del expediente {name}")
    convention = document(
        "z.en", date="1994", title="Convention of Belem", kind=DocumentKind.CONVENTION
    )
    put(
        store,
        convention,
        segment("Belem", document=convention, ordinal=1, kind=SegmentKind.TITLE),
        segment("Article 7", document=convention, ordinal=2, kind=SegmentKind.HEADING, level=1),
        segment("Violence", document=convention, ordinal=3, heading_path=("Article 7",)),
        segment("Article 8", document=convention, ordinal=4, kind=SegmentKind.HEADING, level=1),
        segment("Measures", document=convention, ordinal=5, heading_path=("Article 8",)),
    )


@pytest.fixture
def dated(index_of: Callable[[Callable[[Store], None]], Store]) -> Searcher:
    return over(index_of(_fill_dated))


def found(searcher: Searcher, text: str, **asked: object) -> list[str]:
    """The documents of the hits, in order."""
    return [hit.document.id[0] for hit in searcher.search(text, **asked).hits]


def test_results_by_date_are_newest_first_and_the_same(dated: Searcher) -> None:
    by_score = found(dated, "monumento", sort=Sort.RELEVANCE)
    assert found(dated, "monumento", sort=Sort.DATE) == ["b", "d", "a", "c"]
    assert sorted(by_score) == ["a", "b", "c", "d"]
    assert found(dated, "monumento", sort=Sort.DATE, page=2, size=3) == ["c"]


def test_the_newest_of_what_is_near_the_best_comes_first(dated: Searcher) -> None:
    page = dated.search("última resolución sobre el monumento")
    assert page.query.newest
    assert [hit.document.id for hit in page.hits][:2] == ["b.es", "d.es"]


def test_a_span_of_years_in_words_leaves_the_others_out(dated: Searcher) -> None:
    page = dated.search("monumento desde 2005")
    assert [hit.document.id for hit in page.hits] == ["b.es"]
    assert page.query.filters == Filters()
    years = next(facet.values for facet in page.facets if facet.name == "year")
    assert {value.value for value in years} == {"2004", "2009"}
    assert "d" in found(dated, "monumento desde 2005", years=False)


def test_a_span_that_would_leave_no_answer_is_no_filter(dated: Searcher) -> None:
    page = dated.search("monumento entre 1980 y 1983")
    assert (page.query.years_filter, str(page.query.years)) == (False, "1980-1983")
    assert page.total == 4


def test_a_year_makes_its_documents_count_for_more(dated: Searcher) -> None:
    assert found(dated, "monumento 2009")[0] == "b"
    assert set(found(dated, "monumento 2004")[:2]) == {"a", "d"}


@pytest.mark.parametrize("text", ["Belem convention article 8", "artículo 8 convención Belem"])
def test_an_article_of_a_named_document_comes_first(dated: Searcher, text: str) -> None:
    best = dated.search(text).hits[0]
    assert (best.segment.text, best.legs[0]) == ("Measures", "part")
    assert dated.search("Belem convention article 9").hits[0].legs[0] != "part"


def test_a_part_that_a_filter_leaves_out_is_not_shown(dated: Searcher) -> None:
    asked = Filters(languages=(Language.ES,))
    assert "z" not in found(dated, "Belem convention article 8", filters=asked)


def test_a_question_that_names_a_document_shows_it_above_the_paragraphs(
    dated: Searcher,
) -> None:
    page = dated.search("convention of Belem 1994")
    assert [each.document.id for each in page.documents] == ["z.en"]
    assert page.hits[0].document.id == "z.en"
    assert dated.search("convention of Belem 1994", page=2, size=1).documents == ()


def test_the_parts_of_each_score_are_its_sum(filled: Store) -> None:
    hits = over(filled).search("victims of the monument").hits
    assert hits
    for hit in hits:
        assert hit.score == pytest.approx(sum(hit.parts.values()))


def test_where_nothing_answers_the_page_says_so_and_names_what_stands_nowhere(
    filled: Store,
) -> None:
    page = over(filled, SearchOptions(least_evidence=2, enough_words=2, least_meaning=0)).search(
        "volcanes en erupción", respell=False
    )
    assert not page.is_answered
    assert page.missing == ("volcanes", "erupcion")
    assert 0 < len(page.hits) <= NEAREST
    page = over(filled).search("víctimas")
    assert page.is_answered
    assert page.missing == ()
