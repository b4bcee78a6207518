"""Translations of segments in the postings, made of the postings of their counterparts."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import apsw
import numpy as np
from numpy.typing import NDArray

from puente.store.sqlite.file import select
from puente.store.sqlite.postings import ENTRY, MOST
from puente.store.term_fields import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingTable:
    """The postings of one document: entries by term and segment; `rows` has each entry's term."""

    terms: tuple[str, ...]
    rows: NDArray[np.int64]
    entries: NDArray[np.void]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedWords:
    """The words that segments have from their counterparts: a term, a segment and a count each."""

    terms: Sequence[str]
    segments: NDArray[np.int64]
    counts: NDArray[np.int64]


def write_translations(connection: apsw.Connection, document: int, segments: Sequence[int]) -> None:
    """Write what some segments of a document have from their counterparts, and nothing else.

    A counterpart's words were counted when it was put, in its own body: no text is analysed.
    """
    pairs = defaultdict(list)
    for own, other, home in select(
        connection,
        "SELECT own.segment_n, other.segment_n, document_n FROM bead_segment AS own"
        " JOIN bead_segment AS other USING (alignment_n, ordinal)"
        " JOIN segment ON n = other.segment_n"
        " WHERE own.segment_n IN (SELECT value FROM json_each(?))"
        " AND own.is_target <> other.is_target",
        (json.dumps(list(segments)),),
    ):
        pairs[home].append((own, other))
    words = [
        words_of_counterparts(read_postings(connection, home), linked)
        for home, linked in sorted(pairs.items())
    ]
    changed = translated(read_postings(connection, document), segments, words)
    connection.executemany(
        "INSERT INTO posting (term, document_n, data) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET data = excluded.data",
        [(term, document, data) for term, data in changed.items() if data],
    )
    connection.executemany(
        "DELETE FROM posting WHERE term = ? AND document_n = ?",
        [(term, document) for term, data in changed.items() if not data],
    )
    _write_lengths(connection, document, segments, pairs)


def read_postings(connection: apsw.Connection, document: int) -> PostingTable:
    """The postings of a document."""
    found = select(
        connection, "SELECT term, data FROM posting WHERE document_n = ? ORDER BY term", (document,)
    )
    sizes = [len(data) // ENTRY.itemsize for _, data in found]
    return PostingTable(
        terms=tuple(term for term, _ in found),
        rows=np.repeat(np.arange(len(found)), sizes),
        entries=np.frombuffer(b"".join(data for _, data in found), ENTRY),
    )


def words_of_counterparts(table: PostingTable, linked: Sequence[tuple[int, int]]) -> LinkedWords:
    """The words of the second of each two segments, which are of this document, for the first."""
    order = np.argsort(table.entries["segment"], kind="stable")
    numbers = table.entries["segment"][order].astype(np.int64)
    pairs = np.array(linked, np.int64)
    first = np.searchsorted(numbers, pairs[:, 1], "left")
    sizes = np.searchsorted(numbers, pairs[:, 1], "right") - first
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    places = order[np.repeat(first, sizes) + within]
    counts = table.entries["body"][places].astype(np.int64)
    stands = counts > 0
    return LinkedWords(
        terms=[table.terms[row] for row in table.rows[places][stands].tolist()],
        segments=np.repeat(pairs[:, 0], sizes)[stands],
        counts=counts[stands],
    )


def translated(
    table: PostingTable, segments: Sequence[int], words: Sequence[LinkedWords]
) -> Mapping[str, bytes]:
    """The terms of a document that are others once its segments have these translations, packed.

    The translations that the segments had are gone. A term that none has any more is empty.
    """
    row_of = {term: row for row, term in enumerate(table.terms)}
    rows = [row_of.setdefault(term, len(row_of)) for each in words for term in each.terms]
    terms = list(row_of)
    numbers = np.concatenate([np.zeros(0, np.int64), *(each.segments for each in words)])
    counts = np.concatenate([np.zeros(0, np.int64), *(each.counts for each in words)])
    keys = np.array(rows, np.int64) << 32 | numbers
    wanted, places = np.unique(keys, return_inverse=True)
    sums = np.minimum(np.bincount(places, weights=counts, minlength=len(wanted)), MOST)

    own = table.rows.astype(np.int64) << 32 | table.entries["segment"]
    missing = wanted[~np.isin(wanted, own)]
    added = np.zeros(len(missing), ENTRY)
    added["segment"] = missing & 0xFFFFFFFF
    entries = np.concatenate([table.entries, added])
    every = np.concatenate([own, missing])
    order = np.argsort(every, kind="stable")
    entries, every = entries[order], every[order]

    before = entries["translation"].copy()
    entries["translation"][np.isin(entries["segment"], np.array(segments))] = 0
    entries["translation"][np.searchsorted(every, wanted)] = sums
    entry_rows = every >> 32
    concerned = np.unique(entry_rows[entries["translation"] != before])
    kept = np.any([entries[field] > 0 for field in FIELDS], axis=0)
    entries, entry_rows = entries[kept], entry_rows[kept]
    starts = np.searchsorted(entry_rows, concerned, "left").tolist()
    ends = np.searchsorted(entry_rows, concerned, "right").tolist()
    return {
        terms[row]: entries[start:end].tobytes()
        for row, start, end in zip(concerned.tolist(), starts, ends, strict=True)
    }


def _write_lengths(
    connection: apsw.Connection,
    document: int,
    segments: Sequence[int],
    pairs: Mapping[int, Sequence[tuple[int, int]]],
) -> None:
    """Write the lengths of the translations of some segments: those of the other bodies."""
    first, lengths = _read_lengths(connection, document)
    before = lengths.copy()
    translation = FIELDS.index("translation")
    lengths[translation, np.array(segments) - first] = 0
    for home, linked in pairs.items():
        start, others = _read_lengths(connection, home)
        for own, other in linked:
            lengths[translation, own - first] += others[FIELDS.index("body"), other - start]
    if not np.array_equal(before, lengths):
        connection.execute(
            "UPDATE document SET lengths = ? WHERE n = ?", (lengths.tobytes(), document)
        )


def _read_lengths(connection: apsw.Connection, document: int) -> tuple[int, NDArray[np.uint32]]:
    """The number of a document's first segment, and its fields' lengths, one row a field."""
    [[first, count, data]] = select(
        connection, "SELECT first_segment, segments, lengths FROM document WHERE n = ?", (document,)
    )
    return first, np.frombuffer(data, "<u4").reshape(len(FIELDS), count).copy()
