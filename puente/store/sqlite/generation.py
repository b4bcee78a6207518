"""One generation of an index as its readers see it: columns, and what was read so far."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import product
from typing import Any, Generic, TypeVar

import apsw
import numpy as np
from numpy.typing import NDArray

from puente.model.acronyms import LearnedAcronyms
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.model.queries import KeywordQuery, Term
from puente.store.bm25 import Bm25Options
from puente.store.quantisation import Quantised
from puente.store.sqlite.bm25 import Evaluation, Statistics, evaluate, statistics, with_phrase
from puente.store.sqlite.columns import Columns, load_columns
from puente.store.sqlite.file import select
from puente.store.sqlite.postings import Postings, term_key, unpack
from puente.store.sqlite.vectors import VectorIndex, pack_signs
from puente.store.term_fields import FIELDS
from puente.text.spelling import can_be_meant, find_near
from puente.text.tokenization import exact_words

# Eleven bytes an entry: 44 MB at most. The seeds have 60,000 entries in all.
_CACHED_ENTRIES = 4_000_000
# A search asks for a ranking and then, by the same words, for facets under other filters.
_CACHED_EVALUATIONS = 8
# Each is some masks; more sets of collections at a time are asked for by few services.
_CONFINED = 32
_MOST_TILDES = 4
_TRANSLATION = FIELDS.index("translation")

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class _Cache(Generic[_Key, _Value]):
    """The values used last, up to a total cost; safe to share between threads."""

    def __init__(self, capacity: int, cost: Callable[[_Value], int]) -> None:
        self._capacity = capacity
        self._cost = cost
        self._values: OrderedDict[_Key, _Value] = OrderedDict()
        self._total = 0
        self._lock = threading.Lock()

    def value(self, key: _Key, read: Callable[[], _Value]) -> _Value:
        """The cached value, or what `read` returns."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = read()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._total += self._cost(value)
            while self._total > self._capacity:
                _, dropped = self._values.popitem(last=False)
                self._total -= self._cost(dropped)
        return value


