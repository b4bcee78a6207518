"""Copies of an index: what they hold, and what becomes of it."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from puente.errors import (
    SnapshotExistsError,
    SnapshotMismatchError,
    SnapshotNotFoundError,
    SnapshotPlaceError,
)
from puente.model.documents import Visibility
from puente.model.filters import Filters
from puente.store import find_snapshots, open_store, url_for
from puente.store.protocol import Store
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import (
    EMBEDDER,
    alignment,
    ask,
    correction,
    document,
    ids,
    put,
    segment,
    vectors,
)

MADE_BY = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}
SPANISH = document("informe.es", symbol=parse_symbol("CP/doc. 4260/07"))
ENGLISH = document("report.en")


@pytest.fixture
def filled(store: Store) -> Store:
    """An index of two versions that are aligned, and a third document."""
    first = segment("La apatridia y el asilo", document=SPANISH, citations=("AG/RES. 2356",))
    second = segment("Statelessness and asylum", document=ENGLISH)
    with store.writing() as writer:
        writer.put(SPANISH, [first], vectors([first]))
        writer.put(ENGLISH, [second], vectors([second]))
        writer.link(alignment([first], [second]))
        writer.add_correction(correction([first], [second]))
        writer.settle_pairing()
    put(store, document("otro.es"), "La trata", "El asilo")
    return store


@pytest.fixture
def restored_elsewhere(address: str) -> Iterator[Callable[..., Store]]:
    """Restores a snapshot where there is no index yet."""
    opened: list[Store] = []

    def restore(place: str, embedder: str, dimension: int) -> Store:
        url = url_for(address, Visibility.RESTRICTED)
        opened.append(open_store(url, embedder=embedder, dimension=dimension))
        opened[0].restore_snapshot(place, "uno.public", embedder=embedder, dimension=dimension)
        return opened[0]

    yield restore
    for store in opened:
        store.close()


def answers(store: Store) -> tuple[object, ...]:
    [asked] = vectors([segment("El asilo")])
    return (
        store.documents(),
        [store.segments_of(each) for each in store.document_ids()],
        store.keyword(ask("asilo"), limit=9),
        store.keyword(ask("asylum"), limit=9),
        store.nearest(asked, Filters(), limit=9),
        store.by_symbol(parse_symbol("AG/RES. 2356 (XXXVIII-O/08)")),
        store.by_symbol(parse_symbol("CP/doc. 4260/07")),
        [store.alignment(each.source_id, each.target_id) for each in store.alignments()],
        [store.corrections(*pair) for pair in store.corrected_pairs()],
        store.facets(ask("asilo")),
        store.spellings(["asilo", "asylum", "asilx"]),
        store.index_state().pairing_is_due,
    )


def restore(store: Store, place: str) -> None:
    store.restore_snapshot(place, "uno.public", **MADE_BY)


def test_what_was_deleted_after_a_snapshot_answers_again(
    filled: Store, place: str, reopen: Callable[[], Store]
) -> None:
    other, before = reopen(), answers(filled)
    filled.save_snapshot(place, "uno.public")
    with filled.writing() as writer:
        for document_id in filled.document_ids():
            writer.delete(document_id)
    assert other.documents() == ()
    generation = filled.index_state().generation
    restore(filled, place)
    assert answers(filled) == answers(other) == before
    assert filled.index_state().generation > generation
    assert filled.problems() == ()
    put(other, document("nuevo.es"), "El asilo")
    assert filled.keyword(ask("asilo"), limit=9).total == 4


def test_a_restore_can_be_undone(filled: Store, place: str) -> None:
    filled.save_snapshot(place, "uno.public")
    put(filled, document("nuevo.es"), "El asilo")
    restore(filled, place)
    assert "nuevo.es" not in filled.document_ids()
    filled.roll_back(**MADE_BY)
    assert "nuevo.es" in filled.document_ids()


def test_what_is_written_later_is_not_in_the_snapshot(filled: Store, place: str) -> None:
    saved = filled.save_snapshot(place, "uno.public")
    assert saved == filled.index_state()
    put(filled, document("otro.es"), "Otra cosa")
    restore(filled, place)
    assert ids(filled.keyword(ask("trata"), limit=9)) == ["otro.es.0001"]


def test_a_snapshot_has_a_name_of_its_own(filled: Store, place: str) -> None:
    filled.save_snapshot(place, "uno.public")
    with pytest.raises(SnapshotExistsError):
        filled.save_snapshot(place, "uno.public")
    found = find_snapshots(filled.url, place)
    assert (found.name, found.names) == (place, {"uno.public"})


def test_a_snapshot_that_was_never_taken_changes_nothing(filled: Store, place: str) -> None:
    filled.save_snapshot(place, "dos.public")
    before = filled.index_state()
    with pytest.raises(SnapshotNotFoundError, match=r"Choose one of these: dos\.public"):
        restore(filled, place)
    assert filled.index_state() == before
    put(filled, document("nuevo.es"), "El asilo")


def test_a_place_that_cannot_be_written_is_refused(filled: Store) -> None:
    with pytest.raises(SnapshotPlaceError, match="/proc/puente"):
        filled.save_snapshot("/proc/puente", "uno.public")


def test_a_snapshot_of_another_encoder_never_replaces_documents(filled: Store, place: str) -> None:
    filled.save_snapshot(place, "uno.public")
    before = filled.index_state()
    with pytest.raises(SnapshotMismatchError, match="made with embedder hashing-64, and small is"):
        filled.restore_snapshot(place, "uno.public", embedder="small", dimension=2)
    assert filled.index_state() == before


def test_a_snapshot_of_another_encoder_is_rebuilt_where_there_is_no_index(
    filled: Store, place: str, restored_elsewhere: Callable[..., Store]
) -> None:
    filled.save_snapshot(place, "uno.public")
    other = restored_elsewhere(place, "small", 2)
    assert other.index_state().embedder == EMBEDDER.name
    assert other.document_ids() == filled.document_ids()
    with other.rebuilding(embedder="small", dimension=2) as writer:
        found = other.segments_of(SPANISH.id)
        writer.put(SPANISH, found, np.array([[0.6, 0.8]], np.float32))
    assert other.index_state().embedder == "small"
