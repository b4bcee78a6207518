"""BM25 over weighted fields for structured queries, as arithmetic on arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from puente.model.queries import Concept, KeywordQuery, Term
from puente.store.bm25 import Bm25Options, FieldOptions, inverse_frequency
from puente.store.sqlite.postings import Postings
from puente.store.term_fields import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Statistics that BM25 needs of the segments that count: those of the languages asked.

    `counted` marks them by segment number, None when no segment is left out; `norms` has one row a
    field, the weight of one occurrence in a segment of that length.
    """

    segments: int
    counted: NDArray[np.bool_] | None
    norms: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Score of each segment, by number, and how many concepts it has, shape (segments,).

    No score passes `ceiling`; what lacks a phrase has less than no concept. `having` is in how many
    of the counted segments each concept stands, by the weights of its terms.
    """

    scores: NDArray[np.float32]
    present: NDArray[np.int32]
    ceiling: float
    having: tuple[float, ...]

    def matched(self, query: KeywordQuery) -> NDArray[np.bool_]:
        """Mask of the segments that match the query that was evaluated."""
        return self.present >= (query.required if query.concepts else 0)


def statistics(
    lengths: NDArray[np.uint32],
    in_use: NDArray[np.bool_],
    counted: NDArray[np.bool_],
    options: Bm25Options,
) -> Statistics:
    """Statistics of the segments in use that are counted.

    `lengths` are in stems, shape (fields, segments); `in_use` and `counted` have shape (segments,).

    A field's average length is over the segments that have it (Lucene's docCount): most have no
    translation, and would make one with it seem very long.
    """
    norms = np.empty(lengths.shape, np.float32)
    for row, name in enumerate(FIELDS):
        field: FieldOptions = getattr(options, name)
        present = lengths[row][counted & (lengths[row] > 0)]
        average = float(present.mean()) if len(present) else 1.0
        norms[row] = field.weight / (1 - field.b + field.b * lengths[row] / average)
    return Statistics(
        segments=int(counted.sum()),
        counted=None if np.array_equal(counted, in_use) else counted,
        norms=norms,
    )


def evaluate(
    concepts: Sequence[Concept],
    postings_of: Callable[[Term], Postings],
    known: Statistics,
    *,
    k1: float,
) -> Evaluation:
    """Scores of all segments, by BM25F (Robertson et al., 2004) with a concept as the word.

    A concept's frequencies in a segment and in the collection are those of its terms, summed with
    their weights (probabilistic structured queries; Darwish & Oard, 2003).
    """
    size = known.norms.shape[1]
    scores = np.zeros(size, np.float32)
    present = np.zeros(size, np.int32)
    ceiling = 0.0
    counts = []
    for concept in concepts:
        frequency = np.zeros(size, np.float32)
        having = 0.0
        for term in concept.terms:
            postings = postings_of(term)
            frequency[postings.segments] += np.float32(term.weight) * _occurrences(postings, known)
            having += term.weight * _count(postings, known)
        counts.append(having)
        idf = inverse_frequency(having, known.segments)
        scores += np.float32(concept.weight * idf) * frequency / (np.float32(k1) + frequency)
        present += frequency > 0
        ceiling += concept.weight * idf
    return Evaluation(scores=scores, present=present, ceiling=ceiling, having=tuple(counts))


def with_phrase(
    evaluation: Evaluation, counts: NDArray[np.int32], known: Statistics, *, k1: float
) -> Evaluation:
    """Narrow an evaluation to the segments with a phrase, which counts as one word more.

    `counts` says how often each segment has the phrase, shape (segments,).
    """
    counted = counts > 0 if known.counted is None else (counts > 0) & known.counted
    idf = inverse_frequency(int(np.count_nonzero(counted)), known.segments)
    frequency = counts * known.norms[0]
    return Evaluation(
        scores=evaluation.scores + np.float32(idf) * frequency / (np.float32(k1) + frequency),
        present=np.where(counts > 0, evaluation.present, np.int32(-1)),
        ceiling=evaluation.ceiling + idf,
        having=evaluation.having,
    )


def _occurrences(postings: Postings, known: Statistics) -> NDArray[np.float32]:
    """The occurrences of a term in its segments, weighted by field and field length."""
    total = np.zeros(len(postings.segments), np.float32)
    for row, frequencies in enumerate(postings.frequencies):
        total += known.norms[row][postings.segments] * frequencies
    return total


def _count(postings: Postings, known: Statistics) -> int:
    """Number of the counted segments that have a term."""
    if known.counted is None:
        return len(postings.segments)
    return int(np.count_nonzero(known.counted[postings.segments]))
