"""Restricted documents stay so, and leave nothing behind in the public index."""

from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest

from puente.errors import NothingToPublishError
from puente.model.documents import Visibility
from puente.model.identifiers import DocumentId
from puente.model.reports import Outcome, Reason, VisibilityNote
from puente.store.protocol import Store
from tests.fixtures.builders import alignment, document, put
from tests.fixtures.shelf import Shelf, accept_first_link, report_of

PUBLIC, RESTRICTED = Visibility
ONE = "La migración laboral creció en la región durante el último año."
TWO = "Las remesas de los migrantes sostienen a muchas familias del país."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    write(made, "uno.txt", ONE)
    write(made, "dos.txt", TWO)
    return made


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text + "\n", encoding="utf-8")


def state(folder: Path, *rows: str) -> None:
    (folder / "manifest.csv").write_text("\n".join(("file,visibility,date", *rows)) + "\n")


def test_a_document_that_becomes_restricted_stays_so_until_it_is_published(
    shelf: Shelf, folder: Path
) -> None:
    shelf.ingest(folder)
    report = shelf.ingest(folder / "uno.txt", visibility=RESTRICTED)
    assert shelf.held() == (["dos.txt"], ["uno.txt"])
    (withdrawn,) = report.withdrawn
    for stated in (None, PUBLIC):
        report = shelf.ingest(folder, visibility=stated)
        one = report_of(report, "uno.txt")
        assert (one.outcome, one.visibility_note) == (Outcome.UNCHANGED, VisibilityNote.KEPT)
        assert shelf.held() == (["dos.txt"], ["uno.txt"])
    report = shelf.ingest(folder, visibility=PUBLIC, publish=True)
    assert shelf.held() == (["dos.txt", "uno.txt"], [])
    assert (report.published, report.withdrawn) == ((withdrawn,), ())
    assert report_of(report, "uno.txt").visibility_note is VisibilityNote.PUBLISHED


def addresses(store: Store) -> list[tuple[int, str | None, str]]:
    """Both numbers by which addresses lead to the numbered paragraphs of the one document."""
    [document] = store.documents()
    segments = store.segments_of(document.id)
    return [(each.number, each.official_number, each.text) for each in segments if each.label]


def test_paragraphs_are_counted_anew_in_each_index(shelf: Shelf, tmp_path: Path) -> None:
    """A public number tells nothing of drafts; what it led to in public is kept there."""
    folder = tmp_path / "acta"
    first = f"CE/AM-75/09\n\n1. {ONE}\n\n2. {TWO}"
    second = f"CE/AM-75/09\n\n1. {TWO}\n\n2. {ONE} Fin."
    write(folder, "acta.txt", first)
    shelf.ingest(folder, visibility=RESTRICTED)
    write(folder, "acta.txt", second)
    shelf.ingest(folder)
    assert addresses(shelf.restricted) == [(3, None, TWO), (4, None, f"{ONE} Fin.")]
    shelf.ingest(folder, visibility=PUBLIC, publish=True)
    assert addresses(shelf.public) == [(2, "1", TWO), (3, "2", f"{ONE} Fin.")]
    shelf.ingest(folder, visibility=RESTRICTED)
    write(folder, "acta.txt", first)
    shelf.ingest(folder, visibility=PUBLIC, publish=True)
    assert addresses(shelf.public) == [(5, None, ONE), (6, None, TWO)]


def test_a_changed_file_stays_restricted(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder, visibility=RESTRICTED)
    write(folder, "uno.txt", f"{ONE} Fin.")
    assert report_of(shelf.ingest(folder), "uno.txt").outcome is Outcome.REPLACED
    assert shelf.held() == ([], ["dos.txt", "uno.txt"])


def test_a_renamed_file_stays_restricted(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder, visibility=RESTRICTED)
    (folder / "uno.txt").rename(folder / "tres.txt")
    shelf.ingest(folder, visibility=PUBLIC)
    assert shelf.held() == ([], ["dos.txt", "tres.txt"])


def test_the_manifest_publishes_its_files_only(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder, visibility=RESTRICTED)
    state(folder, "uno.txt,public,")
    shelf.ingest(folder)
    assert shelf.held() == ([], ["dos.txt", "uno.txt"])
    shelf.ingest(folder, publish=True)
    assert shelf.held() == (["uno.txt"], ["dos.txt"])


