"""How an index is rebuilt while it answers."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import numpy as np
import pytest

from puente.errors import IndexMismatchError, RollbackError, UnsoundIndexError
from puente.model.filters import Filters
from puente.store import open_store
from puente.store.protocol import Reader, Store
from tests.fixtures.builders import EMBEDDER, ask, document, ids, put, segment, vectors

MADE_BY = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}


def rebuild(store: Store, text: str, *, fail: bool = False) -> None:
    made = document("nuevo.es")
    found = (segment(text, document=made),)
    with store.rebuilding() as writer:
        writer.put(made, found, vectors(found))
        assert [old.id for old in store.documents()] == ["viejo.es"]
        if fail:
            raise KeyError


def test_the_new_index_takes_the_place_of_the_old_at_the_end(store: Store) -> None:
    put(store, document("viejo.es"), "El asilo", "La trata")
    rebuild(store, "El asilo nuevo")
    assert [found.id for found in store.documents()] == ["nuevo.es"]
    assert ids(store.keyword(ask("asilo"), limit=9)) == ["nuevo.es.0001"]
    assert store.index_state().segments == 1


def test_an_error_leaves_the_old_index_as_it_was(store: Store) -> None:
    put(store, document("viejo.es"), "El asilo")
    before = store.index_state()
    with pytest.raises(KeyError):
        rebuild(store, "El asilo nuevo", fail=True)
    assert store.index_state() == before
    assert ids(store.keyword(ask("asilo"), limit=9)) == ["viejo.es.0001"]
    rebuild(store, "El asilo nuevo")


def test_other_readers_see_the_new_index(store: Store, reopen: Callable[[], Store]) -> None:
    put(store, document("viejo.es"), "El asilo")
    other = reopen()
    assert other.keyword(ask("nuevo"), limit=9).total == 0
    rebuild(store, "El asilo nuevo")
    assert ids(other.keyword(ask("nuevo"), limit=9)) == ["nuevo.es.0001"]
    put(other, document("otro.es"), "Otro")
    assert [found.id for found in store.documents()] == ["nuevo.es", "otro.es"]


def test_the_generation_grows_with_a_rebuild(store: Store) -> None:
    put(store, document("viejo.es"), "El asilo")
    before = store.index_state().generation
    rebuild(store, "Nuevo")
    assert store.index_state().generation == before + 1


def test_a_rebuild_may_change_the_encoder(store: Store, reopen: Callable[[], Store]) -> None:
    other = reopen()
    with store.rebuilding(embedder="small", dimension=2) as writer:
        writer.put(document(), [segment("Uno")], np.array([[0.6, 0.8]], np.float32))
    state = store.index_state()
    assert (state.embedder, state.dimension) == ("small", 2)
    assert store.vectors_of(document().id) == pytest.approx(np.array([[0.6, 0.8]]), abs=0.01)
    with pytest.raises(IndexMismatchError):
        other.documents()
    with pytest.raises(IndexMismatchError), other.writing():
        pass
    open_store(store.url, embedder="small", dimension=2).close()


def test_the_index_before_is_kept_and_taken_again(
    store: Store, reopen: Callable[[], Store]
) -> None:
    put(store, document("viejo.es"), "El asilo")
    other, before = reopen(), store.index_state()
    rebuild(store, "El asilo nuevo")
    put(store, document("otro.es"), "Otro")
    for documents in (["viejo.es"], ["nuevo.es", "otro.es"]):
        after = store.index_state()
        done = store.roll_back(**MADE_BY)
        assert list(store.document_ids()) == list(other.document_ids()) == documents
        assert done.before == after
        assert done.now == store.index_state()
        assert done.now.generation > after.generation
        assert (datetime.now(UTC) - done.replaced).total_seconds() < 60
    assert (before.documents, done.before.documents) == (1, 1)
    put(store, document("mas.es"), "Otro")


def test_there_is_nothing_to_go_back_to_at_first(store: Store) -> None:
    put(store, document("viejo.es"), "El asilo")
    with pytest.raises(RollbackError, match="no earlier one is kept"):
        store.roll_back(**MADE_BY)
    put(store, document("otro.es"), "Otro")


def test_an_index_of_another_encoder_is_not_gone_back_to(store: Store) -> None:
    put(store, document("viejo.es"), "El asilo")
    with store.rebuilding(embedder="small", dimension=2):
        pass
    with pytest.raises(RollbackError, match=f"Set PUENTE_EMBEDDER={EMBEDDER.name}"):
        store.roll_back(embedder="small", dimension=2)
    assert store.document_ids() == ()
    store.roll_back(**MADE_BY)
    assert store.document_ids() == ("viejo.es",)


def test_a_check_reads_the_new_index_before_anyone_else(store: Store) -> None:
    put(store, document("viejo.es"), "El asilo")
    seen = []

    def check(reader: Reader) -> None:
        found = ids(reader.keyword(ask("asilo"), limit=9))
        seen.append((found, reader.document_ids(), store.document_ids()))

    found = (segment("El asilo nuevo", document=document("nuevo.es")),)
    with store.rebuilding(check=check) as writer:
        writer.put(document("nuevo.es"), found, vectors(found))
    assert seen == [(["nuevo.es.0001"], ("nuevo.es",), ("viejo.es",))]


def test_a_check_that_fails_leaves_everything_as_it_was(store: Store) -> None:
    put(store, document("viejo.es"), "El asilo")
    rebuild(store, "El asilo nuevo")

    def refuse(_: Reader) -> None:
        raise UnsoundIndexError(store.url, "it is empty")

    with pytest.raises(UnsoundIndexError, match="it is empty"), store.rebuilding(check=refuse):
        pass
    assert store.document_ids() == ("nuevo.es",)
    assert store.problems() == ()
    store.roll_back(**MADE_BY)
    assert store.document_ids() == ("viejo.es",)


def test_questions_are_answered_all_through_a_rebuild(
    store: Store, reopen: Callable[[], Store]
) -> None:
    found = put(store, document("uno.es"), *(f"El asilo {number}" for number in range(50)))
    reader, stop, answered = reopen(), threading.Event(), []

    def ask_on() -> None:
        [asked] = vectors(found[:1])
        while not stop.is_set():
            keyword = reader.keyword(ask("asilo"), limit=1).total
            answered.append((keyword, reader.nearest(asked, Filters(), limit=1).total))

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask_on)
        for _ in range(3):
            with store.rebuilding() as writer:
                writer.put(document("uno.es"), found, vectors(found))
        stop.set()
        asking.result()
    assert len(answered) > 10
    assert set(answered) == {(50, 1)}
