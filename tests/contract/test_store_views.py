"""What a question reads: one generation, whatever is written meanwhile."""

from collections.abc import Callable

import pytest

from puente.model.documents import DocumentKind, Language
from puente.model.filters import Filters, values_of
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.queries import KeywordQuery
from puente.model.results import Candidate, Ranking, SymbolMatches
from puente.model.segments import SegmentKind
from puente.store.protocol import IndexChangedError, Store, VectorQuery
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import alignment, ask, document, ids, put, segment, vectors

CITED = "CE/AM-75/09"


@pytest.fixture
def filled(store: Store) -> Store:
    """A heading and a paragraph, the latter in both languages and citing a document."""
    spanish = document("a.es", organ="AG", kind=DocumentKind.RESOLUTION, date="2004-10-13")
    english = document("b.en", collection="crm")
    heading = segment("Asilo", document=spanish, kind=SegmentKind.HEADING)
    first = segment("El asilo", document=spanish, ordinal=2, citations=(CITED,))
    second = segment("Asylum", document=english)
    with store.writing() as writer:
        writer.put(spanish, [heading, first], vectors([heading, first]))
        writer.put(english, [second], vectors([second]))
        writer.link(alignment([first], [second]))
    return store


def test_what_is_asked_together_is_answered_as_if_alone(filled: Store) -> None:
    words = [ask("asilo"), KeywordQuery(), ask("asylum", filters=Filters(collections=("crm",)))]
    [vector] = vectors([segment("El asilo")])
    near = [VectorQuery(vector=vector, filters=Filters(languages=(each,))) for each in Language]
    symbols = [parse_symbol("AG/RES. 1"), parse_symbol(CITED)]
    with filled.view() as view:
        found = view.search(keyword=words, nearest=near, symbols=symbols, limit=2)
    assert found.keyword == tuple(filled.keyword(each, limit=2) for each in words)
    assert found.nearest == tuple(filled.nearest(vector, each.filters, limit=2) for each in near)
    assert found.symbols == (SymbolMatches(), SymbolMatches(citing=("a.es.0002",)))
    assert [ids(each) for each in found.keyword] == [["a.es.0001", "a.es.0002"], [], ["b.en.0001"]]


def test_nothing_asked_is_nothing_answered(filled: Store) -> None:
    with filled.view() as view:
        found = view.search(keyword=[KeywordQuery()], limit=2)
        assert (found.nearest, found.symbols) == ((), ())
        assert found.keyword == (Ranking(ceiling=0.0),)
        assert view.candidates([]) == view.hydrate([]) == {}


def test_a_candidate_has_what_ranks_and_groups_it(filled: Store) -> None:
    with filled.view() as view:
        view.search(keyword=[ask("asilo")], limit=9)
        found = view.candidates([SegmentId("a.es.0002"), SegmentId("b.en.0001")])
    assert found["a.es.0002"] == Candidate(
        id=SegmentId("a.es.0002"),
        part=SegmentKind.PARAGRAPH,
        language=Language.ES,
        values=values_of(filled.document(DocumentId("a.es"))),
        counterparts=(SegmentId("b.en.0001"),),
        date="2004-10-13",
    )
    english = found["b.en.0001"]
    assert english.values == values_of(filled.document(DocumentId("b.en")))
    assert english.values[:5] == ("en", "crm", None, "document", None)
    assert (english.document_id, english.counterparts) == ("b.en", ("a.es.0002",))


@pytest.mark.parametrize("date", ["2004-10-13", "2004-10", "2004", None])
def test_a_candidate_has_the_date_as_its_document_has_it(filled: Store, date: str | None) -> None:
    put(filled, document("c.es", date=date), "Refugio")
    with filled.view(newest=True) as view:
        view.search(keyword=[ask("refugio")], limit=9)
        assert view.candidates([SegmentId("c.es.0001")])["c.es.0001"].date == date


def test_a_view_has_the_segments_of_a_document_in_order(filled: Store) -> None:
    with filled.view() as view:
        assert [each.id for each in view.segments_of(DocumentId("a.es"))] == [
            "a.es.0001",
            "a.es.0002",
        ]
        assert list(view.segments_of(DocumentId("z.es"))) == []
    with filled.view(within=("other",)) as confined:
        assert list(confined.segments_of(DocumentId("a.es"))) == []


def test_the_candidates_of_a_symbol_are_those_that_cite_or_open(filled: Store) -> None:
    put(filled, document("c.es", symbol=parse_symbol(CITED)), "Uno")
    with filled.view(newest=True) as view:
        [found] = view.search(symbols=[parse_symbol(CITED)], limit=9).symbols
        kinds = [each.part for each in view.candidates((*found.openings, *found.citing)).values()]
    assert kinds == [SegmentKind.PARAGRAPH] * 2


def test_segments_that_are_not_there_are_not_shown(filled: Store) -> None:
    assert filled.hydrate([SegmentId("a.es.0009"), SegmentId("nada")]) == {}


def test_a_view_stays_as_it_was_while_others_write(
    filled: Store, reopen: Callable[[], Store]
) -> None:
    with filled.view(newest=True) as view:
        before = view.search(keyword=[ask("asilo")], limit=9)
        put(reopen(), document("a.es"), "El asilo de otro")
        assert view.search(keyword=[ask("asilo")], limit=9) == before
        assert (
            view.hydrate([SegmentId("a.es.0001")])[SegmentId("a.es.0001")].segment.text == "Asilo"
        )
    assert ids(filled.keyword(ask("asilo"), limit=9)) == ["a.es.0001"]


@pytest.mark.parametrize("is_rebuilt", [False, True])
def test_no_search_answers_from_a_generation_that_is_not_visible(
    filled: Store, reopen: Callable[[], Store], *, is_rebuilt: bool
) -> None:
    filled.keyword(ask("asilo"), limit=9)
    other, made = reopen(), document("c.es")
    found = [segment("El asilo", document=made)]
    with other.rebuilding() if is_rebuilt else other.writing() as writer:
        writer.put(made, found, vectors(found))
    try:
        with filled.view() as view:
            ranking = view.search(keyword=[ask("asilo")], limit=9).keyword[0]
    except IndexChangedError:
        with filled.view(newest=True) as view:
            ranking = view.search(keyword=[ask("asilo")], limit=9).keyword[0]
    assert ranking.total == (1 if is_rebuilt else 4)
    assert view.generation == other.index_state().generation
