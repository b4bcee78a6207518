"""A document that was withdrawn stays so, whatever is ingested, until that is undone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest

from puente.audit.trail import Act, AuditTrail, read_trail, verify_trail
from puente.errors import (
    DocumentNotFoundError,
    DocumentWithdrawnError,
    NothingToPublishError,
    NotWithdrawnError,
)
from puente.model.documents import Visibility
from puente.model.identifiers import DocumentId
from puente.model.reports import Outcome, VisibilityNote
from puente.withdrawal.service import undo_withdrawal, withdraw
from tests.fixtures.shelf import Shelf, accept_first_link, report_of

PUBLIC, RESTRICTED = Visibility
ONE = "La migración laboral creció en la región durante el último año."
TWO = "Las remesas de los migrantes sostienen a muchas familias del país."


@pytest.fixture
def shelf(address: str, tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(address)
    made.trail = AuditTrail(tmp_path / "audit.jsonl", "ana", lambda: made.now)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    write(made, "uno.txt", ONE)
    write(made, "dos.txt", TWO)
    return made


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text + "\n", encoding="utf-8")


def id_of(shelf: Shelf, source: str, visibility: Visibility = PUBLIC) -> DocumentId:
    documents = shelf.open(visibility).documents()
    return next(each.id for each in documents if each.source == source)


def take_out(shelf: Shelf, document_id: DocumentId, notice: str = "") -> tuple[DocumentId, ...]:
    return withdraw(shelf.indexes(), document_id, shelf.trail, reason="Sin firma", notice=notice)


def acts(shelf: Shelf) -> list[tuple[str, str | None, tuple[str, ...]]]:
    assert shelf.trail.path is not None
    assert verify_trail(shelf.trail.path).broken is None
    return [(each.act, each.index, each.about) for each in read_trail(shelf.trail.path)]


def test_the_same_file_is_reported_and_held_back(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    one = id_of(shelf, "uno.txt")
    assert take_out(shelf, one) == (one,)
    assert shelf.held() == (["dos.txt"], [])
    copy(folder / "uno.txt", folder / "copia.txt")
    for stated in (None, PUBLIC, RESTRICTED):
        report = shelf.ingest(folder, visibility=stated)
        for name in ("uno.txt", "copia.txt"):
            found = report_of(report, name)
            assert (found.outcome, found.document_id) == (Outcome.WITHHELD, one)
        assert "uno.txt" not in (*shelf.held()[0], *shelf.held()[1])
    write(folder, "uno.txt", f"{ONE} Corregido.")
    assert report_of(shelf.ingest(folder), "uno.txt").outcome is Outcome.WITHHELD
    (folder / "uno.txt").unlink()
    shelf.ingest_with(folder, prune=True)
    write(folder, "uno.txt", ONE)
    assert report_of(shelf.ingest(folder), "uno.txt").outcome is Outcome.WITHHELD


def test_a_file_that_would_bear_the_same_id_is_held_back(shelf: Shelf, folder: Path) -> None:
    write(folder, "uno.txt", f"AG/RES. 2356 (XXXVIII-O/08)\n\n{ONE}")
    shelf.ingest(folder)
    take_out(shelf, id_of(shelf, "uno.txt"))
    (folder / "uno.txt").rename(folder / "otro.txt")
    write(folder, "otro.txt", f"AG/RES. 2356 (XXXVIII-O/08)\n\n{ONE} Fin.")
    assert report_of(shelf.ingest(folder), "otro.txt").outcome is Outcome.WITHHELD
    assert shelf.held() == (["dos.txt"], [])


def test_nothing_withdrawn_is_published(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder, visibility=RESTRICTED)
    for name in ("uno.txt", "dos.txt"):
        take_out(shelf, id_of(shelf, name, RESTRICTED))
    with pytest.raises(NothingToPublishError):
        shelf.ingest(folder, visibility=PUBLIC, publish=True)
    assert shelf.held() == ([], [])


def test_all_documents_of_the_same_bytes_go(shelf: Shelf, folder: Path, tmp_path: Path) -> None:
    shelf.ingest(folder, visibility=RESTRICTED)
    write(tmp_path / "other", "copia.txt", ONE)
    (tmp_path / "other" / "manifest.csv").write_text("file,visibility\ncopia.txt,public\n")
    shelf.ingest(tmp_path / "other")
    assert shelf.held() == (["copia.txt"], ["dos.txt", "uno.txt"])
    gone = take_out(shelf, id_of(shelf, "uno.txt", RESTRICTED))
    assert (len(gone), shelf.held()) == (2, ([], ["dos.txt"]))
    assert set(undo_withdrawal(shelf.indexes(), gone[0], shelf.trail)) == set(gone)


def test_undoing_lets_the_file_come_back_with_its_id_and_corrections(
    shelf: Shelf, seed_folder: Path
) -> None:
    (pair,) = shelf.ingest(seed_folder).pairs
    ids = (pair.source_id, pair.target_id)
    accept_first_link(shelf.public, ids, "Ana")
    take_out(shelf, ids[0])
    assert shelf.ingest(seed_folder).pairs == ()
    assert shelf.public.alignment(*ids) is None
    assert undo_withdrawal(shelf.indexes(), ids[0], shelf.trail) == (ids[0],)
    assert shelf.public.withdrawals() == ()
    shelf.ingest(seed_folder)
    found = shelf.public.alignment(*ids)
    assert found is not None
    assert sum(each.status == "confirmed" for each in found.beads) == 1


def test_what_stood_restricted_comes_back_restricted(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder, visibility=RESTRICTED)
    one = id_of(shelf, "uno.txt", RESTRICTED)
    take_out(shelf, one)
    undo_withdrawal(shelf.indexes(), one, shelf.trail)
    report = report_of(shelf.ingest(folder), "uno.txt")
    assert (report.outcome, report.visibility_note) == (Outcome.ADDED, VisibilityNote.KEPT)
    assert (shelf.held(), shelf.restricted.withdrawals()) == (([], ["dos.txt", "uno.txt"]), ())
    take_out(shelf, one)
    undo_withdrawal(shelf.indexes(), one, shelf.trail)
    shelf.ingest(folder, visibility=PUBLIC, publish=True)
    assert (shelf.held(), shelf.restricted.withdrawals()) == ((["dos.txt", "uno.txt"], []), ())


def test_an_embargo_outlives_a_withdrawal_that_was_undone(shelf: Shelf, folder: Path) -> None:
    (folder / "manifest.csv").write_text("file,embargo\nuno.txt,2026-12-10\n")
    shelf.ingest(folder)
    one = id_of(shelf, "uno.txt", RESTRICTED)
    take_out(shelf, one)
    shelf.now = datetime(2026, 12, 10, tzinfo=UTC)
    assert report_of(shelf.ingest(folder), "uno.txt").outcome is Outcome.WITHHELD
    undo_withdrawal(shelf.indexes(), one, shelf.trail)
    report = report_of(shelf.ingest(folder), "uno.txt")
    assert (report.visibility_note, shelf.held()[1]) == (VisibilityNote.RELEASED, [])


def test_an_unknown_document_or_one_withdrawn_twice_is_an_error(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    one, two = id_of(shelf, "uno.txt"), id_of(shelf, "dos.txt")
    with pytest.raises(DocumentNotFoundError):
        take_out(shelf, DocumentId("nadie.es"))
    with pytest.raises(NotWithdrawnError):
        undo_withdrawal(shelf.indexes(), two, shelf.trail)
    take_out(shelf, one)
    before = acts(shelf)
    with pytest.raises(DocumentWithdrawnError):
        take_out(shelf, one)
    assert acts(shelf) == before


def test_a_withdrawal_while_a_folder_is_ingested_wins(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    one = id_of(shelf, "uno.txt")
    write(folder, "uno.txt", f"{ONE} Corregido.")

    def withdraw_meanwhile() -> bool:
        if not shelf.public.withdrawals():
            take_out(shelf, one)
        return False

    report = shelf.ingest_with(folder, should_stop=withdraw_meanwhile)
    assert report_of(report, "uno.txt").outcome is Outcome.WITHHELD
    assert shelf.held() == (["dos.txt"], [])


def test_what_becomes_of_documents_is_recorded(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    one, two = id_of(shelf, "uno.txt"), id_of(shelf, "dos.txt")
    write(folder, "dos.txt", f"{TWO} Fin.")
    shelf.ingest(folder)
    shelf.ingest(folder / "dos.txt", visibility=RESTRICTED)
    hidden = id_of(shelf, "dos.txt", RESTRICTED)
    shelf.ingest(folder, visibility=PUBLIC, publish=True)
    public = id_of(shelf, "dos.txt")
    take_out(shelf, one)
    undo_withdrawal(shelf.indexes(), one, shelf.trail)
    assert acts(shelf) == [
        (Act.ADDED, PUBLIC, (two,)),
        (Act.ADDED, PUBLIC, (one,)),
        (Act.REPLACED, PUBLIC, (two,)),
        (Act.RESTRICTED, PUBLIC, (two,)),
        (Act.ADDED, RESTRICTED, (hidden,)),
        (Act.PUBLISHED, PUBLIC, (public,)),
        (Act.REMOVED, RESTRICTED, (hidden,)),
        (Act.WITHDRAWN, PUBLIC, (one,)),
        (Act.REINSTATED, PUBLIC, (one,)),
    ]
    assert shelf.trail.path is not None
    kept = shelf.trail.path.read_text("utf-8")
    assert ("Sin firma" in kept, "remesas" in kept, "migración" in kept) == (True, False, False)
