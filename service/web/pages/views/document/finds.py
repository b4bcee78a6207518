"""Finds: the paragraphs of a document that have some words, and where in it they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from puente.model.identifiers import SegmentId
from puente.model.results import Highlight
from puente.model.segments import Segment
from puente.search.within_document import Wanted

_MOST_STRETCHES = 12
"""As many as fit beside each other in the window of a telephone, each large enough for a finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStretch:
    """A stretch of a document, in per cent of its paragraphs, and how many finds stand in it.

    `number` is the first find in it; `is_shown` where the find that is looked at is one of them.
    """

    begins: int
    ends: int
    count: int
    number: int
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds:
    """The paragraphs that have what is wanted, in order; `number` is the one looked at, from 1.

    `places` are their indices among the `total` segments of the document.
    """

    wanted: Wanted
    segments: tuple[Segment, ...]
    places: Mapping[SegmentId, int]
    total: int
    number: int | None

    def marks(self, segment: Segment, text: str) -> tuple[Highlight, ...]:
        """The spans to mark in what is shown of a segment."""
        return self.wanted.marks(text, segment.language) if segment.id in self.places else ()

    @property
    def place(self) -> int | None:
        """The index of the segment that is looked at."""
        return None if self.number is None else self._ordered[self.number - 1]

    def before(self, place: int) -> int | None:
        """The number of the last find before an index."""
        return sum(each < place for each in self._ordered) or None

    def after(self, place: int) -> int | None:
        """The number of the first find behind an index."""
        number = sum(each <= place for each in self._ordered) + 1
        return number if number <= len(self.segments) else None

    @property
    def stretches(self) -> tuple[DocumentStretch, ...]:
        """Equal stretches of the whole document, from its beginning to its end."""
        count = min(_MOST_STRETCHES, self.total)
        edges = [round(each * self.total / count) for each in range(count + 1)]
        return tuple(self._stretch(first, last) for first, last in pairwise(edges))

    @property
    def _ordered(self) -> tuple[int, ...]:
        return tuple(self.places.values())

    def _stretch(self, first: int, last: int) -> DocumentStretch:
        numbers = [at for at, each in enumerate(self._ordered, start=1) if first <= each < last]
        return DocumentStretch(
            begins=round(100 * first / self.total),
            ends=round(100 * last / self.total),
            count=len(numbers),
            number=numbers[0] if numbers else 0,
            is_shown=self.number in numbers,
        )


def find(wanted: Wanted, segments: Sequence[Segment], number: int | None) -> Finds:
    """The paragraphs with what is wanted; the one looked at has a number among them, or is none."""
    found = tuple(wanted.within(segments))
    ids = {each.id for each in found}
    return Finds(
        wanted=wanted,
        segments=found,
        places={each.id: place for place, each in enumerate(segments) if each.id in ids},
        total=len(segments),
        number=number if number and number <= len(found) else None,
    )
