"""One file to its document and segments: the stages from extraction to segmentation in a row."""

from pathlib import Path

from ingest.extraction import extract, extract_lines
from ingest.pipeline.worker_protocol import ReadDocument
from ingest.sources.file_names import printable_name
from ingest.sources.listing import SourceFile
from ingest.structure.cleaning import clean
from ingest.structure.lines import TextLine
from ingest.structure.metadata import describe
from ingest.structure.segmentation import segment
from ingest.structure.title_block.reading import read_title_block
from ingest.structure.title_block.restriction import find_restriction
from puente.model.documents import Document, Language, Visibility
from puente.model.identifiers import DocumentId, WorkId, segment_id
from puente.model.segments import Segment, SegmentKind
from puente.text.normalization import normalise


def read_document(
    file: SourceFile, *, collection: str = "oas", visibility: Visibility = Visibility.PUBLIC
) -> ReadDocument:
    """The document of a file; what the manifest says of collection and visibility goes first."""
    extracted = extract(file.path)
    lines = tuple(map(TextLine, clean(extracted.blocks)))
    title_block = read_title_block(lines)
    document = describe(
        file,
        lines,
        title_block,
        properties=extracted.properties,
        collection=collection,
        visibility=visibility,
    )
    return ReadDocument(
        document=document,
        segments=segment(document, lines, title_block),
        unread_pages=extracted.unread_pages,
        remarks=extracted.remarks,
        restriction=find_restriction(extracted),
    )


def read_lines(path: Path, language: Language) -> ReadDocument:
    """A file whose every line is a paragraph, as alignment sets have them; nothing is cleaned.

    An empty line is an empty segment, so that ordinals are line numbers.
    """
    lines = extract_lines(path)
    if not lines[-1]:
        lines = lines[:-1]
    name = printable_name(path.stem)
    document = Document(
        id=DocumentId(f"{name}.{language}"),
        work_id=WorkId(name),
        language=language,
        title=name,
        source=printable_name(path.name),
        checksum="",
        collection="",
    )
    segments = tuple(
        Segment(
            id=segment_id(document.id, number),
            document_id=document.id,
            ordinal=number,
            language=language,
            kind=SegmentKind.PARAGRAPH,
            text=normalise(line).strip(),
            first_line=number,
            last_line=number,
        )
        for number, line in enumerate(lines, start=1)
    )
    return ReadDocument(document=document, segments=segments)
