"""The text of a .docx file as it is shown: changes accepted, hidden text and codes left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ingest.extraction.docx.numbering import DocxLists
from ingest.extraction.docx.styles import (
    DocxStyle,
    DocxStyles,
    has_lines,
    heading_level,
    is_raised,
    is_ruled,
)
from ingest.extraction.docx.xml import Element, R, W, integer, local, switch, value
from ingest.extraction.wordprocessing.block_builder import MAX_COLUMNS, CalledNote
from ingest.extraction.wordprocessing.content import (
    Content,
    ContentCell,
    ContentRow,
    ContentTable,
    Paragraph,
    plain_text,
)
from ingest.extraction.wordprocessing.fields import Fields
from ingest.extraction.wordprocessing.paragraph_runs import ParagraphRuns

_CONTAINERS = frozenset(
    ("ins", "moveTo", "customXml", "smartTag", "sdt", "hyperlink", "fldSimple", "dir", "bdo",
     "ruby", "rubyBase", "oMathPara", "AlternateContent")
)  # fmt: skip
_PICTURES = frozenset(("drawing", "pict", "object"))
_SIGNS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}  # fmt: skip
# Signs of these fonts are named by bytes; Word itself puts them into the private use area.
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings")
_PRIVATE_USE = 0xF000
_KNOWN = (
    "http://schemas.openxmlformats.org/", "http://schemas.microsoft.com/office/word/",
    "http://schemas.microsoft.com/office/drawing/", "http://schemas.microsoft.com/office/2006/",
)  # fmt: skip


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read."""

    runs: ParagraphRuns = field(default_factory=ParagraphRuns)
    boxes: list[Element] = field(default_factory=list)
    style: DocxStyle = field(default_factory=DocxStyle)
    is_bold: bool = True


class DocxBody:
    """Reads the content of elements; lists are counted from one to the next.

    `note` gives the next note, called by its id, whether it is an endnote, and its own mark;
    `chunk` gives the text of a part of another format by the id of its relationship.
    """

    def __init__(
        self,
        styles: DocxStyles,
        lists: DocxLists,
        note: Callable[[str, bool, str | None], CalledNote | None],
        chunk: Callable[[str], tuple[Content, ...]] = lambda _: (),
    ) -> None:
        self._styles = styles
        self._lists = lists
        self._note = note
        self._chunk = chunk
        self._fields = Fields()
        self._joined: _Line | None = None

    def read(self, parent: Element) -> Iterator[Content]:
        """The paragraphs and tables of an element."""
        for child in parent:
            name = local(child.tag)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._flush()
                yield self._table(child)
            elif name == "altChunk":
                yield from self._flush()
                yield from self._chunk(str(child.get(R + "id")))
            elif name in _CONTAINERS:
                yield from self.read(_inside(child, name))

    def read_apart(self, parent: Element) -> tuple[Content, ...]:
        """The content of a body, a cell, a note or a text box, which ends what it opens."""
        outer = self._fields, self._joined
        self._fields, self._joined = Fields(), None
        content = (*self.read(parent), *self._flush())
        self._fields, self._joined = outer
        return content

    def _flush(self) -> Iterator[Paragraph]:
        """A paragraph that was to go on with the next one, and has none."""
        line, self._joined = self._joined, None
        if line is not None:
            runs = line.runs
            yield Paragraph(text=runs.text, notes=tuple(runs.notes), raised=runs.raised)

    def _paragraph(self, element: Element) -> Iterator[Content]:
        properties = element.find(W + "pPr")
        mark = properties.find(W + "rPr") if properties is not None else None
        style_id = value(properties, "pStyle")
        line, self._joined = self._joined or _Line(), None
        line.style = self._styles.named(style_id)
        self._inline(element, line)
        self._fields.end_paragraph()
        if mark is not None and _is_taken_out(mark):
            self._joined = line
            return
        text = line.runs.text
        is_shown = bool(text.strip()) or not switch(mark, "vanish")
        level = heading_level(properties)
        yield Paragraph(
            text=text,
            label=self._lists.label(properties, style_id) if is_shown else "",
            heading=(line.style.level if level is None else level) or None,
            notes=tuple(line.runs.notes),
            raised=line.runs.raised,
            is_bold=line.is_bold,
        )
        for box in line.boxes:
            yield from self.read_apart(box)

    def _inline(self, parent: Element, line: _Line) -> None:
        for child in parent:
            name = local(child.tag)
            if name == "r":
                self._run(child, line)
            elif name in _CONTAINERS:
                self._inline(_inside(child, name), line)
            elif name == "oMath":
                self._write("".join(t.text or "" for t in child.iterfind(".//{*}t")), line)

    def _run(self, run: Element, line: _Line) -> None:
        properties = run.find(W + "rPr")
        is_hidden = self._is_on(properties, "vanish", line.style.is_hidden)
        raised = self._is_raised(properties)
        for child in run:
            name = local(child.tag)
            if name == "fldChar":
                self._field(str(child.get(W + "fldCharType")))
            elif name == "instrText":
                self._fields.write(child.text or "")
            elif is_hidden or not self._fields.show:
                continue
            elif name == "t":
                text = child.text or ""
                self._write(text, line, is_raised=raised)
                if line.is_bold and text.strip():
                    line.is_bold = self._is_on(properties, "b", line.style.is_bold)
            elif name in _SIGNS:
                self._write(_SIGNS[name], line)
            elif name == "sym":
                self._write(_symbol(child), line)
            elif name in ("footnoteReference", "endnoteReference"):
                if self._call(child, run, line):
                    break
            elif name in _PICTURES:
                line.boxes += _boxes(child)
            elif name == "AlternateContent":
                line.boxes += _boxes(_chosen(child))
            elif name == "ruby":
                self._inline(child, line)

    def _write(self, text: str, line: _Line, *, is_raised: bool = False) -> None:
        if self._fields.show:
            line.runs.write(text, is_raised=is_raised)

    def _is_on(self, properties: Element | None, name: str, by_style: bool | None) -> bool:
        """Test for a property of a run: by itself, by its own style, by the paragraph's."""
        stated = switch(properties, name)
        if stated is None and (style_id := value(properties, "rStyle")) is not None:
            style = self._styles.named(style_id, "character")
            stated = style.is_hidden if name == "vanish" else style.is_bold
        return bool(by_style if stated is None else stated)

    def _is_raised(self, properties: Element | None) -> bool:
        """Test for a raised run: by itself, by its own style."""
        stated = is_raised(properties)
        if stated is None and (style_id := value(properties, "rStyle")) is not None:
            stated = self._styles.named(style_id, "character").is_raised
        return bool(stated)

    def _field(self, kind: str) -> None:
        match kind:
            case "begin":
                self._fields.begin()
            case "separate":
                self._fields.separate()
            case "end":
                self._fields.end()

    def _call(self, reference: Element, run: Element, line: _Line) -> bool:
        """Take the note of a reference; whether the rest of the run was the mark of it."""
        has_own_mark = reference.get(W + "customMarkFollows") in ("1", "true", "on")
        own_mark = None
        if has_own_mark:
            own_mark = "".join(
                _symbol(child) if local(child.tag) == "sym" else child.text or ""
                for child in reference.itersiblings()
            ).strip()
        is_endnote = local(reference.tag) == "endnoteReference"
        note = self._note(str(reference.get(W + "id")), is_endnote, own_mark)
        if note is not None:
            line.runs.notes.append(note)
        return has_own_mark

    def _table(self, element: Element) -> ContentTable:
        properties = element.find(W + "tblPr")
        style = self._styles.named(value(properties, "tblStyle"), "table")
        ruled = is_ruled(properties)
        if ruled is None:
            ruled = style.is_ruled
        rows = tuple(self._row(row) for row in _rows(element, "tr") if not _is_deleted(row))
        borders = element.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")
        return ContentTable(rows=rows, is_ruled=bool(ruled) or any(map(has_lines, borders)))

    def _row(self, element: Element) -> ContentRow:
        properties = element.find(W + "trPr")
        before = integer(properties, "gridBefore") or 0
        gap = [ContentCell(content=(), span=min(before, MAX_COLUMNS))] if before > 0 else []
        cells = [self._cell(cell) for cell in _rows(element, "tc")]
        return ContentRow(cells=(*gap, *cells), names_columns=bool(switch(properties, "tblHeader")))

    def _cell(self, element: Element) -> ContentCell:
        properties = element.find(W + "tcPr")
        span = min(max(integer(properties, "gridSpan") or 1, 1), MAX_COLUMNS)
        merged = value(properties, "vMerge")
        if merged in ("", "continue"):
            return ContentCell(content=None, span=span)
        return ContentCell(content=self.read_apart(element), span=span)