class SqliteGeneration:
    """Content of one generation; every connection passed in must be reading that generation."""

    def __init__(
        self, connection: apsw.Connection, generation: int, dimension: int, options: Bm25Options
    ) -> None:
        self.generation = generation
        self.columns = load_columns(connection)
        self._whole: SqliteGeneration | None = None
        self._without_translation = np.zeros(len(self.columns.document_of), bool)
        self._dimension = dimension
        self._options = options
        self._lock = threading.Lock()
        self._vectors: VectorIndex | None = None
        self._spellings: tuple[str, ...] | None = None
        self._acronyms: LearnedAcronyms | None = None
        self._statistics = _Cache[tuple[Language, ...], Statistics](8, lambda _: 1)
        self._evaluations = _Cache[KeywordQuery, Evaluation](_CACHED_EVALUATIONS, lambda _: 1)
        self._postings = _Cache[str, Postings](
            _CACHED_ENTRIES, lambda postings: 1 + len(postings.segments)
        )
        self._confined = _Cache[tuple[str, ...], SqliteGeneration](_CONFINED, lambda _: 1)

    def within(
        self, connection: apsw.Connection, collections: tuple[str, ...]
    ) -> "SqliteGeneration":
        """The same generation without the documents of other collections."""
        return self._confined.value(
            collections, lambda: self._without_others(connection, collections)
        )

    def _without_others(
        self, connection: apsw.Connection, collections: tuple[str, ...]
    ) -> "SqliteGeneration":
        confined = copy(self)
        columns = self.columns.within(collections)
        hidden = columns.in_use & _linked_out(connection, columns)
        confined.columns = columns.without_translations(hidden)
        confined._without_translation = hidden
        confined._whole = self
        confined._acronyms = None
        confined._statistics = _Cache(8, lambda _: 1)
        confined._evaluations = _Cache(_CACHED_EVALUATIONS, lambda _: 1)
        return confined

    def evaluate(self, connection: apsw.Connection, query: KeywordQuery) -> Evaluation:
        """Evaluate the words and phrases of a query, whatever its filters, in its languages."""
        languages = tuple(sorted(set(query.filters.languages)))
        unfiltered = KeywordQuery(
            concepts=query.concepts,
            phrases=query.phrases,
            filters=Filters(languages=languages),
        )
        return self._evaluations.value(unfiltered, lambda: self._evaluate(connection, unfiltered))

    def vectors(self, connection: apsw.Connection) -> VectorIndex:
        """All vectors of the generation, those of a confined reader's other documents too."""
        if self._whole is not None:
            return self._whole.vectors(connection)
        with self._lock:
            if self._vectors is None:
                self._vectors = _load_vectors(connection, self._dimension)
            return self._vectors

    def acronyms(self, read: Callable[[], LearnedAcronyms]) -> LearnedAcronyms:
        """The acronyms of the documents in use; `read` gives them the first time."""
        with self._lock:
            if self._acronyms is None:
                self._acronyms = read()
            return self._acronyms

    def spellings(self, connection: apsw.Connection, word: str) -> Mapping[str, int]:
        """A word, or else those that it may be a slip for, and how many segments have each."""
        own = self._frequencies(connection, [word])
        return own or self._frequencies(connection, find_near(word, self._words(connection)))

    def _frequencies(self, connection: apsw.Connection, words: Iterable[str]) -> dict[str, int]:
        found = _frequencies(connection, words)
        if self._whole is None:
            return found
        in_use = self.columns.in_use
        own = {word: int(in_use[_segments_with(connection, word)].sum()) for word in found}
        return {word: count for word, count in own.items() if count}

    def _words(self, connection: apsw.Connection) -> tuple[str, ...]:
        """All words that another can be a slip for, also those of hidden documents."""
        if self._whole is not None:
            return self._whole._words(connection)
        with self._lock:
            if self._spellings is None:
                rows = select(connection, "SELECT word FROM vocabulary ORDER BY word")
                self._spellings = tuple(filter(can_be_meant, (word for (word,) in rows)))
            return self._spellings

    def _evaluate(self, connection: apsw.Connection, query: KeywordQuery) -> Evaluation:
        known = self._statistics_of(query.filters.languages)
        evaluation = evaluate(
            query.concepts,
            lambda term: self._postings_of(connection, term),
            known,
            k1=self._options.k1,
        )
        size = len(self.columns.document_of)
        for phrase in query.phrases:
            counts = _occurrences(connection, phrase, size) * self.columns.in_use
            evaluation = with_phrase(evaluation, counts, known, k1=self._options.k1)
        return evaluation

    def _postings_of(self, connection: apsw.Connection, term: Term) -> Postings:
        key = term_key(term.language, term.stem)
        found = self._postings.value(key, lambda: _load_postings(connection, key))
        if self._whole is None:
            return found
        frequencies = found.frequencies.copy()
        frequencies[_TRANSLATION, self._without_translation[found.segments]] = 0
        kept = self.columns.in_use[found.segments] & frequencies.any(axis=0)
        return Postings(segments=found.segments[kept], frequencies=frequencies[:, kept])

    def _statistics_of(self, languages: tuple[Language, ...]) -> Statistics:
        columns = self.columns
        return self._statistics.value(
            languages,
            lambda: statistics(
                columns.lengths,
                columns.in_use,
                columns.segments(Filters(languages=languages)),
                self._options,
            ),
        )


def _linked_out(connection: apsw.Connection, columns: Columns) -> NDArray[np.bool_]:
    """Mask of the segments with a counterpart that is not in use, of documents that are.

    What they have of its words cannot be told from what they have of others'.
    """
    found = np.zeros(len(columns.document_of), bool)
    shown = frozenset(columns.document_numbers[columns.shown].tolist())
    linked = select(connection, "SELECT n, source_n, target_n FROM alignment")
    for number, source, target in linked:
        if (source in shown) is not (target in shown):
            rows = select(
                connection,
                "SELECT segment_n FROM bead_segment AS own WHERE alignment_n = ?1 AND EXISTS ("
                " SELECT 1 FROM bead_segment AS other WHERE other.alignment_n = ?1"
                " AND other.ordinal = own.ordinal AND other.is_target <> own.is_target)",
                (number,),
            )
            found[[segment for (segment,) in rows]] = True
    return found


