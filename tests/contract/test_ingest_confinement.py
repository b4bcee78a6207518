"""Restricted collections know nothing of each other, whatever their documents have in common."""

from pathlib import Path

import pytest

from puente.audit.trail import UNRECORDED
from puente.catalogue.catalogue import Catalogue
from puente.catalogue.confined_reader import ConfinedReader
from puente.corrections.service import CorrectionService
from puente.errors import (
    AddressMovedError,
    CorrectionError,
    DocumentGoneError,
    DocumentNotFoundError,
)
from puente.model.alignments import Decision
from puente.model.documents import Visibility
from puente.model.identifiers import DocumentId
from puente.model.reports import Outcome, Proposal, ProposalReason
from puente.store.protocol import Store
from puente.symbols.finding import parse_symbol
from puente.withdrawal.service import withdraw
from tests.fixtures.builders import alignment, document, put
from tests.fixtures.shelf import Shelf, accept_first_link

RESTRICTED = Visibility.RESTRICTED
SYMBOL = "AG/RES. 2356 (XXXVIII-O/08)"
NAME = "ag-res-2356-xxxviii-o-08"
CSM, CRM = f"{NAME}_a6d46d2b", f"{NAME}_9261ceef"
"""Names of a work of the symbol in either collection: the mark is a checksum of its name."""
TEXTS = {
    "es": "La Asamblea General resuelve proteger a los 120 migrantes durante 14 años.",
    "en": "The General Assembly resolves to protect the 120 migrants during 14 years.",
}


def write(folder: Path, *languages: str, addition: str = "") -> None:
    """Files of the symbol, in a folder of the name of their collection."""
    folder.mkdir(exist_ok=True)
    for each in languages:
        text = f"{SYMBOL}\n\n1. {TEXTS[each]}\n\n2. {TEXTS[each]} {addition}\n"
        (folder / f"{folder.name}.{each}.txt").write_text(text)


def bring(shelf: Shelf, folder: Path) -> dict[str, Outcome]:
    """Ingest a folder into the restricted collection of its name."""
    report = shelf.ingest(folder, visibility=RESTRICTED, collection=folder.name)
    return {each.source: each.outcome for each in report.files}


def seen(store: Store, collection: str) -> tuple[object, ...]:
    """All that a reader of one collection may see."""
    reader = ConfinedReader(store, [collection])
    return reader.documents(), reader.alignments(), reader.histories(), reader.corrected_pairs()


@pytest.fixture
def csm(tmp_path: Path) -> Path:
    return tmp_path / "csm"


@pytest.fixture
def crm(tmp_path: Path) -> Path:
    return tmp_path / "crm"


def test_another_collection_changes_nothing_in_ids_and_pairs(
    shelf: Shelf, csm: Path, crm: Path
) -> None:
    write(csm, "es", "en")
    bring(shelf, csm)
    accept_first_link(shelf.restricted, (DocumentId(f"{CSM}.es"), DocumentId(f"{CSM}.en")), "Ana")
    before = seen(shelf.restricted, "csm")
    write(crm, "es", "en", addition="Borrador.")
    bring(shelf, crm)
    assert seen(shelf.restricted, "csm") == before
    ids = shelf.restricted.document_ids()
    assert ids == (f"{CRM}.en", f"{CRM}.es", f"{CSM}.en", f"{CSM}.es")
    pairs = [{each.source_id, each.target_id} for each in shelf.restricted.alignments()]
    assert pairs == [{f"{CSM}.es", f"{CSM}.en"}, {f"{CRM}.es", f"{CRM}.en"}]


def test_one_that_came_first_is_not_known_by_the_ids_of_the_second(
    shelf: Shelf, csm: Path, crm: Path
) -> None:
    write(crm, "es", "en", addition="Borrador.")
    bring(shelf, crm)
    write(csm, "es", "en")
    bring(shelf, csm)
    assert [each.id for each in seen(shelf.restricted, "csm")[0]] == [f"{CSM}.en", f"{CSM}.es"]


def test_versions_in_two_collections_are_not_paired(shelf: Shelf, csm: Path, crm: Path) -> None:
    write(csm, "es")
    write(crm, "en")
    for folder in (crm, csm):
        bring(shelf, folder)
    assert shelf.restricted.alignments() == ()
    assert shelf.restricted.proposals() == ()
    works = {each.work_id for each in shelf.restricted.documents()}
    assert works == {CSM, CRM}
    service = CorrectionService([shelf.restricted])
    with pytest.raises(CorrectionError, match="two restricted collections"):
        service.decide(
            DocumentId(f"{CSM}.es"), DocumentId(f"{CRM}.en"), Decision.CONFIRMED, author="ana"
        )


