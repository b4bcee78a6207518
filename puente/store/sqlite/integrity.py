"""Soundness of an index file: it is undamaged, and each part of it agrees with the others."""

from collections.abc import Iterator

import apsw
import numpy as np

from puente.store.sqlite.columns import load_columns
from puente.store.sqlite.disk import checksums
from puente.store.sqlite.file import select
from puente.store.sqlite.postings import MOST, unpack

_CONTRADICTIONS = {
    "documents whose segments are not all there": (
        "SELECT count(*) FROM document WHERE segments <> (SELECT count(*) FROM segment WHERE"
        " document_n = document.n AND segment.n BETWEEN first_segment AND first_segment + segments)"
    ),
    "segments without a document": (
        "SELECT count(*) FROM segment WHERE document_n NOT IN (SELECT n FROM document)"
    ),
    "segments without their words for phrases": (
        "SELECT count(*) FROM segment WHERE n NOT IN (SELECT id FROM phrase_docsize)"
    ),
    "words for phrases without a segment": (
        "SELECT count(*) FROM phrase_docsize WHERE id NOT IN (SELECT n FROM segment)"
    ),
    "postings without a document": (
        "SELECT count(*) FROM posting WHERE document_n NOT IN (SELECT n FROM document)"
    ),
    "citations without a segment": (
        "SELECT count(*) FROM citation WHERE segment_n NOT IN (SELECT n FROM segment)"
    ),
    "beads without a segment": (
        "SELECT count(*) FROM bead_segment WHERE segment_n NOT IN (SELECT n FROM segment)"
    ),
}


def find_problems(connection: apsw.Connection, dimension: int) -> tuple[str, ...]:
    """Find what is wrong with an index, in words; empty when it is sound."""
    pages = checksums.find_damaged_pages(connection)
    if pages:
        return (f"{len(pages)} damaged pages of the file, the first is page {pages[0]}",)
    damage = [text for (text,) in select(connection, "PRAGMA integrity_check") if text != "ok"]
    if damage:
        return tuple(damage)
    return (
        *_contradictions(connection),
        *_wrong_vectors(connection, dimension),
        *_wrong_postings(connection),
    )


def _contradictions(connection: apsw.Connection) -> Iterator[str]:
    for what, statement in _CONTRADICTIONS.items():
        [[count]] = select(connection, statement)
        if count:
            yield f"{count} {what}"


def _wrong_vectors(connection: apsw.Connection, dimension: int) -> Iterator[str]:
    [[wrong]] = select(
        connection,
        "SELECT count(*) FROM document LEFT JOIN vector ON document_n = n"
        " WHERE data IS NULL OR length(data) <> segments * ? OR length(scales) <> segments * 4",
        (dimension,),
    )
    if wrong:
        yield f"{wrong} documents whose vectors are not all there"


def _wrong_postings(connection: apsw.Connection) -> Iterator[str]:
    """The lengths kept with the documents are the sums of the postings' frequencies, by field."""
    lengths = load_columns(connection).lengths
    found = np.zeros(lengths.shape, np.int64)
    capped = np.zeros(lengths.shape, bool)
    for (data,) in select(connection, "SELECT data FROM posting"):
        postings = unpack(data)
        if postings.segments.max(initial=-1) >= lengths.shape[1]:
            yield "postings of a segment that does not exist"
            return
        found[:, postings.segments] += postings.frequencies
        capped[:, postings.segments] |= postings.frequencies == MOST
    wrong = int(np.count_nonzero(((found != lengths) & ~capped).any(axis=0)))
    if wrong:
        yield f"{wrong} segments whose postings are not all there"
