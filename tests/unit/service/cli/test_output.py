"""What is printed for people cannot command their terminal."""

import sys

import pytest

from puente.errors import PuenteError
from service.cli.doctor import Finding
from service.cli.output import print_line, say
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


def test_a_closed_output_is_an_error_with_a_code(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(PuenteError) as raised:
        print_line("x")
    assert raised.value.code == "output-failed"
