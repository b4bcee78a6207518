"""Running heads, running feet and page numbers, known by their repetition at the edge of pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ingest.extraction.pdf.lines import Line

_NUMBER = re.compile(r"\d{1,4}")
_ROMAN_ALONE = re.compile(r"[\s\-–—]*([ivxlc]{1,7})[\s\-–—]*", re.IGNORECASE)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Lines of a running head or foot; each round looks at one on every page.
_MOST_LINES = 8
# Points: a running head stands at the same height on all its pages.
_SAME_HEIGHT = 6.0
_ENOUGH_PAGES = 3
_SHARE_OF_TRACKING = 0.6


def drop_furniture(pages: Sequence[Sequence[Line]]) -> tuple[tuple[Line, ...], ...]:
    """The lines of each page without what is repeated at its upper and lower edge.

    Nothing is taken out that has text of the document between itself and the edge.
    """
    kept = [list(lines) for lines in pages]
    for side in (max, min):
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
            open_pages = set(furniture)
    return tuple(map(tuple, kept))


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
