"""Runs of a page -> lines with their text, and the marks of notes that were called in them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.extraction.note_marks import can_be_called, raised_mark
from ingest.extraction.pdf.text_runs import TextRun
from puente.text.list_labels import is_lone_label
from puente.text.normalization import normalise

# What ends a line whose last word goes on in the next; pdfium writes U+0002 or U+FFFE for it.
_HYPHEN = re.compile("[-\u2010\u00ad\x02\ufffe]")
# Shares of the font size. A raised mark stands .33 above the baseline in 58 % of the size in
# LibreOffice, .35 in 65 % in Word.
_SAME_LINE = 0.6
_RAISED = 0.15
_SMALL = 0.85
_LEAST_SPACE = 0.15
_TOUCHES = 0.4
# Lines back that a late run is looked for.
_MOST_LATE = 80
_TAB = 1.0
# Between the words of stretched lines less is left, between columns more.
_COLUMN_GAP = 2.0
_NUMBER = re.compile(r"[(\[]?\d{1,3}(?:\.\d{1,2})*[)\]/.]{0,2}")
_CLOSING = ".,;:)]”’»"


class Stretch(NamedTuple):
    """A part of a line between gaps as wide as those of columns, its sides in points."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text with its place, in points from the lower left corner of the page.

    `mark` is a raised mark that the line opens with, `calls` those inside it; neither is in the
    text. `has_tab` says that a wide gap follows its first word, `stretches` are what gaps as wide
    as those of columns divide the line into, none where it has no such gap. `column` is 0 for text
    as wide as the page, 1 for the first of several columns.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    is_bold: bool = False
    mark: str | None = None
    calls: tuple[str, ...] = ()
    has_tab: bool = False
    stretches: tuple[Stretch, ...] = ()
    column: int = 0

    @property
    def is_broken(self) -> bool:
        """Test for a last word that goes on in the next line."""
        return self.text.endswith("-") and self.text[-2:-1].isalnum()


def build_lines(runs: Iterable[TextRun], page: int) -> Iterator[Line]:
    """The lines in the order in which they were drawn; what was drawn late is put in its line."""
    gathered: list[list[TextRun]] = []
    lowest = float("inf")
    for run in runs:
        if gathered and _goes_on(gathered[-1], run):
            gathered[-1].append(run)
        # Below all that was drawn there is no line to go on, which spares most lines the look.
        elif run.baseline > lowest - run.size and (place := _late_place(gathered, run)):
            gathered[place.line].insert(place.at, run)
        else:
            gathered.append([run])
        lowest = min(lowest, run.baseline)
    return (_build_line(line, page) for line in gathered)


class _Place(NamedTuple):
    """A line by its number, and the place in it."""

    line: int
    at: int


def _late_place(lines: Sequence[Sequence[TextRun]], run: TextRun) -> _Place | None:
    """The place in a line that was drawn before others, right behind one of its runs.

    Some programs draw the calls of notes, and the full stops behind them, after the text
    (102360, page 1).
    """
    for number in reversed(range(max(0, len(lines) - _MOST_LATE), len(lines) - 1)):
        line = lines[number]
        if abs(line[0].baseline - run.baseline) > line[0].size or line[0].turned != run.turned:
            continue
        for at, before in enumerate(line, start=1):
            is_behind = -_TOUCHES * run.size < run.left - before.right < _TOUCHES * before.size
            has_room = at == len(line) or line[at].left > run.right - _TOUCHES * run.size
            if is_behind and has_room and _is_level(before, run):
                return _Place(number, at)
    return None


def _is_level(before: TextRun, run: TextRun) -> bool:
    """Test for two runs of one line, one of which may be raised."""
    larger = max(before.size, run.size)
    return abs(run.baseline - before.baseline) < _SAME_LINE * larger


def _goes_on(line: Sequence[TextRun], run: TextRun) -> bool:
    """Test for a run that stands on the line, at its right."""
    last = line[-1]
    if run.turned != last.turned or run.left < last.right - run.size:
        return False
    lower = min(line[0], last, key=lambda one: one.baseline)
    return abs(run.baseline - lower.baseline) < _SAME_LINE * max(lower.size, run.size)


def _build_line(runs: Sequence[TextRun], page: int) -> Line:
    body = _body(runs)
    text = ""
    mark: str | None = None
    calls: list[str] = []
    has_tab = is_after_call = False
    starts: list[tuple[int, float, float]] = []
    end = runs[0].left
    for run in runs:
        found = _raised_mark(run, body)
        if found and not text:
            mark = found
        elif found and can_be_called(text):
            calls.append(found)
            is_after_call = True
        else:
            gap = run.left - end
            # pdfium sees a space between "verdad”26" and its full stop (933, page 12).
            is_closing = is_after_call and run.text[0] in _CLOSING
            # LibreOffice sets the hyphen apart when it stretches the line.
            is_hyphen = run is runs[-1] and _HYPHEN.fullmatch(run.text) is not None
            least = _TAB if is_hyphen else _LEAST_SPACE
            if text and not is_closing and (run.after_space or gap > least * run.size):
                has_tab = has_tab or (" " not in text and gap > _TAB * body.size)
                if gap > _COLUMN_GAP * body.size and not _is_label(text):
                    starts.append((len(text), end, run.left))
                text += " "
            elif is_closing:
                text = text.rstrip()
            text += run.text
            is_after_call = False
        end = run.right
    return Line(
        text=normalise(_HYPHEN.sub("-", text)),
        page=page,
        left=runs[0].left,
        right=max(run.right for run in runs),
        baseline=body.baseline,
        size=body.size,
        is_bold=all(run.is_bold or _raised_mark(run, body) for run in runs),
        mark=mark,
        calls=tuple(calls),
        has_tab=has_tab,
        stretches=_stretches(text, starts, runs[0].left, end) if starts else (),
    )


def _stretches(
    text: str, starts: Sequence[tuple[int, float, float]], left: float, right: float
) -> tuple[Stretch, ...]:
    """The stretches of a line; of each gap its place in the text and its two sides."""
    ends = [*starts, (len(text), right, right)]
    begins = [(0, left), *((place, start) for place, _, start in starts)]
    return tuple(
        Stretch(normalise(_HYPHEN.sub("-", text[begin:end])).strip(), start, stop)
        for (begin, start), (end, stop, _) in zip(begins, ends, strict=True)
    )


def _is_label(text: str) -> bool:
    """Test for a label or the mark of a note: the gap behind "113.2", "5 ." or a star is a tab."""
    bare = text.replace(" ", "")
    is_sign = len(bare) < 4 and not any(map(str.isalnum, bare))
    return is_sign or is_lone_label(bare) or _NUMBER.fullmatch(bare) is not None


def _body(runs: Sequence[TextRun]) -> TextRun:
    """The run that the others of its line are raised above: one of the size most text has."""
    first = runs[0]
    if all(run.size == first.size for run in runs):
        return first
    lengths: Counter[float] = Counter()
    for run in runs:
        lengths[round(run.size, 1)] += len(run.text)
    size = max(lengths, key=lambda one: (lengths[one], one))
    return next(run for run in runs if round(run.size, 1) == size)


def _raised_mark(run: TextRun, body: TextRun) -> str | None:
    """The mark that a small run above the line is, None for other text."""
    rise = run.baseline - body.baseline
    if run.size > _SMALL * body.size or rise < _RAISED * body.size:
        return None
    return raised_mark(run.text)
