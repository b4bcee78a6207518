"""Files under an embargo are restricted until its day, and public on the first ingest after it."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest

from puente.errors import ManifestError
from puente.model.documents import Visibility
from puente.model.reports import Outcome, VisibilityNote
from tests.fixtures.shelf import Shelf, accept_first_link, report_of

PUBLIC, RESTRICTED = Visibility
ONE = "La migración laboral creció en la región durante el último año."
TWO = "Las remesas de los migrantes sostienen a muchas familias del país."
DAY = "2026-12-10"
EVE = datetime(2026, 12, 9, 23, 59, 59, tzinfo=UTC)
MORNING = datetime(2026, 12, 10, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    for name, text in (("uno.txt", ONE), ("dos.txt", TWO)):
        (made / name).write_text(text + "\n", encoding="utf-8")
    return made


def state(folder: Path, *rows: str) -> None:
    head = "file,visibility,embargo,distribution"
    (folder / "manifest.csv").write_text("\n".join((head, *rows)) + "\n")


@pytest.mark.parametrize("visibility", ["", "public"])
def test_an_embargo_ends_with_the_first_ingest_of_its_day(
    shelf: Shelf, folder: Path, visibility: str
) -> None:
    state(folder, f"uno.txt,{visibility},{DAY},")
    for now, outcome in ((shelf.now, Outcome.ADDED), (EVE, Outcome.UNCHANGED)):
        shelf.now = now
        report = report_of(shelf.ingest(folder, visibility=PUBLIC), "uno.txt")
        assert (report.outcome, report.visibility_note) == (outcome, VisibilityNote.EMBARGOED)
        assert shelf.held() == (["dos.txt"], ["uno.txt"])
    shelf.now = MORNING
    report = shelf.ingest(folder)
    assert shelf.held() == (["dos.txt", "uno.txt"], [])
    one = report_of(report, "uno.txt")
    assert (one.visibility_note, report.published) == (VisibilityNote.RELEASED, (one.document_id,))
    again = report_of(shelf.ingest(folder), "uno.txt")
    assert (again.outcome, again.visibility_note) == (Outcome.UNCHANGED, None)


def test_a_public_document_leaves_when_it_comes_under_an_embargo(
    shelf: Shelf, folder: Path
) -> None:
    shelf.ingest(folder)
    state(folder, f"uno.txt,public,{DAY},")
    assert len(shelf.ingest(folder).withdrawn) == 1
    assert shelf.held() == (["dos.txt"], ["uno.txt"])


def test_the_bytes_of_an_embargoed_file_wait_in_every_file(shelf: Shelf, folder: Path) -> None:
    copy(folder / "uno.txt", folder / "copia.txt")
    shelf.ingest(folder)
    assert shelf.held() == (["copia.txt", "dos.txt"], [])
    state(folder, f"uno.txt,,{DAY},")
    shelf.ingest(folder)
    assert shelf.held()[0] == ["dos.txt"]


@pytest.mark.parametrize(
    ("embargo", "why"),
    [
        ("2026-11-29", "embargo: 2026-11-29 is not to come"),
        ("2020-01-01", "embargo: 2020-01-01 is not to come"),
        ("pronto", "embargo: the day on which an embargo ends is written"),
        ("2027-01", "embargo: the day on which an embargo ends is written"),
        ("2027-02-30", "embargo: the day on which an embargo ends is written"),
    ],
)
def test_a_wrong_embargo_is_one_error_with_its_line_and_changes_nothing(
    shelf: Shelf, folder: Path, embargo: str, why: str
) -> None:
    shelf.ingest(folder / "dos.txt")
    generation = shelf.public.index_state().generation
    state(folder, f"uno.txt,public,{embargo},")
    (folder / "dos.txt").write_text(ONE + TWO)
    with pytest.raises(ManifestError) as raised:
        shelf.ingest(folder)
    assert f"manifest.csv: line 2: {why}" in str(raised.value)
    assert (shelf.held(), shelf.public.index_state().generation) == ((["dos.txt"], []), generation)


def test_an_embargo_on_what_is_restricted_for_good_is_an_error(shelf: Shelf, folder: Path) -> None:
    state(folder, f"uno.txt,restricted,{DAY},")
    with pytest.raises(ManifestError, match="line 2: embargo: a restricted document has none"):
        shelf.ingest(folder)
    assert shelf.held() == ([], [])


def test_a_file_that_is_restricted_for_another_reason_stays_so(shelf: Shelf, folder: Path) -> None:
    (folder / "dos.txt").write_text(f"CP/doc.3654/02\nRESERVADO\n\nINFORME\n\n{TWO}\n")
    state(folder, f"uno.txt,,{DAY},restricted", f"dos.txt,,{DAY},")
    shelf.ingest(folder)
    shelf.now = MORNING
    shelf.ingest(folder)
    assert shelf.held() == ([], ["dos.txt", "uno.txt"])
    state(folder, f"uno.txt,public,{DAY},restricted", f"dos.txt,public,{DAY},")
    shelf.ingest(folder)
    assert shelf.held() == (["dos.txt", "uno.txt"], [])


def test_a_wrong_row_with_an_embargo_holds_back_its_file(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    head = "file,visibility,embargo,date"
    (folder / "manifest.csv").write_text(f"{head}\nuno.txt,public,{DAY},ayer\n")
    shelf.ingest(folder)
    assert shelf.held() == (["dos.txt"], [])


def test_corrections_are_released_with_their_documents(shelf: Shelf, seed_folder: Path) -> None:
    (pair,) = shelf.ingest(seed_folder).pairs
    ids = (pair.source_id, pair.target_id)
    accept_first_link(shelf.public, ids, "Ana")
    names = [shelf.public.document(each).source for each in ids]
    (seed_folder / "manifest.toml").unlink()
    state(seed_folder, *(f"{name},,{DAY}," for name in names))
    shelf.ingest(seed_folder)
    assert shelf.public.corrected_pairs() == ()
    shelf.now = MORNING
    shelf.ingest(seed_folder)
    assert [each.author for each in shelf.public.corrections(*ids)] == ["Ana"]
    assert shelf.restricted.corrected_pairs() == ()


def test_a_limited_distribution_without_a_visibility_is_restricted(
    shelf: Shelf, folder: Path
) -> None:
    shelf.ingest(folder)
    for stated in ("restricted", "Reservada", "confidencial", "limitada"):
        state(folder, f"uno.txt,,,{stated}", "dos.txt,public,,restricted")
        shelf.ingest(folder, visibility=PUBLIC)
        assert shelf.held() == (["dos.txt"], ["uno.txt"])
    state(folder, "uno.txt,public,,reservada")
    shelf.ingest(folder, publish=True)
    assert shelf.held() == (["dos.txt", "uno.txt"], [])
