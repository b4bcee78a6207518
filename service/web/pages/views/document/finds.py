"""Finds: the paragraphs of a page that have some words, and where in the document they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from puente.model.identifiers import SegmentId
from puente.model.results import Highlight
from puente.model.segments import Segment
from puente.search.within_document import Wanted
from service.web.pages.views.document.parts import parts

_MOST_STRETCHES = 12
"""As many as fit beside each other in the window of a telephone, each large enough for a finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStretch:
    """A stretch of a document, in per cent of its rows, and how many finds stand in it.

    `number` is the first find in it; `is_shown` where the find that is looked at is one of them.
    """

    begins: int
    ends: int
    count: int
    number: int
    is_shown: bool


class Neighbours(NamedTuple):
    """The numbers of the finds before and behind a place; None where there is none."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds:
    """The rows of a page that have what is wanted, in order; `number` is the one looked at, from 1.

    A row is a paragraph, or the counterparts of two versions. `segments` are the first ones with it
    of their rows, `ids` all that have it, `places` the indices of their rows among the `total`.
    """

    wanted: Wanted
    segments: tuple[Segment, ...]
    ids: frozenset[SegmentId]
    places: tuple[int, ...]
    total: int
    number: int | None

    def marks(self, segment: Segment, text: str) -> tuple[Highlight, ...]:
        """The spans to mark in what is shown of a segment."""
        return self.wanted.marks(text, segment.language) if segment.id in self.ids else ()

    @property
    def place(self) -> int | None:
        """The index of the row that is looked at."""
        return None if self.number is None else self.places[self.number - 1]

    def part(self, size: int) -> int | None:
        """The part in which the row stands that is looked at, if one is, in parts of a size."""
        return None if self.place is None else parts(self.total, size, 1).part_of(self.place)

    def around(self, first: int) -> Neighbours:
        """The finds around the one that is looked at, else around the first row of a page."""
        before = sum(each < (first if self.place is None else self.place) for each in self.places)
        after = before + (1 if self.place is None else 2)
        return Neighbours(before or None, after if after <= len(self.places) else None)

    @property
    def stretches(self) -> tuple[DocumentStretch, ...]:
        """Equal stretches of the whole document, from its beginning to its end."""
        count = min(_MOST_STRETCHES, self.total)
        edges = [round(each * self.total / count) for each in range(count + 1)]
        return tuple(self._stretch(first, last) for first, last in pairwise(edges))

    def _stretch(self, first: int, last: int) -> DocumentStretch:
        numbers = [at for at, each in enumerate(self.places, start=1) if first <= each < last]
        return DocumentStretch(
            begins=round(100 * first / self.total),
            ends=round(100 * last / self.total),
            count=len(numbers),
            number=numbers[0] if numbers else 0,
            is_shown=self.number in numbers,
        )


def find(wanted: Wanted, rows: Sequence[Sequence[Segment]], number: int | None) -> Finds:
    """The rows with what is wanted; the one looked at has a number among them, or is none."""
    found = [tuple(wanted.within(row)) for row in rows]
    places = tuple(place for place, each in enumerate(found) if each)
    return Finds(
        wanted=wanted,
        segments=tuple(found[place][0] for place in places),
        ids=frozenset(each.id for row in found for each in row),
        places=places,
        total=len(rows),
        number=number if number and number <= len(places) else None,
    )


def first_find(wanted: Wanted, rows: Iterable[Sequence[Segment]]) -> Segment | None:
    """The first paragraph of all rows with what is wanted."""
    return next((each for row in rows for each in wanted.within(row)), None)
