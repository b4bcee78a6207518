"""The three fields in which a segment's words are searched."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from puente.model.documents import Language
from puente.model.segments import Segment, SegmentKind
from puente.text.tokenization import tokens

FIELDS = ("body", "heading", "translation")

TermCounts: TypeAlias = Counter[tuple[Language, str]]
"""Count of each stem of a language in a text."""


def count_terms(segment: Segment, counterparts: Sequence[Segment]) -> Mapping[str, TermCounts]:
    """The terms of a segment by field; the words of its counterparts fill its translation."""
    language = segment.language
    return {
        "body": _count([(language, segment.text)]),
        "heading": _count((language, text) for text in _headings(segment)),
        "translation": count_translation(counterparts),
    }


def count_translation(counterparts: Sequence[Segment]) -> TermCounts:
    """The terms that a segment has from its counterparts."""
    return _count((counterpart.language, counterpart.text) for counterpart in counterparts)


def _count(texts: Iterable[tuple[Language, str]]) -> TermCounts:
    return Counter(
        (language, token.stem) for language, text in texts for token in tokens(text, language)
    )


def _headings(segment: Segment) -> list[str]:
    """Headings above a segment; for a table row also its headers, unless its text has them."""
    if segment.kind is not SegmentKind.TABLE_ROW:
        return list(segment.heading_path)
    headers = [segment.label or "", *(cell.header for cell in segment.cells)]
    return [*segment.heading_path, *(text for text in headers if text not in segment.text)]