def _frequencies(connection: apsw.Connection, words: Iterable[str]) -> dict[str, int]:
    """Those of some words that are there, and how many segments have each."""
    wanted = json.dumps(list(words))
    statement = (
        "SELECT word, segments FROM vocabulary WHERE word IN (SELECT value FROM json_each(?))"
    )
    return dict(select(connection, statement, (wanted,)))


def _segments_with(connection: apsw.Connection, word: str) -> NDArray[np.intp]:
    """Numbers of the segments that have a folded word, in whatever spelling."""
    # Of folded letters the phrases keep ñ alone; no word has more of them.
    choices = product(("n", "ñ"), repeat=min(word.count("n"), _MOST_TILDES))
    spellings = [_with_letters(word, letters) for letters in choices]
    match = " OR ".join('"' + " ".join(exact_words(each)) + '"' for each in spellings)
    rows = select(connection, "SELECT rowid FROM phrase WHERE phrase MATCH ?", (match,))
    return np.array([number for (number,) in rows], np.intp)


def _with_letters(word: str, letters: Sequence[str]) -> str:
    """The word with other letters for its first n's."""
    given = iter(letters)
    return "".join(next(given, "n") if letter == "n" else letter for letter in word)


def _load_postings(connection: apsw.Connection, key: str) -> Postings:
    rows = select(connection, "SELECT data FROM posting WHERE term = ?", (key,))
    return unpack(b"".join(data for (data,) in rows))


def _load_vectors(connection: apsw.Connection, dimension: int) -> VectorIndex:
    """All vectors, one document at a time: at 100,000 they are 51 MB, which is not held twice."""
    [[total]] = select(connection, "SELECT coalesce(sum(segments), 0) FROM document")
    numbers = np.empty(total, np.intp)
    rows = np.empty((total, dimension), np.int8)
    scales = np.empty(total, np.float32)
    signs = np.empty((-(-dimension // 64), total), np.uint64)
    found: Iterator[tuple[Any, ...]] = connection.execute(
        "SELECT first_segment, segments, scales, data FROM document"
        " JOIN vector ON document_n = n ORDER BY first_segment"
    )
    at = 0
    for first, count, factors, data in found:
        span = slice(at, at + count)
        numbers[span] = np.arange(first, first + count)
        rows[span] = np.frombuffer(data, np.int8).reshape(count, dimension)
        scales[span] = np.frombuffer(factors, "<f4")
        signs[:, span] = pack_signs(rows[span])
        _check_vectors(rows[span], scales[span])
        at += count
    return VectorIndex(numbers=numbers, vectors=Quantised(rows=rows, scales=scales), signs=signs)


def _check_vectors(rows: NDArray[np.int8], scales: NDArray[np.float32]) -> None:
    """Raise apsw.CorruptError for a row of zeros that has the scale of another one.

    A page of zeros has the right checksum, and may be the last one of a document's vectors.
    """
    if not (rows.any(axis=1) | (scales == 1)).all():
        raise apsw.CorruptError("vectors without a direction")


def _occurrences(connection: apsw.Connection, phrase: str, size: int) -> NDArray[np.int32]:
    """Number of times that each segment has the phrase, by segment number, shape (size,)."""
    counts = np.zeros(size, np.int32)
    words = exact_words(phrase)
    if words:
        quoted = '"' + " ".join(words) + '"'  # no word of analysis.exact_words has a quote
        rows = select(
            connection,
            "SELECT rowid, occurrences(phrase) FROM phrase WHERE phrase MATCH ?",
            (quoted,),
        )
        for number, count in rows:
            counts[number] = count
    return counts
