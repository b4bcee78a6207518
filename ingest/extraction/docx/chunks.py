"""Chunks of a .docx file: whole documents of other formats that it shows in its text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.extraction.file_type import FileType, sniff
from ingest.extraction.html.reader import read_html, read_web_archive
from ingest.extraction.plain_text import decode, text_blocks
from ingest.extraction.rtf.reader import read_rtf
from ingest.extraction.wordprocessing.block_builder import CalledNote
from ingest.extraction.wordprocessing.content import (
    Content,
    ContentCell,
    ContentRow,
    ContentTable,
    Paragraph,
)
from puente.errors import ExtractionError
from puente.model.blocks import Block, Extracted

Reader = Callable[[Path, bytes], Extracted]

_READERS: Mapping[FileType, Reader] = {
    FileType.HTML: read_html,
    FileType.WEB_ARCHIVE: read_web_archive,
    FileType.RTF: read_rtf,
    FileType.TEXT: lambda path, content: Extracted(blocks=text_blocks(path, decode(path, content))),
}


class Chunks:
    """Reads chunks, and names in `remarks` those that it cannot read.

    `read_docx` reads one that is a Word document itself; None leaves such a one out.
    """

    def __init__(self, path: Path, read_docx: Reader | None) -> None:
        self._path = path
        self._readers = dict(_READERS)
        if read_docx is not None:
            self._readers[FileType.DOCX] = read_docx
        self.remarks: list[str] = []

    def read(self, name: str, content: bytes | None) -> tuple[Content, ...]:
        """The text of the part of that name; None where the package has no such part."""
        reader = self._readers.get(sniff(content)) if content else None
        if reader is None or content is None:
            self.remarks.append(f"its part {name} is no text that can be read, and is left out")
            return ()
        try:
            found = reader(self._path, content)
        except ExtractionError as error:
            self.remarks.append(f"its part {name} is left out: {error.reason}")
            return ()
        self.remarks += found.remarks
        return tuple(_contents(found.blocks))


def _contents(blocks: Sequence[Block]) -> Iterator[Content]:
    """The blocks as paragraphs and tables, each note at what it stands behind."""
    rows: list[ContentRow] = []
    for at, block in enumerate(blocks):
        if block.note is not None:
            continue
        if rows and (not block.cells or block.gap):
            yield ContentTable(rows=tuple(rows))
            rows = []
        notes = tuple(_notes_behind(blocks, at))
        if block.cells:
            first, *others = (Paragraph(text=text) for text in block.cells)
            cells = (Paragraph(text=first.text, notes=notes), *others)
            rows.append(
                ContentRow(
                    cells=tuple(ContentCell(content=(cell,)) for cell in cells),
                    names_columns=block.names_columns,
                )
            )
        else:
            yield Paragraph(text=block.text.strip(), heading=block.heading, notes=notes)
    if rows:
        yield ContentTable(rows=tuple(rows))


def _notes_behind(blocks: Sequence[Block], at: int) -> Iterator[CalledNote]:
    for block in blocks[at + 1 :]:
        if block.note is None:
            return
        yield CalledNote(mark=block.note, text=block.text)
