"""OpenDocument texts -> blocks, with the labels that their lists count and what they insert."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ingest.extraction.odt.numbering import NO_LIST, STYLE, TEXT, OpenLists, number
from ingest.extraction.odt.styles import OdtStyles, read_styles
from ingest.extraction.wordprocessing.block_builder import MAX_COLUMNS, BlockBuilder, CalledNote
from ingest.extraction.wordprocessing.content import (
    Content,
    ContentCell,
    ContentRow,
    ContentTable,
    Paragraph,
    give,
    head_lines,
    plain_text,
    title_lines,
)
from ingest.extraction.wordprocessing.numbering import MAX_LEVELS, ListNumbers
from ingest.extraction.wordprocessing.paragraph_runs import ParagraphRuns
from ingest.extraction.wordprocessing.typed_notes import attach_typed_notes
from ingest.extraction.wordprocessing.zip_package import Package
from puente.errors import ExtractionError
from puente.model.blocks import Extracted, Properties
from puente.model.reports import Reason
from puente.text.dates import is_date

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT, _STYLES, _PROPERTIES = "content.xml", "styles.xml", "meta.xml"
_MANIFEST = "META-INF/manifest.xml"
# A table of contents says the headings again; deletions stand apart from the text.
# A shape has paragraphs of its own, as a box in a frame has.
_BOXES = frozenset(
    f"{_DRAW}{name}"
    for name in ("text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polyline",
                 "polygon", "regular-polygon", "path", "connector", "caption", "measure")
)  # fmt: skip
_LEFT_OUT = frozenset(
    (
        f"{TEXT}tracked-changes",
        f"{TEXT}table-of-content",
        f"{TEXT}sequence-decls",
        f"{TEXT}variable-decls",
        f"{TEXT}user-field-decls",
        f"{TEXT}hidden-text",
        f"{TEXT}ruby-text",
        f"{TEXT}note",
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
    )
)
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_ROW_GROUPS = (
    f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group",
)  # fmt: skip
_SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_RUNNING = frozenset(
    f"{STYLE}{part}{page}" for part in ("header", "footer") for page in ("", "-first", "-left")
)
_MOST_SPACES = 1_000


def read_odt(path: Path, content: bytes) -> Extracted:
    """The paragraphs, rows and notes of an OpenDocument text."""
    try:
        return _read(path, content)
    except RecursionError as error:
        detail = "its parts are nested too deep"
        raise ExtractionError(path, Reason.MALFORMED, detail) from error


def _read(path: Path, content: bytes) -> Extracted:
    package = Package(path, content)
    if _MANIFEST in package.names and b"encryption-data" in package.read(_MANIFEST):
        raise ExtractionError(
            path, Reason.ENCRYPTED, "the file has a password. Save it without one."
        )
    root = package.xml(_CONTENT)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ExtractionError(path, Reason.MALFORMED, "the package holds no text")
    parts = [package.xml(_STYLES)] if _STYLES in package.names else []
    styles = read_styles([*parts, root])
    shown = attach_typed_notes(_Story(styles).read(body))
    above = [line for part in parts for line in _title_lines(part, _Story(styles), shown)]
    flow = BlockBuilder(path)
    give(flow, (*above, *shown))
    meta = package.xml(_PROPERTIES) if _PROPERTIES in package.names else None
    heads = (line for part in parts for line in _running_heads(part, _Story(styles)))
    return flow.extracted(_properties(meta) if meta is not None else Properties(), heads)


class _Story:
    """Reads a run of paragraphs and tables.

    It calls itself for elements in elements; libxml2 takes no more than 256 of those.
    """

    def __init__(self, styles: OdtStyles) -> None:
        self._styles = styles
        self._lists = OpenLists()
        self._numbers = ListNumbers()

    def read(self, parent: etree._Element) -> Iterator[Content]:
        """The content of an element that holds paragraphs, child by child."""
        for element in parent:
            tag = element.tag
            if tag in _LEFT_OUT or self._is_hidden(element):
                continue
            if tag in _PARAGRAPHS:
                yield from self._read_paragraph(element)
            elif tag == f"{TEXT}list":
                name = element.get(f"{TEXT}style-name", "")
                key = self._lists.open(element, name)
                yield from self._read_list(element, name, key, depth=0)
            elif tag == f"{_TABLE}table":
                yield self._read_table(element)
            else:
                yield from self.read(element)

    def _read_list(
        self, element: etree._Element, style: str, key: int, *, depth: int
    ) -> Iterator[Content]:
        """The items of a list; the first paragraph of one has its label."""
        style = element.get(f"{TEXT}style-name", style)
        levels = self._styles.lists.get(style, NO_LIST)
        depth = min(depth, MAX_LEVELS - 1)
        for position, item in enumerate(element):
            has_label = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._read_list(child, style, key, depth=depth + 1)
                elif child.tag in _PARAGRAPHS:
                    label = ""
                    if has_label:
                        start = number(item.get(f"{TEXT}start-value"))
                        if start is not None:
                            self._numbers.restart(key, (element, position), depth, start)
                        label = self._numbers.label(key, levels, depth)
                    yield from self._read_paragraph(child, label)
                elif child.tag == f"{_TABLE}table":
                    yield self._read_table(child)
                has_label = False

    def _read_paragraph(self, element: etree._Element, label: str = "") -> Iterator[Content]:
        """A paragraph, and after it the boxes that are anchored in it."""
        level = None
        if element.tag == f"{TEXT}h":
            level = number(element.get(f"{TEXT}outline-level")) or 1
            if not label and element.get(f"{TEXT}is-list-header") != "true":
                depth = min(max(level, 1), MAX_LEVELS) - 1
                label = self._numbers.label(None, self._styles.outline, depth)
        pieces = _Pieces()
        if not self._is_hidden(element):
            self._gather(element, pieces, is_raised=False)
        yield Paragraph(
            text=pieces.runs.text,
            label=label,
            heading=level,
            notes=tuple(pieces.runs.notes),
            raised=pieces.runs.raised,
            is_bold=self._styles.is_bold(element.get(f"{TEXT}style-name")),
        )
        for box in pieces.boxes:
            yield from self.read(box)

    def _gather(self, element: etree._Element, pieces: "_Pieces", *, is_raised: bool) -> None:
        """Gather what an element in a paragraph shows, calls and anchors."""
        if element.tag == f"{TEXT}span":
            stated = self._styles.is_raised(element.get(f"{TEXT}style-name"))
            is_raised = is_raised if stated is None else stated
        pieces.runs.write(_plain(element.text), is_raised=is_raised)
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}note":
                pieces.runs.notes.append(self._read_note(child))
            elif tag == f"{TEXT}s":
                count = number(child.get(f"{TEXT}c")) or 1
                pieces.runs.write(" " * min(count, _MOST_SPACES))
            elif tag in _BOXES:
                pieces.boxes.append(child)
            elif tag not in _LEFT_OUT and not self._is_hidden(child):
                pieces.runs.write(_SIGNS.get(tag, ""))
                self._gather(child, pieces, is_raised=is_raised)
            pieces.runs.write(_plain(child.tail), is_raised=is_raised)

    def _read_note(self, element: etree._Element) -> CalledNote:
        citation = element.find(f"{TEXT}note-citation")
        mark = "" if citation is None else citation.get(f"{TEXT}label") or citation.text or ""
        body = element.find(f"{TEXT}note-body")
        text = plain_text(self.read(body)) if body is not None else ""
        return CalledNote(mark=mark.strip(), text=text)

    def _is_hidden(self, element: etree._Element) -> bool:
        return (
            element.get(f"{TEXT}display") == "none"
            or element.get(f"{TEXT}is-hidden") == "true"
            or self._styles.is_hidden(element.get(f"{TEXT}style-name"))
        )

    def _read_table(self, table: etree._Element) -> ContentTable:
        rows = [(row, in_head) for child in table for row, in_head in _rows(child, in_head=False)]
        return ContentTable(
            rows=tuple(
                ContentRow(cells=tuple(self._read_cells(row)), names_columns=in_head)
                for row, in_head in rows
            )
        )

    def _read_cells(self, row: etree._Element) -> Iterator[ContentCell]:
        covered = 0  # how many of the next cells the last one spans
        count = 0
        for cell in row:
            repeated = number(cell.get(f"{_TABLE}number-columns-repeated")) or 1
            count += repeated
            if count > MAX_COLUMNS:
                return
            if cell.tag == f"{_TABLE}table-cell":
                content = tuple(self.read(cell))
                span = min(number(cell.get(f"{_TABLE}number-columns-spanned")) or 1, MAX_COLUMNS)
                covered = span - 1
                for _ in range(repeated):
                    yield ContentCell(content=content, span=span)
            elif cell.tag == f"{_TABLE}covered-table-cell":
                for _ in range(max(0, repeated - covered)):
                    yield ContentCell(content=None)
                covered = max(0, covered - repeated)


@dataclass(slots=True)
class _Pieces:
    """The parts of a paragraph."""

    runs: ParagraphRuns = field(default_factory=ParagraphRuns)
    boxes: list[etree._Element] = field(default_factory=list)


def _rows(element: etree._Element, *, in_head: bool) -> Iterator[tuple[etree._Element, bool]]:
    """The rows in a part of a table, and whether they are repeated on each page."""
    if element.tag == f"{_TABLE}table-row":
        yield element, in_head
    elif element.tag in _ROW_GROUPS:
        for child in element:
            yield from _rows(child, in_head=in_head or element.tag == _ROW_GROUPS[0])


def _title_lines(styles: etree._Element, story: _Story, body: Sequence[Content]) -> list[Paragraph]:
    """The content of the header of the first page."""
    lines: list[Paragraph] = []
    page = next(styles.iter(f"{STYLE}master-page"), None)
    for name in ("header-first", "header"):
        header = page.find(f"{STYLE}{name}") if page is not None else None
        if header is not None:
            content = tuple(story.read(header))
            is_of_first_page = name == "header-first"
            lines += title_lines(content, [*lines, *body], is_of_first_page=is_of_first_page)
    return lines


def _running_heads(styles: etree._Element, story: _Story) -> Iterator[str]:
    """The lines of all headers and footers."""
    for page in styles.iter(f"{STYLE}master-page"):
        for part in page:
            if part.tag in _RUNNING:
                yield from head_lines(story.read(part))


def _plain(text: str | None) -> str:
    """Text as it is shown: white space in it is one space each."""
    return " ".join(text.replace("\n", " ").replace("\t", " ").split(" ")) if text else ""


def _properties(root: etree._Element) -> Properties:
    stated = {
        element.tag: (element.text or "").strip()
        for element in root.iter(f"{_DC}title", f"{_DC}language", f"{_META}creation-date")
    }
    keywords = [element.text for element in root.iter(f"{_META}keyword") if element.text]
    date = stated.get(f"{_META}creation-date", "")[:10]
    return Properties(
        title=stated.get(f"{_DC}title") or None,
        date=date if is_date(date) else None,
        language=stated.get(f"{_DC}language") or None,
        keywords=", ".join(keywords) or None,
    )
