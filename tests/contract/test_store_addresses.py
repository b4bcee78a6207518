"""Everything that led to a document is kept, whatever becomes of it and of its index."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.maintenance.reindex import reindex
from puente.catalogue.confined_reader import ConfinedReader
from puente.model.documents import Language
from puente.model.histories import AddressHistory
from puente.store.addresses.histories import history_of, removed, replaced
from puente.store.protocol import Store
from tests.fixtures.address_histories import AddressHistory as RandomHistory
from tests.fixtures.builders import EMBEDDER, alignment, document, put

MADE_BY = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}
ACTA = document("acta.es")
KEPT = AddressHistory(
    document_id=ACTA.id, language=Language.ES, collection="oas", former_ids=("abc.es",)
)


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, ACTA, "El asilo")
    with store.writing() as writer:
        writer.keep_history(KEPT)
    return store


def test_what_is_kept_is_found_by_every_name(filled: Store) -> None:
    assert filled.histories() == (KEPT,)
    for name in ("acta.es", "acta", "abc.es", "abc"):
        assert filled.histories(name) == (KEPT,), name
    assert filled.histories("otra") == ()
    assert history_of(filled, "abc.es") == KEPT
    assert history_of(filled, "abc") is None


def test_a_document_with_a_new_id_takes_along_what_led_to_it(filled: Store) -> None:
    new = replace(
        KEPT, document_id="ag-res-1.es", former_ids=("abc.es", "acta.es"), former_works=("otra",)
    )
    with filled.writing() as writer:
        writer.keep_history(replace(KEPT, last_number=3))
        writer.keep_history(new)
    assert filled.histories() == (new,)
    assert filled.histories("otra") == (new,)


def test_nothing_is_kept_of_a_write_that_fails(filled: Store) -> None:
    def fail() -> None:
        with filled.writing() as writer:
            writer.keep_history(replace(KEPT, last_number=9))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert filled.histories() == (KEPT,)


def test_an_index_that_is_made_anew_and_one_that_is_opened_know_it(
    filled: Store, reopen: Callable[[], Store]
) -> None:
    reindex(filled, EMBEDDER)
    assert filled.histories() == (KEPT,)
    assert reopen().histories() == (KEPT,)


def test_what_was_told_since_a_snapshot_leads_to_what_is_restored(
    filled: Store, place: str
) -> None:
    filled.save_snapshot(place, "antes")
    later = document("ag-res-1.es", place="aquí")
    with filled.writing() as writer:
        writer.delete(ACTA.id)
    parts = put(filled, later, "El asilo", "Las remesas")
    other = put(filled, document("nueva.es"), "Una nueva")
    with filled.writing() as writer:
        moved = replaced(KEPT, (ACTA, parts[:1]), (later, parts))
        assert moved is not None
        writer.keep_history(moved)
    filled.restore_snapshot(place, "antes", **MADE_BY)
    found = history_of(filled, "ag-res-1.es")
    assert (found.document_id, found.former_ids) == ("acta.es", ("abc.es", "ag-res-1.es"))
    assert ([each.number for each in found.gone], found.last_number) == ([2], 2)
    gone = history_of(filled, "nueva.es")
    assert gone == removed(None, document("nueva.es"), other)


def test_versions_that_were_linked_since_a_snapshot_are_known_by_their_work(
    store: Store, place: str
) -> None:
    source, target = put(store, ACTA, "El asilo"), put(store, document("record.en"), "Asylum")
    store.save_snapshot(place, "antes")
    with store.writing() as writer:
        writer.link(alignment(source, target))
    store.restore_snapshot(place, "antes", **MADE_BY)
    assert store.document("record.en").work_id == "record"
    assert history_of(store, "record.en").former_works == ("acta",)
    assert history_of(store, ACTA.id) is None


def test_going_back_keeps_what_was_told(filled: Store) -> None:
    reindex(filled, EMBEDDER)
    put(filled, document("nueva.es"), "Una nueva")
    filled.roll_back(**MADE_BY)
    assert history_of(filled, "nueva.es").is_gone
    assert history_of(filled, "abc.es") == KEPT
    filled.roll_back(**MADE_BY)
    assert not history_of(filled, "nueva.es").is_gone


def test_a_document_remembers_the_work_that_it_left(store: Store) -> None:
    source, target = put(store, ACTA, "El asilo"), put(store, document("record.en"), "Asylum")
    with store.writing() as writer:
        writer.link(alignment(source, target))
    assert store.histories() == ()
    with store.writing() as writer:
        writer.unlink(ACTA.id, "record.en")
    assert history_of(store, "record.en").former_works == ("acta",)


def test_another_translation_does_not_get_the_address_of_the_first(store: Store) -> None:
    source, first = put(store, ACTA, "El asilo"), put(store, document("record.en"), "Asylum")
    second = put(store, document("minutes.en"), "Shelter")
    for target in (first, second):
        with store.writing() as writer:
            for each in store.alignments():
                writer.unlink(each.source_id, each.target_id)
            writer.link(alignment(source, target))
    assert store.document(ACTA.id).work_id == "minutes"
    with store.writing() as writer:
        writer.unlink(ACTA.id, "minutes.en")
        writer.link(alignment(source, first))
    assert {each.id for each in store.versions("acta")} == {"acta.es", "record.en"}


@pytest.mark.parametrize("is_former", [True, False])
def test_the_address_of_an_id_is_given_to_no_other_document(store: Store, is_former: bool) -> None:
    source, target = put(store, document("ley.es"), "La ley"), put(store, document("act.en"), "Act")
    other = document("law.en" if is_former else "ley.en", work_id="law")
    put(store, other, "The law")
    with store.writing() as writer:
        if is_former:
            writer.keep_history(replace(KEPT, document_id="law.en", former_ids=("ley.en",)))
        writer.link(alignment(source, target))
    assert [each.id for each in store.versions("act")] == ["act.en", "ley.es"]


def test_documents_of_which_every_work_was_anothers_get_a_new_one(store: Store) -> None:
    source, target = put(store, document("ley.es"), "La ley"), put(store, document("act.en"), "Act")
    for name in ("ley.en", "act.es"):
        put(store, document(name, work_id="otra"), "Otra")
    with store.writing() as writer:
        writer.link(alignment(source, target))
    assert {store.document(each).work_id for each in ("ley.es", "act.en")} == {"ley-ley"}


def test_a_file_that_gave_another_document_before_is_not_that_one(store: Store, place: str) -> None:
    put(store, document("abc.es", place="aquí"), "El asilo")
    store.save_snapshot(place, "antes")
    with store.writing() as writer:
        writer.delete("abc.es")
    put(store, document("def.es", place="aquí"), "La apatridia")
    store.restore_snapshot(place, "antes", **MADE_BY)
    assert history_of(store, "def.es").is_gone


def test_a_confined_reader_knows_of_its_own_collections(filled: Store) -> None:
    assert ConfinedReader(filled, ["oas"]).histories("abc") == (KEPT,)
    assert ConfinedReader(filled, ["crm"]).histories("abc") == ()


@pytest.mark.parametrize("seed", range(3))
def test_every_address_of_a_history_leads_to_its_text(store: Store, place: str, seed: int) -> None:
    outcome = RandomHistory(store, place, seed).follow(8)
    assert (outcome.wrong, outcome.dead) == ([], [])
