import io
import zipfile
from pathlib import Path

import pytest

from ingest.extraction.wordprocessing.zip_package import MAX_ENTRIES, Package, parse_xml
from puente.errors import ExtractionError
from puente.model.reports import Reason
from tests.fixtures.documents.word_files import package

PATH = Path("a.docx")


def reason_of(call):
    with pytest.raises(ExtractionError) as caught:
        call()
    return caught.value.reason


def test_parts_are_read_by_their_names():
    opened = Package(PATH, package({"word/document.xml": "<a/>", "b.xml": "<b/>"}))
    assert opened.names == {"word/document.xml", "b.xml"}
    assert opened.read("b.xml") == b"<b/>"
    assert opened.xml("word/document.xml").tag == "a"


@pytest.mark.parametrize("name", ["../a.xml", "/etc/passwd", "a/../../b", "a\\..\\b"])
def test_names_that_lead_out_are_refused(name):
    assert reason_of(lambda: Package(PATH, package({name: "x"}))) is Reason.MALFORMED


def test_too_many_entries_are_a_bomb():
    content = package({f"{number}.xml": "" for number in range(MAX_ENTRIES + 1)})
    assert reason_of(lambda: Package(PATH, content)) is Reason.BOMB


def test_a_part_that_says_how_far_it_unpacks_is_a_bomb():
    assert reason_of(lambda: Package(PATH, package({"a.xml": b" " * 5_000_000}))) is Reason.BOMB


def test_a_part_that_lies_of_its_size_is_a_bomb_when_it_is_read():
    content = package({"a.xml": b" " * 5_000_000})
    lying = content.replace((5_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    opened = Package(PATH, lying)
    assert reason_of(lambda: opened.read("a.xml")) in (Reason.BOMB, Reason.MALFORMED)


def test_an_encrypted_part_needs_its_password():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        written.writestr("a.xml", "<a/>")
    content = bytearray(stream.getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    opened = Package(PATH, bytes(content))
    assert reason_of(lambda: opened.read("a.xml")) is Reason.ENCRYPTED


@pytest.mark.parametrize("cut", [30, 60, -25, -1])
def test_what_is_cut_off_is_malformed(cut):
    content = package({"a.xml": "<a/>" * 50})[:cut]
    assert reason_of(lambda: Package(PATH, content).read("a.xml")) is Reason.MALFORMED


def test_a_missing_part_is_malformed():
    opened = Package(PATH, package({"a.xml": ""}))
    assert reason_of(lambda: opened.read("b.xml")) is Reason.MALFORMED


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b"<!DOCTYPE a><a/>",
        b"<a>&undefined;</a>",
        b"<a>" * 300 + b"</a>" * 300,
        b"<a",
        b"",
    ],
)
def test_xml_with_a_doctype_or_faults_is_refused(xml):
    assert reason_of(lambda: parse_xml(PATH, xml)) is Reason.MALFORMED
