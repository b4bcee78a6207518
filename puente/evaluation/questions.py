"""Questions with known answers, as their files name them and as an index has them."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

from puente.catalogue.catalogue import Catalogue
from puente.errors import EvaluationError
from puente.model.documents import Document
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.results import Hit, HydratedSegment, Translation
from puente.text.tokenization import words

ABSENT = frozenset({"absent", "symbol-absent"})
"""Types of question that nothing in the collection answers."""

Answer: TypeAlias = SegmentId | WorkId
"""A passage, or a document whatever its passage; the versions of either count once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its type, the grade of all that answers it, and the works it stands in.

    A grade of 2 is the answer, of 1 what is relevant too. A passage is named by the first id among
    a segment and its translations.
    """

    id: str
    type: str
    text: str
    grades: Mapping[Answer, int]
    works: frozenset[WorkId] = frozenset()


def load_questions(queries: Path, qrels: Path, catalogue: Catalogue) -> tuple[Question, ...]:
    """The questions of a TSV (id, type, language, text) with their TSV of (query, segment, grade).

    A segment is named by its id; by `file#L12`, the segment of that source file whose text has that
    line; or by `file#“words”`, all segments of the file that have these words, however they are
    spaced and marked. A file alone is a document of which every segment answers. Raises
    EvaluationError.
    """
    grades: dict[str, dict[Answer, int]] = defaultdict(dict)
    works: dict[str, set[WorkId]] = defaultdict(set)
    resolver = _Resolver(catalogue)
    for row in _rows(qrels, ("query", "segment", "grade")):
        known, grade = grades[row["query"]], int(row["grade"])
        answers, work = resolver.resolve(row["segment"])
        for answer in answers:
            known[answer] = max(grade, known.get(answer, 0))
        works[row["query"]].add(work)
    questions = tuple(
        Question(
            id=row["id"],
            type=row["type"],
            text=row["text"],
            grades=grades.pop(row["id"], {}),
            works=frozenset(works[row["id"]]),
        )
        for row in _rows(queries, ("id", "type", "text"))
    )
    if grades:
        raise EvaluationError(qrels, f"no question has the id {min(grades)}")
    unanswered = [q.id for q in questions if not q.grades and q.type not in ABSENT]
    if unanswered:
        raise EvaluationError(qrels, f"the question {unanswered[0]} has no answer")
    return questions


def answers_of(hit: Hit) -> tuple[Answer, ...]:
    """The passages and the works as which a hit may answer a question, each once."""
    places: tuple[Hit | HydratedSegment, ...] = (hit, *hit.also_in)
    passages = [passage_of(each.segment.id, each.translations) for each in places]
    return tuple(dict.fromkeys((*passages, *(each.document.work_id for each in places))))


def passage_of(segment_id: SegmentId, translations: Iterable[Translation]) -> SegmentId:
    """The first id among a segment and its translations."""
    return min([segment_id, *(s.id for each in translations for s in each.segments)])


class _Resolver:
    """Finds what a line of qrels names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._sources = {document.source: document for document in catalogue.documents()}
        self._segments: dict[DocumentId, tuple[_SegmentWords, ...]] = {}

    def resolve(self, name: str) -> tuple[tuple[Answer, ...], WorkId]:
        """The answers of that name, and the work that they are of; raises EvaluationError."""
        source, mark, place = name.partition("#")
        if not mark and name not in self._sources:
            ids = [SegmentId(name)]
        elif source not in self._sources:
            raise EvaluationError(source, "no indexed document came from this file")
        elif not mark:
            work = self._sources[source].work_id
            return (work,), work
        elif place.startswith("L"):
            ids = [self._at(self._sources[source], place.removeprefix("L"))]
        else:
            ids = self._quoting(self._sources[source], place)
        documents = self._catalogue.documents_of(ids)
        if not documents:
            raise EvaluationError(name, "no segment has this id")
        translations = self._catalogue.translations(ids)
        answers = tuple(passage_of(each, translations.get(each, ())) for each in ids)
        return answers, documents[ids[0]].work_id

    def _at(self, document: Document, place: str) -> SegmentId:
        """The smallest segment that has a line."""
        if not place.isdecimal():
            raise EvaluationError(document.source, f"“{place}” is not a line")
        line = int(place)
        covering = [
            segment
            for segment in self._catalogue.segments(document.id)
            if segment.first_line is not None
            and segment.first_line <= line <= (segment.last_line or segment.first_line)
        ]
        if not covering:
            raise EvaluationError(document.source, f"line {line} is in no segment")
        return min(covering, key=lambda each: (each.last_line or 0) - (each.first_line or 0)).id

    def _quoting(self, document: Document, quote: str) -> list[SegmentId]:
        """The segments that have the words of a quote, one after the other."""
        asked = _spaced(quote)
        if not asked.strip():
            raise EvaluationError(document.source, f"{quote} has no words")
        if document.id not in self._segments:
            self._segments[document.id] = tuple(
                _SegmentWords(each.id, _spaced(each.text))
                for each in self._catalogue.segments(document.id)
            )
        found = [each.id for each in self._segments[document.id] if asked in each.words]
        if not found:
            raise EvaluationError(document.source, f"no segment has the words {quote}")
        return found


class _SegmentWords(NamedTuple):
    """A segment's words, each between spaces."""

    id: SegmentId
    words: str


def _spaced(text: str) -> str:
    return f" {' '.join(words(text))} "


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
