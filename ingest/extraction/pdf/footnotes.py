"""Footnotes: the small print at the foot of a page, told from its text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.extraction.pdf.lines import Line
from ingest.extraction.pdf.text_runs import Edge

_SMALL = 0.93
_SHARE_OF_PAGE = 0.2
# Points: the rule above notes is two inches long in Word, a quarter of the line in LibreOffice, and
# as long as the line above a note that goes on (930, page 6).
_LEAST_RULE = 40.0
_THIN = 3.0
# A page of a title calls these in the size of its text, where they cannot be told from it.
_STARS = ("*", "**", "***")
_PLAIN_MARK = re.compile(
    r"(?P<mark>\d{1,3}|\*{1,4}|[†‡])(?:[./)\]]{1,2}\s*|\s+|(?=[^\W\d_]))(?=\S)"
)


@dataclass(slots=True, kw_only=True)
class PdfFootnote:
    """A footnote with its lines; the mark "" is one that could not be read."""

    mark: str
    page: int
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class DividedPage:
    """A page divided into its text and its notes; `rest` goes on with a note of the page before."""

    body: tuple[Line, ...]
    rest: tuple[Line, ...]
    notes: tuple[PdfFootnote, ...]


def split_notes(
    lines: Sequence[Line], edges: Iterable[Edge], body_size: float, *, follows_note: bool
) -> DividedPage:
    """The page divided; `follows_note` says that the page before ends in a note."""
    ordered = sorted(lines, key=lambda line: (-line.baseline, line.left))
    body_size = max(body_size, _largest_size(lines))
    calls = [mark for line in ordered for mark in line.calls]
    rule = _rule_height(ordered, edges, body_size, calls)
    start = len(ordered)
    while start and _is_small(ordered[start - 1], body_size):
        start -= 1
    if rule is not None:
        start = next(at for at, line in enumerate(ordered) if line.baseline < rule)
        calls += _STARS
    small = ordered[start:]
    first = next((at for at, _ in _starts(small, calls)), len(small))
    if first and not (rule is not None and follows_note):
        small = small[first:]
        first = 0
    starts = dict(_starts(small, calls))
    notes: list[PdfFootnote] = []
    for at, line in enumerate(small[first:], start=first):
        if at in starts:
            notes.append(PdfFootnote(mark=starts[at][0], page=line.page, lines=[starts[at][1]]))
        else:
            notes[-1].lines.append(line)
    taken = set(map(id, small))
    body = [line for line in lines if id(line) not in taken]
    return DividedPage(
        body=tuple(_with_plain_calls(body, [note.mark for note in notes])),
        rest=tuple(small[:first]),
        notes=tuple(notes),
    )


def _with_plain_calls(lines: Sequence[Line], marks: Iterable[str]) -> list[Line]:
    """The lines with the calls found that are not raised: "europeo102," (1202, page 58)."""
    found = list(lines)
    raised = {mark for line in lines for mark in line.calls}
    for mark in marks:
        call = re.compile(rf"(?<=[^\W\d_]){re.escape(mark)}(?![\w*])")
        places = [at for at, line in enumerate(found) if call.search(line.text)]
        if mark in raised or len(places) != 1:
            continue
        line = found[places[0]]
        text = call.sub("", line.text, count=1)
        found[places[0]] = replace(line, text=text, calls=(*line.calls, mark))
    return found


def _largest_size(lines: Iterable[Line]) -> float:
    """The largest size that a good part of a page has: opinions are set larger (1198, page 56)."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    many = _SHARE_OF_PAGE * sizes.total()
    return max((size for size, count in sizes.items() if count >= many), default=0.0)


def _is_small(line: Line, body_size: float) -> bool:
    return line.size <= _SMALL * body_size


def _rule_height(
    ordered: Sequence[Line], edges: Iterable[Edge], body_size: float, calls: Sequence[str]
) -> float | None:
    """The height, in points, of the rule above nothing but small print, or above a raised mark."""
    heights = sorted(
        (
            edge.bottom
            for edge in edges
            if edge.top - edge.bottom < _THIN and edge.right - edge.left >= _LEAST_RULE
        ),
        reverse=True,
    )
    for height in heights:
        below = [line for line in ordered if line.baseline < height]
        if not below:
            continue
        if below[0].mark in calls or all(_is_small(line, body_size) for line in below):
            return height
    return None


def _starts(lines: Sequence[Line], calls: Sequence[str]) -> Iterator[tuple[int, tuple[str, Line]]]:
    """The places where notes begin, with their mark and their first line without it.

    A mark that is not raised counts if it is the next that the page has called.
    """
    waiting = list(calls)
    for at, line in enumerate(lines):
        if line.mark is not None:
            if line.mark in waiting:
                del waiting[: waiting.index(line.mark) + 1]
            # "102. Como" with only the number raised (1202, page 58), "1/" of the OAS.
            yield at, (line.mark, replace(line, text=line.text.lstrip(" ./)")))
        elif (match := _PLAIN_MARK.match(line.text)) and match["mark"] in waiting:
            del waiting[: waiting.index(match["mark"]) + 1]
            yield at, (match["mark"], replace(line, text=line.text[match.end() :]))
