"""Withdrawn documents are gone, and stay so whatever becomes of the index."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.maintenance.reindex import reindex
from puente.catalogue.confined_reader import ConfinedReader
from puente.errors import DocumentNotFoundError
from puente.model.documents import Document
from puente.model.withdrawals import Withdrawal, withdrawal_of
from puente.store.protocol import Store
from tests.fixtures.builders import EMBEDDER, alignment, ask, document, put

MADE_BY = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}


def shelved(name: str, **values: str) -> Document:
    return document(name, checksum=f"{name:0>64}", place=f"place of {name}", **values)


SPANISH, ENGLISH, OTHER = shelved("acta.es"), shelved("record.en"), shelved("informe.es")
WITHDRAWN = withdrawal_of(SPANISH, notice="Texto provisional.")


def fill(store: Store) -> None:
    source = put(store, SPANISH, "El asilo", "Las remesas")
    target = put(store, ENGLISH, "Asylum", "Remittances")
    put(store, OTHER, "Otro asilo")
    with store.writing() as writer:
        writer.link(alignment(source, target))


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def withdraw(store: Store, *withdrawals: Withdrawal) -> None:
    with store.writing() as writer:
        for each in withdrawals:
            writer.withdraw(each)


def assert_is_gone(store: Store) -> None:
    assert store.document_ids() == ("informe.es", "record.en")
    with pytest.raises(DocumentNotFoundError):
        store.document(SPANISH.id)
    assert store.alignments() == ()
    found = store.keyword(ask("asilo"), limit=9)
    assert [each.segment_id for each in found.scored] == ["informe.es.0001"]
    assert store.keyword(ask("remesas"), limit=9).total == 0
    assert store.spellings(["remesas"]) == {"remesas": {}}
    assert store.withdrawals() == (WITHDRAWN,)


def test_a_withdrawn_document_is_gone_from_everything(filled: Store) -> None:
    assert filled.withdrawals() == ()
    withdraw(filled, WITHDRAWN)
    assert_is_gone(filled)
    assert filled.document(ENGLISH.id).work_id == "record"


def test_a_withdrawal_that_fails_changes_nothing(filled: Store) -> None:
    def fail() -> None:
        with filled.writing() as writer:
            writer.withdraw(WITHDRAWN)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert (filled.withdrawals(), len(filled.document_ids())) == ((), 3)


def test_what_is_kept_is_replaced_and_forgotten(filled: Store) -> None:
    absent = withdrawal_of(shelved("ausente.es"))
    withdraw(filled, absent, WITHDRAWN)
    lifted = replace(WITHDRAWN, is_lifted=True)
    withdraw(filled, lifted)
    assert filled.withdrawals() == (lifted, absent)
    for document_id in (SPANISH.id, "nadie.es"):
        with filled.writing() as writer:
            writer.reinstate(document_id)
    assert filled.withdrawals() == (absent,)
    with filled.writing() as writer:
        writer.withdraw(WITHDRAWN)
        writer.reinstate(WITHDRAWN.document_id)
    assert filled.withdrawals() == (absent,)


def test_an_index_that_is_made_anew_knows_what_was_withdrawn(filled: Store) -> None:
    withdraw(filled, WITHDRAWN)
    reindex(filled, EMBEDDER)
    assert_is_gone(filled)


def test_what_was_withdrawn_since_a_snapshot_is_not_restored(filled: Store, place: str) -> None:
    filled.save_snapshot(place, "antes")
    withdraw(filled, WITHDRAWN)
    filled.restore_snapshot(place, "antes", **MADE_BY)
    assert_is_gone(filled)
    assert filled.problems() == ()
    put(filled, replace(OTHER, title="Después"), "Otro asilo")
    assert_is_gone(filled)


def test_a_snapshot_knows_what_was_withdrawn_before(filled: Store, place: str) -> None:
    withdraw(filled, WITHDRAWN)
    filled.save_snapshot(place, "despues")
    with filled.writing() as writer:
        writer.reinstate(SPANISH.id)
    filled.restore_snapshot(place, "despues", **MADE_BY)
    assert_is_gone(filled)


@pytest.mark.parametrize("same", ["checksum", "place"])
def test_what_another_index_withdrew_is_not_restored(filled: Store, place: str, same: str) -> None:
    other = withdrawal_of(replace(shelved("acta-abc.es"), **{same: getattr(SPANISH, same)}))
    filled.save_snapshot(place, f"con-{same}")
    filled.restore_snapshot(place, f"con-{same}", withdrawn=[other], **MADE_BY)
    assert (filled.document_ids(), filled.withdrawals()) == (("informe.es", "record.en"), ())


def test_the_same_id_in_another_index_is_another_document(filled: Store, place: str) -> None:
    """A public document was left out when a draft that had borne its symbol was withdrawn."""
    draft = withdrawal_of(replace(shelved("borrador.es"), id=SPANISH.id))
    filled.save_snapshot(place, "con-borrador")
    filled.restore_snapshot(place, "con-borrador", withdrawn=[draft], **MADE_BY)
    assert SPANISH.id in filled.document_ids()


def test_what_was_withdrawn_does_not_come_back_by_going_back(filled: Store) -> None:
    reindex(filled, EMBEDDER)
    withdraw(filled, WITHDRAWN)
    for _ in range(2):
        filled.roll_back(**MADE_BY)
        assert_is_gone(filled)
    lifted = replace(WITHDRAWN, is_lifted=True)
    withdraw(filled, lifted)
    filled.roll_back(withdrawn=[withdrawal_of(OTHER)], **MADE_BY)
    assert (filled.document_ids(), filled.withdrawals()) == (("record.en",), (lifted,))


def test_every_opening_of_the_index_knows_what_was_withdrawn(
    filled: Store, reopen: Callable[[], Store]
) -> None:
    withdraw(filled, WITHDRAWN)
    assert_is_gone(reopen())


def test_a_confined_reader_knows_of_its_own_collections(filled: Store) -> None:
    elsewhere = withdrawal_of(shelved("otra.es", collection="crm"))
    withdraw(filled, WITHDRAWN, elsewhere)
    assert ConfinedReader(filled, ["crm"]).withdrawals() == (elsewhere,)
    assert ConfinedReader(filled, [SPANISH.collection]).withdrawals() == (WITHDRAWN,)
