import itertools
import math
from dataclasses import replace

import pytest

from puente.evaluation.questions import Question
from puente.evaluation.retrieval_metrics import evaluate
from puente.model.identifiers import SegmentId, WorkId
from puente.model.results import Hit, HydratedSegment, ResultPage, SymbolAnswer
from puente.search.question.query_parser import parse_query
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import document, segment


def page(*ordinals, symbols=(), texts=()):
    hits = tuple(
        Hit(segment=segment(text, ordinal=n), document=document(), score=1.0, legs=("keyword",))
        for n, text in itertools.zip_longest(ordinals, texts, fillvalue="x")
    )
    return ResultPage(
        query=parse_query("x"), hits=hits, total=len(hits), total_is_exact=True, page=1, size=100,
        symbols=symbols,
    )  # fmt: skip


def question(grades, kind="topic", works=()):
    named = {SegmentId(f"informe.es.{n:04}"): grade for n, grade in grades.items()}
    return Question(id="q", type=kind, text="x", grades=named, works=frozenset(works))


def figures(asked, answer):
    return evaluate([asked], lambda _, size: answer).overall


def test_the_figures_of_one_question():
    found = figures(question({2: 2, 7: 1}), page(1, 2, 3))
    assert found.hit_1 == 0
    assert found.hit_10 == 1
    assert found.mrr == 1 / 2
    assert found.recall_10 == 1 / 2
    ideal = 3 / math.log2(2) + 1 / math.log2(3)
    assert found.ndcg_10 == pytest.approx((3 / math.log2(3)) / ideal)
    assert found.refused is None


def test_a_document_answers_by_any_of_its_segments_and_once():
    asked = Question(id="q", type="title", text="x", grades={WorkId("informe"): 2})
    found = figures(asked, page(5, 6))
    assert (found.hit_1, found.recall_10, found.ndcg_10) == (1, 1, 1)


def test_a_hit_answers_for_all_the_places_that_it_stands_for():
    other = document("otro.es")
    (hit,) = page(1).hits
    place = HydratedSegment(segment=segment("x", document=other), document=other)
    asked = Question(
        id="q", type="topic", text="x",
        grades={hit.segment.id: 1, place.segment.id: 2, SegmentId("nada.es.0001"): 2},
        works=frozenset({WorkId("otro")}),
    )  # fmt: skip
    found = figures(asked, replace(page(1), hits=(replace(hit, also_in=(place,)),)))
    assert (found.hit_1, found.work_10, found.recall_10) == (1, 1, 2 / 3)
    ideal = 3 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert found.ndcg_10 == pytest.approx(3 / math.log2(2) / ideal)


def test_the_right_document_is_found_where_the_right_paragraph_is_not():
    found = figures(question({9: 2}, works=["informe"]), page(1))
    assert (found.hit_10, found.work_10) == (0, 1)
    assert figures(question({9: 2}, works=["otro"]), page(1)).work_10 == 0


def test_an_absent_question_is_refused_by_an_empty_page():
    assert figures(question({}, "absent"), page()).refused == 1
    assert figures(question({}, "absent"), page(1)).refused == 0


def test_an_absent_symbol_is_refused_by_saying_so():
    answer = SymbolAnswer(
        symbol=parse_symbol("CP/doc.3327/00"), documents=(), family=(), cited_by=()
    )
    asked = question({}, "symbol-absent")
    assert figures(asked, page(1, symbols=(answer,))).refused == 1


def test_an_answerable_question_without_results_is_wrongly_refused():
    found = figures(question({1: 2}), page())
    assert (found.empty, found.wrongly_refused, found.refused) == (1, 1, None)
    found = figures(question({1: 2}), page(1))
    assert (found.empty, found.wrongly_refused) == (0, 0)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (
            "El Estado debe erigir un monumento en memoria de las víctimas (punto séptimo)",
            "el Estado debe erigir un monumento en memoria de las víctimas (punto séptimo);",
            1,
        ),
        (
            "El Estado debe erigir un monumento en memoria de las víctimas (punto séptimo)",
            "El Estado debe pagar la indemnización a los familiares de las víctimas en un año",
            0,
        ),
        ("La Corte decide", "La Corte decide", 0),
    ],
)
def test_a_first_page_that_says_one_thing_twice_is_counted(first, second, same):
    assert figures(question({1: 2}), page(1, 2, texts=(first, second))).near_duplicates == same


def test_the_time_is_that_of_the_first_page():
    ticks = iter([1.0, 1.5, 2.0, 2.25])
    asked_for = []

    def search(_, size):
        asked_for.append(size)
        return page(1)

    report = evaluate([question({1: 2})] * 2, search, timer=lambda: next(ticks))
    assert (report.overall.milliseconds_50, report.overall.milliseconds_95) == (250, 500)
    assert asked_for == [10, 100, 10, 100]
