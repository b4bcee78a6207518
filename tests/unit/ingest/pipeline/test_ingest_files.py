from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from ingest.pipeline.index_sync import IndexSync
from ingest.pipeline.ingest_files import IngestOptions, ingest
from ingest.pipeline.rejections import Rejections
from ingest.pipeline.stable_ids import keep_addresses
from ingest.pipeline.worker_protocol import ReadDocument
from puente.catalogue.catalogue import Catalogue
from puente.errors import PathNotFoundError
from puente.model.documents import Visibility
from puente.model.reports import Outcome, Reason
from tests.badfiles.portable import page, pdf, stream
from tests.fixtures.builders import EMBEDDER, alignment, document, put, segment
from tests.fixtures.shelf import Shelf


class Counting(Executor):
    """Runs things at once and counts them."""

    count = 0

    def submit(self, function, /, *arguments, **options):
        self.count += 1
        future = Future()
        future.set_result(function(*arguments, **options))
        return future


class Losing(Executor):
    """Loses what it is given, as a cluster whose machine was switched off."""

    def submit(self, function, /, *arguments, **options):
        future = Future()
        future.set_exception(RuntimeError("worker lost"))
        return future


def endless_pdf():
    """A PDF whose form calls itself: pdfium would abort the process."""
    form = stream(
        b"/Fm Do",
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Fm 6 0 R>>>>",
    )
    return pdf(*page(stream(b"/Fm Do"), form, resources="/XObject<</Fm 6 0 R>>"))


@pytest.fixture
def shelf(tmp_path):
    made = Shelf(f"sqlite:///{tmp_path}/puente.db")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "documents"
    made.mkdir()
    write(made, "uno.txt", "La migración laboral creció en la región durante el último año.")
    write(made, "dos.txt", "Las remesas de los migrantes sostienen a muchas familias del país.")
    return made


def write(folder, name, text):
    (folder / name).write_text(text + "\n", encoding="utf-8")


def outcomes(report):
    return {each.source: each.outcome for each in report.files}


def test_ingesting_twice_writes_nothing(shelf, folder):
    assert set(outcomes(shelf.ingest(folder)).values()) == {Outcome.ADDED}
    generation = shelf.public.index_state().generation
    assert set(outcomes(shelf.ingest(folder)).values()) == {Outcome.UNCHANGED}
    assert shelf.public.index_state().generation == generation


def test_a_corrected_file_replaces_its_document_under_the_same_id(shelf, folder):
    before = shelf.ingest(folder).files[1]
    write(folder, "uno.txt", "La migración laboral disminuyó en la región durante el último año.")
    after = shelf.ingest(folder)
    assert outcomes(after) == {"dos.txt": Outcome.UNCHANGED, "uno.txt": Outcome.REPLACED}
    assert after.files[1].document_id == before.document_id
    assert len(shelf.public.documents()) == 2
    (segment,) = shelf.public.segments_of(before.document_id)
    assert "disminuyó" in segment.text


def test_a_paragraph_keeps_its_address_when_others_come_and_go(shelf, folder):
    lines = ["El foro se celebró en Quito.", "La CRM tiene once miembros.", "Fin del acta."]
    write(folder, "acta.txt", "\n".join(lines))
    shelf.ingest(folder)
    write(
        folder,
        "acta.txt",
        "\n".join(["Acta corregida del foro.", lines[0], "La CRM tiene doce.", lines[2]]),
    )
    report = shelf.ingest(folder)
    document = next(each.document_id for each in report.files if each.source == "acta.txt")
    segments = shelf.public.segments_of(document)
    assert [(s.ordinal, s.number, s.text) for s in segments] == [
        (1, 4, "Acta corregida del foro."),
        (2, 1, lines[0]),
        (3, 5, "La CRM tiene doce."),
        (4, 3, lines[2]),
    ]


