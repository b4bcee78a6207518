"""The writer of an index file: documents, alignments and corrections, inside one transaction."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from puente.errors import AlignmentNotFoundError, DocumentNotFoundError, SegmentNotFoundError
from puente.model.alignments import Alignment, Bead, Correction
from puente.model.documents import Document
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.reports import Proposal
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal
from puente.store.addresses.histories import left_work, shared_work
from puente.store.alignment_facts import changed_segments, summarise
from puente.store.citations import cited_symbols, opening
from puente.store.quantisation import quantise
from puente.store.serialization import (
    bead_from,
    bead_json,
    correction_json,
    document_from,
    document_json,
    history_from,
    history_json,
    introduced_json,
    segment_from,
    segment_json,
    summary_json,
    withdrawal_json,
)
from puente.store.sqlite.file import (
    add_histories,
    add_introductions,
    add_withdrawals,
    has_histories,
    has_withdrawals,
    read_proposals,
    select,
    write_pairing_is_due,
    write_proposals,
)
from puente.store.sqlite.postings import index_document
from puente.store.sqlite.translations import write_translations
from puente.store.term_fields import FIELDS, phrase_words, vocabulary_of
from puente.text.acronyms.learning import introduced_by

_BETWEEN = "source_n IN (?1, ?2) AND target_n IN (?1, ?2)"
_LINKED = "SELECT segment_n FROM bead_segment WHERE alignment_n = ?"
_NAMED = "SELECT n FROM segment WHERE id IN (SELECT value FROM json_each(?))"


class SqliteWriter:
    """A Writer on a connection that is in a transaction; `finish` comes before its commit.

    Postings and the vocabulary are written by `finish`: a document that is put and then linked is
    analysed once. What is only linked is not analysed: its translations come from the postings of
    its counterparts.
    """

    def __init__(self, connection: apsw.Connection, dimension: int) -> None:
        self._connection = connection
        self._dimension = dimension
        self._new: set[int] = set()
        self._untranslated: defaultdict[int, set[int]] = defaultdict(set)
        self._word_changes: Counter[str] = Counter()
        self.has_deleted = False
        """True when something is gone for good, of which the file should keep no trace."""

    def put(
        self, document: Document, segments: Sequence[Segment], vectors: NDArray[np.float32]
    ) -> None:
        if vectors.shape != (len(segments), self._dimension):
            expected = (len(segments), self._dimension)
            raise ValueError(f"vectors have the shape {vectors.shape}, not {expected}")
        old = self._find(document.id)
        if old is not None:
            self._remove(old)
        number, first = self._insert_document(document, segments)
        self._insert_segments(number, first, segments)
        self._insert_citations(document, first, segments)
        self._insert_introductions(first, segments)
        quantised = quantise(vectors)
        self._connection.execute(
            "INSERT INTO vector (document_n, scales, data) VALUES (?, ?, ?)",
            (number, quantised.scales.astype("<f4").tobytes(), quantised.rows.tobytes()),
        )
        self._word_changes.update(_vocabulary(segments))
        self._new.add(number)
        write_pairing_is_due(self._connection, is_due=True)

    def link(self, alignment: Alignment) -> None:
        source = self._number(alignment.source_id)
        target = self._number(alignment.target_id)
        self._drop_alignments(_BETWEEN, (source, target))
        [[number]] = self._select(
            "INSERT INTO alignment (source_n, target_n, score, summary) VALUES (?, ?, ?, ?)"
            " RETURNING n",
            (source, target, alignment.score, summary_json(summarise(alignment))),
        )
        for ordinal, bead in enumerate(alignment.beads):
            self._connection.execute(
                "INSERT INTO bead (alignment_n, ordinal, record) VALUES (?, ?, ?)",
                (number, ordinal, bead_json(bead)),
            )
            self._insert_sides(number, ordinal, self._numbers_of(bead, source, target))
        self._share_work(source, target)
        self._translate_later(_LINKED, number)

    def relink(self, alignment: Alignment) -> None:
        source = self._number(alignment.source_id)
        target = self._number(alignment.target_id)
        found = self._select(
            "SELECT n FROM alignment WHERE source_n = ? AND target_n = ?", (source, target)
        )
        if not found:
            raise AlignmentNotFoundError(alignment.source_id, alignment.target_id)
        [[number]] = found
        records = self._select(
            "SELECT record FROM bead WHERE alignment_n = ? ORDER BY ordinal", (number,)
        )
        before = tuple(bead_from(record) for (record,) in records)
        for ordinal, (old, new) in enumerate(zip_longest(before, alignment.beads)):
            if old != new:
                self._replace_bead((number, ordinal), old, new, (source, target))
        self._connection.execute(
            "UPDATE alignment SET score = ?, summary = ? WHERE n = ?",
            (alignment.score, summary_json(summarise(alignment)), number),
        )
        changed = json.dumps(sorted(changed_segments(before, alignment.beads)))
        self._translate_later(_NAMED, changed)

    def unlink(self, first: DocumentId, second: DocumentId) -> None:
        self._drop_alignments(_BETWEEN, (self._number(first), self._number(second)))

    def add_correction(self, correction: Correction) -> None:
        self._connection.execute(
            "INSERT INTO ruling (source_id, target_id, record) VALUES (?, ?, ?)",
            (correction.source_id, correction.target_id, correction_json(correction)),
        )

    def remove_corrections(self, first: DocumentId, second: DocumentId) -> None:
        self._connection.execute(
            "DELETE FROM ruling WHERE source_id IN (?1, ?2) AND target_id IN (?1, ?2)",
            (first, second),
        )
        self.has_deleted = self.has_deleted or self._connection.changes() > 0

    def propose(self, proposals: Sequence[Proposal]) -> None:
        write_proposals(self._connection, proposals)

    def drop_proposal(self, first: DocumentId, second: DocumentId) -> None:
        left = read_proposals(self._connection)
        self.propose([each for each in left if {each.source_id, each.target_id} != {first, second}])

    def settle_pairing(self) -> None:
        write_pairing_is_due(self._connection, is_due=False)

    def delete(self, document_id: DocumentId) -> None:
        self._remove(self._number(document_id))
        write_pairing_is_due(self._connection, is_due=True)
        self.has_deleted = True

    def withdraw(self, withdrawal: Withdrawal) -> None:
        if self._find(withdrawal.document_id) is not None:
            self.delete(withdrawal.document_id)
        add_withdrawals(self._connection)
        self._connection.execute(
            "INSERT OR REPLACE INTO withdrawal (document_id, record) VALUES (?, ?)",
            (withdrawal.document_id, withdrawal_json(withdrawal)),
        )

    def reinstate(self, document_id: DocumentId) -> None:
        if has_withdrawals(self._connection):
            self._connection.execute("DELETE FROM withdrawal WHERE document_id = ?", (document_id,))
            self.has_deleted = self.has_deleted or self._connection.changes() > 0

    def keep_history(self, history: AddressHistory) -> None:
        add_histories(self._connection)
        ids = json.dumps(history.ids)
        for table in ("history", "history_name"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE document_id IN (SELECT value FROM json_each(?))", (ids,)
            )
        self._connection.execute(
            "INSERT INTO history (document_id, record) VALUES (?, ?)",
            (history.document_id, history_json(history)),
        )
        self._connection.executemany(
            "INSERT INTO history_name (name, document_id) VALUES (?, ?)",
            [(name, history.document_id) for name in history.names],
        )

    def finish(self) -> None:
        """Write what follows from all the changes together."""
        for number in sorted(self._new):
            self._write_postings(number)
        for number, segments in sorted(self._untranslated.items()):
            if number not in self._new:
                write_translations(self._connection, number, sorted(segments))
        self._new.clear()
        self._untranslated.clear()
        changes = [(word, change) for word, change in sorted(self._word_changes.items()) if change]
        self._connection.executemany(
            "INSERT INTO vocabulary (word, segments) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET segments = segments + excluded.segments",
            changes,
        )
        self._connection.executemany(
            "DELETE FROM vocabulary WHERE word = ? AND segments = 0",
            [(word,) for word, change in changes if change < 0],
        )
        self._word_changes.clear()
        if self.has_deleted:
            # FTS5 only marks a row as deleted; its words go when the index is merged: 2 s for
            # 150,000 segments.
            self._connection.execute("INSERT INTO phrase (phrase) VALUES ('optimize')")

    def _insert_document(self, document: Document, segments: Sequence[Segment]) -> tuple[int, int]:
        """The numbers of a new document and of its first segment."""
        [[first]] = self._select("SELECT coalesce(max(n) + 1, 0) FROM segment")
        standing = opening(document, segments)
        [[number]] = self._select(
            "INSERT INTO document (id, work_id, language, collection, organ, kind, year,"
            " symbol_number, first_segment, segments, opening, lengths, record)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
            (
                document.id,
                document.work_id,
                document.language,
                document.collection,
                document.organ,
                document.kind,
                document.year,
                _symbol_number(document.symbol.number) if document.symbol else None,
                first,
                len(segments),
                None if standing is None else first + segments.index(standing),
                bytes(4 * len(FIELDS) * len(segments)),
                document_json(document),
            ),
        )
        return number, first

    def _insert_segments(self, document: int, first: int, segments: Sequence[Segment]) -> None:
        self._connection.executemany(
            "INSERT INTO segment (n, id, document_n, part, record) VALUES (?, ?, ?, ?, ?)",
            [
                (first + position, segment.id, document, segment.kind, segment_json(segment))
                for position, segment in enumerate(segments)
            ],
        )
        self._connection.executemany(
            "INSERT INTO phrase (rowid, words) VALUES (?, ?)",
            [
                (first + position, phrase_words(segment.text))
                for position, segment in enumerate(segments)
            ],
        )

    def _insert_citations(
        self, document: Document, first: int, segments: Sequence[Segment]
    ) -> None:
        for position, segment in enumerate(segments):
            for symbol in cited_symbols(document, segment):
                self._connection.execute(
                    "INSERT OR IGNORE INTO citation (number, symbol, segment_n) VALUES (?, ?, ?)",
                    (_symbol_number(symbol.number), symbol.text, first + position),
                )

    def _insert_introductions(self, first: int, segments: Sequence[Segment]) -> None:
        add_introductions(self._connection)
        found = ((first + place, introduced_by(each)) for place, each in enumerate(segments))
        self._connection.executemany(
            "INSERT INTO introduction (segment_n, record) VALUES (?, ?)",
            [(number, introduced_json(introduced)) for number, introduced in found if introduced],
        )

    def _insert_sides(
        self, alignment: int, ordinal: int, numbers: Iterable[tuple[bool, int]]
    ) -> None:
        self._connection.executemany(
            "INSERT INTO bead_segment (segment_n, alignment_n, ordinal, is_target)"
            " VALUES (?, ?, ?, ?)",
            [(segment, alignment, ordinal, is_target) for is_target, segment in numbers],
        )

    def _replace_bead(
        self, place: tuple[int, int], old: Bead | None, new: Bead | None, ends: tuple[int, int]
    ) -> None:
        """Write the bead of a place in an alignment; its segments too, if they are others."""
        if new is None:
            self._connection.execute(
                "DELETE FROM bead WHERE alignment_n = ? AND ordinal = ?", place
            )
        else:
            self._connection.execute(
                "INSERT INTO bead (alignment_n, ordinal, record) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET record = excluded.record",
                (*place, bead_json(new)),
            )
        if old and new and (old.source, old.target) == (new.source, new.target):
            return
        self._connection.execute(
            "DELETE FROM bead_segment WHERE alignment_n = ? AND ordinal = ?", place
        )
        if new is not None:
            self._insert_sides(*place, self._numbers_of(new, *ends))

    def _translate_later(self, segments: str, value: int | str) -> None:
        """Have `finish` write the translations of the segments that a selection numbers."""
        for number, document in self._select(
            f"SELECT n, document_n FROM segment WHERE n IN ({segments})", (value,)
        ):
            self._untranslated[document].add(number)

    def _write_postings(self, document: int) -> None:
        [[record, first, count]] = self._select(
            "SELECT record, first_segment, segments FROM document WHERE n = ?", (document,)
        )
        indexed = index_document(
            document_from(record),
            first,
            self._segments(first, count),
            self._counterparts(first, count),
        )
        self._connection.execute("DELETE FROM posting WHERE document_n = ?", (document,))
        self._connection.executemany(
            "INSERT INTO posting (term, document_n, data) VALUES (?, ?, ?)",
            [(term, document, data) for term, data in indexed.postings.items()],
        )
        self._connection.execute(
            "UPDATE document SET lengths = ? WHERE n = ?",
            (indexed.lengths.astype("<u4").tobytes(), document),
        )

    def _counterparts(self, first: int, count: int) -> dict[int, list[Segment]]:
        rows = self._select(
            "SELECT own.segment_n, record FROM bead_segment AS own"
            " JOIN bead_segment AS other USING (alignment_n, ordinal)"
            " JOIN segment ON n = other.segment_n"
            " WHERE own.segment_n BETWEEN ? AND ? AND own.is_target <> other.is_target",
            (first, first + count - 1),
        )
        found: dict[int, list[Segment]] = {}
        for number, record in rows:
            found.setdefault(number, []).append(segment_from(record))
        return found

    def _remove(self, document: int) -> None:
        """Take a document out, with its alignments and what its words gave to others."""
        [[first, count]] = self._select(
            "SELECT first_segment, segments FROM document WHERE n = ?", (document,)
        )
        self._word_changes.subtract(_vocabulary(self._segments(first, count)))
        self._drop_alignments("source_n = ?1 OR target_n = ?1", (document,))
        add_introductions(self._connection)
        span = (first, first + count - 1)
        for statement in (
            "DELETE FROM phrase WHERE rowid BETWEEN ? AND ?",
            "DELETE FROM citation WHERE segment_n BETWEEN ? AND ?",
            "DELETE FROM introduction WHERE segment_n BETWEEN ? AND ?",
            "DELETE FROM segment WHERE n BETWEEN ? AND ?",
        ):
            self._connection.execute(statement, span)
        for statement in (
            "DELETE FROM posting WHERE document_n = ?",
            "DELETE FROM vector WHERE document_n = ?",
            "DELETE FROM document WHERE n = ?",
        ):
            self._connection.execute(statement, (document,))
        self._new.discard(document)
        self._untranslated.pop(document, None)

    def _drop_alignments(self, condition: str, values: tuple[int, ...]) -> None:
        """Remove alignments, and the work ids and translations that came of them."""
        dropped = self._select(f"SELECT n, source_n FROM alignment WHERE {condition}", values)
        for number, source in dropped:
            [[work_id]] = self._select("SELECT work_id FROM document WHERE n = ?", (source,))
            self._translate_later(_LINKED, number)
            for table in ("bead_segment", "bead"):
                self._connection.execute(f"DELETE FROM {table} WHERE alignment_n = ?", (number,))
            self._connection.execute("DELETE FROM alignment WHERE n = ?", (number,))
            self._separate_works(work_id)

    def _separate_works(self, work_id: str) -> None:
        """Give the versions of a work their own work ids, but for those still aligned."""
        members = self._select("SELECT n, id FROM document WHERE work_id = ?", (work_id,))
        aligned = self._select(
            "SELECT source_n, target_n FROM alignment JOIN document ON document.n = source_n"
            " WHERE work_id = ? ORDER BY alignment.n",
            (work_id,),
        )
        for document in self._versions(work_id):
            self._keep_work(document, WorkId(work_id))
        for number, document_id in members:
            own = document_id.rpartition(".")[0]
            self._connection.execute("UPDATE document SET work_id = ? WHERE n = ?", (own, number))
        for source, target in aligned:
            self._share_work(source, target)

    def _share_work(self, source: int, target: int) -> None:
        """Give all versions of the works of two documents one work id."""
        works = [self._versions_beside(number) for number in (source, target)]
        shared, moved = shared_work(works[0], works[1], self._histories_named, self._is_there)
        for document in moved:
            if document.work_id != shared:
                self._keep_work(document, document.work_id)
        self._connection.executemany(
            "UPDATE document SET work_id = ? WHERE id = ?", [(shared, each.id) for each in moved]
        )

    def _versions_beside(self, number: int) -> list[Document]:
        """The document of a number, and the other versions of its work."""
        [[document_id, work_id]] = self._select(
            "SELECT id, work_id FROM document WHERE n = ?", (number,)
        )
        return sorted(self._versions(work_id), key=lambda each: each.id != document_id)

    def _versions(self, work_id: str) -> list[Document]:
        rows = self._select("SELECT record FROM document WHERE work_id = ? ORDER BY id", (work_id,))
        return [replace(document_from(record), work_id=WorkId(work_id)) for (record,) in rows]

    def _histories_named(self, name: str) -> list[AddressHistory]:
        """Histories of the documents that have or had a name."""
        if not has_histories(self._connection):
            return []
        rows = self._select(
            "SELECT record FROM history WHERE document_id IN"
            " (SELECT document_id FROM history_name WHERE name = ?)",
            (name,),
        )
        return [history_from(record) for (record,) in rows]

    def _is_there(self, document_id: DocumentId) -> bool:
        return self._find(document_id) is not None

    def _keep_work(self, document: Document, work_id: WorkId) -> None:
        """Keep that a document was a version of a work that it leaves."""
        known = [e for e in self._histories_named(document.id) if e.document_id == document.id]
        history = left_work(known[0] if known else None, document, work_id)
        if history:
            self.keep_history(history)

    def _segments(self, first: int, count: int) -> list[Segment]:
        rows = self._select(
            "SELECT record FROM segment WHERE n BETWEEN ? AND ? ORDER BY n",
            (first, first + count - 1),
        )
        return [segment_from(record) for (record,) in rows]

    def _numbers_of(self, bead: Bead, source: int, target: int) -> list[tuple[bool, int]]:
        """The segments of a bead by number, each with whether it is on the target side."""
        return [
            (is_target, self._segment_number(segment_id, document))
            for is_target, document, side in (
                (False, source, bead.source),
                (True, target, bead.target),
            )
            for segment_id in side
        ]

    def _segment_number(self, segment_id: SegmentId, document: int) -> int:
        for (number,) in self._select(
            "SELECT n FROM segment WHERE id = ? AND document_n = ?", (segment_id, document)
        ):
            return int(number)
        raise SegmentNotFoundError(segment_id)

    def _number(self, document_id: DocumentId) -> int:
        number = self._find(document_id)
        if number is None:
            raise DocumentNotFoundError(document_id)
        return number

    def _find(self, document_id: DocumentId) -> int | None:
        for (number,) in self._select("SELECT n FROM document WHERE id = ?", (document_id,)):
            return int(number)
        return None

    def _select(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return select(self._connection, statement, values)


def _vocabulary(segments: Sequence[Segment]) -> Counter[str]:
    """The words of some segments, each with the number of segments that have it."""
    return Counter(word for segment in segments for word in vocabulary_of(segment.text))


def _symbol_number(number: int | None) -> str | None:
    """A symbol's number as a column holds it: text, for it may be longer than 64 bits."""
    return None if number is None else str(number)
