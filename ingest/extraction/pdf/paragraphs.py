"""Lines of a PDF -> paragraphs, over the ends of columns and pages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.extraction.pdf.lines import Line
from ingest.extraction.pdf.margins import Margins
from ingest.extraction.pdf.tables.ruled import PrintedTable
from puente.text.list_labels import LabelStyle, are_linked, split_bullet, split_label
from puente.text.sentences import ends_clause, split_end_mark

# Shares of the line pitch: a line with a raised mark stands a sixth lower (930, page 15).
_GAP = 1.15
_WIDER_STEP = 1.25
# A last line stands lower by a fifth where its paragraph mark has another size (1198, page 3).
_WIDEST_STEP = 1.5
_WIDEST_PITCH = 2.2
# Shares of the font size.
_OTHER_SIZE = 0.07
_INDENT = 0.4
_SHORT = 1.0
# Not "(supra para.", where a number follows.
_ENDS_WORD = re.compile(r"(?:\w{5}|[\"”’»)\]])$")
_DASHES = "-–—*"


@dataclass(frozen=True, slots=True)
class ParagraphBuilder:
    """Divides the lines of a document, which are in reading order, into paragraphs."""

    margins: Margins

    def build(self, items: Iterable[Line | PrintedTable]) -> Iterator[list[Line] | PrintedTable]:
        """The lines of each paragraph, and the tables between them."""
        waiting: list[Line] = []
        counted: dict[LabelStyle, int] = {}
        for line in items:
            if waiting and (isinstance(line, PrintedTable) or self._begins(waiting, line, counted)):
                yield waiting
                waiting = []
            if isinstance(line, PrintedTable):
                yield line
                continue
            if not waiting and (label := split_label(line.text)):
                counted |= {reading.style: reading.value for reading in label.readings}
            waiting.append(line)
        if waiting:
            yield waiting

    def _begins(
        self, paragraph: Sequence[Line], line: Line, counted: Mapping[LabelStyle, int]
    ) -> bool:
        """Test for a line that begins a paragraph after the one whose lines are given.

        `counted` has the last label of each style.
        """
        last = paragraph[-1]
        if line.mark is not None or abs(line.size - last.size) > _OTHER_SIZE * last.size:
            return True
        if self._is_apart(paragraph, line) or _stand_in_columns(last, line):
            return True
        if last.is_broken:
            return False
        if self._is_listed(last, line, counted):
            return True
        if self._are_centred(last, line):
            return not self.margins.fills_centre(last, line)
        if not self.margins.is_full(last, line):
            return True
        if self.margins.is_justified(last) and self.margins.room(last) > _SHORT * last.size:
            # Justified text ends short of the margin only at the end of a paragraph.
            return _opens_sentence(last, line)
        return self._is_indented(paragraph, line)

    def _are_centred(self, last: Line, line: Line) -> bool:
        """Test for two lines below each other in the middle of their column."""
        return (
            abs(last.left - line.left) > _INDENT
            and self.margins.is_centred(last)
            and self.margins.is_centred(line)
        )

    def _is_apart(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Test for more than a line's pitch between the paragraph and the line."""
        last = paragraph[-1]
        step = last.baseline - line.baseline
        if line.page != last.page or line.column != last.column or step <= 0:
            return False
        before = paragraph[-2].baseline - last.baseline if len(paragraph) > 1 else 0.0
        pitch = before if before > 0 else self.margins.pitch(last)
        if step <= _GAP * pitch:
            return False
        if not self.margins.is_full(last, line):
            return True
        allowed = _WIDER_STEP if line.calls else _GAP
        if not ends_clause(last.text):
            # One line does not tell the pitch of a text that is set wider than the others.
            allowed = _WIDEST_STEP if before > 0 else _WIDEST_PITCH
        return step > allowed * pitch

    def _is_listed(self, last: Line, line: Line, counted: Mapping[LabelStyle, int]) -> bool:
        """Test for a label at the start of a line that is no number or dash inside a sentence."""
        bullet = split_bullet(line.text)
        label = split_label(line.text)
        if bullet is None and (label is None or label.is_bare):
            return False
        if bullet is not None and bullet[0] not in _DASHES:
            return True
        if line.has_tab or not self.margins.is_full(last, line):
            return True
        if abs(self.margins.indent(line) - self.margins.indent(last)) > _INDENT * line.size:
            return True
        if label is None:
            return False
        begins_list = any(reading.value == 1 for reading in label.readings)
        return (begins_list and _ends_sentence(last)) or any(
            counted.get(reading.style) == reading.value - 1 for reading in label.readings
        )

    def _is_indented(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Test for a line that follows a full one and begins elsewhere than its paragraph."""
        indent = self.margins.indent
        first, last = paragraph[0], paragraph[-1]
        if len(paragraph) > 1:
            return abs(indent(line) - indent(paragraph[1])) > _INDENT * line.size
        if indent(line) - indent(first) <= _INDENT * line.size:
            return False
        is_hanging = split_bullet(first.text) or split_label(first.text)
        return not is_hanging and _opens_sentence(last, line)


def _stand_in_columns(last: Line, line: Line) -> bool:
    """Test for two lines of a letterhead, a list of names or a table, each of which is a whole one.

    A name at the right may go on in the next line: "Carlos Vicente de", "Roux-Rengifo" (1522).
    """
    return bool(line.stretches) or (bool(last.stretches) and not _goes_on(last, line))


def _opens_sentence(last: Line, line: Line) -> bool:
    return ends_clause(last.text) or not _goes_on(last, line)


def _goes_on(last: Line, line: Line) -> bool:
    """Test for words that follow each other in a sentence or a name."""
    return line.text[:1].islower() or are_linked(last.text, line.text)


def _ends_sentence(line: Line) -> bool:
    """Test for a full stop, semicolon or colon after a word that is no abbreviation."""
    before, mark = split_end_mark(line.text)
    return mark in (".", ";", ":") and _ENDS_WORD.search(before) is not None
