"""Pairs left to people are kept with the index, and seen by those who see their documents."""

from dataclasses import replace

from ingest.maintenance.reindex import reindex
from puente.catalogue.confined_reader import ConfinedReader
from puente.model.identifiers import DocumentId
from puente.model.reports import Proposal, ProposalReason
from puente.store.protocol import Store
from tests.fixtures.builders import EMBEDDER, document, put


def proposal(source: str, target: str) -> Proposal:
    return Proposal(
        source_id=DocumentId(source),
        target_id=DocumentId(target),
        score=0.75,
        reason=ProposalReason.FIGURES,
    )


FIRST, SECOND = proposal("informe.es", "report.en"), proposal("acta.es", "minutes.en")


def propose(store: Store, *proposals: Proposal) -> None:
    with store.writing() as writer:
        writer.propose(proposals)


def test_what_is_proposed_takes_the_place_of_what_was(store: Store) -> None:
    assert store.proposals() == ()
    propose(store, FIRST, SECOND)
    assert store.proposals() == (FIRST, SECOND)
    propose(store, SECOND)
    assert store.proposals() == (SECOND,)
    propose(store)
    assert store.proposals() == ()


def test_a_write_about_other_things_keeps_the_proposals(store: Store) -> None:
    propose(store, FIRST)
    put(store, document("acta.es"), "Texto")
    with store.writing() as writer:
        writer.settle_pairing()
    assert store.proposals() == (FIRST,)


def test_a_new_index_takes_the_proposals_along(store: Store) -> None:
    put(store, document("acta.es"), "Texto")
    propose(store, FIRST)
    reindex(store, EMBEDDER)
    assert store.proposals() == (FIRST,)


def test_a_reader_sees_the_proposals_of_documents_that_it_has(store: Store) -> None:
    for name, collection in (("acta.es", "crm"), ("minutes.en", "crm"), ("informe.es", "oas")):
        put(store, replace(document(name), collection=collection), "Texto")
    put(store, replace(document("report.en"), collection="crm"), "Text")
    propose(store, FIRST, SECOND)
    assert ConfinedReader(store, ["crm"]).proposals() == (SECOND,)
