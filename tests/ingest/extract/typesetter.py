"""Sets a synthetic document as a word processor would and writes the PDF: line by line."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyphen
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.extract.synthetic import HEAD, Paragraph, Part, Table

_WIDTH, _HEIGHT = 612.0, 792.0
_MARGIN = 72.0
_TOP, _BOTTOM = _HEIGHT - 84.0, 84.0
_FRAME = _WIDTH - 2 * _MARGIN
_GUTTER = 24.0
_INDENT = 28.0
_BODY, _BOLD, _SIZE, _LEADING = "Times-Roman", "Times-Bold", 11.0, 13.2
_NOTE_SIZE, _NOTE_LEADING = 9.0, 10.8
_MARK_SIZE, _RISE = 6.5, 3.8
_SPACE = 8.0
_COLUMNS = (240.0, 120.0, 108.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """A line that has been set: `stretch` is what each of its spaces gets to fill the measure."""

    text: str
    x: float = 0.0
    font: str = _BODY
    size: float = _SIZE
    leading: float = _LEADING
    space: float = 0.0
    stretch: float = 0.0
    label: str = ""
    label_x: float = 0.0
    call: int | None = None
    mark: str = ""
    note: str = ""


def write_pdf(parts: Sequence[Part], *, hyphenated: bool = False) -> bytes:
    """The document as a PDF with running heads, page numbers and notes at the foot of pages."""
    sheet = _Sheet(hyphenated=hyphenated)
    position = 0
    while position < len(parts):
        part = parts[position]
        if isinstance(part, Table):
            sheet.put_table(part)
            position += 1
        elif part.in_columns:
            end = position
            while isinstance(parts[end], Paragraph) and parts[end].in_columns:
                end += 1
            sheet.put_columns(parts[position:end])
            position = end
        else:
            sheet.put_lines(sheet.set(part, _FRAME))
            position += 1
    return sheet.close()


class _Sheet:
    """The page that is being filled."""

    def __init__(self, *, hyphenated: bool) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(_WIDTH, _HEIGHT), invariant=True)
        self.hyphens = pyphen.Pyphen(lang="es", left=3, right=3) if hyphenated else None
        self.number = 0
        self._open()

    def _open(self) -> None:
        self.number += 1
        self.y = _TOP
        self.notes: list[_Set] = []
        self.canvas.setFont(_BODY, 9)
        self.canvas.drawString(_MARGIN, _HEIGHT - 50, HEAD)
        self.canvas.drawCentredString(_WIDTH / 2, 48, f"- {self.number} -")

    def _next_page(self) -> None:
        self._draw_notes()
        self.canvas.showPage()
        self._open()

    def close(self) -> bytes:
        self._draw_notes()
        self.canvas.save()
        return self.buffer.getvalue()

    @property
    def room(self) -> float:
        used = sum(note.leading for note in self.notes) + (12.0 if self.notes else 0.0)
        return self.y - _BOTTOM - used

    def put_lines(self, lines: Iterable[_Set]) -> None:
        for line in lines:
            notes = self._set_note(line) if line.note else []
            needed = line.leading + sum(note.leading for note in notes) + (12.0 if notes else 0.0)
            if self.room < needed:
                self._next_page()
            self.notes += notes
            self.y -= line.leading + (line.space if self.y < _TOP else 0.0)
            self._draw(line, _MARGIN, self.y)

    def put_columns(self, paragraphs: Sequence[Paragraph]) -> None:
        width = (_FRAME - _GUTTER) / 2
        lines = [line for paragraph in paragraphs for line in self.set(paragraph, width)]
        while lines:
            if self.room < 3 * _LEADING + _SPACE:
                self._next_page()
            total = sum(line.leading + line.space for line in lines)
            height = min(self.room, total / 2 + _LEADING)
            start, lowest = self.y - _SPACE, self.y
            for left in (_MARGIN, _MARGIN + width + _GUTTER):
                y = start
                while lines and y - lines[0].leading - lines[0].space > start - height:
                    y -= lines[0].leading + (lines[0].space if y < start else 0.0)
                    self._draw(lines.pop(0), left, y)
                lowest = min(lowest, y)
            self.y = lowest - _SPACE

    def put_table(self, table: Table) -> None:
        self.y -= _SPACE
        for number, row in enumerate(table.rows):
            font = _BOLD if number == 0 else _BODY
            cells = [
                list(self._break(text, font, 10.0, [width - 8]))
                for text, width in zip(row, _COLUMNS, strict=True)
            ]
            height = 12.0 * max(map(len, cells)) + 4
            if self.room < height:
                self._next_page()
            x = _MARGIN
            for lines, width in zip(cells, _COLUMNS, strict=True):
                self.canvas.rect(x, self.y - height, width, height)
                for at, line in enumerate(lines):
                    self.canvas.setFont(font, 10.0)
                    self.canvas.drawString(x + 4, self.y - 11 - 12.0 * at, line)
                x += width
            self.y -= height
        self.y -= _SPACE

    def set(self, paragraph: Paragraph, width: float) -> list[_Set]:
        """The lines of a paragraph; all but the last fill the measure."""
        font = _BOLD if paragraph.is_heading else _BODY
        hang = _INDENT if paragraph.label == "•" else 0.0
        first = _INDENT if paragraph.label or paragraph.is_indented else 0.0
        widths = [width - first, width - hang]
        lines = list(self._break(paragraph.text, font, _SIZE, widths))
        made = []
        done = 0
        for at, text in enumerate(lines):
            measure = widths[min(at, 1)]
            stretch = 0.0
            if at + 1 < len(lines) and not paragraph.is_heading and " " in text:
                stretch = (measure - stringWidth(text, font, _SIZE)) / text.count(" ")
            length = len(text.removesuffix("-")) if text.endswith("-") else len(text)
            here = paragraph.note and done <= paragraph.call - 1 < done + length
            made.append(
                _Set(
                    text=text,
                    x=hang if at else first,
                    font=font,
                    space=0.0 if at or paragraph.is_indented else _SPACE,
                    stretch=stretch,
                    label="" if at else paragraph.label,
                    call=paragraph.call - done if here else None,
                    mark=paragraph.mark if here else "",
                    note=paragraph.note if here else "",
                )
            )
            done = paragraph.text.index(text.removesuffix("-"), done) + length
            done += paragraph.text[done : done + 1] == " "
        return made

    def _break(self, text: str, font: str, size: float, widths: Sequence[float]) -> Iterator[str]:
        """The text in lines, the first as wide as the first width, all others as the second."""
        measure = iter([*widths[:1], *[widths[-1]] * len(text)])
        width = next(measure)
        line = ""
        words = text.split()
        while words:
            word = words.pop(0)
            longer = f"{line} {word}".strip()
            if stringWidth(longer, font, size) <= width:
                line = longer
                continue
            begun = self._divide(word, line, font, size, width)
            if begun:
                yield f"{line} {begun}-".strip()
                words.insert(0, word.removeprefix(begun))
                line = ""
            else:
                yield line or word
                if line:
                    words.insert(0, word)
                line = ""
            width = next(measure)
        if line:
            yield line

    def _divide(self, word: str, line: str, font: str, size: float, width: float) -> str:
        """As much of a word as has room at the end of a line, "" without hyphenation."""
        if self.hyphens is None or not word.isalpha():
            return ""
        for begun, _ in self.hyphens.iterate(word):
            if stringWidth(f"{line} {begun}-".strip(), font, size) <= width:
                return begun
        return ""

    def _set_note(self, line: _Set) -> list[_Set]:
        texts = list(self._break(line.note, _BODY, _NOTE_SIZE, [_FRAME - 12, _FRAME]))
        return [
            _Set(
                text=text,
                x=0.0 if at else 12.0,
                size=_NOTE_SIZE,
                leading=_NOTE_LEADING,
                mark="" if at else line.mark,
            )
            for at, text in enumerate(texts)
        ]

    def _draw_notes(self) -> None:
        if not self.notes:
            return
        y = _BOTTOM + sum(note.leading for note in self.notes)
        self.canvas.line(_MARGIN, y, _MARGIN + 144, y)
        for note in self.notes:
            y -= note.leading
            if note.mark:
                text = self.canvas.beginText(_MARGIN, y)
                text.setFont(_BODY, _MARK_SIZE)
                text.setRise(_RISE)
                text.textOut(note.mark)
                text.setRise(0)
                self.canvas.drawText(text)
            self._draw(note, _MARGIN, y)

    def _draw(self, line: _Set, left: float, y: float) -> None:
        if line.label:
            self.canvas.setFont(_BODY, _SIZE)
            self.canvas.drawString(left, y, line.label)
        text = self.canvas.beginText(left + line.x, y)
        text.setFont(line.font, line.size)
        text.setWordSpace(line.stretch)
        if line.call is None:
            text.textOut(line.text)
        else:
            text.textOut(line.text[: line.call])
            text.setFont(line.font, _MARK_SIZE)
            text.setRise(_RISE)
            text.textOut(line.mark)
            text.setRise(0)
            text.setFont(line.font, line.size)
            text.textOut(line.text[line.call :])
        self.canvas.drawText(text)
