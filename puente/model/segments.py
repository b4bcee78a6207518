"""Segments: the paragraph-sized units of a document."""

from dataclasses import dataclass
from enum import StrEnum

from puente.model.documents import Language
from puente.model.identifiers import DocumentId, SegmentId


class SegmentKind(StrEnum):
    """Part that a segment plays in its document."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_ROW = "table-row"
    FOOTNOTE = "footnote"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"


_PREFIXES = {
    SegmentKind.PARAGRAPH: "",
    SegmentKind.ITEM: "",
    SegmentKind.OPERATIVE: "op-",
    SegmentKind.PREAMBULAR: "pp-",
}
"""Signs before the number of a paragraph: a resolution counts its two parts by themselves."""
_MOST_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table row under its column header."""

    header: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A paragraph-sized unit: what is indexed, aligned, shown and cited.

    `ordinal` counts the document's segments from 1, notes included. `label` is the list label or
    paragraph number that stood before the text ("a)", "12.", "·"). `official_number` is the
    `printed_number` by which an address leads to it and to no other text. `level` is a heading's
    depth from 1. `heading_path` holds the headings above, outermost first. `first_line` and
    `last_line` are lines of the source text, from 1; `page` a page, where the source has pages.
    `notes` are the footnotes called from this segment. `cells` belong to table rows, whose `label`
    is the row header. `citations` are the canonical symbols the text cites.
    """

    id: SegmentId
    document_id: DocumentId
    ordinal: int
    language: Language
    kind: SegmentKind
    text: str
    label: str | None = None
    official_number: str | None = None
    level: int | None = None
    heading_path: tuple[str, ...] = ()
    first_line: int | None = None
    last_line: int | None = None
    page: int | None = None
    cells: tuple[Cell, ...] = ()
    notes: tuple[SegmentId, ...] = ()
    citations: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The number in its id, which stays when segments come or go before it."""
        return int(self.id.rpartition(".")[2])

    @property
    def printed_number(self) -> str | None:
        """The number that the document prints before a paragraph: "17", "op-3", "pp-5".

        None for one without a number ("a)"), a title, a heading, a row or a note.
        """
        digits = (self.label or "").strip("().- ")
        is_numbered = self.kind in _PREFIXES and digits.isdecimal() and len(digits) <= _MOST_DIGITS
        return f"{_PREFIXES[self.kind]}{int(digits)}" if is_numbered else None