def test_thousands_of_equal_paragraphs_keep_their_addresses_at_once():
    old, new = (
        tuple(segment("No se informa.", ordinal=place) for place in range(1, count))
        for count in (20_000, 20_002)
    )
    read = ReadDocument(document=document(), segments=new)
    kept = keep_addresses(read, old).segments
    assert [each.number for each in kept] == list(range(1, 20_002))


def test_the_same_bytes_under_another_name_are_a_duplicate(shelf, folder):
    shelf.ingest(folder)
    (folder / "tres.txt").write_bytes((folder / "uno.txt").read_bytes())
    assert outcomes(shelf.ingest(folder))["tres.txt"] is Outcome.DUPLICATE
    assert len(shelf.public.documents()) == 2


def test_a_manifest_that_says_something_new_is_read_again(shelf, folder):
    shelf.ingest(folder)
    manifest = '[files."uno.txt"]\ntitle = "Informe sobre la migración laboral"\n'
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    report = shelf.ingest(folder)
    assert outcomes(report) == {"dos.txt": Outcome.UNCHANGED, "uno.txt": Outcome.REPLACED}
    titles = {document.title for document in shelf.public.documents()}
    assert "Informe sobre la migración laboral" in titles


def test_a_bad_file_is_rejected_and_the_rest_goes_in(shelf, folder):
    (folder / "malo.txt").write_bytes(b"\x00\x01\x02" * 500)
    report = shelf.ingest(folder)
    (rejected,) = report.rejected
    assert (rejected.source, rejected.reason) == ("malo.txt", Reason.WRONG_TYPE)
    assert rejected.detail
    assert len(shelf.public.documents()) == 2


def test_a_poisoned_file_stops_nothing(shelf, folder):
    (folder / "poison.pdf").write_bytes(endless_pdf())
    report = shelf.ingest_with(folder, jobs=2)
    assert [(each.source, each.outcome) for each in report.files] == [
        ("dos.txt", Outcome.ADDED), ("poison.pdf", Outcome.REJECTED), ("uno.txt", Outcome.ADDED),
    ]  # fmt: skip


def test_a_refused_file_is_not_read_again_unless_asked(shelf, folder):
    (folder / "vacio.txt").write_bytes(b"")
    rejections, reads = Rejections(), Counting()
    for _ in range(2):
        report = shelf.ingest_with(folder, rejections=rejections, executor=reads)
        assert [each.source for each in report.rejected] == ["vacio.txt"]
    assert reads.count == 3
    shelf.ingest_with(folder, rejections=rejections, executor=reads, retry=True)
    assert reads.count == 4


def test_a_refused_file_that_was_corrected_goes_in(shelf, folder):
    rejections = Rejections()
    (folder / "tres.txt").write_bytes(b"")
    shelf.ingest_with(folder, rejections=rejections)
    write(folder, "tres.txt", "La reunión técnica terminó el 13 de febrero.")
    report = shelf.ingest_with(folder, rejections=rejections)
    assert outcomes(report)["tres.txt"] is Outcome.ADDED


def test_files_with_the_same_bytes_are_read_once(shelf, folder):
    for name in ("a.txt", "b.txt", "c.txt"):
        write(folder, name, "La migración laboral creció en la región durante el último año.")
    reads = Counting()
    report = shelf.ingest_with(folder, executor=reads, jobs=4)
    assert reads.count == 2
    assert sorted(outcomes(report).values()) == [
        "added",
        "added",
        "duplicate",
        "duplicate",
        "duplicate",
    ]


def test_a_twin_of_a_refused_file_is_refused_too(shelf, folder):
    for name in ("a.txt", "b.txt"):
        (folder / name).write_bytes(b"12 34")
    report = shelf.ingest_with(folder, jobs=4)
    assert [(each.source, each.reason) for each in report.rejected] == [
        ("a.txt", Reason.EMPTY), ("b.txt", Reason.EMPTY),
    ]  # fmt: skip


