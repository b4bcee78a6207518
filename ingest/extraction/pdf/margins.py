"""Margins and line pitch of a document, as its program set them; lengths are in points."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.extraction.pdf.lines import Line

# Points: Word's justified lines end within one of each other, LibreOffice's within a tenth.
_SAME = 1.5
# A margin is where many lines end: of those that begin at one place, or else of one size.
_LEAST_LINES = 4
_SHARE_AT_PLACE = 0.08
_SHARE_OF_SIZE = 0.1
# Lines that follow each other end within half a point by chance once in 400 times.
_LEAST_ON_PAGE = 3
_ALIKE = 0.5
_SHARE_OF_LEFT = 0.1
_MOST_MARGINS = 3
_WIDEST = 0.98
# Of the font size.
_USUAL_PITCH = 1.2
_LARGEST_PITCH = 3.0


_Place = tuple[int, int, float]
"""The column, the left side and the font size of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Measures that the lines of a document have in common.

    `ends` are the right margins of justified text by the place and the size of its lines,
    `on_page` those of one page alone, and `of_size` those of all lines of a size in a
    column. `widest` is how far a column reaches where text is not
    justified; `lefts` are the left sides of columns on odd and even pages, which books mirror;
    `pitches` are by font size.
    """

    ends: dict[_Place, tuple[float, ...]]
    on_page: dict[tuple[int, _Place], tuple[float, ...]]
    of_size: dict[tuple[int, float], tuple[float, ...]]
    widest: dict[int, float]
    lefts: dict[tuple[int, int], float]
    pitches: dict[float, float]

    def is_flush(self, line: Line) -> bool:
        """Test for a line that ends where justified lines do."""
        return any(abs(line.right - end) < _SAME for end in self._ends(line))

    def is_justified(self, line: Line) -> bool:
        """Test for justified lines among those that begin where this one does."""
        return bool(self._ends(line))

    def room(self, line: Line) -> float:
        """The distance from the end of a line to the margin that it could have reached."""
        reachable = [end for end in self._ends(line) if end > line.right - _SAME]
        end = min(reachable, default=max(self.widest[line.column], line.right))
        return max(0.0, end - line.right)

    def is_full(self, line: Line, following: Line) -> bool:
        """Test for a line that had no room for the first word of the one that follows."""
        return self.is_flush(line) or self.room(line) < first_word_width(following)

    def indent(self, line: Line) -> float:
        """The distance from the left side of its column to the start of a line."""
        return line.left - self.lefts[_side(line)]

    def is_centred(self, line: Line) -> bool:
        """Test for a line that fills no margin and stands in the middle of its column."""
        left = self.indent(line)
        right = self.widest[line.column] - line.right
        is_inside = min(left, right) > line.size
        return is_inside and abs(left - right) < line.size and not self.is_flush(line)

    def fills_centre(self, line: Line, following: Line) -> bool:
        """Test for a centred line that had no room for the first word of the one that follows."""
        width = self.widest[line.column] - self.lefts[_side(line)]
        return line.right - line.left + first_word_width(following) > width

    def pitch(self, line: Line) -> float:
        """The usual distance between lines of its size."""
        return self.pitches.get(round(line.size, 1), _USUAL_PITCH * line.size)

    def _ends(self, line: Line) -> tuple[float, ...]:
        place = _place(line)
        return (
            *self.on_page.get((line.page, place), ()),
            *self.ends.get(place, ()),
            *self.of_size[line.column, place[2]],
        )


def first_word_width(line: Line) -> float:
    """The width of the first word of a line with a space, as its share of the line's characters."""
    word, _, rest = line.text.partition(" ")
    length = len(word) + 1
    return (line.right - line.left) * length / (length + len(rest))


