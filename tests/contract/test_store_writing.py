"""What a store's writer changes, and when it is seen."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from puente.errors import DocumentNotFoundError, IndexMismatchError, SegmentNotFoundError
from puente.model.documents import DocumentKind, Language, Provenance, Symbol
from puente.model.identifiers import SegmentId
from puente.model.index import IndexState
from puente.model.segments import Cell, SegmentKind
from puente.store import open_store
from puente.store.protocol import Store
from puente.text.tokenization import VERSION
from tests.fixtures.builders import EMBEDDER, ask, document, ids, put, segment, vectors


def test_a_document_comes_back_as_it_was_put(store: Store) -> None:
    made = document(
        "ag-res-2356.es",
        kind=DocumentKind.RESOLUTION,
        symbol=Symbol(text="AG/RES. 2356", organ="AG", kind="RES", number=2356, rev=""),
        date="2008-06",
        original_language=Language.ES,
        source_url="https://www.oas.org/es/ag-res-2356.pdf?l=es&n=1",
        provenance=(Provenance(field="date", origin="text"),),
    )
    put(store, made, "Texto")
    assert store.document(made.id) == made


def test_segments_come_back_as_they_were_put(store: Store) -> None:
    made = document()
    first = segment(
        "Recepción | Sí",
        document=made,
        kind=SegmentKind.TABLE_ROW,
        label="Guatemala",
        heading_path=("I. Ámbito", "a) Acción"),
        first_line=3,
        last_line=4,
        cells=(Cell(header="País", text="Sí"),),
        notes=(SegmentId("informe.es.0002"),),
    )
    note = segment("Nota", document=made, ordinal=2, kind=SegmentKind.FOOTNOTE, page=7)
    put(store, made, first, note)
    assert store.segments_of(made.id) == (first, note)
    assert store.segments((note.id, first.id)) == (note, first)


def test_vectors_come_back_with_unit_length_and_near_what_was_put(store: Store) -> None:
    made = document()
    found = put(store, made, "Los niños migrantes", "La trata de personas")
    stored = store.vectors_of(made.id)
    assert np.linalg.norm(stored, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert (stored * vectors(found)).sum(axis=1) == pytest.approx([1, 1], abs=1e-3)


def test_a_document_without_segments_is_kept(store: Store) -> None:
    put(store, document())
    assert store.documents() == (document(),)
    assert store.segments_of(document().id) == ()
    assert store.vectors_of(document().id).shape == (0, EMBEDDER.dimension)


def test_a_corrected_document_replaces_the_old_one(store: Store) -> None:
    put(store, document(), "El texto viejo", "La segunda parte")
    put(store, replace(document(), title="Corregido"), "El texto nuevo")
    assert [found.title for found in store.documents()] == ["Corregido"]
    assert [found.text for found in store.segments_of(document().id)] == ["El texto nuevo"]
    assert ids(store.keyword(ask("viejo"), limit=9)) == []
    assert ids(store.keyword(ask("nuevo"), limit=9)) == ["informe.es.0001"]
    assert store.index_state().segments == 1


def test_a_deleted_document_is_gone_from_everything(store: Store) -> None:
    put(store, document(), "Los niños")
    with store.writing() as writer:
        writer.delete(document().id)
    assert store.documents() == ()
    assert store.keyword(ask("niños"), limit=9).total == 0
    assert store.spellings(["ninos"]) == {"ninos": {}}
    with pytest.raises(SegmentNotFoundError):
        store.segments((SegmentId("informe.es.0001"),))


@pytest.mark.parametrize("question", ["document", "segments_of", "vectors_of"])
def test_an_unknown_document_is_an_error(store: Store, question: str) -> None:
    with pytest.raises(DocumentNotFoundError, match=r"nada\.es"):
        getattr(store, question)("nada.es")


def test_deleting_an_unknown_document_is_an_error(store: Store) -> None:
    with pytest.raises(DocumentNotFoundError), store.writing() as writer:
        writer.delete(document("nada.es").id)


def test_nothing_of_a_failed_write_is_visible(store: Store) -> None:
    put(store, document("uno.es"), "Primero")
    before = store.index_state()

    def fail() -> None:
        with store.writing() as writer:
            for made in (document("dos.es"), document("uno.es")):
                found = (segment("Segundo", document=made),)
                writer.put(made, found, vectors(found))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.index_state() == before
    assert ids(store.keyword(ask("primero segundo"), limit=9)) == ["uno.es.0001"]


def test_nothing_is_visible_before_the_write_ends(store: Store) -> None:
    made = document()
    found = (segment("Texto", document=made),)
    with store.writing() as writer:
        writer.put(made, found, vectors(found))
        assert store.documents() == ()
    assert store.documents() == (made,)


def test_writes_follow_each_other(store: Store) -> None:
    put(store, document("uno.es"), "Primero")
    put(store, document("dos.es"), "Segundo")
    assert [found.id for found in store.documents()] == ["dos.es", "uno.es"]


def test_another_connection_sees_what_was_committed(
    store: Store, reopen: Callable[[], Store]
) -> None:
    other = reopen()
    assert other.keyword(ask("niños"), limit=9).total == 0
    put(store, document(), "Los niños")
    assert ids(other.keyword(ask("niños"), limit=9)) == ["informe.es.0001"]


def test_what_was_written_is_there_after_reopening(
    store: Store, reopen: Callable[[], Store]
) -> None:
    put(store, document(), "Los niños")
    store.close()
    assert ids(reopen().keyword(ask("niños"), limit=9)) == ["informe.es.0001"]


def test_the_generation_grows_with_every_write(store: Store) -> None:
    generations = [store.index_state().generation]
    for identifier in ("uno.es", "dos.es"):
        put(store, document(identifier), "Texto")
        generations.append(store.index_state().generation)
    assert generations == sorted(set(generations))


def test_a_write_that_changes_nothing_keeps_the_generation(store: Store) -> None:
    before = store.index_state()
    with store.writing():
        pass
    assert store.index_state() == before


def test_putting_a_document_again_changes_nothing_but_the_generation(store: Store) -> None:
    put(store, document(), "Los niños")
    state, ranking = store.index_state(), store.keyword(ask("niños"), limit=9)
    put(store, document(), "Los niños")
    again = store.index_state()
    assert replace(again, generation=state.generation) == state
    assert store.keyword(ask("niños"), limit=9) == ranking


def test_the_state_says_what_the_index_holds_and_what_made_it(store: Store) -> None:
    put(store, document(), "Uno", "Dos")
    state = store.index_state()
    assert state == IndexState(
        schema=state.schema,
        analyzer=VERSION,
        embedder="hashing-64",
        dimension=64,
        documents=1,
        segments=2,
        alignments=0,
        pairing_is_due=True,
        generation=state.generation,
    )


def test_pairing_is_due_from_a_write_until_it_is_settled(store: Store) -> None:
    assert not store.index_state().pairing_is_due
    put(store, document(), "Texto")
    assert store.index_state().pairing_is_due
    with store.writing() as writer:
        writer.settle_pairing()
    assert not store.index_state().pairing_is_due
    with store.writing() as writer:
        writer.delete(document().id)
    assert store.index_state().pairing_is_due


@pytest.mark.parametrize(("embedder", "dimension"), [("another", 64), ("hashing-64", 32)])
def test_an_index_made_by_another_encoder_is_refused(
    store: Store, embedder: str, dimension: int
) -> None:
    with pytest.raises(IndexMismatchError, match=f"puente reindex --store {store.url}"):
        open_store(store.url, embedder=embedder, dimension=dimension)


def test_an_index_opens_with_whatever_made_it(store: Store) -> None:
    other = open_store(store.url, embedder=None, dimension=None)
    assert other.index_state().embedder == "hashing-64"
    other.close()


def test_vectors_of_another_shape_are_refused(store: Store) -> None:
    made = document()
    with pytest.raises(ValueError, match=r"\(2, 64\).*\(1, 64\)"), store.writing() as writer:
        writer.put(made, [segment("Uno", document=made)], np.zeros((2, 64), np.float32))
