from dataclasses import replace

import pytest

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.model.segments import SegmentKind
from tests.fixtures.documents.same_document import as_docx, as_text
from tests.paths import FIXTURES as DATA


def read(path):
    (file,) = list_files([path])
    return read_document(file)


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "resolution.txt"
    path.write_text(as_text(), encoding="utf-8")
    return read(path)


@pytest.fixture(params=["docx", "doc"])
def other(request, tmp_path):
    if request.param == "doc":
        return read(DATA / "resolution.doc")
    path = tmp_path / "resolution.docx"
    path.write_bytes(as_docx())
    return read(path)


def test_the_text_of_a_resolution_has_its_parts(text):
    assert [(segment.kind, segment.label) for segment in text.segments[2:]] == [
        (SegmentKind.PREAMBULAR, None),
        (SegmentKind.PREAMBULAR, None),
        (SegmentKind.PREAMBULAR, None),
        (SegmentKind.OPERATIVE, None),
        (SegmentKind.OPERATIVE, "1."),
        (SegmentKind.ITEM, "a)"),
        (SegmentKind.ITEM, "b)"),
        (SegmentKind.OPERATIVE, "2."),
        (SegmentKind.HEADING, None),
        (SegmentKind.HEADING, "I."),
        (SegmentKind.PARAGRAPH, None),
        (SegmentKind.HEADING, "II."),
        (SegmentKind.PARAGRAPH, None),
        (SegmentKind.ITEM, "•"),
        (SegmentKind.ITEM, "•"),
        (SegmentKind.TABLE_ROW, "Chile"),
        (SegmentKind.TABLE_ROW, "Perú"),
        (SegmentKind.FOOTNOTE, "*"),
    ]


def test_a_file_of_word_has_the_segments_of_the_text(text, other):
    def plain(segments):
        return [replace(segment, first_line=None, last_line=None) for segment in segments]

    assert plain(other.segments) == plain(text.segments)


def test_a_file_of_word_states_what_the_text_states(text, other):
    stated = ("id", "title", "symbol", "series", "organ", "date", "original_language", "kind")
    assert [getattr(other.document, name) for name in stated] == [
        getattr(text.document, name) for name in stated
    ]