def measure_margins(pages: Iterable[Sequence[Line]]) -> Margins:
    """The margins and pitches of all pages; each page is in reading order."""
    listed = [list(lines) for lines in pages]
    at_place: defaultdict[_Place, list[float]] = defaultdict(list)
    of_size: defaultdict[tuple[int, float], list[float]] = defaultdict(list)
    in_column: defaultdict[int, list[float]] = defaultdict(list)
    seen: set[tuple[_Place, str]] = set()
    placed = [[(line, _place(line)) for line in lines] for lines in listed]
    for line, place in (pair for pairs in placed for pair in pairs):
        column, left, size = place
        in_column[line.column].append(line.right)
        # Notes to four missions end alike four times, which makes no margin.
        if (place, line.text) in seen:
            continue
        seen.add((place, line.text))
        for near in (left - 1, left, left + 1):
            at_place[column, near, size].append(line.right)
        of_size[column, size].append(line.right)
    margins = Margins(
        ends={
            place: _peaks(rights, max(_LEAST_LINES, _SHARE_AT_PLACE * len(rights)))
            for place, rights in at_place.items()
            if len(rights) >= _LEAST_LINES
        },
        on_page={place: ends for pairs in placed for place, ends in _ends_on_page(pairs).items()},
        of_size={
            key: _peaks(rights, max(_LEAST_LINES, _SHARE_OF_SIZE * len(rights)))
            for key, rights in of_size.items()
        },
        widest={
            column: sorted(rights)[round(_WIDEST * (len(rights) - 1))]
            for column, rights in in_column.items()
        },
        lefts=_measure_lefts(line for lines in listed for line in lines),
        pitches={},
    )
    return replace(margins, pitches=_measure_pitches(listed, margins))


def _place(line: Line) -> _Place:
    return line.column, round(line.left), round(line.size, 1)


def _side(line: Line) -> tuple[int, int]:
    """The column of a line, on odd or on even pages."""
    return line.column, line.page % 2


def _measure_lefts(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    """The first place from the left where many lines of each column begin."""
    counts: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for line in lines:
        counts[_side(line)][round(line.left)] += 1
    return {side: _first_left(lefts) for side, lefts in counts.items()}


def _first_left(lefts: Counter[int]) -> int:
    usual = lefts.most_common(1)[0][0]
    many = _SHARE_OF_LEFT * lefts.total()
    return min((left for left, count in lefts.items() if count >= many), default=usual)


def _ends_on_page(
    lines: Sequence[tuple[Line, _Place]],
) -> dict[tuple[int, _Place], tuple[float, ...]]:
    """The right ends that three lines of a page share which begin alike, two below each other."""
    alike: defaultdict[tuple[int, _Place], list[float]] = defaultdict(list)
    for line, place in lines:
        alike[line.page, place].append(line.right)
    ends: defaultdict[tuple[int, _Place], tuple[float, ...]] = defaultdict(tuple)
    for (before, place_before), (line, place) in pairwise(lines):
        key = line.page, place
        if place_before == place and abs(before.right - line.right) <= _ALIKE:
            count = sum(abs(right - line.right) <= _ALIKE for right in alike[key])
            if count >= _LEAST_ON_PAGE and line.right not in ends[key]:
                ends[key] += (line.right,)
    return ends


def _peaks(rights: Sequence[float], least: float) -> tuple[float, ...]:
    """The right ends that many of the lines share."""
    bins = Counter(round(right) for right in rights)
    found: list[float] = []
    for place, _ in bins.most_common(3 * _MOST_MARGINS):
        near = [right for right in rights if abs(right - place) <= _SAME]
        if len(near) >= least and all(abs(place - other) > 2 * _SAME for other in found):
            found.append(sum(near) / len(near))
    return tuple(found[:_MOST_MARGINS])


def _measure_pitches(pages: Iterable[Sequence[Line]], margins: Margins) -> dict[float, float]:
    counts: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for lines in pages:
        for line, following in pairwise(lines):
            pitch = line.baseline - following.baseline
            same_size = round(line.size, 1) == round(following.size, 1)
            if (
                same_size
                and 0 < pitch < _LARGEST_PITCH * line.size
                and margins.is_full(line, following)
            ):
                counts[round(line.size, 1)][round(2 * pitch) / 2] += 1
    return {size: pitches.most_common(1)[0][0] for size, pitches in counts.items()}
