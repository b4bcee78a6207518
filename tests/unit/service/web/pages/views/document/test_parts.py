"""Parts of what is too long for one page."""

import pytest
from fastapi import HTTPException

from service.web.pages.views.document.parts import parts


@pytest.mark.parametrize(
    ("total", "count", "last"), [(0, 1, 0), (149, 1, 149), (150, 2, 50), (249, 2, 149)]
)
def test_less_than_half_a_part_goes_with_the_last(total, count, last):
    found = parts(total, 100, count)
    assert (found.count, len(found.of(range(total)))) == (count, last)


def test_every_item_stands_in_one_part():
    shown = [each for part in (1, 2, 3) for each in parts(320, 100, part).of(range(320))]
    assert shown == list(range(320))
    assert [parts(320, 100, 1).part_of(index) for index in (0, 99, 100, 319)] == [1, 1, 2, 3]


def test_all_parts_can_be_shown_at_once():
    assert parts(320, 100, "all").of(range(320)) == tuple(range(320))
    assert [parts(*each).is_whole for each in ((320, 100, "all"), (9, 100, 1), (320, 100, 2))] == [
        True, True, False,
    ]  # fmt: skip


def test_a_part_that_is_not_there_is_not_found():
    with pytest.raises(HTTPException):
        parts(320, 100, 4)
