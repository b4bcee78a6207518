"""The arithmetic of BM25 over structured queries, written out."""

from math import log

import numpy as np
import pytest

from puente.model.documents import Language
from puente.model.queries import Concept, KeywordQuery, Term
from puente.store.bm25 import Bm25Options, FieldOptions
from puente.store.sqlite.bm25 import Evaluation, evaluate, statistics
from puente.store.sqlite.postings import Postings

# Three segments whose bodies have 4, 2 and 6 words, 4 on average; the last has a heading of 3.
LENGTHS = np.array([[4, 2, 6], [0, 0, 3], [0, 0, 0]], np.uint32)
POSTINGS = {
    "trat": Postings(
        segments=np.array([0, 1]), frequencies=np.array([[2, 1], [0, 0], [0, 0]], np.uint8)
    ),
    "asil": Postings(segments=np.array([2]), frequencies=np.array([[0], [1], [0]], np.uint8)),
}
ALL = np.ones(3, bool)
OPTIONS = Bm25Options(
    k1=1.2, body=FieldOptions(weight=1.0, b=0.75), heading=FieldOptions(weight=0.5, b=0.75)
)


def scored(*concepts: Concept, counted: np.ndarray = ALL) -> Evaluation:
    known = statistics(LENGTHS, ALL, counted, OPTIONS)
    return evaluate(concepts, lambda term: POSTINGS[term.stem], known, k1=OPTIONS.k1)


def matched(*concepts: Concept, required: int = 1) -> list[bool]:
    query = KeywordQuery(concepts=concepts, required=required)
    found: list[bool] = scored(*concepts).matched(query).tolist()
    return found


def concept(*weights: tuple[str, float], weight: float = 1.0) -> Concept:
    terms = tuple(Term(language=Language.ES, stem=stem, weight=each) for stem, each in weights)
    return Concept(terms=terms, weight=weight)


def test_frequency_is_dampened_by_length_and_by_k1() -> None:
    idf = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    first = 2 / (0.25 + 0.75 * 4 / 4)
    second = 1 / (0.25 + 0.75 * 2 / 4)
    found = scored(concept(("trat", 1.0)))
    expected = [idf * first / (1.2 + first), idf * second / (1.2 + second), 0]
    assert found.scores == pytest.approx(expected)
    assert matched(concept(("trat", 1.0))) == [True, True, False]
    assert found.ceiling == pytest.approx(idf)


def test_a_field_counts_by_its_weight_and_its_own_average_length() -> None:
    idf = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    assert scored(concept(("asil", 1.0))).scores == pytest.approx([0, 0, idf * 0.5 / (1.2 + 0.5)])


def test_the_terms_of_a_concept_are_one_word_with_weights() -> None:
    having = 0.5 * 2 + 0.25 * 1
    idf = log(1 + (3 - having + 0.5) / (having + 0.5))
    first, third = 0.5 * 2, 0.25 * 0.5
    found = scored(concept(("trat", 0.5), ("asil", 0.25), weight=2.0))
    assert found.scores[0] == pytest.approx(2 * idf * first / (1.2 + first))
    assert found.scores[2] == pytest.approx(2 * idf * third / (1.2 + third))


def test_a_concept_is_in_no_more_segments_than_there_are() -> None:
    idf = log(1 + 0.5 / 3.5)
    assert scored(concept(("trat", 9.0))).ceiling == pytest.approx(idf)


def test_only_counted_segments_make_the_statistics() -> None:
    counted = np.array([True, False, True])
    idf = log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    first = 2 / (0.25 + 0.75 * 4 / 5)
    found = scored(concept(("trat", 1.0)), counted=counted)
    assert found.scores[0] == pytest.approx(idf * first / (1.2 + first))


def test_matching_counts_concepts_not_terms() -> None:
    both = concept(("trat", 1.0), ("asil", 1.0))
    assert matched(both, concept(("asil", 1.0)), required=2) == [False, False, True]


def test_it_is_told_in_how_many_segments_a_concept_stands() -> None:
    found = scored(concept(("trat", 0.5), ("asil", 0.25)), concept(("asil", 1.0)))
    assert found.having == (0.5 * 2 + 0.25 * 1, 1.0)