def test_the_same_bytes_are_in_both_collections(shelf: Shelf, csm: Path, crm: Path) -> None:
    """To call one a duplicate would tell that the other collection has it."""
    for folder in (csm, crm):
        write(folder, "es")
    for folder in (csm, crm, csm):
        bring(shelf, folder)
    assert shelf.restricted.document_ids() == (f"{CRM}.es", f"{CSM}.es")
    (csm / "csm.es.txt").rename(csm / "acta.txt")
    assert bring(shelf, csm) == {"acta.txt": Outcome.REPLACED}
    (crm / "otro.txt").write_bytes((crm / "crm.es.txt").read_bytes())
    assert bring(shelf, crm)["otro.txt"] is Outcome.DUPLICATE


def test_a_file_of_the_same_path_and_bytes_is_not_taken_from_the_other_collection(
    shelf: Shelf, csm: Path, crm: Path
) -> None:
    for folder in (csm, crm):
        folder.mkdir()
        (folder / "acta.txt").write_text(f"{SYMBOL}\n\n{TEXTS['es']}\n")
        bring(shelf, folder)
    assert shelf.restricted.document_ids() == (f"{CRM}.es", f"{CSM}.es")


def test_a_document_that_goes_to_another_collection_is_gone_from_the_first(
    shelf: Shelf, csm: Path
) -> None:
    write(csm, "es", "en")
    bring(shelf, csm)
    accept_first_link(shelf.restricted, (DocumentId(f"{CSM}.es"), DocumentId(f"{CSM}.en")), "Ana")
    shelf.ingest(csm, visibility=RESTRICTED, collection="crm")
    old, new = DocumentId(f"{CSM}.es"), DocumentId(f"{CRM}.es")
    with pytest.raises(DocumentGoneError):
        Catalogue([ConfinedReader(shelf.restricted, ["csm"])]).document(old)
    there = Catalogue([ConfinedReader(shelf.restricted, ["crm"])])
    with pytest.raises(DocumentNotFoundError):
        there.document(old)
    (kept,) = there.corrections(new, DocumentId(f"{CRM}.en"))
    assert kept.author == "Ana"


def test_ids_and_pairs_of_an_older_index_are_put_right(shelf: Shelf, csm: Path, crm: Path) -> None:
    """Of two documents of one symbol the second had a longer id, and they were paired."""
    older = {"csm": f"{NAME}-0badca.es", "crm": f"{NAME}.en"}
    sides = [
        put(
            shelf.restricted,
            document(name, collection=collection, visibility=RESTRICTED,
                     symbol=parse_symbol(SYMBOL)),
            "Uno",
        )
        for collection, name in older.items()
    ]  # fmt: skip
    with shelf.restricted.writing() as writer:
        writer.link(alignment(*sides))
    (csm / "nothing").mkdir(parents=True)
    shelf.ingest(csm / "nothing")
    assert shelf.restricted.document_ids() == (f"{CRM}.en", f"{CSM}.es")
    assert shelf.restricted.alignments() == ()
    assert {each.work_id for each in shelf.restricted.documents()} == {CSM, CRM}
    reader = Catalogue([ConfinedReader(shelf.restricted, ["csm"])])
    with pytest.raises(AddressMovedError, match=f"{CSM}.es"):
        reader.document(DocumentId(older["csm"]))
    with pytest.raises(DocumentNotFoundError):
        reader.document(DocumentId(older["crm"]))


@pytest.mark.parametrize(
    ("collection", "outcome"), [("csm", Outcome.WITHHELD), ("crm", Outcome.ADDED)]
)
def test_a_withdrawal_from_an_older_index_holds_in_its_collection(
    shelf: Shelf, csm: Path, collection: str, outcome: Outcome
) -> None:
    withdrawn = document(f"{NAME}.es", collection="csm", visibility=RESTRICTED, checksum="other")
    put(shelf.restricted, withdrawn, "Uno")
    withdraw(shelf.indexes(), withdrawn.id, UNRECORDED, reason="Sin firma")
    write(csm, "es")
    report = shelf.ingest(csm, visibility=RESTRICTED, collection=collection)
    assert [each.outcome for each in report.files] == [outcome]


def test_a_decision_in_one_collection_leaves_the_proposals_of_others(store: Store) -> None:
    """They were those that an editor may see, written in the place of all."""
    proposals = []
    for collection in ("csm", "crm"):
        ids = [DocumentId(f"{collection}.{language}") for language in ("es", "en")]
        for each in ids:
            put(store, document(each, collection=collection, visibility=RESTRICTED), "Uno")
        proposals.append(
            Proposal(source_id=ids[0], target_id=ids[1], score=0.6, reason=ProposalReason.FIGURES)
        )
    with store.writing() as writer:
        writer.propose(proposals)
    service = CorrectionService([ConfinedReader(store, ["csm"])])
    service.decide(proposals[0].source_id, proposals[0].target_id, Decision.REJECTED, author="ana")
    assert store.proposals() == (proposals[1],)
