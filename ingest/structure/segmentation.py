"""Lines -> Segments: titles, headings, paragraphs, items, rows of tables and notes."""

import re
from collections.abc import Iterator, Sequence

from ingest.structure.classification import ClassifiedPart, body_parts
from ingest.structure.footnotes import attach_notes
from ingest.structure.lines import TextLine
from ingest.structure.title_block.record import TitleBlock
from puente.model.documents import Document, Language
from puente.model.identifiers import segment_id
from puente.model.segments import Segment, SegmentKind
from puente.symbols.finding import find_symbols
from puente.text.language_detection import rate_language

# A segment is in another language than its document when it is long enough to tell and the
# identifier is this sure; of 396 long paragraphs of the seeds none is taken for another language.
_MIN_LENGTH_OF_OTHER_LANGUAGE = 100
_MIN_CONFIDENCE_OF_OTHER_LANGUAGE = 0.99
_ENOUGH_FOR_LANGUAGE = 300
# Not the slash of bibliographies, which is a sign of symbols.
_DIVIDER = " · "
_DIGIT = re.compile(r"\d")


def segment(
    document: Document, lines: Sequence[TextLine], title_block: TitleBlock
) -> tuple[Segment, ...]:
    """The segments of a document in order, its notes last; no word is left out.

    The lines of a title block are TITLE segments: the title has level 1, the others no level.
    What has neither a letter nor a figure is no segment ("7. [...]").
    """
    body = [line for line in lines[title_block.end :] if line.block.note is None]
    notes = [
        ClassifiedPart(
            kind=SegmentKind.FOOTNOTE,
            text=line.block.text,
            label=line.block.note or None,
            blocks=(line.block,),
        )
        for line in lines
        if line.block.note is not None and _has_word(line.text)
    ]
    found = (*_title_block_parts(lines, title_block), *body_parts(body))
    parts = [part for part in found if _has_word(part.text)]
    attached = attach_notes([part.blocks for part in parts], [note.blocks[0] for note in notes])
    return tuple(
        _segment(document, ordinal, part, [len(parts) + 1 + index for index in indices])
        for ordinal, (part, indices) in enumerate(
            zip([*parts, *notes], [*attached, *([()] * len(notes))], strict=True), start=1
        )
    )


def _segment(
    document: Document, ordinal: int, part: ClassifiedPart, note_ordinals: Sequence[int]
) -> Segment:
    has_number = _DIGIT.search(part.text)
    cited = [mention.symbol.text for mention in find_symbols(part.text)] if has_number else []
    own_symbol = document.symbol.text if document.symbol else None
    return Segment(
        id=segment_id(document.id, ordinal),
        document_id=document.id,
        ordinal=ordinal,
        language=_language(part.text, document.language),
        kind=part.kind,
        text=part.text,
        label=part.label,
        level=part.level,
        heading_path=part.path,
        first_line=part.blocks[0].first_line,
        last_line=part.blocks[-1].last_line,
        page=part.blocks[0].page,
        cells=part.cells,
        notes=tuple(segment_id(document.id, note) for note in note_ordinals),
        citations=tuple(dict.fromkeys(symbol for symbol in cited if symbol != own_symbol)),
    )


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _language(text: str, language: Language) -> Language:
    if len(text) < _MIN_LENGTH_OF_OTHER_LANGUAGE:
        return language
    other, confidence = rate_language(text[:_ENOUGH_FOR_LANGUAGE])
    return other if confidence >= _MIN_CONFIDENCE_OF_OTHER_LANGUAGE else language


def _title_block_parts(
    lines: Sequence[TextLine], title_block: TitleBlock
) -> Iterator[ClassifiedPart]:
    above = lines[: title_block.title_start]
    title = lines[title_block.title_start : title_block.title_end]
    below = lines[title_block.title_end : title_block.end]
    groups = (
        (above, _DIVIDER.join(title_block.phrases), None),
        (title, title_block.title or "", 1),
        (below, _DIVIDER.join(line.text for line in below), None),
    )
    for some, text, level in groups:
        if some:
            blocks = tuple(line.block for line in some)
            yield ClassifiedPart(kind=SegmentKind.TITLE, text=text, level=level, blocks=blocks)
