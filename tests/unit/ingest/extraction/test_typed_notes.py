"""Notes typed by hand, in the format of every word processor."""

from pathlib import Path

import pytest

from ingest.extraction import extract
from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from tests.fixtures.documents.raised_files import BUILDERS


@pytest.fixture(params=BUILDERS)
def write(request, tmp_path):
    def written(*paragraphs) -> Path:
        path = tmp_path / f"a.{request.param}"
        path.write_bytes(BUILDERS[request.param](paragraphs))
        return path

    return written


@pytest.mark.parametrize(("typed", "mark"), [("1/", "1"), ("2", "2"), ("*", "*"), ("(3)", "3")])
def test_a_note_typed_by_hand_is_called_by_its_raised_mark(write, typed, mark):
    path = write(("La nota", typed, " sigue."), ("Otro.",), ("", typed, " Al final."))
    assert [(block.text, block.note, block.calls) for block in extract(path).blocks] == [
        ("La nota sigue.", None, (mark,)),
        ("Al final.", mark, ()),
        ("Otro.", None, ()),
    ]


def test_a_raised_space_behind_a_mark_stays_in_the_text(write):
    path = write(("La nota", "1/ ", "sigue."), ("", "1/ ", "Al final."))
    assert [block.text for block in extract(path).blocks] == ["La nota sigue.", "Al final."]


def test_a_mark_that_is_called_again_calls_the_next_note_of_it(write):
    path = write(("A", "1", "."), ("", "1", " Una."), ("B", "1", "."), ("", "1", " Dos."))
    assert [(block.text, block.note) for block in extract(path).blocks] == [
        ("A.", None), ("Una.", "1"), ("B.", None), ("Dos.", "1"),
    ]  # fmt: skip


def test_a_raised_figure_that_no_note_answers_stays_in_the_text(write):
    path = write(("Un m", "2", " de tierra."), ("", "2", " Nota."))
    assert [block.text for block in extract(path).blocks] == ["Un m2 de tierra.", "2 Nota."]


def test_a_raised_figure_calls_no_note_that_stands_before_it(write):
    path = write(("", "1", " Primero."), ("La nota", "1", "."))
    assert [block.text for block in extract(path).blocks] == ["1 Primero.", "La nota1."]


def test_a_raised_star_behind_a_title_is_no_part_of_it(write):
    path = write(
        ("CONSEJO PERMANENTE",),
        ("CP/RES. 982 (1797/11)",),
        ("COOPERACIÓN EN MATERIA MIGRATORIA", "*"),
        ("EL CONSEJO PERMANENTE,",),
        ("RESUELVE:",),
        ("1. Encomendar a la Comisión que presente un informe sobre la migración.",),
        ("", "*", " Aprobada por consenso en la sesión ordinaria del Consejo."),
    )
    (file,) = list_files([path])
    read = read_document(file)
    assert read.document.title == "COOPERACIÓN EN MATERIA MIGRATORIA"
    assert [segment.text for segment in read.segments if segment.label == "*"] == [
        "Aprobada por consenso en la sesión ordinaria del Consejo."
    ]
