"""What a view of an index file sees: one generation, whatever is committed meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from puente.errors import DocumentNotFoundError, SegmentNotFoundError
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.queries import KeywordQuery
from puente.store.sqlite.store import SqliteStore
from puente.store.sqlite.view import SqliteView
from tests.fixtures.builders import alignment, ask, document, put, segment, vectors


def seen(view: SqliteView) -> tuple[object, ...]:
    """All that the view tells of the documents."""
    return (
        view.generation,
        tuple(view.documents("true")),
        tuple(view.documents_passing(Filters(languages=(Language.EN,)))),
        tuple(view.summaries()),
        tuple(view.alignments("true")),
        view.facets(KeywordQuery()),
        view.spellings(["asilo"]),
        view.search(keyword=[ask("asilo")], limit=9),
    )


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    """Two versions of one paragraph, linked."""
    spanish, english = document("informe.es"), document("report.en")
    [first], [second] = put(store, spanish, "El asilo"), put(store, english, "Asylum")
    with store.writing() as writer:
        writer.link(alignment([first], [second]))
    return store


def test_a_view_sees_none_of_what_others_commit_while_it_is_open(
    filled: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    other = opened()
    with filled.view() as view:
        before = seen(view)
        put(other, document("otro.es"), "El asilo")
        with other.writing() as writer:
            writer.delete(DocumentId("report.en"))
        assert seen(view) == before
    with filled.view() as view:
        assert view.generation == before[0] + 2
        assert [made.id for made in view.documents("true")] == ["informe.es", "otro.es"]
        assert (tuple(view.summaries()), view.spellings(["asilo"])) == ((), {"asilo": {"asilo": 2}})


def test_a_view_sees_none_of_a_write_that_is_not_committed(filled: SqliteStore) -> None:
    with filled.view() as view:
        before = seen(view)
    made = document("otro.es")
    found = [segment("El asilo", document=made)]
    with filled.writing() as writer:
        writer.put(made, found, vectors(found))
        writer.delete(DocumentId("report.en"))
        with filled.view() as view:
            assert seen(view) == before


def test_a_view_keeps_to_its_generation_while_a_new_index_takes_the_place(
    filled: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    with filled.view() as view:
        before = seen(view)
        with opened().rebuilding():
            pass
        assert seen(view) == before
    with filled.view() as view:
        assert (view.generation, list(view.documents("true"))) == (before[0] + 1, [])


def test_threads_see_generations_of_their_own(filled: SqliteStore) -> None:
    def now() -> tuple[int, int]:
        with filled.view() as view:
            return view.generation, len(view.snapshot.columns.document_numbers)

    with ThreadPoolExecutor(1) as pool, filled.view() as view:
        generation = view.generation
        assert pool.submit(now).result() == (generation, 2)
        put(filled, document("otro.es"), "El asilo")
        assert pool.submit(now).result() == (generation + 1, 3)
        assert (view.generation, len(view.snapshot.columns.document_numbers)) == (generation, 2)


def test_views_of_one_generation_share_what_was_read_of_it(filled: SqliteStore) -> None:
    with filled.view() as view:
        first = view.snapshot
    with filled.view() as view:
        assert view.snapshot is first
    put(filled, document("otro.es"), "El asilo")
    with filled.view() as view:
        assert view.snapshot is not first


def test_what_is_not_there_is_an_error(filled: SqliteStore) -> None:
    with filled.view() as view:
        with pytest.raises(DocumentNotFoundError, match=r"nada\.es"):
            view.span(DocumentId("nada.es"))
        with pytest.raises(SegmentNotFoundError, match=r"nada\.es\.0001"):
            view.segment(SegmentId("nada.es.0001"))


def test_more_segments_than_a_statement_has_variables_are_read_at_once(store: SqliteStore) -> None:
    found = put(store, document(), *(f"Texto {number}" for number in range(1_500)))
    wanted = [each.id for each in found]
    with store.view() as view:
        assert list(view.candidates(wanted)) == wanted


def test_documents_that_pass_are_in_order_of_id(filled: SqliteStore) -> None:
    put(filled, document("acta.es"), "El acta")
    with filled.view() as view:
        spanish = view.documents_passing(Filters(languages=(Language.ES,)))
        assert [made.id for made in spanish] == ["acta.es", "informe.es"]
        every = view.documents_passing(Filters())
        assert [made.id for made in every] == ["acta.es", "informe.es", "report.en"]
