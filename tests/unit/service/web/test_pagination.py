"""Pages of an answer."""

import pytest

from service.web.pagination import page_count, page_numbers, page_of


@pytest.mark.parametrize(
    ("page", "last", "numbers"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (1, 9, (1, 2, 3, None, 9)),
        (5, 9, (1, None, 3, 4, 5, 6, 7, None, 9)),
        (9, 9, (1, None, 7, 8, 9)),
    ],
)
def test_a_pager_offers_the_ends_and_the_neighbours(page, last, numbers):
    assert page_numbers(page, last) == numbers


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2)])
def test_a_last_page_may_be_short(total, pages):
    assert page_count(total, 10) == pages


def test_a_page_beyond_the_last_is_empty():
    assert page_of("abcde", 2, size=3) == "de"
    assert page_of("abcde", 3, size=3) == ""
