"""Floors under what `puente eval` measures; docs/quality.md has the figures themselves."""

from pathlib import Path

import pytest

from puente.evaluation.questions import load_questions
from puente.evaluation.retrieval_metrics import evaluate

HERE = Path(__file__).parent


@pytest.fixture(scope="module", params=["tune", "held"])
def report(request, seeds):
    questions = load_questions(
        HERE / f"queries.{request.param}.tsv", HERE / f"qrels.{request.param}.tsv", seeds.catalogue
    )
    return evaluate(questions, seeds.searcher.search)


def test_the_answer_is_first_or_near(report):
    assert report.overall.hit_1 >= 0.82
    assert report.overall.hit_10 >= 0.95
    assert report.overall.ndcg_10 >= 0.80


def test_symbols_and_their_variants_are_first(report):
    assert report.by_type["symbol"].hit_1 == 1.0


def test_what_is_not_there_is_refused(report):
    assert report.by_type["absent"].refused == 1.0
    assert report.by_type["symbol-absent"].refused == 1.0
