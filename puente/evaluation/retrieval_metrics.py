"""Measures of a search: how often and how high it finds known answers, and what else it shows."""

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from puente.evaluation.questions import ABSENT, Question, answers_of
from puente.model.results import Hit, ResultPage
from puente.search.near_duplicates import collapse

DEPTH = 100
"""Results asked for each question."""

FIRST_PAGE = 10
"""Results that a person sees first: these are timed."""


class Search(Protocol):
    """A search that answers a text with its first results."""

    def __call__(self, text: str, *, size: int) -> ResultPage:
        """The first page of that size; raises QueryError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuestion:
    """One question's figures: of an absent one only those of its first page.

    `work_10` is 1 when a document that has the answer is among the first ten, `refused` when the
    page says that nothing answers, `empty` when it has no results, `near_duplicates` when two
    results of the first ten read the same. `milliseconds` is the time of the first page.
    """

    question: Question
    ndcg_10: float = 0.0
    recall_10: float = 0.0
    recall_100: float = 0.0
    reciprocal_rank: float = 0.0
    hit_1: float = 0.0
    hit_10: float = 0.0
    work_10: float = 0.0
    refused: float = 0.0
    empty: float = 0.0
    near_duplicates: float = 0.0
    milliseconds: float = 0.0

    @property
    def is_absent(self) -> bool:
        """True if nothing in the collection answers."""
        return self.question.type in ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Means over questions, and the times that half and 95 of 100 first pages took at most.

    `refused` is of absent questions; `wrongly_refused` and all that tells of answers is of the
    others.
    """

    questions: int
    ndcg_10: float | None
    recall_10: float | None
    recall_100: float | None
    mrr: float | None
    hit_1: float | None
    hit_10: float | None
    work_10: float | None
    empty: float | None
    refused: float | None
    wrongly_refused: float | None
    near_duplicates: float
    milliseconds_50: float
    milliseconds_95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReport:
    """The figures of all questions and of each type, with every question's own."""

    overall: Metrics
    by_type: Mapping[str, Metrics]
    judged: tuple[JudgedQuestion, ...]


def evaluate(
    questions: Iterable[Question],
    search: Search,
    timer: Callable[[], float] = time.perf_counter,
) -> EvaluationReport:
    """The report on a search, which is asked for a first page and for DEPTH results."""
    judged = tuple(_judge(question, search, timer) for question in questions)
    by_type: dict[str, list[JudgedQuestion]] = defaultdict(list)
    for each in judged:
        by_type[each.question.type].append(each)
    return EvaluationReport(
        overall=_metrics(judged),
        by_type={name: _metrics(by_type[name]) for name in sorted(by_type)},
        judged=judged,
    )


def _judge(question: Question, search: Search, timer: Callable[[], float]) -> JudgedQuestion:
    started = timer()
    first_page = search(question.text, size=FIRST_PAGE)
    milliseconds = 1000 * (timer() - started)
    hits = search(question.text, size=DEPTH).hits
    answered = _answered(question, hits)
    gains = [max(grades, default=0) for grades in answered]
    ranks = [rank for rank, gain in enumerate(gains, 1) if gain]
    ideal = _dcg(sorted(question.grades.values(), reverse=True)[:10])
    return JudgedQuestion(
        question=question,
        ndcg_10=_dcg(gains[:10]) / ideal if ideal else 0.0,
        recall_10=sum(map(len, answered[:10])) / max(1, len(question.grades)),
        recall_100=sum(map(len, answered)) / max(1, len(question.grades)),
        reciprocal_rank=1 / ranks[0] if ranks else 0.0,
        hit_1=float(ranks[:1] == [1]),
        hit_10=float(bool(ranks) and ranks[0] <= 10),
        work_10=float(any(not question.works.isdisjoint(answers_of(hit)) for hit in hits[:10])),
        refused=float(_is_refusal(first_page)),
        empty=float(not first_page.hits),
        near_duplicates=float(_has_near_duplicates(first_page.hits)),
        milliseconds=milliseconds,
    )


def _answered(question: Question, hits: Iterable[Hit]) -> list[list[int]]:
    """The grades of what each hit answers; what answers twice counts where it is first."""
    left = {answer: grade for answer, grade in question.grades.items() if grade}
    return [[left.pop(each) for each in answers_of(hit) if each in left] for hit in hits]


def _is_refusal(page: ResultPage) -> bool:
    """Test for a page that says that nothing answers, or that a symbol is not there."""
    lacks_symbol = any(not each.found and not each.cited_by for each in page.symbols)
    return lacks_symbol or not page.is_answered or not page.hits


def _has_near_duplicates(hits: Sequence[Hit]) -> bool:
    """Test for two results that a reader takes for one."""
    return len(collapse(hits, lambda hit: (hit.segment.text,))) < len(hits)


def _dcg(grades: Sequence[int]) -> float:
    """Discounted cumulative gain, Järvelin & Kekäläinen (2002), with gains 2^grade - 1."""
    return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _metrics(judged: Sequence[JudgedQuestion]) -> Metrics:
    answered = [each for each in judged if not each.is_absent]
    absent = [each for each in judged if each.is_absent]
    times = sorted(each.milliseconds for each in judged)
    return Metrics(
        questions=len(judged),
        ndcg_10=_mean([each.ndcg_10 for each in answered]),
        recall_10=_mean([each.recall_10 for each in answered]),
        recall_100=_mean([each.recall_100 for each in answered]),
        mrr=_mean([each.reciprocal_rank for each in answered]),
        hit_1=_mean([each.hit_1 for each in answered]),
        hit_10=_mean([each.hit_10 for each in answered]),
        work_10=_mean([each.work_10 for each in answered]),
        empty=_mean([each.empty for each in answered]),
        refused=_mean([each.refused for each in absent]),
        wrongly_refused=_mean([each.refused for each in answered]),
        near_duplicates=_mean([each.near_duplicates for each in judged]) or 0.0,
        milliseconds_50=_percentile(times, 50),
        milliseconds_95=_percentile(times, 95),
    )


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _percentile(ordered: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile of ordered values; 0 of none."""
    return ordered[math.ceil(len(ordered) * percent / 100) - 1] if ordered else 0.0