def test_what_comes_out_does_not_depend_on_who_is_faster(tmp_path, seed_folder):
    made = []
    for jobs in (1, 4):
        (tmp_path / str(jobs)).mkdir()
        shelf = Shelf(f"sqlite:///{tmp_path / str(jobs)}/puente.db")
        report = shelf.ingest_with(seed_folder, jobs=jobs)
        documents = shelf.public.documents()
        made.append((report, documents, [shelf.public.segments_of(d.id) for d in documents]))
        shelf.public.close()
    assert made[0] == made[1]


def test_a_worker_that_is_lost_is_a_refusal_of_its_file(shelf, folder):
    report = shelf.ingest_with(folder, executor=Losing())
    assert [each.reason for each in report.rejected] == [Reason.INTERNAL] * 2


def test_a_document_whose_file_is_gone_is_named_and_kept(shelf, folder):
    first = shelf.ingest(folder).files[0].document_id
    (folder / "dos.txt").unlink()
    report = shelf.ingest(folder)
    assert (report.gone, report.removed) == ((first,), ())
    assert len(shelf.public.documents()) == 2


def test_a_document_whose_file_is_gone_is_removed_when_asked(shelf, folder):
    first = shelf.ingest(folder).files[0].document_id
    (folder / "dos.txt").unlink()
    report = shelf.ingest_with(folder, prune=True)
    assert (report.gone, report.removed) == ((), (first,))
    assert [document.source for document in shelf.public.documents()] == ["uno.txt"]


def test_an_empty_folder_removes_nothing(shelf, folder):
    shelf.ingest(folder)
    for name in ("uno.txt", "dos.txt"):
        (folder / name).unlink()
    report = shelf.ingest_with(folder, prune=True)
    assert (len(report.gone), report.removed) == (2, ())
    assert len(shelf.public.documents()) == 2


def test_a_run_that_is_to_stop_ends_after_its_file_and_the_next_goes_on(shelf, folder):
    done = []
    report = ingest(
        [folder],
        shelf,
        EMBEDDER,
        report_progress=done.append,
        options=IngestOptions(should_stop=lambda: bool(done)),
    )
    assert [each.source for each in report.files] == ["dos.txt"]
    assert outcomes(shelf.ingest(folder)) == {
        "dos.txt": Outcome.UNCHANGED, "uno.txt": Outcome.ADDED,
    }  # fmt: skip


def test_a_file_that_became_bad_keeps_its_last_good_document(shelf, folder):
    shelf.ingest(folder)
    (folder / "uno.txt").write_bytes(b"")
    assert outcomes(shelf.ingest(folder))["uno.txt"] is Outcome.REJECTED
    assert len(shelf.public.documents()) == 2


def test_restricted_documents_go_into_an_index_of_their_own(shelf, folder):
    manifest = '[files."uno.txt"]\nvisibility = "restricted"\n'
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    shelf.ingest(folder)
    assert [d.source for d in shelf.public.documents()] == ["dos.txt"]
    restricted = shelf.open(Visibility.RESTRICTED)
    assert [d.source for d in restricted.documents()] == ["uno.txt"]


def test_files_of_one_name_in_two_folders_are_two_documents(shelf, tmp_path):
    texts = {"a": "El taller se celebró en Lima.", "b": "El foro se celebró en Quito."}
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        write(tmp_path / name, "acta.txt", text)
        assert outcomes(shelf.ingest(tmp_path / name)) == {"acta.txt": Outcome.ADDED}
    assert {shelf.public.segments_of(d.id)[0].text for d in shelf.public.documents()} == set(
        texts.values()
    )


def test_a_file_is_the_same_by_its_name_and_through_its_folder(shelf, folder):
    (folder / "sub").mkdir()
    write(folder / "sub", "tres.txt", "La reunión técnica terminó el 13 de febrero.")
    shelf.ingest(folder)
    report = shelf.ingest(folder / "sub" / "tres.txt")
    assert [each.outcome for each in report.files] == [Outcome.UNCHANGED]


