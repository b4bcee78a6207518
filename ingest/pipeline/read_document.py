"""One file to its document and segments: the stages from extraction to segmentation in a row."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ingest.extraction import extract, extract_lines
from ingest.pairing.file_alignment import LEAST_SCORE_OF_FILE
from ingest.pipeline.worker_protocol import ReadDocument
from ingest.sources.file_names import printable_name
from ingest.sources.listing import SourceFile
from ingest.structure.bilingual.pieces import Pair, language_among
from ingest.structure.bilingual.shared_metadata import share_metadata
from ingest.structure.bilingual.versions import LanguageMix, find_mix
from ingest.structure.cleaning import clean
from ingest.structure.lines import TextLine
from ingest.structure.metadata import describe
from ingest.structure.segmentation import segment
from ingest.structure.title_block.reading import read_title_block
from ingest.structure.title_block.record import TitleBlock
from ingest.structure.title_block.restriction import find_restriction
from puente.alignment.aligner import align
from puente.model.blocks import Block, Properties
from puente.model.documents import Document, Language, Visibility
from puente.model.identifiers import DocumentId, WorkId, segment_id
from puente.model.segments import Segment, SegmentKind
from puente.text.normalization import normalise


def read_document(
    file: SourceFile, *, collection: str = "oas", visibility: Visibility = Visibility.PUBLIC
) -> ReadDocument:
    """The document of a file, with its other version where it holds one text in two languages.

    What the manifest says of collection and visibility goes first; a language that it states makes
    the file one document.
    """
    extracted = extract(file.path)
    origin = _Origin(file, extracted.properties, collection, visibility)
    mix = find_mix(extracted.blocks)
    read, remarks = None, extracted.remarks
    if mix is not None:
        read = None if file.given.language else _read_versions(origin, mix)
        remarks += (_remark_on(mix, read, file),)
    return replace(
        read or _read_version(origin, extracted.blocks),
        unread_pages=extracted.unread_pages,
        remarks=remarks,
        restriction=find_restriction(extracted),
    )


class _Origin(NamedTuple):
    """Origin of a text: its file with what that states, and where the document belongs."""

    file: SourceFile
    properties: Properties
    collection: str
    visibility: Visibility


def _read_version(origin: _Origin, blocks: Sequence[Block]) -> ReadDocument:
    """The document that the blocks are."""
    text = _read_text(origin, blocks)
    return ReadDocument(
        document=text.document, segments=segment(text.document, text.lines, text.title_block)
    )


class _Text(NamedTuple):
    """A text before it is cut into segments."""

    document: Document
    lines: tuple[TextLine, ...]
    title_block: TitleBlock


def _read_text(origin: _Origin, blocks: Sequence[Block]) -> _Text:
    lines = tuple(map(TextLine, clean(blocks)))
    title_block = read_title_block(lines)
    document = describe(
        origin.file,
        lines,
        title_block,
        properties=origin.properties,
        collection=origin.collection,
        visibility=origin.visibility,
    )
    return _Text(document, lines, title_block)


def _read_versions(origin: _Origin, mix: LanguageMix) -> ReadDocument | None:
    """The two versions that a file holds, in the order of languages; None if they are none.

    Texts in two languages are versions when aligning them agrees: a questionnaire in one may have
    its answers in another.
    """
    if mix.versions is None:
        return None
    first_language, second_language = mix.languages
    pair = (first_language, second_language)
    texts = [
        _read_text(_titled(origin, language, pair), mix.versions[language])
        for language in Language
        if language in mix.languages
    ]
    documents = share_metadata(texts[0].document, texts[1].document)
    first, second = (
        ReadDocument(document=document, segments=segment(document, text.lines, text.title_block))
        for document, text in zip(documents, texts, strict=True)
    )
    if align(first.segments, second.segments).score < LEAST_SCORE_OF_FILE:
        return None
    return replace(first, other=second)


def _titled(origin: _Origin, language: Language, pair: Pair) -> _Origin:
    """The origin of one version; a title that the manifest states is that of its own language."""
    given = origin.file.given
    if given.title is None or language_among(given.title, pair) in (None, language):
        return origin
    untitled = given.model_copy(update={"title": None})
    return origin._replace(file=replace(origin.file, given=untitled))


def _remark_on(mix: LanguageMix, read: ReadDocument | None, file: SourceFile) -> str:
    """The sentence that a report says of a file in two languages."""
    *names, last = sorted(mix.languages)
    said = f"{', '.join(names)} and {last}"
    if read is not None:
        return f"it holds two versions, {said}; each is a document"
    if file.given.language:
        return f"it holds text in {said}, and is one document by its row of the manifest"
    return f"it holds text in {said} that could not be told apart as versions"


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
