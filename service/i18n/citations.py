"""Citations of paragraphs: by the document's own number, else by the page of its file."""

from collections.abc import Callable
from typing import NamedTuple

from puente.model.documents import Document
from puente.model.segments import Segment, SegmentKind

_LONGEST_MARK = 6
"""As "(1332)" has."""

Message = Callable[..., str]
"""Messages by key, with their values."""


class OwnNumber(NamedTuple):
    """A number as the document prints it, and of what: `operative`, `preambular`, `number`, `note`.

    `label` is the whole mark: "17.", "(3)".
    """

    kind: str
    number: str
    label: str


def own_number(segment: Segment) -> OwnNumber | None:
    """The number that a paragraph or note has in its document; None where it has none."""
    label, printed = segment.label, segment.printed_number
    if label and segment.kind is SegmentKind.FOOTNOTE:
        return OwnNumber("note", label, label)
    if label is None or printed is None:
        return None
    kinds = (SegmentKind.OPERATIVE, SegmentKind.PREAMBULAR)
    kind = segment.kind.value if segment.kind in kinds else "number"
    return OwnNumber(kind, printed.rpartition("-")[2], label)


def margin_mark(segment: Segment, mark: str | None = None) -> str | None:
    """The own number as it hangs in a margin, or the mark of a note that has lost its own.

    None for one that is too long to hang there.
    """
    own = own_number(segment)
    found = mark or (own.label if own else None)
    return found if found and len(found) <= _LONGEST_MARK else None


def place_of(segment: Segment, message: Message) -> str:
    """The place of a paragraph as a citation names it: "para. 17", "note 86", "p. 4"; or nothing.

    The title of a document stands for all of it, and has no page.
    """
    if own := own_number(segment):
        return message(f"places.{own.kind}", number=own.number)
    if segment.page is None or segment.kind is SegmentKind.TITLE:
        return ""
    return message("places.page", number=segment.page)


def citation(document: Document, segment: Segment, message: Message, *, address: str) -> str:
    """A citation of a paragraph: its document, its place there, and its address."""
    name = document.symbol.text if document.symbol else document.title
    if where := place_of(segment, message):
        return message("document.citation_of_place", name=name, place=where, address=address)
    return message("document.citation", name=name, address=address)