@pytest.mark.parametrize("stated", [None, RESTRICTED])
def test_publishing_what_nothing_states_to_be_public_is_an_error(
    shelf: Shelf, folder: Path, stated: Visibility | None
) -> None:
    shelf.ingest(folder, visibility=RESTRICTED)
    generation = shelf.restricted.index_state().generation
    with pytest.raises(NothingToPublishError):
        shelf.ingest(folder, visibility=stated, publish=True)
    assert shelf.held() == ([], ["dos.txt", "uno.txt"])
    assert shelf.restricted.index_state().generation == generation


def test_publishing_what_was_never_restricted_changes_nothing(shelf: Shelf, folder: Path) -> None:
    with pytest.raises(NothingToPublishError):
        shelf.ingest(folder, visibility=PUBLIC, publish=True)
    assert shelf.held() == ([], [])


def test_a_restricted_file_that_cannot_be_read_is_in_neither_index(
    shelf: Shelf, folder: Path
) -> None:
    shelf.ingest(folder)
    (folder / "uno.txt").write_bytes(b"")
    state(folder, "uno.txt,restricted,")
    report = shelf.ingest(folder)
    assert shelf.held() == (["dos.txt"], [])
    one = report_of(report, "uno.txt")
    assert (one.reason, one.visibility_note) == (Reason.EMPTY, VisibilityNote.WITHDRAWN)
    assert len(report.withdrawn) == 1


