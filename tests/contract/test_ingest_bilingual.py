"""A file in two languages is two documents: found, aligned, replaced and removed together."""

from pathlib import Path
from shutil import copy

import pytest

from ingest.maintenance.reindex import reindex
from puente.model.alignments import LinkStatus
from puente.model.documents import Language, Visibility
from puente.model.filters import Filters
from puente.model.identifiers import DocumentId, document_id_of
from puente.model.reports import Outcome, VisibilityNote
from puente.withdrawal.service import undo_withdrawal, withdraw
from tests.fixtures.builders import EMBEDDER, ask
from tests.fixtures.documents.bilingual_files import ENGLISH, ROWS, SPANISH, SYMBOL, as_docx_rows
from tests.fixtures.documents.word_files import docx, p, table
from tests.fixtures.shelf import Shelf, accept_first_link

WORK = "cp-res-977-1710-10"
ES, EN = DocumentId(f"{WORK}.es"), DocumentId(f"{WORK}.en")
PAIR = (ES, EN)
CORRECTED = ("3. Agradecer a las comunidades del litoral.", "3. To thank the coastal communities.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    (made / "res.docx").write_bytes(as_docx_rows())
    return made


def state(folder: Path, visibility: str) -> None:
    (folder / "manifest.csv").write_text(f"file,visibility\nres.docx,{visibility}\n")


def held(shelf: Shelf, visibility: Visibility = Visibility.PUBLIC) -> list[DocumentId]:
    return sorted(each.id for each in shelf.open(visibility).documents())


def test_each_version_is_found_under_its_language(shelf: Shelf, folder: Path) -> None:
    [report] = shelf.ingest(folder).files
    assert (report.outcome, report.document_id) == (Outcome.ADDED, ES)
    assert report.segments == 2 * (len(ROWS) + 1)
    assert report.detail == "it holds two versions, en and es; each is a document"
    for word, language in (("litoral", Language.ES), ("coastal", Language.EN)):
        question = ask(word, language, filters=Filters(languages=(language,)))
        found = shelf.public.keyword(question, limit=9).scored
        assert len(found) > 1
        assert {document_id_of(each.segment_id) for each in found} == {f"{WORK}.{language}"}
    for language, document_id in ((Language.ES, ES), (Language.EN, EN)):
        only = shelf.public.documents(Filters(languages=(language,)))
        assert [each.id for each in only] == [document_id]


def test_the_rows_of_the_file_are_the_links(shelf: Shelf, folder: Path) -> None:
    [pair] = shelf.ingest(folder).pairs
    assert (pair.source_id, pair.target_id, pair.score) == (*PAIR, 1.0)
    alignment = shelf.public.alignment(*PAIR)
    sides = [[s.text for s in shelf.public.segments_of(each)] for each in PAIR]
    assert sides[0][1:5] == list(SPANISH[:4])
    assert sides[1][1:5] == list(ENGLISH[:4])
    assert [bead.reasons for bead in alignment.beads] == [(("file", 1.0),)] * (len(ROWS) + 1)


def test_an_unchanged_file_is_left_alone(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    generation = shelf.public.index_state().generation
    [report] = shelf.ingest(folder).files
    assert (report.outcome, report.document_id) == (Outcome.UNCHANGED, ES)
    assert shelf.public.index_state().generation == generation


def test_a_corrected_file_replaces_both_under_their_addresses(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    accept_first_link(shelf.public, PAIR, "ana")
    before = [shelf.public.segments_of(each) for each in PAIR]
    rows = table(*ROWS, CORRECTED)
    (folder / "res.docx").write_bytes(docx(p(SYMBOL) + rows))
    [report] = shelf.ingest(folder).files
    assert (report.outcome, held(shelf)) == (Outcome.REPLACED, sorted(PAIR))
    for old, document_id in zip(before, PAIR, strict=True):
        new = shelf.public.segments_of(document_id)
        assert [(s.id, s.text) for s in new[:-1]] == [(s.id, s.text) for s in old]
    beads = shelf.public.alignment(*PAIR).beads
    assert beads[0].status is LinkStatus.CONFIRMED
    assert len(beads) == len(ROWS) + 2


def test_a_file_may_lose_and_gain_its_other_version(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    (folder / "res.docx").write_bytes(docx(p(SYMBOL) + "".join(map(p, SPANISH))))
    shelf.ingest(folder)
    assert (held(shelf), shelf.public.alignments()) == ([ES], ())
    (folder / "res.docx").write_bytes(as_docx_rows())
    shelf.ingest(folder)
    assert held(shelf) == sorted(PAIR)
    assert len(shelf.public.alignments()) == 1


def test_without_a_symbol_both_keep_the_name_of_their_work(shelf: Shelf, folder: Path) -> None:
    (folder / "res.docx").write_bytes(docx("".join(map(p, SPANISH))))
    [first] = shelf.ingest(folder).files
    slug = first.document_id.removesuffix(".es")
    (folder / "res.docx").write_bytes(docx(table(*ROWS)))
    shelf.ingest(folder)
    assert held(shelf) == [f"{slug}.en", f"{slug}.es"]
    assert {each.work_id for each in shelf.public.documents()} == {slug}


def test_a_renamed_file_keeps_both(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    (folder / "res.docx").rename(folder / "cp-res.docx")
    shelf.ingest(folder)
    assert held(shelf) == sorted(PAIR)
    assert {each.source for each in shelf.public.documents()} == {"cp-res.docx"}


def test_a_copy_is_a_duplicate(shelf: Shelf, folder: Path) -> None:
    copy(folder / "res.docx", folder / "tom.docx")
    outcomes = [each.outcome for each in shelf.ingest(folder).files]
    assert outcomes == [Outcome.ADDED, Outcome.DUPLICATE]
    assert held(shelf) == sorted(PAIR)


def test_pruning_removes_both(shelf: Shelf, folder: Path) -> None:
    (folder / "otro.txt").write_text("El foro regional se celebró en Quito con doce delegaciones.")
    shelf.ingest(folder)
    (folder / "res.docx").unlink()
    assert sorted(shelf.ingest(folder).gone) == sorted(PAIR)
    assert sorted(shelf.ingest_with(folder, prune=True).removed) == sorted(PAIR)
    assert not set(PAIR) & set(held(shelf))


def test_withdrawing_one_withdraws_the_file(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    gone = withdraw(shelf.indexes(), EN, shelf.trail, reason="Sin firma")
    assert sorted(gone) == sorted(PAIR)
    assert [each.outcome for each in shelf.ingest(folder).files] == [Outcome.WITHHELD]
    assert held(shelf) == []
    undo_withdrawal(shelf.indexes(), ES, shelf.trail)
    shelf.ingest(folder)
    assert held(shelf) == sorted(PAIR)


def test_the_visibility_of_the_file_is_that_of_both(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    accept_first_link(shelf.public, PAIR, "ana")
    state(folder, "restricted")
    report = shelf.ingest(folder)
    assert sorted(report.withdrawn) == sorted(PAIR)
    assert held(shelf) == []
    english, spanish = held(shelf, Visibility.RESTRICTED)
    assert english.removesuffix(".en") == spanish.removesuffix(".es") != ES.removesuffix(".es")
    assert shelf.restricted.alignment(spanish, english).beads[0].status is LinkStatus.CONFIRMED
    state(folder, "public")
    report = shelf.ingest(folder, publish=True)
    assert [each.visibility_note for each in report.files] == [VisibilityNote.PUBLISHED]
    assert sorted(report.published) == sorted(PAIR)
    assert (held(shelf), held(shelf, Visibility.RESTRICTED)) == (sorted(PAIR), [])
    assert len(shelf.public.corrections(*PAIR)) == 1


def test_a_new_index_keeps_both_and_their_links(shelf: Shelf, folder: Path) -> None:
    shelf.ingest(folder)
    before = shelf.public.alignment(*PAIR)
    assert reindex(shelf.public, EMBEDDER) == len(PAIR)
    assert shelf.public.alignment(*PAIR) == before
