"""The questions over the real documents, as files: nothing is asked, and no document is needed."""

import csv
from collections import Counter

import pytest

from puente.evaluation.questions import ABSENT, Question
from puente.model.documents import Language
from tests.quality.real.other_words import FOLDER, HALVES, SETS, TYPES, shared_words


def rows(kind, questions):
    with (FOLDER / f"{kind}.{questions}.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("questions", SETS)
def test_what_is_there_has_an_answer_and_what_is_absent_has_none(questions):
    answered = {row["query"] for row in rows("qrels", questions)}
    present = {row["id"] for row in rows("queries", questions) if row["type"] not in ABSENT}
    assert answered == present


def test_no_question_stands_twice():
    asked = [row for questions in SETS for row in rows("queries", questions)]
    assert [n for n in Counter(row["id"] for row in asked).values() if n > 1] == []
    assert [text for text, n in Counter(row["text"] for row in asked).items() if n > 1] == []


def test_the_halves_have_as_many_of_each_type():
    tune, held = (Counter(row["type"] for row in rows("queries", half)) for half in HALVES)
    assert all(abs(tune[kind] - held[kind]) <= 1 for kind in tune | held)
    assert all(tune[kind] + held[kind] >= 30 for kind in TYPES)


def test_the_second_set_has_each_type_of_the_halves():
    first, second = ({row["type"] for row in rows("queries", each)} for each in ("tune", "second"))
    assert second == first


@pytest.mark.parametrize("questions", SETS)
def test_quotes_are_short(questions):
    assert max(len(row["segment"]) for row in rows("qrels", questions)) <= 110


@pytest.mark.parametrize(
    ("text", "language", "shared"),
    [
        ("no duplicar los esfuerzos", Language.ES, {"esfuerzos"}),
        ("duplication of work", Language.EN, {"duplication"}),
        ("hacer dos veces lo mismo", Language.ES, set()),
    ],
)
def test_a_word_of_any_version_of_the_answer_is_noticed(seeds, text, language, shared):
    (passage,) = (
        segment.id
        for document in seeds.catalogue.documents()
        for segment in seeds.catalogue.segments(document.id)
        if "evitar la duplicidad de esfuerzos" in segment.text
    )
    asked = Question(id="q", type="other-words", text=text, grades={passage: 2})
    assert {word for _, word in shared_words(asked, language, seeds.catalogue)} == shared
