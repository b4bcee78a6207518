"""Postings: the segments of a document that have each term, and how often in each field."""

import struct
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import apsw
import numpy as np
from numpy.typing import NDArray

from puente.model.documents import Document, Language
from puente.model.segments import Segment
from puente.store.citations import opening
from puente.store.term_fields import FIELDS, count_terms

# Packed, seven bytes.
ENTRY = np.dtype([("segment", "<u4"), *((field, "u1") for field in FIELDS)])
_ENTRY = struct.Struct("<IBBB")
MOST = 255
"""The highest count that an entry holds: more is as good once BM25 has dampened it."""


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
    document: Document,
    first_number: int,
    segments: Sequence[Segment],
    counterparts: Mapping[int, Sequence[Segment]],
) -> DocumentTerms:
    """The postings of a document whose segments are numbered from `first_number`.

    `counterparts` are the segments aligned with each number; their words fill its translation.
    """
    first = opening(document, segments)
    packed: defaultdict[str, bytearray] = defaultdict(bytearray)
    lengths = np.zeros((len(FIELDS), len(segments)), np.uint32)
    for position, segment in enumerate(segments):
        number = first_number + position
        standing_for = document if segment is first else None
        counts = count_terms(segment, counterparts.get(number, ()), standing_for)
        body, heading, translation = (counts[name] for name in FIELDS)
        lengths[:, position] = [field.total() for field in (body, heading, translation)]
        for term in body | heading | translation:
            packed[term_key(*term)] += _ENTRY.pack(
                number,
                min(body[term], MOST),
                min(heading[term], MOST),
                min(translation[term], MOST),
            )
    return DocumentTerms(
        postings={term: bytes(packed[term]) for term in sorted(packed)}, lengths=lengths
    )


def unpack(data: bytes) -> Postings:
    """Postings from the packed entries of one term, of any number of documents.

    Raises apsw.CorruptError for what nobody has packed: an entry of a term that is in no field. A
    page of zeros has the right checksum.
    """
    if len(data) % ENTRY.itemsize:
        raise apsw.CorruptError("postings that end in the middle of one")
    entries = np.frombuffer(data, ENTRY)
    frequencies = np.stack([entries[field] for field in FIELDS])
    if not frequencies.any(axis=0).all():
        raise apsw.CorruptError("postings of no occurrence")
    return Postings(segments=entries["segment"].astype(np.intp), frequencies=frequencies)
