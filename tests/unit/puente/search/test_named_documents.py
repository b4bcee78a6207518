from puente.model.results import HydratedSegment
from puente.search.named_documents import MOST, NEARLY, name_documents, nearly_best
from puente.search.question.query_parser import parse_query
from tests.fixtures.builders import document, segment


def named(text, *documents, shares=None):
    """The ids of the documents that a question names, of those given with a share each."""
    shown = {
        f"{each.id}.0001": HydratedSegment(segment=segment("x", document=each), document=each)
        for each in documents
    }
    shares = shares or dict.fromkeys(shown, 0.7)
    given = dict(zip(shown, shares.values(), strict=True))
    return [e.document.id for e in name_documents(shown, parse_query(text), given, shown)]


def test_those_that_are_nearly_the_best_are_named():
    shares = {"a.es.0001": 0.8, "b.es.0001": 0.8 * NEARLY, "c.es.0001": 0.6}
    assert nearly_best(shares) == ("a.es.0001", "b.es.0001")
    assert nearly_best({}) == ()


def test_of_a_work_the_version_in_the_language_of_the_question_is_named():
    versions = (document("a.en", work_id="w"), document("a.es", work_id="w"))
    assert named("sentencia de los comerciantes", *versions) == ["a.es"]
    assert named("judgment of the merchants", *versions) == ["a.en"]


def test_the_best_comes_first_and_of_equal_ones_the_newest():
    documents = (
        document("a.es", date="2004"),
        document("b.es", date=None),
        document("c.es", date="2009-02"),
    )
    assert named("sentencia", *documents) == ["c.es", "a.es", "b.es"]
    shares = {"a": 0.6, "b": 0.8, "c": 0.65}
    assert named("sentencia", *documents, shares=shares) == ["b.es", "c.es", "a.es"]
    assert named("última sentencia", *documents, shares=shares) == ["c.es", "a.es", "b.es"]


def test_no_more_are_named_than_can_be_looked_over():
    documents = [document(f"{name}.es") for name in "abcdefg"]
    assert len(named("sentencia", *documents)) == MOST
