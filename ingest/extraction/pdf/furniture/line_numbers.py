"""Numbers of lines, which drafts count in the margin: no part of the text beside them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from ingest.extraction.pdf.text_runs import TextRun

# Points: the numbers of a column end below each other, or begin so.
_ALIGNED = 2.0
_FEWEST = 8
_FEWEST_STEPPED = 3
_EVERY_FIFTH = 5
_LEAST_GAP = 3.0
_EVEN = 0.2
_MOSTLY = 0.8


def without_line_numbers(runs: Sequence[TextRun]) -> tuple[TextRun, ...]:
    """The runs of a page without a column of numbers that counts up left of all text.

    Every line has its number, or every fifth; the steps are even, so a table's first column is
    none unless it is as tall as the page and nothing stands left of it.
    """
    if not any(run.text.isdecimal() for run in runs):
        return tuple(runs)
    column = max((_counting(group) for group in _columns(runs)), key=len, default=[])
    if not _is_margin(column, runs):
        return tuple(runs)
    dropped = set(map(id, column))
    return tuple(run for run in runs if id(run) not in dropped)


def _columns(runs: Iterable[TextRun]) -> Iterable[list[TextRun]]:
    """The numbers that end, or begin, below each other."""
    by_side: defaultdict[tuple[str, int], list[TextRun]] = defaultdict(list)
    for run in runs:
        if run.text.isdecimal() and len(run.text) <= _FEWEST_STEPPED and not run.turned:
            for side, place in (("right", run.right), ("left", run.left)):
                # Twice, for a column may stand where two places meet.
                by_side[side, round(place / _ALIGNED)].append(run)
                by_side[f"{side} half", round(place / _ALIGNED + 0.5)].append(run)
    return by_side.values()


def _counting(numbers: Sequence[TextRun]) -> list[TextRun]:
    """The numbers from top to bottom, none where they do not count up by one or by five."""
    ordered = sorted(numbers, key=lambda run: -run.baseline)
    if len(ordered) < _FEWEST_STEPPED:
        return []
    pairs = list(pairwise(ordered))
    steps = {int(after.text) - int(before.text) for before, after in pairs}
    if steps not in ({1}, {_EVERY_FIFTH}) or (steps == {1} and len(ordered) < _FEWEST):
        return []
    heights = [before.baseline - after.baseline for before, after in pairs]
    usual = median(heights)
    even = sum(abs(height - usual) < _EVEN * usual for height in heights)
    return ordered if even >= _MOSTLY * len(heights) else []


def _is_margin(column: Sequence[TextRun], runs: Sequence[TextRun]) -> bool:
    """Test for numbers that stand left of all that is at their height, along most of the page."""
    if not column:
        return False
    top, bottom = column[0].baseline, column[-1].baseline
    edge = max(run.right for run in column)
    own = set(map(id, column))
    texts = [run for run in runs if id(run) not in own]
    beside = [run for run in texts if bottom - run.size <= run.baseline <= top + run.size]
    height = max(run.baseline for run in runs) - min(run.baseline for run in runs)
    return (
        bool(beside)
        and all(run.left > edge + _LEAST_GAP for run in beside)
        and top - bottom >= height / 2
    )
