"""Questions with known answers: how often and how high a search finds them."""

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from puente.catalogue.catalogue import Catalogue
from puente.errors import EvaluationError
from puente.model.identifiers import SegmentId
from puente.model.results import ResultPage, Translation

ABSENT = frozenset({"absent", "symbol-absent"})
"""Types of question that nothing in the collection answers."""

GRADES = frozenset({"1", "2"})
"""1: relevant; 2: the answer."""

DEPTH = 100
"""Results asked for each question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its type and the grade of every passage that answers it.

    A passage is named by the first id among a segment and its translations, so that language
    versions count once.
    """

    id: str
    type: str
    text: str
    grades: Mapping[SegmentId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuestion:
    """One question's figures: of an absent one only `refused`, of the others all but that."""

    question: Question
    ndcg_10: float = 0.0
    recall_10: float = 0.0
    recall_100: float = 0.0
    reciprocal_rank: float = 0.0
    hit_1: float = 0.0
    hit_10: float = 0.0
    refused: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Means over questions: the found ones are of questions with an answer."""

    questions: int
    ndcg_10: float | None
    recall_10: float | None
    recall_100: float | None
    mrr: float | None
    hit_1: float | None
    hit_10: float | None
    refused: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReport:
    """The figures of all questions and of each type, with every question's own."""

    overall: Metrics
    by_type: Mapping[str, Metrics]
    judged: tuple[JudgedQuestion, ...]


def load_questions(queries: Path, qrels: Path, catalogue: Catalogue) -> tuple[Question, ...]:
    """The questions of a TSV (id, type, language, text) with their TSV of (query, segment, grade).

    A segment is named by its id, or by `file#L12`: the segment of that source file whose text
    has that line. Raises EvaluationError.
    """
    grades: dict[str, dict[SegmentId, int]] = defaultdict(dict)
    resolve = _Resolver(catalogue)
    for row in _rows(qrels, ("query", "segment", "grade")):
        passage = resolve.passage(row["segment"])
        grades[row["query"]][passage] = max(int(row["grade"]), grades[row["query"]].get(passage, 0))
    questions = tuple(
        Question(id=row["id"], type=row["type"], text=row["text"], grades=grades.pop(row["id"], {}))
        for row in _rows(queries, ("id", "type", "text"))
    )
    if grades:
        raise EvaluationError(qrels, f"no question has the id {min(grades)}")
    unanswered = [q.id for q in questions if not q.grades and q.type not in ABSENT]
    if unanswered:
        raise EvaluationError(qrels, f"the question {unanswered[0]} has no answer")
    return questions


def evaluate(
    questions: Iterable[Question], search: Callable[[str], ResultPage]
) -> EvaluationReport:
    """The report on a search that answers each text with one page of DEPTH results."""
    judged = tuple(_judge(question, search(question.text)) for question in questions)
    by_type: dict[str, list[JudgedQuestion]] = defaultdict(list)
    for each in judged:
        by_type[each.question.type].append(each)
    return EvaluationReport(
        overall=_metrics(judged),
        by_type={name: _metrics(by_type[name]) for name in sorted(by_type)},
        judged=judged,
    )


def _judge(question: Question, page: ResultPage) -> JudgedQuestion:
    if question.type in ABSENT:
        told = not page.hits or any(
            not answer.found and not answer.cited_by for answer in page.symbols
        )
        return JudgedQuestion(question=question, refused=float(told))
    found = [
        question.grades.get(passage_of(hit.segment.id, hit.translations), 0) for hit in page.hits
    ]
    ranks = [rank for rank, grade in enumerate(found, 1) if grade]
    return JudgedQuestion(
        question=question,
        ndcg_10=_dcg(found[:10]) / _dcg(sorted(question.grades.values(), reverse=True)[:10]),
        recall_10=sum(map(bool, found[:10])) / len(question.grades),
        recall_100=sum(map(bool, found)) / len(question.grades),
        reciprocal_rank=1 / ranks[0] if ranks else 0.0,
        hit_1=float(ranks[:1] == [1]),
        hit_10=float(bool(ranks) and ranks[0] <= 10),
    )


def passage_of(segment_id: SegmentId, translations: Iterable[Translation]) -> SegmentId:
    """The first id among a segment and its translations."""
    return min([segment_id, *(s.id for each in translations for s in each.segments)])


def _dcg(grades: Sequence[int]) -> float:
    """Discounted cumulative gain, Järvelin & Kekäläinen (2002), with gains 2^grade - 1."""
    return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _metrics(judged: Sequence[JudgedQuestion]) -> Metrics:
    answered = [each for each in judged if each.question.type not in ABSENT]
    absent = [each for each in judged if each.question.type in ABSENT]
    return Metrics(
        questions=len(judged),
        ndcg_10=_mean([each.ndcg_10 for each in answered]),
        recall_10=_mean([each.recall_10 for each in answered]),
        recall_100=_mean([each.recall_100 for each in answered]),
        mrr=_mean([each.reciprocal_rank for each in answered]),
        hit_1=_mean([each.hit_1 for each in answered]),
        hit_10=_mean([each.hit_10 for each in answered]),
        refused=_mean([each.refused for each in absent]),
    )


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


class _Resolver:
    """Finds the passage that a line of qrels names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._sources = {document.source: document for document in catalogue.documents()}

    def passage(self, name: str) -> SegmentId:
        source, mark, line = name.partition("#L")
        segment_id = self._at(source, line) if mark else SegmentId(name)
        translations = self._catalogue.translations([segment_id]).get(segment_id, ())
        return passage_of(segment_id, translations)

    def _at(self, source: str, place: str) -> SegmentId:
        if not place.isdecimal():
            raise EvaluationError(source, f"“{place}” is not a line")
        line = int(place)
        if source not in self._sources:
            raise EvaluationError(source, "no indexed document came from this file")
        covering = [
            segment
            for segment in self._catalogue.segments(self._sources[source].id)
            if segment.first_line is not None
            and segment.first_line <= line <= (segment.last_line or segment.first_line)
        ]
        if not covering:
            raise EvaluationError(source, f"line {line} is in no segment")
        return min(covering, key=lambda each: (each.last_line or 0) - (each.first_line or 0)).id


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(path, f"it cannot be read ({error})") from error
    if not rows:
        raise EvaluationError(path, "it has no rows below a header")
    for row in rows:
        if any(not row.get(column) for column in columns):
            raise EvaluationError(path, f"a row without {' or '.join(columns)}: {row}")
    return rows