def read_note(story: DocxBody, element: Element, mark: str) -> CalledNote:
    """The note of an element, without the mark that its text begins with."""
    return CalledNote(
        mark=mark, text=plain_text(story.read_apart(element)).removeprefix(mark).strip()
    )


def _rows(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for child in parent:
        found = local(child.tag)
        if found == name:
            yield child
        elif found in _CONTAINERS:
            yield from _rows(_inside(child, found), name)


def _is_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _is_taken_out(mark: Element) -> bool:
    """Test for a paragraph whose end was deleted or moved away, so that the next one goes on."""
    return mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None


def _inside(container: Element, name: str) -> Element | tuple[()]:
    """The content of a container; none of a control that shows "Click here to enter text"."""
    if name == "AlternateContent":
        return _chosen(container)
    if name != "sdt":
        return container
    is_placeholder = switch(container.find(W + "sdtPr"), "showingPlcHdr")
    content = container.find(W + "sdtContent")
    return () if is_placeholder or content is None else content


def _chosen(alternatives: Element) -> Element | tuple[()]:
    """The first of several forms of the same content that needs nothing unknown, else none."""
    return next((form for form in alternatives if _is_known(form)), ())


def _is_known(form: Element) -> bool:
    """Test for a form that a word processor shows: its namespaces are Word's own."""
    prefixes = form.get("Requires", "").split() if local(form.tag) == "Choice" else []
    return all((form.nsmap.get(prefix) or "").startswith(_KNOWN) for prefix in prefixes)


def _boxes(element: Element | tuple[()]) -> Iterator[Element]:
    """The contents of text boxes in a drawing, each once."""
    for child in element:
        name = local(child.tag)
        if name == "txbxContent":
            yield child
        else:
            yield from _boxes(_chosen(child) if name == "AlternateContent" else child)


def _symbol(element: Element) -> str:
    """The sign of w:sym."""
    try:
        code = int(str(element.get(W + "char", "")), 16)
    except ValueError:
        return ""
    font = str(element.get(W + "font", "")).lower()
    if 0x20 <= code < 0x100 and font.startswith(_SYMBOL_FONTS):
        code += _PRIVATE_USE
    return chr(code) if 0x20 <= code < 0xFFFE and not 0xD800 <= code < 0xE000 else ""
