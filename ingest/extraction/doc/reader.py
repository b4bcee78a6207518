"""Word 97 to 2003 documents (.doc) -> blocks: what is shown, with numbers, notes and tables."""

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import olefile

from ingest.extraction.doc.body import Call, DocBody
from ingest.extraction.doc.numbering import DocLists
from ingest.extraction.doc.piece_table import Structure, TextPart, WordFile, open_word_file
from ingest.extraction.doc.properties import Formats
from ingest.extraction.doc.sprms import Sprm, changes
from ingest.extraction.wordprocessing.block_builder import BlockBuilder, CalledNote
from ingest.extraction.wordprocessing.content import (
    Content,
    Paragraph,
    give,
    head_lines,
    plain_text,
    title_lines,
)
from ingest.extraction.wordprocessing.counters import NoteNumbers
from ingest.extraction.wordprocessing.typed_notes import attach_typed_notes
from puente.errors import ExtractionError
from puente.model.blocks import Extracted, Properties
from puente.model.reports import Reason

_NUMBER_STYLES = {0: "1", 1: "I", 2: "i", 3: "A", 4: "a", 9: "*"}
_STYLES_OF_NOTES_AT = 492
_AUTOMATIC = "\x02"
_LONGEST_MARK = 5
# The first six headers divide notes from text; then come six for each section.
_DIVIDERS, _FIRST_HEADER, _USUAL_HEADER = 6, 10, 7
_NO_YEAR = 1601
_SHAPE_SIZE, _BOX_SIZE = 26, 22
# What damaged structures make of reading them.
_ERRORS = (
    struct.error,
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    OSError,
    RecursionError,
)


def read_doc(path: Path, content: bytes) -> Extracted:
    """The paragraphs, rows and notes of a Word document, as they are shown on paper."""
    try:
        return _read(path, content)
    except _ERRORS as error:
        detail = "it is damaged, or no Word document"
        raise ExtractionError(path, Reason.MALFORMED, detail) from error


def _read(path: Path, content: bytes) -> Extracted:
    file = open_word_file(path, content)
    formats = Formats(file)
    aside = DocBody(file.text, formats, DocLists(file), calls={}, boxes={})
    calls = _calls(file, aside)
    story = DocBody(file.text, formats, DocLists(file), calls=calls, boxes=_boxes(file))
    shown = attach_typed_notes(story.read(range(file.lengths[TextPart.BODY])))
    flow = BlockBuilder(path)
    give(flow, (*_first_header(file, aside, shown), *shown))
    return flow.extracted(_properties(content), _running_heads(file, aside))


def _calls(file: WordFile, story: DocBody) -> Mapping[int, Call]:
    """The notes by the places of the body that call them, numbered as they are called."""
    settings = file.structures[Structure.SETTINGS]
    styles = settings[_STYLES_OF_NOTES_AT : _STYLES_OF_NOTES_AT + 4]
    numbers = NoteNumbers()
    found: dict[int, Call] = {}
    for is_endnote, part, calls, notes in (
        (False, TextPart.FOOTNOTES, Structure.FOOTNOTE_CALLS, Structure.FOOTNOTES),
        (True, TextPart.ENDNOTES, Structure.ENDNOTE_CALLS, Structure.ENDNOTES),
    ):
        if style := styles[2 * is_endnote : 2 * is_endnote + 2]:
            named = _NUMBER_STYLES.get(int.from_bytes(style, "little"), "1")
            numbers.set_style(named, is_endnote=is_endnote)
        places, kinds = file.places(calls, 2)
        texts = _ranges(file, part, file.places(notes, 0)[0])
        for place, kind, text in zip(places, kinds, texts, strict=False):
            written = plain_text(story.read(text)).removeprefix(_AUTOMATIC).strip()
            if int.from_bytes(kind, "little"):
                mark, length = numbers.next(is_endnote=is_endnote), 1
            else:
                mark = _own_mark(file.text[place : place + _LONGEST_MARK], written)
                length = max(len(mark), 1)
                written = written.removeprefix(mark).strip()
            found[place] = Call(note=CalledNote(mark=mark, text=written), length=length)
    return found


