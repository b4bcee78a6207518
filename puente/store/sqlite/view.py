"""View of an index file inside one read transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import apsw
import numpy as np
from numpy.typing import NDArray

from puente.errors import DocumentNotFoundError, SegmentNotFoundError
from puente.model.acronyms import Introducing, LearnedAcronyms
from puente.model.alignments import Alignment, AlignmentSummary, Correction
from puente.model.documents import Document, Language, Symbol
from puente.model.filters import LANGUAGE, Filters
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.queries import KeywordQuery
from puente.model.results import Candidate, Facet, HydratedSegment, Ranking, Scored, SymbolMatches
from puente.model.segments import Segment, SegmentKind
from puente.model.withdrawals import Withdrawal
from puente.store.alignment_facts import summarise
from puente.store.citations import symbol_matches
from puente.store.hydration import hydrate
from puente.store.protocol import Rankings, VectorQuery
from puente.store.serialization import (
    bead_from,
    correction_from,
    document_from,
    history_from,
    introduced_from,
    segment_from,
    summary_from,
    withdrawal_from,
)
from puente.store.sqlite.file import (
    has_histories,
    has_introductions,
    has_withdrawals,
    select,
)
from puente.store.sqlite.generation import SqliteGeneration
from puente.symbols.finding import can_mean, parse_symbol
from puente.text.acronyms.learning import learn


class SqliteView(NamedTuple):
    """A connection in a read transaction, and the snapshot of the generation that it reads."""

    connection: apsw.Connection
    snapshot: SqliteGeneration

    def select(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All the rows that a statement gives."""
        return select(self.connection, statement, values)

    @property
    def generation(self) -> int:
        return self.snapshot.generation

    def within(self, collections: tuple[str, ...]) -> "SqliteView":
        """The same view without the documents of other collections."""
        return SqliteView(self.connection, self.snapshot.within(self.connection, collections))

    def facets(self, query: KeywordQuery) -> tuple[Facet, ...]:
        columns = self.snapshot.columns
        if not (query.concepts or query.phrases):
            return columns.count(columns.documents(query.filters))
        evaluation = self.snapshot.evaluate(self.connection, query)
        return columns.count_having(evaluation.matched(query) & columns.segments(query.filters))

    def languages(self) -> tuple[Language, ...]:
        return self.snapshot.columns.spoken

    def acronyms(self) -> LearnedAcronyms:
        return self.snapshot.acronyms(lambda: learn(self._introducing()))

    def _introducing(self) -> Iterator[Introducing]:
        """The segments that introduce acronyms, with their counterparts, as far as in use."""
        if not has_introductions(self.connection):
            return
        in_use = self.snapshot.columns.in_use
        counterparts = defaultdict(list)
        for own, other, number in self.select(
            f"SELECT here.segment_n, other.id, other.n FROM introduction JOIN {_LINKED}"
            " WHERE here.segment_n = introduction.segment_n ORDER BY other.id"
        ):
            if in_use[number]:
                counterparts[own].append(other)
        rows = self.select(
            "SELECT n, id, introduction.record FROM introduction JOIN segment ON n = segment_n"
        )
        shown = [row for row in rows if in_use[row[0]]]
        values = self.snapshot.columns.values([number for number, *_ in shown])
        for (number, segment_id, record), found in zip(shown, values, strict=True):
            yield Introducing(
                segment_id=segment_id,
                language=Language(str(found[LANGUAGE])),
                introduced=introduced_from(record),
                counterparts=tuple(counterparts.get(number, ())),
            )

    def spellings(self, words: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        return {word: self.snapshot.spellings(self.connection, word) for word in words}

    def search(
        self,
        *,
        keyword: Sequence[KeywordQuery] = (),
        nearest: Sequence[VectorQuery] = (),
        symbols: Sequence[Symbol] = (),
        limit: int,
    ) -> Rankings:
        by_words = [self._by_words(query, limit) for query in keyword]
        by_meaning = [self._by_meaning(query, limit) for query in nearest]
        by_symbol = [self._by_symbol(symbol) for symbol in symbols]
        numbers = {n for ranked in (*by_words, *by_meaning) for n in ranked.segments}
        numbers.update(n for known in by_symbol for n in (*known.openings, *known.citing))
        ids = self._ids(sorted(numbers))
        return Rankings(
            keyword=tuple(ranked.ranking(ids) for ranked in by_words),
            nearest=tuple(ranked.ranking(ids) for ranked in by_meaning),
            symbols=tuple(known.matches(ids) for known in by_symbol),
        )

    def candidates(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, Candidate]:
        wanted = json.dumps(list(ids))
        counterparts = defaultdict(set)
        in_use = self.snapshot.columns.in_use
        for segment_id, other, n in self.select(
            f"SELECT own.id, other.id, other.n FROM {_LINKED}"
            " WHERE own.id IN (SELECT value FROM json_each(?))",
            (wanted,),
        ):
            if in_use[n]:
                counterparts[segment_id].add(other)
        rows = self.select(
            "SELECT id, part, n FROM segment WHERE id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
        numbers = [number for *_, number in rows]
        values = self.snapshot.columns.values(numbers)
        dates = self.snapshot.columns.dates_of(numbers)
        return {
            segment_id: Candidate(
                id=segment_id,
                part=SegmentKind(part),
                language=Language(str(found[LANGUAGE])),
                values=found,
                counterparts=tuple(sorted(counterparts.get(segment_id, ()))),
                date=date,
            )
            for (segment_id, part, _), found, date in zip(rows, values, dates, strict=True)
        }

    def hydrate(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, HydratedSegment]:
        wanted = json.dumps(list(ids))
        rows = self.select(
            "SELECT id, record, n FROM segment WHERE id IN (SELECT value FROM json_each(?1))"
            f" UNION SELECT other.id, other.record, other.n FROM {_LINKED}"
            " WHERE own.id IN (SELECT value FROM json_each(?1))",
            (wanted,),
        )
        in_use = self.snapshot.columns.in_use
        documents = self.documents(
            "n IN (SELECT document_n FROM segment WHERE id IN (SELECT value FROM json_each(?)))",
            wanted,
        )
        beads = self.select(
            "SELECT record FROM bead WHERE (alignment_n, ordinal) IN ("
            " SELECT alignment_n, ordinal FROM bead_segment JOIN segment ON n = segment_n"
            " WHERE id IN (SELECT value FROM json_each(?))) ORDER BY alignment_n, ordinal",
            (wanted,),
        )
        return hydrate(
            ids,
            {segment_id: segment_from(record) for segment_id, record, n in rows if in_use[n]},
            {document.id: document for document in documents},
            (bead_from(record) for (record,) in beads),
        )

    def segments_of(self, document_id: DocumentId) -> tuple[Segment, ...]:
        in_use = self.snapshot.columns.in_use
        rows = self.select(
            "SELECT segment.n, segment.record FROM segment JOIN document ON document.n = document_n"
            " WHERE document.id = ? ORDER BY segment.n",
            (document_id,),
        )
        return tuple(segment_from(record) for number, record in rows if in_use[number])

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
        return (document for _, document in self._numbered(condition, *values))

    def documents_among(self, column: str, values: Iterable[str]) -> Iterator[Document]:
        """The documents with one of some values in a column, by id."""
        wanted = json.dumps(list(values))
        return self.documents(f"{column} IN (SELECT value FROM json_each(?))", wanted)

    def _numbered(self, condition: str, *values: str | int) -> Iterator[tuple[int, Document]]:
        """The documents of a condition with their numbers, by id."""
        for number, record, work_id in self.select(
            f"SELECT n, record, work_id FROM document WHERE {condition} ORDER BY id", values
        ):
            yield number, replace(document_from(record), work_id=WorkId(work_id))

    def documents_passing(self, filters: Filters) -> Iterator[Document]:
        """The documents that pass the filters, by id."""
        passing = self.snapshot.columns.documents(filters)
        if passing.all():
            yield from self.documents("true")
        else:
            for number in self.snapshot.columns.document_numbers[passing].tolist():
                yield from self.documents("n = ?", number)

    def summaries(self) -> Iterator[AlignmentSummary]:
        """Every alignment without its beads, in the order in which they were linked."""
        for number, record in self.select("SELECT n, summary FROM alignment ORDER BY n"):
            if record is not None:
                yield summary_from(record)
            else:
                yield from map(summarise, self.alignments("alignment.n = ?", number))

    def corrections(self, first: DocumentId, second: DocumentId) -> Iterator[Correction]:
        """The corrections of two documents' links, oldest first."""
        for (record,) in self.select(
            "SELECT record FROM ruling WHERE source_id IN (?1, ?2) AND target_id IN (?1, ?2)"
            " ORDER BY n",
            (first, second),
        ):
            yield correction_from(record)

    def corrected_pairs(self) -> tuple[tuple[DocumentId, DocumentId], ...]:
        """The documents whose links people have corrected: each two of them once, in order."""
        rows = self.select(
            "SELECT DISTINCT min(source_id, target_id), max(source_id, target_id) FROM ruling"
            " ORDER BY 1, 2"
        )
        return tuple((DocumentId(first), DocumentId(second)) for first, second in rows)

    def withdrawals(self) -> Iterator[Withdrawal]:
        """The withdrawals that are kept, by the ids of their documents."""
        if has_withdrawals(self.connection):
            for (record,) in self.select("SELECT record FROM withdrawal ORDER BY document_id"):
                yield withdrawal_from(record)

    def histories(self, name: str | None = None) -> Iterator[AddressHistory]:
        """Histories of addresses: all of them, or those of a name."""
        if not has_histories(self.connection):
            return
        named = "document_id IN (SELECT document_id FROM history_name WHERE name = ?1)"
        rows = self.select(
            f"SELECT record FROM history WHERE ?1 IS NULL OR {named} ORDER BY document_id", (name,)
        )
        for (record,) in rows:
            yield history_from(record)

    def alignments(self, condition: str, *values: str | int) -> Iterator[Alignment]:
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

    def _by_words(self, query: KeywordQuery, limit: int) -> "_Ranked":
        if not (query.concepts or query.phrases):
            return _Ranked(total=0, ceiling=0.0)
        evaluation = self.snapshot.evaluate(self.connection, query)
        passing = self.snapshot.columns.segments(query.filters)
        if query.openings_only:
            passing &= self.snapshot.columns.openings
        found = np.flatnonzero(evaluation.matched(query) & passing)
        ranked = self._best(found, evaluation.scores[found], limit)
        return replace(
            ranked, total=len(found), ceiling=evaluation.ceiling, having=evaluation.having
        )

    def _by_meaning(self, query: VectorQuery, limit: int) -> "_Ranked":
        vectors = self.snapshot.vectors(self.connection)
        passing = self.snapshot.columns.segments(query.filters)
        rows = vectors.candidates(query.vector, passing, limit)
        return self._best(vectors.numbers[rows], vectors.cosines(query.vector, rows), limit)

    def _best(
        self, segments: NDArray[np.intp], scores: NDArray[np.float32], limit: int
    ) -> "_Ranked":
        """The best of some segments, in order."""
        best = self.snapshot.columns.best(segments, scores, limit)
        return _Ranked(
            segments=segments[best].tolist(), scores=scores[best].tolist(), total=len(best)
        )

    def _by_symbol(self, symbol: Symbol) -> "_Known":
        if symbol.number is None:
            return _Known()
        columns = self.snapshot.columns
        shown = frozenset(columns.document_numbers[columns.shown].tolist())
        numbered = [
            document
            for number, document in self._numbered("symbol_number = ?", str(symbol.number))
            if number in shown
        ]
        documents, family = symbol_matches(symbol, numbered)
        openings = self.select(
            "SELECT opening FROM document WHERE opening IS NOT NULL"
            " AND id IN (SELECT value FROM json_each(?))",
            (json.dumps([document.id for document in (*documents, *family)]),),
        )
        cited = self.select(
            "SELECT DISTINCT symbol, segment_n FROM citation WHERE number = ?",
            (str(symbol.number),),
        )
        return _Known(
            documents=documents,
            family=family,
            openings=[number for (number,) in openings],
            citing=[
                number
                for text, number in cited
                if columns.in_use[number] and can_mean(parse_symbol(text), symbol)
            ],
        )

    def _ids(self, numbers: Sequence[int]) -> dict[int, SegmentId]:
        """The ids of segments, by number."""
        rows = self.select(
            "SELECT n, id FROM segment WHERE n IN (SELECT value FROM json_each(?))",
            (json.dumps(numbers),),
        )
        return dict(rows)


# Each segment of a bead with each one on its other side.
_LINKED = (
    "bead_segment AS here JOIN bead_segment AS there USING (alignment_n, ordinal)"
    " JOIN segment AS own ON own.n = here.segment_n"
    " JOIN segment AS other ON other.n = there.segment_n AND here.is_target <> there.is_target"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    """A ranking of segments by number."""

    segments: Sequence[int] = ()
    scores: Sequence[float] = ()
    total: int
    ceiling: float = 1.0
    having: tuple[float, ...] = ()

    def ranking(self, ids: Mapping[int, SegmentId]) -> Ranking:
        """The same with their ids."""
        pairs = zip(self.segments, self.scores, strict=True)
        return Ranking(
            scored=tuple(Scored(segment_id=ids[number], score=score) for number, score in pairs),
            total=self.total,
            ceiling=self.ceiling,
            having=self.having,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Matches of a symbol, segments by number."""

    documents: tuple[Document, ...] = ()
    family: tuple[Document, ...] = ()
    openings: Sequence[int] = ()
    citing: Sequence[int] = ()

    def matches(self, ids: Mapping[int, SegmentId]) -> SymbolMatches:
        """The same with their ids."""
        return SymbolMatches(
            documents=self.documents,
            family=self.family,
            openings=tuple(sorted(ids[number] for number in self.openings)),
            citing=tuple(sorted({ids[number] for number in self.citing})),
        )
