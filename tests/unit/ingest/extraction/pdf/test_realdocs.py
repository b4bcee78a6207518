"""Eighteen real PDF files of the Inter-American Court and Commission, held to their gold."""

import re
from functools import cache

import pytest

from ingest.extraction.pdf.reader import read_pdf
from puente.model.blocks import Block
from tests.fixtures.documents.gold import REALDOCS, count_found, numbered, read_gold


@pytest.fixture(scope="module")
def gold():
    if not REALDOCS.is_dir():
        pytest.skip("needs ../shared/realdocs")
    return read_gold()


@cache
def blocks_of(name: str) -> tuple[Block, ...]:
    path = REALDOCS / name
    return read_pdf(path, path.read_bytes()).blocks


def body_of(name: str) -> list[str]:
    return [block.text for block in blocks_of(name) if block.note is None]


def test_the_numbered_paragraphs_of_every_file_are_found_in_order(gold):
    total = sum(map(len, gold.values()))
    found = sum(count_found(body_of(name), wanted) for name, wanted in gold.items())
    assert total == 658
    assert found >= 0.995 * total


@pytest.mark.parametrize("name", ["1198.pdf", "1202.pdf"])
@pytest.mark.usefixtures("gold")
def test_the_judgment_has_exactly_its_175_paragraphs(name):
    wanted = 1
    for number, _ in numbered(body_of(name)):
        wanted += number == wanted
    assert wanted - 1 == 175


def test_no_page_number_and_no_note_stands_inside_a_paragraph(gold):
    for name in gold:
        body = body_of(name)
        assert [text for text in body if re.fullmatch(r"[\s\-–]*\d+[\s\-–]*", text)] == []
        notes = [block.text[:60] for block in blocks_of(name) if block.note is not None]
        inside = [note for note in notes if len(note) == 60 and any(note in text for text in body)]
        assert inside == []


def test_notes_follow_the_paragraph_that_calls_them(gold):
    called = total = 0
    for name in gold:
        calls: tuple[str, ...] = ()
        for block in blocks_of(name):
            calls = calls if block.note is not None else block.calls
            total += block.note is not None
            called += block.note in calls
    assert (called, total) == (451, 452)
