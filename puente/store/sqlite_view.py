"""What is read from an index file inside one read transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import apsw
import numpy as np
from numpy.typing import NDArray

from puente.errors import DocumentNotFoundError, SegmentNotFoundError
from puente.records import (
    Alignment,
    Document,
    DocumentId,
    Filters,
    Scored,
    Segment,
    SegmentId,
    Symbol,
    WorkId,
)
from puente.store.rows import bead_from, document_from, segment_from
from puente.store.snapshot import Snapshot
from puente.store.sqlite_file import select
from puente.symbols import can_mean, parse_symbol


class View(NamedTuple):
    """A connection in a read transaction, and the snapshot of the generation that it reads."""

    connection: apsw.Connection
    snapshot: Snapshot

    def select(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All the rows that a statement gives."""
        return select(self.connection, statement, values)

    def best(
        self, segments: NDArray[np.intp], scores: NDArray[np.float32], limit: int
    ) -> tuple[Scored, ...]:
        """The best of some segments, in order."""
        best = self.snapshot.columns.best(segments, scores, limit)
        scored = []
        for number, score in zip(segments[best].tolist(), scores[best].tolist(), strict=True):
            [[segment_id]] = self.select("SELECT id FROM segment WHERE n = ?", (number,))
            scored.append(Scored(segment_id=SegmentId(segment_id), score=score))
        return tuple(scored)

    def segment(self, segment_id: SegmentId) -> Segment:
        """The segment; raises SegmentNotFoundError."""
        for (record,) in self.select("SELECT record FROM segment WHERE id = ?", (segment_id,)):
            return segment_from(record)
        raise SegmentNotFoundError(segment_id)

    def span(self, document_id: DocumentId) -> tuple[int, int]:
        """The number of a document's first segment, and how many segments it has."""
        for first, count in self.select(
            "SELECT first_segment, segments FROM document WHERE id = ?", (document_id,)
        ):
            return first, count
        raise DocumentNotFoundError(document_id)

    def documents(self, condition: str, *values: str | int) -> Iterator[Document]:
        """The documents of a condition, by id, with the work that they share now."""
        for record, work_id in self.select(
            f"SELECT record, work_id FROM document WHERE {condition} ORDER BY id", values
        ):
            yield replace(document_from(record), work_id=WorkId(work_id))

    def documents_passing(self, filters: Filters) -> Iterator[Document]:
        """The documents that pass the filters, by id."""
        passing = self.snapshot.columns.documents(filters)
        if passing.all():
            yield from self.documents("true")
        else:
            for number in self.snapshot.columns.document_numbers[passing].tolist():
                yield from self.documents("n = ?", number)

    def documents_numbered(self, number: int, filters: Filters) -> Iterator[Document]:
        """The documents whose symbol has a number, by id, if they pass the filters."""
        columns = self.snapshot.columns
        passing = frozenset(columns.document_numbers[columns.documents(filters)].tolist())
        for (n,) in self.select(
            "SELECT n FROM document WHERE symbol_number = ? ORDER BY id", (str(number),)
        ):
            if n in passing:
                yield from self.documents("n = ?", n)

    def citing(self, symbol: Symbol, filters: Filters) -> tuple[SegmentId, ...]:
        """The segments that cite a symbol, by id, if they pass the filters."""
        passing = self.snapshot.columns.segments(filters)
        rows = self.select(
            "SELECT symbol, n, id FROM citation JOIN segment ON n = segment_n WHERE number = ?",
            (str(symbol.number),),
        )
        citing = {
            SegmentId(segment_id)
            for cited, number, segment_id in rows
            if passing[number] and can_mean(parse_symbol(cited), symbol)
        }
        return tuple(sorted(citing))

    def aligned(self) -> tuple[tuple[DocumentId, DocumentId], ...]:
        """The documents of every alignment, in the order in which they were linked."""
        rows = self.select(
            "SELECT source.id, target.id FROM alignment"
            " JOIN document AS source ON source.n = source_n"
            " JOIN document AS target ON target.n = target_n ORDER BY alignment.n"
        )
        return tuple((DocumentId(source), DocumentId(target)) for source, target in rows)

    def alignments(self, condition: str, *values: str) -> Iterator[Alignment]:
        """The alignments of a condition, in the order in which they were linked."""
        found = self.select(
            "SELECT alignment.n, source.id, target.id, score FROM alignment"
            " JOIN document AS source ON source.n = source_n"
            " JOIN document AS target ON target.n = target_n"
            f" WHERE {condition} ORDER BY alignment.n",
            values,
        )
        for number, source, target, score in found:
            rows = self.select(
                "SELECT record FROM bead WHERE alignment_n = ? ORDER BY ordinal", (number,)
            )
            beads = tuple(bead_from(record) for (record,) in rows)
            yield Alignment(source_id=source, target_id=target, beads=beads, score=score)
