"""Columns of an index: values of every document and segment for filters, facets, tie-breaks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import apsw
import numpy as np
from numpy.typing import NDArray

from puente.model.documents import Language
from puente.model.filters import FILTERS, LANGUAGE, DocumentValue, Filters
from puente.model.results import Facet, FacetValue
from puente.store.serialization import UnreadableRecordError
from puente.store.sqlite.file import select
from puente.store.term_fields import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One value for each row: `codes` point into `values`, -1 where there is none."""

    values: tuple[str | int, ...]
    codes: NDArray[np.int32]

    def where(self, accept: Callable[[str | int], bool]) -> NDArray[np.bool_]:
        """Mask of the rows whose value is accepted, shape (rows,)."""
        accepted = np.array([*map(accept, self.values), False])  # the last stands for -1
        return accepted[self.codes]

    def values_of(self, rows: NDArray[np.int32] | Sequence[int]) -> list[DocumentValue]:
        """Values of some rows."""
        values = (*self.values, None)  # the last stands for -1
        return [values[code] for code in self.codes[rows].tolist()]

    def counts(self, documents: NDArray[np.bool_]) -> tuple[FacetValue, ...]:
        """Count the documents of a mask with each value, most frequent first."""
        codes = self.codes[documents]
        counts = np.bincount(codes[codes >= 0], minlength=len(self.values))
        return _facet_values(dict(zip(self.values, counts.tolist(), strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Documents are rows in order of id; segments are indexed by their number.

    `facets` and `dates` have the values of documents, `languages` those of segments. `document_of`
    is the row of a segment's document, -1 for a number not in use; `lengths` has one row a field;
    `id_ranks` order segments by id; `openings` marks those that stand for their documents.
    """

    facets: tuple[Column, ...]
    dates: Column
    languages: Column
    document_numbers: NDArray[np.int64]
    document_of: NDArray[np.int32]
    lengths: NDArray[np.uint32]
    id_ranks: NDArray[np.int32]
    openings: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    """Mask of the documents that are there for the reader; the others' segments are not in use."""

    def within(self, collections: Sequence[str]) -> "Columns":
        """The columns of an index without the documents of other collections."""
        shown = self.documents(Filters(collections=tuple(collections)))
        if not collections:
            shown = np.zeros_like(shown)
        hidden = ~np.append(shown, False)[self.document_of]
        return replace(
            self,
            document_of=np.where(hidden, np.int32(-1), self.document_of),
            lengths=np.where(hidden, np.uint32(0), self.lengths),
            shown=shown,
        )

    def without_translations(self, segments: NDArray[np.bool_]) -> "Columns":
        """The columns with no words of a translation in the segments of a mask."""
        lengths = self.lengths.copy()
        lengths[FIELDS.index("translation"), segments] = 0
        return replace(self, lengths=lengths)

    def documents(self, filters: Filters) -> NDArray[np.bool_]:
        """Mask of the documents that pass the filters, shape (documents,)."""
        passing = self.shown.copy()
        for each, column in zip(FILTERS, self.facets, strict=True):
            chosen = each.chosen(filters)
            if chosen:
                passing &= column.where(partial(each.admits, chosen))
        return passing

    def segments(self, filters: Filters) -> NDArray[np.bool_]:
        """Mask of the segments that pass the filters, by number, shape (segments,).

        The language is the segment's own, all else its document's.
        """
        documents = self.documents(replace(filters, languages=()))
        passing: NDArray[np.bool_] = np.append(documents, False)[self.document_of]
        if filters.languages:
            passing &= self.languages.where(filters.languages.__contains__)
        return passing

    def count(self, documents: NDArray[np.bool_]) -> tuple[Facet, ...]:
        """Facets of the documents of a mask."""
        return tuple(
            Facet(name=each.name, values=column.counts(documents))
            for each, column in zip(FILTERS, self.facets, strict=True)
        )

    def count_having(self, segments: NDArray[np.bool_]) -> tuple[Facet, ...]:
        """Facets of the documents that have a segment of a mask, once in each of its languages."""
        facets = list(self.count(self.documents_of(segments)))
        counts = {
            language: int(self.documents_of(segments & (self.languages.codes == code)).sum())
            for code, language in enumerate(self.languages.values)
        }
        facets[LANGUAGE] = replace(facets[LANGUAGE], values=_facet_values(counts))
        return tuple(facets)

    def values(self, segments: Sequence[int]) -> Iterator[tuple[DocumentValue, ...]]:
        """Each segment's language and its document's other values, in the order of FILTERS."""
        documents = self.document_of[segments]
        found = [column.values_of(documents) for column in self.facets]
        found[LANGUAGE] = self.languages.values_of(segments)
        return zip(*found, strict=True)

    def dates_of(self, segments: Sequence[int]) -> list[str | None]:
        """The date of each segment's document."""
        found = self.dates.values_of(self.document_of[segments])
        return [None if date is None else str(date) for date in found]

    @property
    def spoken(self) -> tuple[Language, ...]:
        """The languages of the segments in use, in order."""
        values = self.languages.values
        counts = np.bincount(self.languages.codes[self.in_use], minlength=len(values))
        return tuple(Language(str(values[code])) for code in np.flatnonzero(counts))

    @property
    def in_use(self) -> NDArray[np.bool_]:
        """Mask of the numbers that have a segment, shape (segments,)."""
        return self.document_of >= 0

    def documents_of(self, segments: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Mask of the documents that have a segment of a mask, shape (documents,)."""
        having = np.zeros(len(self.document_numbers), bool)
        having[self.document_of[segments]] = True
        return having

    def best(
        self, segments: NDArray[np.intp], scores: NDArray[np.float32], limit: int
    ) -> NDArray[np.intp]:
        """Positions of the `limit` best of some segments, by score, then by segment id.

        `segments` are numbers; `scores` has one for each of them.
        """
        positions = np.arange(len(segments))
        if 0 < limit < len(segments):
            threshold = np.partition(scores, -limit)[-limit]
            positions = np.flatnonzero(scores >= threshold)
        order = np.lexsort((self.id_ranks[segments[positions]], -scores[positions]))
        return positions[order[: max(limit, 0)]]


def load_columns(connection: apsw.Connection) -> Columns:
    """Read the columns of everything in the index."""
    spans = select(
        connection, "SELECT n, first_segment, segments, opening, lengths FROM document ORDER BY id"
    )
    size = max((first + count for _, first, count, *_ in spans), default=0)
    document_of = np.full(size, -1, np.int32)
    lengths = np.zeros((len(FIELDS), size), np.uint32)
    openings = np.zeros(size, bool)
    openings[[opening for *_, opening, _ in spans if opening is not None]] = True
    for document, (_, first, count, _, packed) in enumerate(spans):
        document_of[first : first + count] = document
        lengths[:, first : first + count] = np.frombuffer(packed, "<u4").reshape(len(FIELDS), -1)
    return Columns(
        facets=_facet_columns(connection),
        dates=_date_column(connection),
        languages=_language_column(connection, size),
        document_numbers=np.array([number for number, *_ in spans], np.int64),
        document_of=document_of,
        lengths=lengths,
        id_ranks=_id_ranks(connection, size),
        openings=openings,
        shown=np.ones(len(spans), bool),
    )


def _facet_columns(connection: apsw.Connection) -> tuple[Column, ...]:
    """Read one column for each filter, in the order of FILTERS."""
    statement = f"SELECT {_filter_columns(connection)} FROM document ORDER BY id"
    rows = select(connection, statement)
    return tuple(_column([row[place] for row in rows]) for place in range(len(FILTERS)))


def _date_column(connection: apsw.Connection) -> Column:
    """Read the date of each document, from its record: every index has it there."""
    rows = select(connection, "SELECT json_extract(record, '$.date') FROM document ORDER BY id")
    return _column([date for (date,) in rows])


def _language_column(connection: apsw.Connection, size: int) -> Column:
    """Read the language of each segment, by number, from its record: every index has it there."""
    values: list[DocumentValue] = [None] * size
    try:
        for number, language in select(
            connection, "SELECT n, json_extract(record, '$.language') FROM segment"
        ):
            values[number] = language
    except apsw.SQLError as error:  # a record that is no JSON was never written
        raise UnreadableRecordError(str(error)) from error
    return _column(values)


def _id_ranks(connection: apsw.Connection, size: int) -> NDArray[np.int32]:
    """The place of each segment in the order of ids, shape (size,); 0 for a number not in use."""
    rows = select(connection, "SELECT n FROM segment ORDER BY id")
    ordered = np.array([number for (number,) in rows], np.intp)
    ranks = np.zeros(size, np.int32)
    ranks[ordered] = np.arange(len(ordered))
    return ranks


def _filter_columns(connection: apsw.Connection) -> str:
    """Columns to select for the filters: the table's own, else the field of the stored record.

    A filter without a column needs no new schema; a field at its default is not in the record.
    """
    columns = {
        name for (name,) in select(connection, "SELECT name FROM pragma_table_info('document')")
    }
    return ", ".join(
        each.name if each.name in columns else f"json_extract(record, '$.{each.name}')"
        for each in FILTERS
    )


def _column(values: Sequence[DocumentValue]) -> Column:
    # All the values of a filter are of one type; its text orders numbers of four digits too.
    distinct = tuple(sorted({value for value in values if value is not None}, key=str))
    code_of = {value: code for code, value in enumerate(distinct)}
    codes = [-1 if value is None else code_of[value] for value in values]
    return Column(values=distinct, codes=np.array(codes, np.int32))


def _facet_values(counts: Mapping[str | int, int]) -> tuple[FacetValue, ...]:
    """The values that count something, most frequent first."""
    found = [FacetValue(value=str(value), count=count) for value, count in counts.items() if count]
    return tuple(sorted(found, key=lambda value: (-value.count, value.value)))
