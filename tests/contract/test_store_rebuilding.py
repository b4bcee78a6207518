"""How an index is rebuilt while it answers."""

from collections.abc import Callable

import numpy as np
import pytest

from puente.errors import IndexMismatchError
from puente.store import open_store
from puente.store.protocol import Store
from tests.builders import ask, document, ids, put, segment, vectors


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
