import pytest

from puente.search.diversity import diversify


def order(documents):
    """The places of the results, in order, when each is of the document that the letter names."""
    results = list(enumerate(documents))
    return [place for place, _ in diversify(results, lambda each: each[1])]


def test_a_fourth_result_of_a_document_follows_the_first_ten():
    assert order("aaaaabcdefghij") == [0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 3, 4, 12, 13]


def test_a_document_fills_the_first_ten_where_too_little_else_answers():
    assert order("aaaaaaaaaaaabc") == [0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 8, 9, 10, 11]
    assert order("a" * 12) == list(range(12))


@pytest.mark.parametrize("documents", ["", "a", "aaaab", "aabbccddee", "abcdefghijaaaa"])
def test_what_needs_no_change_stays_in_order(documents):
    assert order(documents) == list(range(len(documents)))
