import pytest

from puente.evaluation.alignment_metrics import lax_f1, strict_f1

GOLD = [((0,), (0,)), ((1,), (1, 2)), ((2,), ())]


@pytest.mark.parametrize(
    ("found", "strict", "lax"),
    [
        (GOLD, 1.0, 1.0),
        # Right: the first; the second by one pair; the null link is found.
        ([((0,), (0,)), ((1,), (1,)), ((), (2,)), ((2,), ())], 4 / 7, 2 * 0.75 / 1.75),
        ([((0,), (2,)), ((1,), (0,)), ((2,), (1,))], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_a_link_counts_exactly_or_by_a_shared_pair(found, strict, lax):
    assert strict_f1(GOLD, found) == pytest.approx(strict)
    assert lax_f1(GOLD, found) == pytest.approx(lax)


def test_a_null_link_of_two_units_is_two_null_links():
    assert strict_f1([((0, 1), ())], [((0,), ()), ((1,), ())]) == 1.0


def test_nothing_to_find_and_nothing_found_is_perfect():
    assert strict_f1([], []) == 1.0