def _own_mark(caller: str, note: str) -> str:
    """The mark that someone typed: what the caller has there and the note begins with."""
    length = 0
    while length < min(len(caller), len(note)) and caller[length] == note[length]:
        length += 1
    return caller[:length].strip()


def _ranges(file: WordFile, part: TextPart, places: Sequence[int]) -> list[range]:
    """The texts of a part from place to place; the last one is what divides it from the next."""
    base, most = file.starts[part], file.lengths[part]
    return [
        range(base + min(start, most), base + min(end, most)) for start, end in pairwise(places)
    ]


def _boxes(file: WordFile) -> Mapping[int, range]:
    """The texts of text boxes by the places that they are anchored to."""
    anchors, shapes = file.places(Structure.SHAPES, _SHAPE_SIZE)
    places, boxes = file.places(Structure.BOXES, _BOX_SIZE)
    by_shape = {
        box[14:18]: text
        for box, text in zip(boxes, _ranges(file, TextPart.BOXES, places), strict=False)
    }
    body = range(file.lengths[TextPart.BODY])
    return {
        anchor: by_shape[shape[:4]]
        for anchor, shape in zip(anchors, shapes, strict=False)
        if shape[:4] in by_shape and anchor in body
    }


def _first_header(file: WordFile, story: DocBody, shown: Sequence[Content]) -> Iterator[Paragraph]:
    """The part of the title block that only the header of the first page has."""
    is_of_first_page = _has_title_page(file)
    number = _FIRST_HEADER if is_of_first_page else _USUAL_HEADER
    headers = _ranges(file, TextPart.HEADERS, file.places(Structure.HEADERS, 0)[0])
    if number < len(headers):
        header = story.read(headers[number])
        yield from title_lines(header, shown, is_of_first_page=is_of_first_page)


def _running_heads(file: WordFile, story: DocBody) -> Iterator[str]:
    """The lines of all headers and footers."""
    headers = _ranges(file, TextPart.HEADERS, file.places(Structure.HEADERS, 0)[0])
    for header in headers[_DIVIDERS:]:
        yield from head_lines(story.read(header))


def _has_title_page(file: WordFile) -> bool:
    """Test for a header of its own on the first section's first page."""
    _, sections = file.places(Structure.SECTIONS, 12)
    if not sections:
        return False
    (at,) = struct.unpack_from("<I", sections[0], 2)
    if at + 2 > len(file.main):
        return False
    (length,) = struct.unpack_from("<H", file.main, at)
    stored = file.main[at + 2 : at + 2 + length]
    return any(change.code == Sprm.TITLE_PAGE and change.number for change in changes(stored))


class _CompoundFile(olefile.OleFileIO):  # type: ignore[misc]
    """A compound file whose properties are read but those that are lists.

    None of them is wanted, and a damaged file may state a list of four thousand million.
    """

    def _parse_property(
        self, s: bytes, offset: int, property_id: int, property_type: int, *how: object
    ) -> object:
        if property_type & olefile.olefile.VT_VECTOR:
            return None
        return super()._parse_property(s, offset, property_id, property_type, *how)


def _properties(content: bytes) -> Properties:
    with _CompoundFile(io.BytesIO(content)) as compound:
        stated = compound.get_metadata()
    codec = "utf-8" if stated.codepage in (65001, -535) else f"cp{stated.codepage or 1252}"
    created = stated.create_time
    return Properties(
        title=_decode(stated.title, codec),
        # Programs that keep no date write zero, which is 1601.
        date=created.date().isoformat() if created and created.year > _NO_YEAR else None,
        keywords=_decode(stated.keywords, codec),
    )


def _decode(text: bytes | None, codec: str) -> str | None:
    try:
        return (text or b"").decode(codec, "replace").strip("\0 ") or None
    except LookupError:
        return None
