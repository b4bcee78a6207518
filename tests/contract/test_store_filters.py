"""How filters narrow all three rankings alike, and what facets count."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from puente.model.documents import DocumentKind, Language, Visibility
from puente.model.filters import Filters, YearRange
from puente.model.identifiers import SegmentId
from puente.model.queries import KeywordQuery
from puente.model.results import Facet, FacetValue
from puente.store import open_store, url_for
from puente.store.protocol import Store
from tests.fixtures.builders import EMBEDDER, ask, document, ids, put, segment, vectors

FILTERS = [
    (Filters(), "abcd"),
    (Filters(languages=(Language.EN,)), "c"),
    (Filters(languages=(Language.EN, Language.ES)), "abcd"),
    (Filters(collections=("crm",)), "bc"),
    (Filters(organs=("AG", "CP")), "ab"),
    (Filters(organs=("CP",)), "b"),
    (Filters(kinds=(DocumentKind.RESOLUTION,)), "ad"),
    (Filters(years=(YearRange(first=2004, last=2008),)), "ab"),
    (Filters(years=(YearRange(first=2004, last=2004), YearRange(first=2009, last=2010))), "ac"),
    (Filters(collections=("crm",), languages=(Language.ES,)), "b"),
    (Filters(committees=("CAJP",)), "b"),
    (Filters(committees=("CAJP",), collections=("oas",)), ""),
    (Filters(sessions=("XXXVIII-O", "XXXIX-O")), "ac"),
    (Filters(sessions=("XXXVIII-O",), organs=("AG",)), "a"),
    (Filters(collections=("none",)), ""),
]


def _fill(store: Store) -> None:
    for identifier, values in {
        "a.es": {
            "organ": "AG",
            "kind": DocumentKind.RESOLUTION,
            "date": "2004-10-13",
            "session": "XXXVIII-O",
        },
        "b.es": {"organ": "CP", "collection": "crm", "date": "2008", "committee": "CAJP"},
        "c.en": {"collection": "crm", "date": "2009-06", "session": "XXXIX-O"},
        "d.es": {"kind": DocumentKind.RESOLUTION},
    }.items():
        made = document(identifier, **values)
        text = "El asilo" if identifier != "c.en" else "An asilo"
        put(
            store,
            made,
            segment(text, document=made),
            segment("Asilo otra vez", document=made, ordinal=2),
        )


@pytest.fixture
def filled(index_of: Callable[[Callable[[Store], None]], Store]) -> Store:
    """An index that tests only read."""
    return index_of(_fill)


@pytest.mark.parametrize(("filters", "found"), FILTERS)
def test_filters_narrow_keyword_rankings(filled: Store, filters: Filters, found: str) -> None:
    ranking = filled.keyword(ask("asilo", filters=filters), limit=99)
    assert {scored.segment_id[0] for scored in ranking.scored} == set(found)
    assert ranking.total == 2 * len(found)


@pytest.mark.parametrize(("filters", "found"), FILTERS)
def test_filters_narrow_vector_rankings(filled: Store, filters: Filters, found: str) -> None:
    [vector] = vectors([segment("El asilo")])
    ranking = filled.nearest(vector, filters, limit=99)
    assert {scored.segment_id[0] for scored in ranking.scored} == set(found)
    assert ranking.total == 2 * len(found)


@pytest.mark.parametrize(("filters", "found"), FILTERS)
def test_filters_narrow_documents(filled: Store, filters: Filters, found: str) -> None:
    assert [made.id[0] for made in filled.documents(filters)] == list(found)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(collections=("crm",)),
        Filters(organs=("AG",)),
        Filters(years=(YearRange(first=2004, last=2008),)),
        Filters(committees=("CAJP",)),
        Filters(sessions=("XXXVIII-O",)),
    ],
)
def test_a_facet_filter_never_moves_a_score(filled: Store, filters: Filters) -> None:
    unfiltered = {s.segment_id: s.score for s in filled.keyword(ask("asilo el"), limit=99).scored}
    for scored in filled.keyword(ask("asilo el", filters=filters), limit=99).scored:
        assert scored.score == unfiltered[scored.segment_id]


def test_restricted_documents_change_no_public_answer(store: Store, address: str) -> None:
    """Two worlds, one with restricted documents of the same filters: the public answers agree."""
    _fill(store)
    alone = [public_answers(store, filters) for filters, _ in FILTERS]
    restricted = open_store(
        url_for(address, Visibility.RESTRICTED),
        embedder=EMBEDDER.name,
        dimension=EMBEDDER.dimension,
    )
    for made in store.documents():
        hidden = replace(made, visibility=Visibility.RESTRICTED, committee="CAJP", session="I")
        put(restricted, hidden, "El asilo", "Asilo otra vez")
    restricted.close()
    assert [public_answers(store, filters) for filters, _ in FILTERS] == alone


def public_answers(store: Store, filters: Filters) -> tuple[object, ...]:
    [vector] = vectors([segment("El asilo")])
    query = ask("asilo", filters=filters)
    return (
        store.keyword(query, limit=99),
        store.nearest(vector, filters, limit=99),
        store.facets(query),
        store.documents(filters),
    )


def test_a_language_is_scored_by_its_own_statistics(store: Store) -> None:
    put(store, document("uno.es"), "El asilo", "La trata")
    spanish = ask("asilo", filters=Filters(languages=(Language.ES,)))
    alone = store.keyword(spanish, limit=9)
    put(store, document("one.en"), "Asylum", "Trafficking", "Return")
    assert store.keyword(spanish, limit=9) == alone


def test_facets_count_documents_not_segments(filled: Store) -> None:
    assert filled.facets(ask("el")) == (
        Facet(name="language", values=(FacetValue(value="es", count=3),)),
        Facet(
            name="collection",
            values=(FacetValue(value="oas", count=2), FacetValue(value="crm", count=1)),
        ),
        Facet(
            name="organ", values=(FacetValue(value="AG", count=1), FacetValue(value="CP", count=1))
        ),
        Facet(
            name="kind",
            values=(
                FacetValue(value="resolution", count=2),
                FacetValue(value="document", count=1),
            ),
        ),
        Facet(
            name="year",
            values=(FacetValue(value="2004", count=1), FacetValue(value="2008", count=1)),
        ),
        Facet(name="committee", values=(FacetValue(value="CAJP", count=1),)),
        Facet(name="session", values=(FacetValue(value="XXXVIII-O", count=1),)),
    )


def _fill_in_two_languages(store: Store) -> None:
    """A Spanish document with an English paragraph, and an English one."""
    mixed = document("mixto.es", organ="AG")
    english = segment("Asylum", document=mixed, ordinal=2, language=Language.EN)
    put(store, mixed, "El asilo", english)
    put(store, document("one.en"), "Asylum")


@pytest.fixture
def mixed(index_of: Callable[[Callable[[Store], None]], Store]) -> Store:
    """An index that tests only read, with a document in two languages."""
    return index_of(_fill_in_two_languages)


IN_TWO_LANGUAGES = [
    (Filters(), ["mixto.es.0001", "mixto.es.0002", "one.en.0001"]),
    (Filters(languages=(Language.ES,)), ["mixto.es.0001"]),
    (Filters(languages=(Language.EN,)), ["mixto.es.0002", "one.en.0001"]),
    (Filters(languages=(Language.EN,), organs=("AG",)), ["mixto.es.0002"]),
    (Filters(languages=(Language.ES, Language.PT), organs=("AG",)), ["mixto.es.0001"]),
    (Filters(languages=(Language.FR,)), []),
]


@pytest.mark.parametrize(("filters", "found"), IN_TWO_LANGUAGES)
def test_a_document_in_two_languages_is_found_in_each_by_its_paragraphs(
    mixed: Store, filters: Filters, found: list[str]
) -> None:
    [vector] = vectors([segment("El asilo")])
    assert sorted(ids(mixed.keyword(ask("asilo asylum", filters=filters), limit=9))) == found
    assert sorted(ids(mixed.nearest(vector, filters, limit=9))) == found


def test_a_document_counts_once_in_each_language_of_its_matching_paragraphs(mixed: Store) -> None:
    def languages(words: str, *chosen: Language) -> tuple[FacetValue, ...]:
        return mixed.facets(ask(words, filters=Filters(languages=chosen)))[0].values

    english, spanish = FacetValue(value="en", count=2), FacetValue(value="es", count=1)
    assert languages("asilo asylum") == (english, spanish)
    assert languages("asilo asylum", Language.EN) == (english,)
    assert languages("asilo", Language.ES) == (spanish,)
    organ = mixed.facets(ask("asilo asylum"))[2]
    assert organ.values == (FacetValue(value="AG", count=1),)


def test_documents_are_listed_in_their_own_language(mixed: Store) -> None:
    listed = mixed.documents(Filters(languages=(Language.EN,)))
    assert [each.id for each in listed] == ["one.en"]
    assert mixed.facets(KeywordQuery())[0].values == (
        FacetValue(value="en", count=1),
        FacetValue(value="es", count=1),
    )


def test_paragraphs_are_scored_by_the_statistics_of_their_language(store: Store) -> None:
    _fill_in_two_languages(store)
    english = ask("asylum", filters=Filters(languages=(Language.EN,)))
    before = store.keyword(english, limit=9)
    put(store, document("otro.es"), "La trata", "El retorno")
    assert store.keyword(english, limit=9) == before
    more = document("mas.es")
    put(store, more, segment("Return", document=more, language=Language.EN))
    assert ids(store.keyword(english, limit=9)) == ids(before)
    assert store.keyword(english, limit=9).scored[0].score > before.scored[0].score


def test_a_view_knows_the_languages_of_its_paragraphs(mixed: Store, store: Store) -> None:
    with mixed.view() as view:
        assert view.languages() == (Language.EN, Language.ES)
        found = ask("asylum", filters=Filters(languages=(Language.EN,)))
        view.search(keyword=[found], limit=9)
        candidate = view.candidates([SegmentId("mixto.es.0002")])[SegmentId("mixto.es.0002")]
    assert (candidate.language, candidate.values[:3]) == (Language.EN, ("en", "oas", "AG"))
    made = document("quoted.es", collection="crm")
    put(store, made, segment("Asylum", document=made, language=Language.EN))
    with store.view(newest=True, within=("oas",)) as confined:
        assert confined.languages() == ()
    with store.view(newest=True, within=("crm",)) as confined:
        assert confined.languages() == (Language.EN,)


def test_facets_keep_to_the_filters(filled: Store) -> None:
    language, collection, *_ = filled.facets(ask("asilo", filters=Filters(organs=("AG",))))
    assert language.values == (FacetValue(value="es", count=1),)
    assert collection.values == (FacetValue(value="oas", count=1),)


def test_an_empty_query_counts_all_documents_that_pass(store: Store) -> None:
    _fill(store)
    put(store, document("vacio.es", collection="crm"))
    language, *_ = store.facets(KeywordQuery(filters=Filters(collections=("crm",))))
    assert language.values == (FacetValue(value="es", count=2), FacetValue(value="en", count=1))


def test_facets_of_a_question_that_nothing_answers_are_empty(filled: Store) -> None:
    assert {facet.values for facet in filled.facets(ask("inexistente"))} == {()}


def test_a_filter_combines_with_a_phrase(filled: Store) -> None:
    query = KeywordQuery(phrases=("el asilo",), filters=Filters(collections=("oas",)))
    assert ids(filled.keyword(query, limit=9)) == ["a.es.0001", "d.es.0001"]
