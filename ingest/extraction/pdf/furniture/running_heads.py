"""Running heads, running feet and page numbers, known by their repetition at the edge of pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from ingest.extraction.pdf.lines import Line

_NUMBER = re.compile(r"\d{1,4}")
_ROMAN_ALONE = re.compile(r"[\s\-–—]*([ivxlc]{1,7})[\s\-–—]*", re.IGNORECASE)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Lines of a running head or foot; each round looks at one on every page.
_MOST_LINES = 8
# Points: a running head stands at the same height on all its pages.
_SAME_HEIGHT = 6.0
_ENOUGH_PAGES = 3
# Of the characters of a usual page, at each edge.
_SHARE_OF_PAGE = 0.2
_LONGEST_SURE = 120
_SHARE_OF_STEPS = 0.9
# Points: 22 and 22 are one distance.
_SAME_STEP = 0.5
_SHARE_OF_TRACKING = 0.6


def drop_furniture(pages: Sequence[Sequence[Line]]) -> tuple[tuple[Line, ...], ...]:
    """The lines of each page without what is repeated at its upper and lower edge.

    Nothing is taken out that has text of the document between itself and the edge.
    """
    kept = [list(lines) for lines in pages]
    most = max(_LONGEST_SURE, _SHARE_OF_PAGE * _usual_length(pages))
    for side in (max, min):
        taken: list[list[list[Line]]] = [[] for _ in kept]
        open_pages = set(range(len(kept)))
        for _ in range(_MOST_LINES):
            outermost = {
                index: _band(kept[index], side([line.baseline for line in kept[index]]))
                for index in open_pages
                if kept[index]
            }
            furniture = _repeated(outermost, len(pages))
            if not furniture:
                break
            for index, lines in furniture.items():
                kept[index] = [line for line in kept[index] if line not in lines]
                taken[index].append(list(lines))
            open_pages = set(furniture)
        for index, bands in enumerate(taken):
            back = {id(line) for band in _unbounded(bands, kept[index], most) for line in band}
            if back:
                stay = back | set(map(id, kept[index]))
                kept[index] = [line for line in pages[index] if id(line) in stay]
    # Pages of nothing else have it as their text.
    return tuple(map(tuple, kept if any(kept) else pages))


def _usual_length(pages: Sequence[Sequence[Line]]) -> float:
    """The characters of a page in the middle of all that have text."""
    lengths = [sum(len(line.text) for line in lines) for lines in pages if lines]
    return median(lengths) if lengths else 0.0


def _unbounded(
    bands: Sequence[Sequence[Line]], kept: Sequence[Line], most: float
) -> Sequence[Sequence[Line]]:
    """The bands, outermost first, that are text after all: more than `most`, or not set off.

    Four notes to four missions say the same in all but a line; that is no running head. A number
    alone counts the pages wherever it stands.
    """
    total = sum(len(line.text) for band in bands for line in band)
    if len(bands) < _MOST_LINES and total <= most:
        edges = [band[0].baseline for band in bands]
        inside = [line.baseline for line in kept]
        far = _widest_step(inside) + _SAME_STEP
        for at in reversed(range(len(bands))):
            beyond = edges[at + 1] if at + 1 < len(edges) else _nearest(edges[at], inside)
            if beyond is None or abs(edges[at] - beyond) > far:
                return _texts_of(bands[at + 1 :])
    return _texts_of(bands)


def _texts_of(bands: Sequence[Sequence[Line]]) -> Sequence[Sequence[Line]]:
    return [band for band in bands if any(_masked(line.text) != "#" for line in band)]


def _nearest(edge: float, inside: Sequence[float]) -> float | None:
    return min(inside, key=lambda height: abs(height - edge), default=None)


def _widest_step(heights: Sequence[float]) -> float:
    """The distance between two paragraphs: of the lines' steps one in ten is wider."""
    ordered = sorted(set(heights), reverse=True)
    steps = sorted(one - other for one, other in pairwise(ordered))
    return steps[int(_SHARE_OF_STEPS * (len(steps) - 1))] if steps else 0.0


def _band(lines: Iterable[Line], height: float) -> list[Line]:
    """The lines beside each other at a height."""
    return [line for line in lines if abs(line.baseline - height) < line.size / 2]


def _repeated(
    outermost: Mapping[int, Sequence[Line]], page_count: int
) -> Mapping[int, Sequence[Line]]:
    """The lines at the edge that other pages have too, by page."""
    alike: defaultdict[str, list[tuple[int, Line]]] = defaultdict(list)
    for index, lines in outermost.items():
        for line in lines:
            alike[_masked(line.text)].append((index, line))
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for key, placed in alike.items():
        for group in _by_height(placed):
            if _is_furniture(key, group, page_count):
                for index, line in group:
                    found[index].append(line)
    return found


def _masked(text: str) -> str:
    if _ROMAN_ALONE.fullmatch(text):
        return "#"
    return _NUMBER.sub("#", "".join(text.split()).casefold()).strip("-–—.")


def _by_height(placed: Iterable[tuple[int, Line]]) -> list[list[tuple[int, Line]]]:
    groups: list[list[tuple[int, Line]]] = []
    for index, line in sorted(placed, key=lambda pair: pair[1].baseline):
        if groups and line.baseline - groups[-1][-1][1].baseline < _SAME_HEIGHT:
            groups[-1].append((index, line))
        else:
            groups.append([(index, line)])
    return groups


def _is_furniture(key: str, group: Sequence[tuple[int, Line]], page_count: int) -> bool:
    pages = {index for index, _ in group}
    if "#" in key:
        offsets = Counter(
            offset
            for index, line in group
            for offset in {number - index for number in _numbers(line.text)}
        )
        tracking = max(offsets.values(), default=0)
        if len(pages) == 1:
            # The second page of two: "2", alone.
            return key == "#" and offsets[1] == 1 and page_count <= _ENOUGH_PAGES
        if tracking >= 2 and tracking >= _SHARE_OF_TRACKING * len(group):
            return True
        # A document in parts counts its pages from 1 again.
        if key == "#":
            return sum(many for many in offsets.values() if many > 1) >= len(group) / 2
    same = Counter(line.text for _, line in group).most_common(1)[0][1]
    least = _ENOUGH_PAGES if page_count > _ENOUGH_PAGES else 2
    return len(pages) >= least and same >= least


def _numbers(text: str) -> list[int]:
    if roman := _ROMAN_ALONE.fullmatch(text):
        digits = [_ROMAN_DIGITS[letter] for letter in roman[1].lower()]
        following = [*digits[1:], 0]
        return [sum(-v if v < after else v for v, after in zip(digits, following, strict=True))]
    return [int(number) for number in _NUMBER.findall(text)]
