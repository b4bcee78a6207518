"""Which segments of a document have which terms, and how often in each field."""

import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from puente.analysis import tokens
from puente.records import Language, Segment, SegmentKind

FIELDS = ("body", "heading", "translation")

# Packed, seven bytes; a count above 255 is as good as 255 once BM25 has dampened it.
ENTRY = np.dtype([("segment", "<u4"), *((field, "u1") for field in FIELDS)])
_ENTRY = struct.Struct("<IBBB")
_MOST = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The segments that have a term, by number, and its frequency in each: one row a field."""

    segments: NDArray[np.intp]
    frequencies: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTerms:
    """A document's postings by term, packed, and its segments' field lengths, one row a field."""

    postings: Mapping[str, bytes]
    lengths: NDArray[np.uint32]


def term_key(language: Language, stem: str) -> str:
    """The name of a term in the index."""
    return f"{language}:{stem}"


def index_document(
    first_number: int,
    segments: Sequence[Segment],
    counterparts: Mapping[int, Sequence[Segment]],
) -> DocumentTerms:
    """The postings of a document whose segments are numbered from `first_number`.

    `counterparts` are the segments aligned with each number; their words fill its translation.
    """
    packed: defaultdict[str, bytearray] = defaultdict(bytearray)
    lengths = np.zeros((len(FIELDS), len(segments)), np.uint32)
    for position, segment in enumerate(segments):
        number = first_number + position
        language = segment.language
        body = _count([(language, segment.text)])
        heading = _count((language, text) for text in _headings(segment))
        translation = _count(
            (counterpart.language, counterpart.text) for counterpart in counterparts.get(number, ())
        )
        lengths[:, position] = [sum(field.values()) for field in (body, heading, translation)]
        for term in body | heading | translation:
            packed[term_key(*term)] += _ENTRY.pack(
                number,
                min(body.get(term, 0), _MOST),
                min(heading.get(term, 0), _MOST),
                min(translation.get(term, 0), _MOST),
            )
    return DocumentTerms(
        postings={term: bytes(packed[term]) for term in sorted(packed)}, lengths=lengths
    )


def unpack(data: bytes) -> Postings:
    """Postings from the packed entries of one term, of any number of documents."""
    entries = np.frombuffer(data, ENTRY)
    return Postings(
        segments=entries["segment"].astype(np.intp),
        frequencies=np.stack([entries[field] for field in FIELDS]),
    )


def _count(texts: Iterable[tuple[Language, str]]) -> dict[tuple[Language, str], int]:
    """How often each term stands in some texts."""
    return Counter(
        (language, token.stem) for language, text in texts for token in tokens(text, language)
    )


def _headings(segment: Segment) -> list[str]:
    """What stands above a segment; for a table row also its headers, unless its text has them."""
    if segment.kind is not SegmentKind.TABLE_ROW:
        return list(segment.heading_path)
    headers = [segment.label or "", *(cell.header for cell in segment.cells)]
    return [*segment.heading_path, *(text for text in headers if text not in segment.text)]
