"""One run of paragraphs and tables in an RTF file: its body, a header, a text box or a note."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.extraction.wordprocessing.block_builder import MAX_COLUMNS, CalledNote, bullet
from ingest.extraction.wordprocessing.column_spans import columns, columns_up_to
from ingest.extraction.wordprocessing.content import (
    Content,
    ContentCell,
    ContentRow,
    ContentTable,
    Paragraph,
)
from ingest.extraction.wordprocessing.paragraph_runs import ParagraphRuns

_BODY_LEVEL = 9
_LONGEST_LABEL = 100
_MARK = re.compile(r"(?:[*†‡§]{1,3}|\d{1,3})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    """Right edge of a cell in twips; the cell may go on with the one above."""

    at: int
    is_merged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    cells: Sequence[tuple[Content, ...]]
    edges: Sequence[_Edge]
    names_columns: bool


class RtfBody:
    """Takes text and the words that divide it; `content` is what it says once it is finished."""

    def __init__(self) -> None:
        self.content: list[Content] = []
        self.calls_next = False
        self.is_endnote = False
        self._runs = ParagraphRuns()
        self._bold = self._plain = False
        self._label = ""
        self._level: int | None = None
        self._in_table = False
        self._cell: list[Content] = []
        self._cells: list[tuple[Content, ...]] = []
        self._edges: list[_Edge] = []
        self._is_merged = False
        self._is_header = False
        self._rows: list[_Row] = []

    def write(self, text: str, *, is_raised: bool = False, is_bold: bool = False) -> None:
        """Take text."""
        if text.strip():
            self._bold, self._plain = self._bold or is_bold, self._plain or not is_bold
        self._runs.write(text, is_raised=is_raised)

    def take_note(self, note: CalledNote) -> None:
        """Take a note that is called here."""
        self._runs.notes.append(note)

    def write_label(self, text: str) -> None:
        """Take a part of the label that the list gives the paragraph."""
        self._label = (self._label + text)[:_LONGEST_LABEL]

    def take_mark(self) -> str:
        """The mark that someone typed for the note that comes, out of the text; "" without one."""
        return self._runs.take_raised_end() or self._runs.take_end(_MARK)

    def word(self, word: str, number: int | None, levels: Mapping[int, int]) -> None:
        """Take a word that divides or forms paragraphs; `levels` are those of the styles."""
        match word:
            case "par" | "sect" | "page":
                self._end_paragraph()
            case "pard":
                self._in_table, self._level = False, None
            case "s":
                self._level = levels.get(number or 0)
            case "outlinelevel":
                self._level = number
            case "intbl":
                self._in_table = True
            case "cell":
                self._end_cell()
            case "nestcell" | "nestrow":
                self._runs.write(" ")
            case "trowd":
                self._edges, self._is_header = [], False
            case "trhdr":
                self._is_header = True
            case "clvmrg":
                self._is_merged = True
            case "cellx" if len(self._edges) < MAX_COLUMNS:
                self._edges.append(_Edge(at=number or 0, is_merged=self._is_merged))
                self._is_merged = False
            case "row":
                self._end_row()

    def finish(self) -> list[Content]:
        """All that it says, with what is still open."""
        if self._in_table and self._runs.text:
            self._end_paragraph()
        self._in_table = False
        self._end_paragraph()
        return self.content

    def _end_paragraph(self) -> None:
        paragraph = Paragraph(
            text=self._runs.text,
            label=_visible_label(self._label),
            heading=self._heading(),
            notes=tuple(self._runs.notes),
            raised=self._runs.raised,
            is_bold=self._bold and not self._plain,
        )
        self._runs, self._label = ParagraphRuns(), ""
        self._bold = self._plain = False
        if self._in_table:
            self._cell.append(paragraph)
        else:
            self._end_table()
            self.content.append(paragraph)

    def _close_row(self) -> None:
        """Close the row that nobody closed: the text in its last cell is not to be lost."""
        if self._cell:
            self._cells.append(tuple(self._cell))
            self._cell = []
        self._end_row()

    def _heading(self) -> int | None:
        in_text = self._level is None or self._level >= _BODY_LEVEL or self._in_table
        return None if in_text or self._level is None else max(self._level, 0) + 1

    def _end_cell(self) -> None:
        self._in_table = True
        self._end_paragraph()
        if len(self._cells) < MAX_COLUMNS:
            self._cells.append(tuple(self._cell))
        self._cell = []

    def _end_row(self) -> None:
        if self._cells:
            row = _Row(cells=self._cells, edges=self._edges, names_columns=self._is_header)
            self._rows.append(row)
        self._cells = []

    def _end_table(self) -> None:
        """Say the rows of the table that has ended, every cell in its column."""
        self._close_row()
        if self._rows:
            ends = columns(edge.at for row in self._rows for edge in row.edges)
            rows = tuple(
                ContentRow(cells=tuple(_placed(row, ends)), names_columns=row.names_columns)
                for row in self._rows
            )
            self.content.append(ContentTable(rows=rows))
        self._rows = []


def _placed(row: _Row, column_ends: Sequence[int]) -> Iterable[ContentCell]:
    """The cells of a row, each with the columns that it spans.

    LibreOffice writes an edge too many for a row with a wide cell, and leaves the edges where the
    columns are: then the cells stand in the first columns.
    """
    ends = [columns_up_to(edge.at, column_ends) for edge in row.edges]
    if len(ends) != len(row.cells):
        ends = [*range(1, len(row.cells)), max(len(column_ends), len(row.cells))]
    merged = [edge.is_merged for edge in row.edges] + [False] * len(row.cells)
    for content, start, end, is_merged in zip(row.cells, [0, *ends], ends, merged, strict=False):
        yield ContentCell(content=None if is_merged else content, span=max(1, end - start))


def _visible_label(label: str) -> str:
    text = label.strip()
    is_sign = text and not any(character.isalnum() for character in text)
    return bullet(text[0]) if is_sign else text