def test_a_moved_folder_is_known_again(shelf, folder):
    shelf.ingest(folder)
    moved = folder.rename(folder.with_name("moved"))
    assert set(outcomes(shelf.ingest(moved)).values()) == {Outcome.UNCHANGED}


def test_versions_are_looked_for_again_when_the_last_run_was_cut_off(shelf, seed_folder):
    def cut_off(progress):
        if progress.what == "pair":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([seed_folder], shelf, EMBEDDER, report_progress=cut_off)
    assert shelf.public.index_state().alignments == 0
    report = shelf.ingest(seed_folder)
    assert set(outcomes(report).values()) == {Outcome.UNCHANGED}
    assert shelf.public.index_state().alignments == 1
    assert shelf.ingest(seed_folder).pairs == ()


def test_pairs_that_stand_are_not_looked_at_again(shelf, seed_folder, folder):
    shelf.ingest(seed_folder)
    told = []
    ingest([folder], shelf, EMBEDDER, report_progress=told.append)
    assert [each.total for each in told if each.what == "pair"] == []


def test_a_version_that_lost_its_counterpart_is_paired_with_the_next(shelf, seed_folder):
    (seed_folder / "manifest.toml").unlink()
    (pair,) = shelf.ingest(seed_folder).pairs
    english = next(seed_folder.glob("001*"))
    write(seed_folder, "again.txt", english.read_text(encoding="utf-8") + "\nThe end.")
    english.unlink()
    report = shelf.ingest_with(seed_folder, prune=True)
    (found,) = report.pairs
    assert found.source_id == pair.source_id
    assert found.target_id != pair.target_id


def test_a_version_whose_counterpart_was_removed_is_paired_with_what_is_left(shelf, seed_folder):
    (seed_folder / "manifest.toml").unlink()
    english = next(seed_folder.glob("001*"))
    write(seed_folder, "again.txt", english.read_text(encoding="utf-8") + "\nThe end.")
    (pair,) = shelf.ingest(seed_folder).pairs
    (seed_folder / shelf.public.document(pair.target_id).source).unlink()
    (found,) = shelf.ingest_with(seed_folder, prune=True).pairs
    assert found.source_id == pair.source_id
    assert found.target_id != pair.target_id


def test_every_version_that_lost_one_of_two_counterparts_is_fresh(shelf):
    spanish, english, portuguese = (
        put(shelf.public, document(name), "Uno") for name in ("a.es", "a.en", "a.pt")
    )
    with shelf.public.writing() as writer:
        writer.link(alignment(spanish, english))
        writer.link(alignment(spanish, portuguese))
        writer.settle_pairing()
    known = IndexSync(shelf.public, EMBEDDER)
    assert known.fresh() == frozenset()
    put(shelf.public, document("a.en"), "Two")
    assert known.fresh() == {"a.en", "a.es"}


def test_versions_stay_due_when_another_run_has_put_more_meanwhile(shelf, seed_folder):
    def look(progress):
        if progress.what == "pair" and len(shelf.public.document_ids()) == 5:
            put(shelf.public, document("otro.es"), "Uno")

    ingest([seed_folder], shelf, EMBEDDER, report_progress=look)
    assert shelf.public.index_state().pairing_is_due
    shelf.ingest(seed_folder)
    assert not shelf.public.index_state().pairing_is_due


def test_versions_are_looked_for_although_another_run_has_settled(shelf, seed_folder, folder):
    shelf.ingest(folder)

    def settle(progress):
        if progress.done == progress.total - 1:
            with shelf.public.writing() as writer:
                writer.settle_pairing()

    ingest([seed_folder, folder], shelf, EMBEDDER, report_progress=settle)
    assert shelf.public.index_state().alignments == 1


