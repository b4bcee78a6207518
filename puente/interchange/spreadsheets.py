"""Tables that a spreadsheet opens: CSV and XLSX, written row by row."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Row: TypeAlias = Sequence[str | float]

_BOM = "\ufeff"
# What a spreadsheet takes for a formula when it opens a CSV file, full-width signs as well
# (OWASP, "CSV Injection").
_SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(rf"\s*{_SIGN}|[\t\r\n]")
# Where the list separator is a semicolon, as in Spanish, a spreadsheet knows no quotes in a file
# with commas: what follows a semicolon or stands on a new line begins a cell of its own.
_INNER_FORMULA = re.compile(rf"(?<=[;\t\r\n])(?=[^\S\t\r\n]*{_SIGN})")
# The bounds of a sheet and of a cell in Excel.
_MOST_ROWS = 1_048_576
_LONGEST_CELL = 32_767
_CUT = "…"
_CELL = {"text_wrap": True, "valign": "top"}
_PIECE = 1 << 16


def write_csv(names: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The pieces of a CSV file, one to a row; no cell of it is a formula.

    It begins with the mark by which Excel knows UTF-8. What would be a formula gets an apostrophe
    before it, which spreadsheets take for "this is text".
    """
    line = StringIO(newline="")
    writer = csv.writer(line)
    line.write(_BOM)
    writer.writerow(names)
    for row in rows:
        yield _taken(line)
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
    yield _taken(line)


def write_xlsx(
    names: Sequence[str], widths: Sequence[int], rows: Iterable[Row], created: datetime
) -> Iterator[bytes]:
    """The pieces of a workbook, whose rows wait on the disk and not in memory.

    Text stays text. What is longer than a cell may be ends in "…"; a full sheet is followed by
    another.
    """
    from xlsxwriter import Workbook

    with TemporaryDirectory(prefix="puente-") as folder:
        path = Path(folder, "export.xlsx")
        with Workbook(path, {"constant_memory": True, "tmpdir": folder}) as workbook:
            # Otherwise it would say when it was asked for, whatever the export says.
            workbook.set_properties({"created": created})
            head, body = workbook.add_format({"bold": True}), workbook.add_format(_CELL)
            sheet = _add_sheet(workbook, names, widths, head)
            for count, row in enumerate(rows):
                below, number = divmod(count, _MOST_ROWS - 1)
                if below and not number:
                    sheet = _add_sheet(workbook, names, widths, head)
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number + 1, column, _fitting(cell), body)
                    else:
                        sheet.write_number(number + 1, column, cell, body)
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece


def _add_sheet(
    workbook: "Workbook", names: Sequence[str], widths: Sequence[int], head: "Format"
) -> "Worksheet":
    """A new sheet with its first row, which stays in sight."""
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    return sheet


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT)] + _CUT


def _harmless(cell: str) -> str:
    harmless = _INNER_FORMULA.sub("'", cell)
    return f"'{harmless}" if _FORMULA.match(cell) else harmless


def _taken(line: StringIO) -> bytes:
    """Take out what was written since the last time, as UTF-8."""
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode("utf-8")
