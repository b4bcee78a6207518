"""Pages of an answer: which items stand on one, and which numbers a pager shows."""

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

CITING_PAGE = 20
"""Paragraphs on one page of those that cite a symbol."""


def page_of(items: Sequence[Item], page: int, *, size: int) -> Sequence[Item]:
    """The items of one page, counted from 1; none beyond the last."""
    return items[(page - 1) * size : page * size]


def page_numbers(page: int, last: int) -> tuple[int | None, ...]:
    """The pages to offer: the first, the last and those around this one; None is a gap."""
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and numbers[-1] != number - 1:
            numbers.append(None)
        numbers.append(number)
    return tuple(numbers)


def page_count(total: int, size: int) -> int:
    """The number of pages; an empty answer has one."""
    return max(1, -(-total // size))
