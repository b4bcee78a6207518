"""Parts of what is too long for one page, and the part in which each thing of it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from fastapi import HTTPException

PARAGRAPHS = 100
"""Paragraphs of a document on one page: 20 to 30 KB of it when they are long and compressed."""
ROWS = 50
"""Rows of two versions beside each other on one page, which have as much text."""

ChosenPart: TypeAlias = int | Literal["all"]

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a sequence, all of one size but the last, and the one that is shown."""

    total: int
    size: int
    shown: ChosenPart

    @property
    def count(self) -> int:
        """The number of parts; what is less than half of one goes with the last."""
        return max(1, (self.total + self.size // 2) // self.size)

    @property
    def is_whole(self) -> bool:
        """True where everything is shown."""
        return self.shown == "all" or self.count == 1

    @property
    def first(self) -> int:
        """The index, from 0, of the first item that is shown."""
        return 0 if self.shown == "all" else (self.shown - 1) * self.size

    def part_of(self, index: int) -> int:
        """The part, from 1, in which an item stands, by its index from 0."""
        return min(index // self.size + 1, self.count)

    def shows(self, index: int) -> bool:
        """Test whether an item is shown, by its index from 0."""
        return self.is_whole or self.part_of(index) == self.shown

    def of(self, items: Sequence[_Item]) -> tuple[_Item, ...]:
        """The items that are shown."""
        return tuple(item for index, item in enumerate(items) if self.shows(index))


def parts(total: int, size: int, shown: ChosenPart | None) -> Parts:
    """The parts of so many items; raises HTTPException (404) for one that there is not."""
    found = Parts(total=total, size=size, shown=shown or 1)
    if found.shown != "all" and found.shown > found.count:
        raise HTTPException(404)
    return found
