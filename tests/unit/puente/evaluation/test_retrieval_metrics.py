import math

import pytest

from puente.errors import EvaluationError
from puente.evaluation.retrieval_metrics import Question, evaluate, load_questions
from puente.model.identifiers import SegmentId
from puente.model.results import Hit, ResultPage, SymbolAnswer
from puente.search.query_parser import parse_query
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import document, segment


def page(*ordinals, symbols=()):
    hits = tuple(
        Hit(segment=segment("x", ordinal=n), document=document(), score=1.0, legs=("keyword",))
        for n in ordinals
    )
    return ResultPage(
        query=parse_query("x"), hits=hits, total=len(hits), total_is_exact=True, page=1, size=100,
        symbols=symbols,
    )  # fmt: skip


def question(grades, kind="topic"):
    named = {SegmentId(f"informe.es.{n:04}"): grade for n, grade in grades.items()}
    return Question(id="q", type=kind, text="x", grades=named)


def test_the_figures_of_one_question():
    figures = evaluate([question({2: 2, 7: 1})], lambda _: page(1, 2, 3)).overall
    assert figures.hit_1 == 0
    assert figures.hit_10 == 1
    assert figures.mrr == 1 / 2
    assert figures.recall_10 == 1 / 2
    ideal = 3 / math.log2(2) + 1 / math.log2(3)
    assert figures.ndcg_10 == pytest.approx((3 / math.log2(3)) / ideal)
    assert figures.refused is None


def test_an_absent_question_is_refused_by_an_empty_page():
    assert evaluate([question({}, "absent")], lambda _: page()).overall.refused == 1
    assert evaluate([question({}, "absent")], lambda _: page(1)).overall.refused == 0


def test_an_absent_symbol_is_refused_by_saying_so():
    answer = SymbolAnswer(
        symbol=parse_symbol("CP/doc.3327/00"), documents=(), family=(), cited_by=()
    )
    asked = [question({}, "symbol-absent")]
    assert evaluate(asked, lambda _: page(1, symbols=(answer,))).overall.refused == 1


def write(path, *rows):
    path.write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


QUERIES = (("id", "type", "language", "text"), ("a", "topic", "es", '"trata" de personas'))


def test_questions_are_read_with_their_quotes_and_places(tmp_path, seeds):
    queries = write(tmp_path / "q.tsv", *QUERIES)
    place = "000_b970aea098a26726.txt#L15"
    qrels = write(tmp_path / "r.tsv", ("query", "segment", "grade"), ("a", place, "2"))
    (read,) = load_questions(queries, qrels, seeds.catalogue)
    assert read.text == '"trata" de personas'
    assert list(read.grades.values()) == [2]


@pytest.mark.parametrize(
    ("judgement", "message"),
    [
        (("a", "nowhere.txt#L1", "2"), "no indexed document"),
        (("a", "000_b970aea098a26726.txt#L9999", "2"), "line 9999 is in no segment"),
        (("b", "000_b970aea098a26726.txt#L15", "2"), "no question has the id b"),
        (("a", "", "2"), "a row without"),
    ],
)
def test_judgements_of_nothing_are_refused(tmp_path, seeds, judgement, message):
    queries = write(tmp_path / "q.tsv", *QUERIES)
    qrels = write(tmp_path / "r.tsv", ("query", "segment", "grade"), judgement)
    with pytest.raises(EvaluationError, match=message):
        load_questions(queries, qrels, seeds.catalogue)
