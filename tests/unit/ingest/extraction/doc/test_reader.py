import random
import struct
from contextlib import suppress
from pathlib import Path

import olefile
import pytest

from ingest.extraction.doc.piece_table import places
from ingest.extraction.doc.reader import read_doc
from ingest.extraction.doc.sprms import Change, Sprm, changes
from ingest.extraction.doc.styles import DocStyleSheet
from ingest.extraction.doc.table_rows import read_row_format
from puente.errors import ExtractionError
from puente.model.reports import Reason
from tests.fixtures.documents.same_document import PROBE
from tests.paths import FIXTURES as DATA

PATH = Path("a.doc")
CONTENT = (DATA / "word.doc").read_bytes()
# Where the stream of the text begins in the file.
HEAD = CONTENT.index(b"\xec\xa5")


def changed(at, value):
    return CONTENT[: HEAD + at] + value + CONTENT[HEAD + at + len(value) :]


def reason_of(content):
    with pytest.raises(ExtractionError) as caught:
        read_doc(PATH, content)
    return caught.value.reason


def test_seven_of_seven_things_that_readers_lose_are_right():
    found = read_doc(PATH, CONTENT).blocks
    assert [(block.text, block.note, block.calls) for block in found] == PROBE


def test_headings_and_rows_are_stated():
    found = read_doc(PATH, (DATA / "resolution.doc").read_bytes()).blocks
    assert [(block.text, block.heading) for block in found if block.heading] == [
        ("I. Antecedentes", 1),
        ("II. Resultados", 1),
    ]
    assert [block.cells for block in found if block.cells] == [
        ("", "Año 2009", "Año 2010"),
        ("Chile", "12 casos", "14 casos"),
        ("Perú", "7", "9"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (changed(10, b"\x00\x03"), Reason.ENCRYPTED),
        (changed(0, b"\xdc\xa5\x68\x00"), Reason.UNSUPPORTED),
        (changed(0, b"\x99\xa6"), Reason.UNSUPPORTED),
        (changed(2, b"\x65\x00"), Reason.UNSUPPORTED),
        (changed(0, b"\x00\x00"), Reason.MALFORMED),
        (changed(0x1A2, b"\xff\xff\xff\x7f"), Reason.MALFORMED),
        (changed(0x4C, b"\xff\xff\xff\xff"), Reason.MALFORMED),
        (CONTENT[:3000], Reason.MALFORMED),
        (CONTENT[:100], Reason.MALFORMED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.MALFORMED),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content, reason):
    assert reason_of(content) is reason


def test_old_files_are_refused_with_the_remedy():
    with pytest.raises(ExtractionError, match=r"Word 95.*save it as \.docx"):
        read_doc(PATH, changed(0, b"\xdc\xa5"))


def test_damage_is_an_extraction_error_and_nothing_else():
    dice = random.Random(5)
    for _ in range(150):
        content = bytearray(CONTENT)
        for _ in range(dice.choice((1, 5, 50))):
            content[dice.randrange(len(content))] = dice.randrange(256)
        with suppress(ExtractionError):
            read_doc(PATH, bytes(content))


def test_changes_are_read_by_the_sizes_of_their_operands():
    stored = struct.pack("<HBHHHB", 0x2416, 1, 0x460B, 7, 0xC63E, 2) + b"ab" + b"\x35\x08"
    assert list(changes(stored)) == [
        Change(code=Sprm.IN_TABLE, operand=b"\x01"),
        Change(code=Sprm.LIST, operand=b"\x07\x00"),
        Change(code=0xC63E, operand=b"ab"),
    ]


def test_rows_have_the_right_edges_of_their_cells_and_those_that_go_on():
    cells = struct.pack("<B3h", 2, 0, 1000, 3000) + struct.pack("<H18x", 0x20) + bytes(20)
    stored = struct.pack("<HH", Sprm.CELLS, len(cells) + 1) + cells
    head = struct.pack("<HB", Sprm.IS_HEAD, 1)
    form = read_row_format(changes(stored + head))
    assert form.edges == (1000, 3000)
    assert form.goes_on == {0}
    assert form.names_columns
    assert not form.is_ruled


def test_a_number_that_is_no_style_is_plain_text():
    assert DocStyleSheet(b"")[12].paragraph == b""


def test_places_are_one_more_than_their_records():
    assert places(struct.pack("<3I", 0, 4, 9) + b"abcd", 2) == ([0, 4, 9], [b"ab", b"cd"])
    assert places(b"", 2) == ([], [])


def test_a_list_without_end_among_the_properties_is_not_read(monkeypatch):
    with olefile.OleFileIO(CONTENT) as compound:
        stream = compound.openstream("\x05SummaryInformation").read()
    damaged, start = bytearray(CONTENT), CONTENT.index(stream[:64])
    (section,) = struct.unpack_from("<I", stream, 44)
    (first,) = struct.unpack_from("<I", stream, section + 12)
    struct.pack_into("<II", damaged, start + section + first, 0x1000, 0x7FFFFFFF)
    values = []
    parse = olefile.OleFileIO._parse_property_basic

    def counted(*arguments):
        values.append(arguments)
        if len(values) > 100:
            raise OverflowError
        return parse(*arguments)

    monkeypatch.setattr(olefile.OleFileIO, "_parse_property_basic", counted)
    assert read_doc(PATH, bytes(damaged)).blocks
    assert 0 < len(values) <= 100
