"""The text of a .doc file as it is shown: changes accepted, hidden text and codes left out."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.extraction.doc.numbering import DocLists
from ingest.extraction.doc.properties import CharacterFormat, Formats, ParagraphFormat
from ingest.extraction.doc.table_rows import RowFormat
from ingest.extraction.wordprocessing.block_builder import MAX_COLUMNS, CalledNote
from ingest.extraction.wordprocessing.column_spans import columns, spans
from ingest.extraction.wordprocessing.content import (
    Content,
    ContentCell,
    ContentRow,
    ContentTable,
    Paragraph,
)
from ingest.extraction.wordprocessing.fields import Fields
from ingest.extraction.wordprocessing.paragraph_runs import ParagraphRuns

_CELL_END = "\x07"
_NOTE = "\x02"
_END = re.compile(r"[\r\x07\x0c]")
_TOKEN = re.compile(r"(?P<sign>[\x00-\x08\x13-\x15])|[^\x00-\x08\x13-\x15]+")
_SHOWN = {0x02: None, 0x0B: "\n", 0x0E: "\n", 0x1E: "\u2011", 0x1F: "\u00ad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A note and how many characters of its caller are its mark."""

    note: CalledNote
    length: int


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read."""

    runs: ParagraphRuns = field(default_factory=ParagraphRuns)
    is_bold: bool = True


@dataclass(slots=True)
class _OpenTable:
    """A table while it is read."""

    content: list[Content] = field(default_factory=list)
    cells: list[tuple[Content, ...]] = field(default_factory=list)
    rows: list[tuple[list[tuple[Content, ...]], RowFormat]] = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append(tuple(self.content))
        self.content = []

    def end_row(self, form: RowFormat) -> None:
        if self.content:
            self.end_cell()
        self.rows.append((self.cells[:MAX_COLUMNS], form))
        self.cells = []

    def close(self) -> Iterator[ContentTable]:
        """The table, if there is one."""
        if self.content or self.cells:
            self.end_row(RowFormat())
        rows, self.rows = self.rows, []
        ends = columns(edge for _, form in rows for edge in form.edges)
        if rows:
            is_ruled = any(form.is_ruled for _, form in rows)
            yield ContentTable(rows=tuple(_row(*row, ends) for row in rows), is_ruled=is_ruled)


class DocBody:
    """Reads parts of the text; lists are counted from one to the next.

    `calls` are the notes by the places that call them, `boxes` the places in the text of the boxes
    that are anchored to a place.
    """

    def __init__(
        self,
        text: str,
        formats: Formats,
        lists: DocLists,
        *,
        calls: Mapping[int, Call],
        boxes: Mapping[int, range],
    ) -> None:
        self._text = text
        self._formats = formats
        self._lists = lists
        self._calls = calls
        self._called = sorted(calls)
        self._boxes = boxes
        self._anchors = sorted(boxes)

    def read(self, place: range) -> Iterator[Content]:
        """The paragraphs and tables of a part of the text."""
        fields, table, line = Fields(), _OpenTable(), _Line()
        for start, mark in self._paragraphs(place):
            form = self._formats.paragraph(mark)
            self._inline(line, range(start, mark), form.style, fields)
            fields.end_paragraph()
            if self._is_deleted(mark, form):
                continue
            if not form.in_table:
                yield from table.close()
            content = [*self._shown(line, form, mark), *self._read_boxes(start, mark)]
            line = _Line()
            if not form.in_table:
                yield from content
                continue
            is_row_end = form.ends_row and form.nesting == 1
            table.content += () if is_row_end else content
            if is_row_end:
                table.end_row(form.row or RowFormat())
            elif self._text[mark : mark + 1] == _CELL_END:
                table.end_cell()
        yield from table.close()
        if line.runs.text:
            runs = line.runs
            yield Paragraph(text=runs.text, notes=tuple(runs.notes), raised=runs.raised)

    def _paragraphs(self, place: range) -> Iterator[tuple[int, int]]:
        """The place where each paragraph begins, and that of its mark."""
        start = place.start
        for end in _END.finditer(self._text, place.start, place.stop):
            yield start, end.start()
            start = end.end()
        if start < place.stop:
            yield start, place.stop

    def _is_deleted(self, mark: int, form: ParagraphFormat) -> bool:
        """Test for a paragraph whose end was deleted, so that the next one goes on."""
        runs = self._formats.characters(mark, mark + 1, form.style)
        return not form.in_table and next(runs).format.is_deleted

    def _shown(self, line: _Line, form: ParagraphFormat, mark: int) -> Iterator[Paragraph]:
        text = line.runs.text
        run = next(self._formats.characters(mark, mark + 1, form.style))
        is_shown = bool(text.strip()) or not run.format.is_hidden
        yield Paragraph(
            text=text,
            label=self._lists.label(form) if is_shown and not form.ends_row else "",
            heading=form.level,
            notes=tuple(line.runs.notes),
            raised=line.runs.raised,
            is_bold=line.is_bold,
        )

    def _read_boxes(self, start: int, mark: int) -> Iterator[Content]:
        at = bisect_left(self._anchors, start)
        while at < len(self._anchors) and self._anchors[at] <= mark:
            yield from self.read(self._boxes[self._anchors[at]])
            at += 1

    def _inline(self, line: _Line, place: range, style: int, fields: Fields) -> None:
        for run in self._formats.characters(place.start, place.stop, style):
            if run.format.is_deleted:
                continue
            for token in _TOKEN.finditer(self._text, run.start, run.end):
                if sign := token["sign"]:
                    _take_sign(fields, sign)
                    if sign != _NOTE:
                        continue
                if not fields.show:
                    fields.write(token[0])
                elif not run.format.is_hidden:
                    self._take_text(line, token[0], token.start(), run.format)

    def _take_text(self, line: _Line, text: str, start: int, form: CharacterFormat) -> None:
        """Take text that is shown, and the notes that it calls."""
        at = 0
        end = start + len(text)
        for place in self._called[
            bisect_left(self._called, start) : bisect_left(self._called, end)
        ]:
            call = self._calls[place]
            line.runs.write(text[at : place - start], is_raised=form.is_raised)
            line.runs.notes.append(call.note)
            at = place - start + call.length
        shown = text[at:] if form.symbol is None else form.symbol * len(text[at:])
        line.runs.write(shown.translate(_SHOWN), is_raised=form.is_raised)
        line.is_bold = line.is_bold and (form.is_bold or not shown.strip())


def _take_sign(fields: Fields, sign: str) -> None:
    match sign:
        case "\x13":
            fields.begin()
        case "\x14":
            fields.separate()
        case "\x15":
            fields.end()


def _row(cells: Sequence[tuple[Content, ...]], form: RowFormat, ends: Sequence[int]) -> ContentRow:
    """A row; a row of other cells than it says has each of them in one column."""
    is_placed = len(form.edges) == len(cells)
    widths = spans(form.edges, ends) if is_placed else [1] * len(cells)
    return ContentRow(
        cells=tuple(
            ContentCell(content=None if is_placed and at in form.goes_on else content, span=width)
            for at, (content, width) in enumerate(zip(cells, widths, strict=True))
        ),
        names_columns=form.names_columns,
    )
