import csv
import zipfile
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from lxml import etree

from puente.interchange import spreadsheets
from puente.interchange.spreadsheets import write_csv, write_xlsx

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MADE = datetime(2026, 11, 29, 12, tzinfo=UTC)
ROWS = [("Niñez, «año»\n2009", 0.5), ("=1+1", 1.0)]


def book(rows, names=("text", "confidence"), widths=(40, 10)):
    return zipfile.ZipFile(BytesIO(b"".join(write_xlsx(names, widths, rows, MADE))))


def cells(workbook, sheet=1):
    """The rows of a sheet: text as it reads, numbers as numbers, formulas as such."""
    root = etree.fromstring(workbook.read(f"xl/worksheets/sheet{sheet}.xml"))
    for row in root.iter(f"{SHEET}row"):
        yield [_cell(cell) for cell in row]


def _cell(cell):
    if cell.find(f"{SHEET}f") is not None:
        return "a formula"
    value = cell.find(f"{SHEET}v")
    return "".join(cell.itertext()) if value is None else float(value.text)


def test_a_table_has_the_mark_by_which_spreadsheets_know_its_letters():
    content = b"".join(write_csv(["text", "confidence"], ROWS))
    assert content.startswith(b"\xef\xbb\xbftext,confidence\r\n")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1] == ["Niñez, «año»\n2009", "0.5"]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\tx", "\rx", "\nx", "＝1＋1"],  # noqa: RUF001
)
def test_no_cell_of_a_table_is_a_formula(cell):
    content = b"".join(write_csv(["text"], [[cell]])).decode("utf-8-sig")
    assert list(csv.reader(StringIO(content, newline="")))[1] == [f"'{cell}"]


@pytest.mark.parametrize(
    ("cell", "harmless"),
    [
        ("uno;=1+1", "uno;'=1+1"),
        ("uno\n@SUM(A1)", "uno\n'@SUM(A1)"),
        ("=1; -1", "'=1;' -1"),
        ("\t=1", "'\t'=1"),
    ],
)
def test_no_part_of_a_cell_is_a_formula_where_semicolons_separate(cell, harmless):
    content = b"".join(write_csv(["text"], [[cell]])).decode("utf-8-sig")
    assert list(csv.reader(StringIO(content, newline="")))[1] == [harmless]


@pytest.mark.parametrize("cell", ["a=b", "uno; dos - tres", "7 - 8", "párr. 3", "", "(a) uno"])
def test_other_cells_stay_as_they_are(cell):
    content = b"".join(write_csv(["text", "number"], [[cell, -0.5]])).decode("utf-8-sig")
    assert list(csv.reader(StringIO(content, newline="")))[1] == [cell, "-0.5"]


def test_a_workbook_has_text_as_text_and_numbers_as_numbers():
    assert list(cells(book(ROWS))) == [["text", "confidence"], *map(list, ROWS)]


def test_a_workbook_without_rows_has_the_names():
    assert list(cells(book([]))) == [["text", "confidence"]]


def test_a_cell_that_is_too_long_ends_in_an_ellipsis():
    (_, (text,)) = cells(book([["a" * 40_000]], ["text"], [10]))
    assert (len(text), text[-2:]) == (32_767, "a…")


def test_a_full_sheet_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(spreadsheets, "_MOST_ROWS", 3)
    workbook = book([["a"], ["b"], ["c"]], ["text"], [10])
    assert list(cells(workbook)) == [["text"], ["a"], ["b"]]
    assert list(cells(workbook, sheet=2)) == [["text"], ["c"]]


def test_a_workbook_was_made_when_the_export_says():
    core = book(ROWS).read("docProps/core.xml").decode()
    assert core.count(">2026-11-29T12:00:00Z<") == 2
