"""What is printed for people cannot command their terminal."""

import sys
from dataclasses import replace

import pytest

from puente.errors import PuenteError
from puente.model.reports import Progress
from puente.model.results import HydratedSegment
from service.cli.doctor import Finding
from service.cli.output import print_line, progress_bar, say
from service.cli.tables import diagnosis_table, result_list
from tests.fixtures.builders import document, segment
from tests.fixtures.library import Library

HOSTILE = "a\x1b[31mb\x9b1m\u202e\x7f"
SHOWN = "a␛[31mb�1m�␡"


def test_talk_is_one_line_without_control_characters(capsys):
    say(f"{HOSTILE}\nbad: line")
    assert capsys.readouterr().err == f"{SHOWN}␊bad: line\n"


def test_a_table_shows_control_characters_as_pictures(capsys):
    diagnosis_table([Finding(name=f"{HOSTILE}\n", state="x")])
    assert f"{SHOWN}␊" in capsys.readouterr().out


def test_a_result_keeps_its_lines_and_no_other_control_character(capsys):
    notes = document("notas.es", title=HOSTILE)
    text = segment(f"uno\n{HOSTILE}", document=notes, heading_path=(HOSTILE,))
    result_list(Library((notes,), (text,)).search("uno"))
    shown = capsys.readouterr().out
    assert shown.splitlines()[:4] == [
        f"1. {SHOWN}  notas.es.0001  1.00 keyword", SHOWN, "uno", SHOWN,
    ]  # fmt: skip


def test_a_result_names_the_other_places_of_its_text(capsys):
    notes, other = document("notas.es"), document("otro.es", title=HOSTILE)
    library = Library((notes,), (segment("uno", document=notes),))
    place = HydratedSegment(segment=segment("Uno", document=other), document=other)
    (hit,) = library.search("uno").hits
    library.answer = {"hits": (replace(hit, also_in=(place,)),)}
    result_list(library.search("uno"))
    assert f"also in otro.es.0001  {SHOWN}" in capsys.readouterr().out.splitlines()


def test_a_closed_output_is_an_error_with_a_code(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(PuenteError) as raised:
        print_line("x")
    assert raised.value.code == "output-failed"


def test_a_log_gets_a_line_for_every_tenth_of_a_piece_of_work(capsys):
    with progress_bar() as show:
        for done in range(43):
            show(Progress(done=done, total=43, what=f"{done}.pdf"))
        for done in range(3):
            show(Progress(done=done, total=3, what="pair"))
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == [
        "0/43", "5/43", "10/43", "15/43", "20/43", "25/43", "30/43", "35/43", "40/43",
        "0/3", "1/3", "2/3",
    ]  # fmt: skip
