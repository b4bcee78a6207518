"""The elements of a web page, in order -> paragraphs, list items, rows and notes."""

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.extraction.html.footnotes import PageNotes
from ingest.extraction.html.main_content import HEADINGS, Survey, is_left_out, words
from ingest.extraction.wordprocessing.block_builder import MAX_COLUMNS, CalledNote
from ingest.extraction.wordprocessing.content import (
    Content,
    ContentCell,
    ContentRow,
    ContentTable,
    Paragraph,
)
from ingest.extraction.wordprocessing.counters import spell_number

_SPACES = re.compile(r"[ \t\r\n\f]+")
# Two breaks and more divide paragraphs, one a line.
_BREAKS = re.compile(r"\n[ \t\r]*\n\s*")
_CALL = "\0"
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(none|[a-z]+-[a-z]+|decimal)\b", re.I)
_MOST_SPANNED_ROWS = 10_000
_BOLD = ("b", "strong", "th")


@dataclass(slots=True)
class _List:
    """A list that is open: its style ("" for bullets, None for no labels) and its next number."""

    style: str | None
    number: int


@dataclass(slots=True)
class _Grid:
    """A table of data that is open: its rows, and how far cells reach down into the next ones."""

    rows: list[ContentRow] = field(default_factory=list)
    spans: list[int] = field(default_factory=list)
    row: list[ContentCell] = field(default_factory=list)
    width: int = 0
    cell: list[Content] | None = None
    named: int = 0
    filled: int = 0
    in_head: bool = False


class HtmlBody:
    """Takes the elements of a page's main part; `content` is what they say."""

    def __init__(self, found: Survey, notes: PageNotes) -> None:
        self.content: list[Content] = []
        self._survey = found
        self._page_notes = notes
        self._parts: list[str] = []
        self._notes: list[CalledNote] = []
        self._label = ""
        self._heading: int | None = None
        self._lists: list[_List] = []
        self._preformatted = 0
        self._bold = 0
        self._shown = {True: False, False: False}  # whether bold and other text was written
        self._grid: _Grid | None = None

    def take(self, part: etree._Element) -> None:
        """Take all elements of the part."""
        walk = etree.iterwalk(part, events=("start", "end"))
        passed_over = None
        for event, element in walk:
            if event == "start" and self._is_passed_over(element):
                passed_over = element
                walk.skip_subtree()
            elif event == "start":
                self._start(element)
                self._write(element.text)
            else:
                if element is not passed_over:
                    self._end(element)
                if element is not part:
                    self._write(element.tail)
        self._flush()

    def _is_passed_over(self, element: etree._Element) -> bool:
        """Test for an element that is no text; a call is kept, and its note given behind it."""
        if element in self._page_notes.calls:
            note = self._page_notes.calls[element]
            if note is not None:
                self._parts.append(_CALL)
                self._notes.append(note)
            return True
        return (
            element in self._survey.menus
            or element in self._page_notes.holders
            or is_left_out(element)
        )

    def _write(self, text: str | None) -> None:
        if text:
            self._parts.append(text if self._preformatted else _SPACES.sub(" ", text))
            if text.strip():
                self._shown[self._bold > 0] = True

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._parts.append("\n")
        self._bold += tag in _BOLD
        if tag not in words()["blocks"]:
            return
        self._flush()
        match tag:
            case "ol" | "ul":
                self._lists.append(_open_list(element))
            case "li" if self._lists:
                self._label = _next_label(self._lists[-1], element)
            case "pre":
                self._preformatted += 1
            case "table" if element in self._survey.tables:
                self._grid = _Grid()
            case "thead" | "td" | "th" if self._grid is not None:
                self._grid.in_head = self._grid.in_head or tag == "thead"
                self._grid.cell = None if tag == "thead" else []
            case _:
                self._heading = HEADINGS.get(tag, self._heading)

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        self._bold -= tag in _BOLD
        if tag not in words()["blocks"]:
            return
        self._flush()
        grid = self._grid
        match tag:
            case "ol" | "ul":
                self._lists.pop()
            case "li":
                self._label = ""
            case "pre":
                self._preformatted -= 1
            case "thead" if grid is not None:
                grid.in_head = False
            case "td" | "th" if grid is not None:
                _end_cell(grid, element)
            case "tr" if grid is not None:
                _end_row(grid)
            case "table" if element in self._survey.tables and grid is not None:
                self.content.append(ContentTable(rows=tuple(grid.rows)))
                self._grid = None
            case _ if tag in HEADINGS:
                self._heading = None

    def _flush(self) -> None:
        """Say what was written since the last block as paragraphs, of a cell where one is open."""
        text, self._parts = "".join(self._parts), []
        is_bold = self._shown == {True: True, False: False}
        self._shown = {True: False, False: False}
        if not text.strip():
            return
        for part in _BREAKS.split(text.strip()):
            calls = part.count(_CALL)
            notes, self._notes = self._notes[:calls], self._notes[calls:]
            paragraph = Paragraph(
                text=part.replace(_CALL, ""),
                label=self._label,
                heading=self._heading,
                notes=tuple(notes),
                is_bold=is_bold,
            )
            cell = self._grid.cell if self._grid is not None else None
            (self.content if cell is None else cell).append(paragraph)
            self._label = ""


def _end_cell(grid: _Grid, element: etree._Element) -> None:
    """Put the cell into its row, behind those that reach down from rows above."""
    content, grid.cell = tuple(grid.cell or ()), None
    _reach_down(grid)
    width = min(_number(element.get("colspan"), 1) or 1, MAX_COLUMNS - grid.width)
    height = min(_number(element.get("rowspan"), 1) or 1, _MOST_SPANNED_ROWS)
    if width <= 0:
        return
    grid.row.append(ContentCell(content=content, span=width))
    grid.filled += bool(content)
    grid.named += bool(content) and (element.tag == "th" or grid.in_head)
    grid.spans += [0] * (grid.width + width - len(grid.spans))
    grid.spans[grid.width : grid.width + width] = [height - 1] * width
    grid.width += width


def _reach_down(grid: _Grid) -> None:
    while grid.width < len(grid.spans) and grid.spans[grid.width] > 0:
        grid.spans[grid.width] -= 1
        grid.row.append(ContentCell(content=None))
        grid.width += 1


def _end_row(grid: _Grid) -> None:
    _reach_down(grid)
    names_columns = grid.named == grid.filled > 1
    grid.rows.append(ContentRow(cells=tuple(grid.row), names_columns=names_columns))
    grid.row, grid.width, grid.named, grid.filled = [], 0, 0, 0


def _open_list(element: etree._Element) -> _List:
    stated = _LIST_STYLE.search(element.get("style", ""))
    name = stated[1].lower() if stated else ""
    if element.tag == "ul":
        return _List(style=None if name == "none" else "", number=1)
    style = words()["list_styles"].get(name) or element.get("type", "1")
    return _List(style=None if name == "none" else style, number=_number(element.get("start"), 1))


def _next_label(items: _List, element: etree._Element) -> str:
    if items.style is None:
        return ""
    if not items.style:
        return "•"
    number = _number(element.get("value"), items.number)
    items.number = number + 1
    return f"{spell_number(number, items.style)}."


def _number(text: str | None, default: int) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else default