def test_a_renamed_file_keeps_its_document(shelf, folder):
    known = {each.source: each.document_id for each in shelf.ingest(folder).files}
    (folder / "uno.txt").rename(folder / "tres.txt")
    report = shelf.ingest_with(folder, prune=True)
    assert outcomes(report) == {"dos.txt": Outcome.UNCHANGED, "tres.txt": Outcome.REPLACED}
    assert (report.files[1].document_id, report.removed) == (known["uno.txt"], ())
    assert set(outcomes(shelf.ingest(folder)).values()) == {Outcome.UNCHANGED}


def test_two_files_with_one_symbol_are_two_documents(shelf, folder):
    manifest = "".join(
        f'[files."{name}"]\nsymbol = "CE/AM-75/09 rev. 2"\n' for name in ("uno.txt", "dos.txt")
    )
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    report = shelf.ingest(folder)
    ids = {each.document_id for each in report.files}
    assert len(ids) == 2
    assert "ce-am-75-09-rev-2.es" in ids


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_act_with_and_without_its_session_is_one_work(shelf, folder, order):
    bare, whole = spellings = ("AG/RES. 2141", "AG/RES. 2141 (XXXV-O/05)")
    texts = (
        "MIGRACIÓN\n\nLA ASAMBLEA GENERAL,\n\nReconoce el derecho de todos los migrantes.",
        "MIGRATION\n\nTHE GENERAL ASSEMBLY,\n\nAsks the Permanent Council to report to it.",
    )
    for place in order:
        write(folder, f"acto{place}.txt", f"{spellings[place]}\n\n{texts[place]}")
        shelf.ingest(folder)
    acts = [each for each in shelf.public.documents() if each.symbol]
    assert {each.symbol.text for each in acts} == {bare, whole}
    assert len({each.work_id for each in acts}) == 1
    for slug in ("ag-res-2141", "ag-res-2141-xxxv-o-05"):
        assert len(Catalogue((shelf.public,)).work(slug)) == 2


def test_a_number_that_two_acts_bear_joins_neither(shelf, folder):
    symbols = ("AG/RES. 1 (I-O/71)", "AG/RES. 1 (XLVI-E/14)", "AG/RES. 1")
    for place, symbol in enumerate(symbols):
        write(folder, f"acto{place}.txt", f"{symbol}\n\nMIGRACIÓN {place}\n\nReconoce {place}.")
        shelf.ingest(folder)
    assert len({each.work_id for each in shelf.public.documents() if each.symbol}) == 3


def test_a_path_that_does_not_exist_is_an_error(shelf, tmp_path):
    with pytest.raises(PathNotFoundError):
        shelf.ingest(tmp_path / "nowhere")


def test_the_seeds_pair_as_they_should(seed_index):
    stores, report = seed_index
    store = stores.open(Visibility.PUBLIC)
    sources = {document.id: document.source[:3] for document in store.documents()}
    assert [(sources[p.source_id], sources[p.target_id]) for p in report.pairs] == [("000", "001")]
    assert [sources[each] for each in report.unpaired] == ["002"]
    (pair,) = report.pairs
    alignment = store.alignment(pair.source_id, pair.target_id)
    ordinals = [
        ([int(s[-4:]) for s in bead.source], [int(t[-4:]) for t in bead.target])
        for bead in alignment.beads
    ]
    assert ordinals == [([n], [n]) for n in range(1, 21)]


def test_a_withdrawn_document_leaves_no_word_in_the_public_file(shelf, folder):
    write(folder, "uno.txt", "La migración marcadísima creció en la región.")
    (folder / "uno.txt").rename(folder / "marcado.txt")
    shelf.ingest(folder)
    path = Path(shelf.url.removeprefix("sqlite:///"))
    files = [path, path.with_name(f"{path.name}-wal")]
    assert any(b"marcad" in each.read_bytes() for each in files)
    shelf.ingest(folder / "marcado.txt", visibility=Visibility.RESTRICTED)
    assert not any(b"marcad" in each.read_bytes() for each in files)