def test_what_is_restricted_leaves_before_anything_is_read(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    state(folder, "uno.txt,restricted,")
    shelf.ingest_with(folder, should_stop=lambda: True)
    assert shelf.held() == (["dos.txt"], [])


@pytest.mark.parametrize(
    ("row", "public"),
    [("uno.txt,restricted,ayer", []), ("uno.txt,secreto,", []), ("uno.txt,,ayer", ["uno.txt"])],
)
def test_a_wrong_row_holds_back_its_file_and_the_rest_goes_in(
    shelf: Shelf, folder: Path, row: str, public: list[str]
) -> None:
    """K13: one bad row stopped the folder; and a doubt about who may see a file ends restricted."""
    shelf.ingest(folder / "uno.txt")
    state(folder, row)
    report = shelf.ingest(folder)
    one = report_of(report, "uno.txt")
    assert (one.outcome, one.reason) == (Outcome.REJECTED, Reason.BAD_MANIFEST)
    assert "line 2" in str(one.detail)
    assert shelf.held() == (["dos.txt", *public], [])
    state(folder, "uno.txt,,2004")
    shelf.ingest(folder)
    assert shelf.held() == (["dos.txt", "uno.txt"], [])


@pytest.mark.parametrize("restricted", ["a.txt", "b.txt"])
def test_bytes_that_are_restricted_are_public_only_by_their_own_row(
    shelf: Shelf, tmp_path: Path, restricted: str
) -> None:
    folder = tmp_path / "copies"
    write(folder, "a.txt", ONE)
    copy(folder / "a.txt", folder / "b.txt")
    shelf.ingest(folder)
    assert shelf.held() == (["a.txt"], [])
    state(folder, f"{restricted},restricted,")
    report = shelf.ingest(folder, visibility=PUBLIC)
    assert shelf.held() == ([], ["a.txt"])
    other = {"a.txt": "b.txt", "b.txt": "a.txt"}[restricted]
    assert report_of(report, other).visibility_note is VisibilityNote.SAME_BYTES
    state(folder, f"{restricted},restricted,", f"{other},public,")
    shelf.ingest(folder)
    assert shelf.held()[0] == ([other] if other == "b.txt" else [])


def test_restricting_a_copy_withdraws_the_bytes_of_files_outside_the_run(
    shelf: Shelf, folder: Path, tmp_path: Path
) -> None:
    shelf.ingest(folder)
    write(tmp_path / "other", "copia.txt", ONE)
    shelf.ingest(tmp_path / "other", visibility=RESTRICTED)
    assert shelf.held() == (["dos.txt"], ["copia.txt"])


def test_a_copy_that_its_row_made_public_stays_so_whenever_the_other_is_looked_at(
    shelf: Shelf, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    write(other, "copia.txt", ONE)
    shelf.ingest(folder, visibility=RESTRICTED)
    state(other, "copia.txt,public,")
    shelf.ingest(other)
    report = shelf.ingest(folder)
    assert (shelf.held(), report.withdrawn) == ((["copia.txt"], ["dos.txt", "uno.txt"]), ())


def draft(folder: Path, name: str, text: str) -> None:
    write(folder, name, f"AG/RES. 2356 (XXXVIII-O/08)\n\n{text}")


def test_a_restricted_draft_never_has_the_id_of_a_public_document(
    shelf: Shelf, tmp_path: Path
) -> None:
    """The public text was shown under the draft's id to who may see both."""
    final, drafts = tmp_path / "final", tmp_path / "drafts"
    draft(final, "final.txt", "La Asamblea General resuelve proteger a los migrantes.")
    draft(drafts, "draft.txt", "La Asamblea General podría proteger a los migrantes.")
    for paths in ([drafts], [final], [drafts, final]):
        for path in paths:
            shelf.ingest(path, visibility=RESTRICTED if path == drafts else None)
    (public,), (restricted,) = shelf.public.document_ids(), shelf.restricted.document_ids()
    assert public == "ag-res-2356-xxxviii-o-08.es"
    assert restricted.startswith("ag-res-2356-xxxviii-o-08_")
    (segment, *_) = shelf.restricted.segments_of(restricted)
    assert segment.id.startswith(restricted)


def test_a_restricted_draft_never_has_the_name_of_a_public_work(
    shelf: Shelf, tmp_path: Path
) -> None:
    """Pages name works: that of a draft led to the public versions, and so did its corrections."""
    final, drafts = tmp_path / "final", tmp_path / "drafts"
    draft(final, "final.txt", "La Asamblea General resuelve proteger a los migrantes.")
    draft(drafts, "draft.txt", "La Asamblea General podría proteger a los migrantes.")
    draft(drafts, "english.txt", "The General Assembly may decide to protect the migrants.")
    shelf.ingest(drafts, visibility=RESTRICTED)
    for paths in ([final], [drafts], [drafts, final]):
        for path in paths:
            shelf.ingest(path, visibility=RESTRICTED if path == drafts else None)
        (public,) = shelf.public.documents()
        restricted = shelf.restricted.documents()
        names = {name for each in restricted for name in (each.work_id, each.id.split(".")[0])}
        assert len(restricted) == 2
        assert public.work_id not in names


def test_a_correction_of_a_draft_says_nothing_to_the_public_index(
    shelf: Shelf, folder: Path
) -> None:
    """Corrections were joined by id, and ids come from symbols: one index did not know the other's.

    The draft's stood in the public index, with the reviewer's name and a paragraph of the draft.
    """
    for visibility, texts in ((PUBLIC, [ONE]), (RESTRICTED, [TWO, ONE])):
        store = shelf.open(visibility)
        sides = [
            put(store, document(f"acta.{each}", visibility=visibility), *texts)
            for each in ("es", "en")
        ]
        with store.writing() as writer:
            writer.link(alignment(*sides))
            writer.settle_pairing()
    pair = (DocumentId("acta.es"), DocumentId("acta.en"))
    before = shelf.public.index_state(), shelf.public.alignment(*pair)
    accept_first_link(shelf.restricted, pair, "Revisora Reservada")
    (folder / "dos.txt").unlink()
    (folder / "uno.txt").unlink()
    shelf.ingest(folder)
    assert (shelf.public.index_state(), shelf.public.alignment(*pair)) == before
    assert shelf.public.corrections(*pair) == ()
    ((first, second),) = shelf.restricted.corrected_pairs()
    assert {first, second}.isdisjoint(pair)
    (kept,) = shelf.restricted.corrections(first, second)
    assert kept.author == "Revisora Reservada"
    assert kept.source[0].id.startswith(str(kept.source_id))


def test_corrections_follow_documents_to_the_restricted_index_and_back(
    shelf: Shelf, seed_folder: Path
) -> None:
    (pair,) = shelf.ingest(seed_folder).pairs
    ids = (pair.source_id, pair.target_id)
    accept_first_link(shelf.public, ids, "Ana")
    sides = [seed_folder / shelf.public.document(each).source for each in ids]
    shelf.ingest(*sides, visibility=RESTRICTED)
    assert shelf.public.corrected_pairs() == ()
    (corrected,) = shelf.restricted.corrected_pairs()
    assert [each.author for each in shelf.restricted.corrections(*corrected)] == ["Ana"]
    assert statuses(shelf, RESTRICTED, corrected)["confirmed"] == 1
    shelf.ingest(*sides, visibility=PUBLIC, publish=True)
    assert shelf.restricted.corrected_pairs() == ()
    assert [each.author for each in shelf.public.corrections(*ids)] == ["Ana"]
    assert statuses(shelf, PUBLIC, ids)["confirmed"] == 1


def test_corrections_stay_restricted_with_one_of_their_documents(
    shelf: Shelf, seed_folder: Path
) -> None:
    (pair,) = shelf.ingest(seed_folder).pairs
    ids = (pair.source_id, pair.target_id)
    accept_first_link(shelf.public, ids, "Ana")
    source = seed_folder / shelf.public.document(ids[0]).source
    shelf.ingest(source, visibility=RESTRICTED)
    assert shelf.public.corrected_pairs() == ()
    assert len(shelf.restricted.corrected_pairs()) == 1
    shelf.ingest(source, visibility=PUBLIC, publish=True)
    assert shelf.public.corrected_pairs() == ()
    assert len(shelf.restricted.corrected_pairs()) == 1


def statuses(
    shelf: Shelf, visibility: Visibility, pair: tuple[DocumentId, DocumentId]
) -> dict[str, int]:
    found = shelf.open(visibility).alignment(*pair)
    assert found is not None
    counts: dict[str, int] = {}
    for bead in found.beads:
        counts[bead.status.value] = counts.get(bead.status.value, 0) + 1
    return counts


def mark(folder: Path) -> None:
    write(folder, "uno.txt", f"CP/doc.3654/02\nRESERVADO\n\nINFORME\n\n{ONE}")


def test_a_document_that_says_it_is_restricted_is_held_back(shelf: Shelf, folder: Path) -> None:
    mark(folder)
    for outcome, note in (
        (Outcome.ADDED, VisibilityNote.HELD),
        (Outcome.UNCHANGED, VisibilityNote.KEPT),
    ):
        report = report_of(shelf.ingest(folder, visibility=PUBLIC), "uno.txt")
        assert (report.outcome, report.visibility_note) == (outcome, note)
        assert shelf.held() == (["dos.txt"], ["uno.txt"])


def test_a_document_that_comes_to_say_it_is_restricted_leaves_the_public_index(
    shelf: Shelf, folder: Path
) -> None:
    shelf.ingest(folder)
    mark(folder)
    report = shelf.ingest(folder)
    assert shelf.held() == (["dos.txt"], ["uno.txt"])
    assert len(report.withdrawn) == 1
    assert "“RESERVADO”" in str(report_of(report, "uno.txt").detail)


def test_a_row_that_states_the_visibility_stands_above_the_mark(shelf: Shelf, folder: Path) -> None:
    mark(folder)
    state(folder, "uno.txt,public,")
    report = shelf.ingest(folder)
    assert shelf.held() == (["dos.txt", "uno.txt"], [])
    assert "“RESERVADO”" in str(report_of(report, "uno.txt").detail)


def test_the_command_alone_does_not_publish_what_says_it_is_restricted(
    shelf: Shelf, folder: Path
) -> None:
    mark(folder)
    shelf.ingest(folder)
    report = shelf.ingest(folder, visibility=PUBLIC, publish=True)
    assert shelf.held() == (["dos.txt"], ["uno.txt"])
    assert report.published == ()
    assert report_of(report, "uno.txt").visibility_note is VisibilityNote.HELD
    state(folder, "uno.txt,public,")
    shelf.ingest(folder, publish=True)
    assert shelf.held() == (["dos.txt", "uno.txt"], [])


def added(store: Store) -> dict[str, str | None]:
    return {each.source: each.added for each in store.documents()}


def test_the_day_on_which_a_document_came_stays_with_it(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    first = shelf.now.date().isoformat()
    assert set(added(shelf.public).values()) == {first}
    shelf.now += timedelta(days=3)
    names = sorted(added(shelf.public))
    write(folder, names[0], "Otro texto de la misma resolución.")
    write(folder, "nuevo.txt", "Un texto que no estaba.")
    shelf.ingest(folder)
    assert added(shelf.public) == {
        **dict.fromkeys(names, first), "nuevo.txt": shelf.now.date().isoformat(),
    }  # fmt: skip


def test_a_document_that_is_published_comes_to_the_public_on_that_day(
    shelf: Shelf, folder: Path
) -> None:
    shelf.ingest(folder, visibility=RESTRICTED)
    shelf.now += timedelta(days=3)
    shelf.ingest(folder, visibility=PUBLIC, publish=True)
    assert set(added(shelf.public).values()) == {shelf.now.date().isoformat()}
