"""Headings among the lines of a text, told by their form and by the lines around them."""

from collections.abc import Sequence

from ingest.structure.lines import MAX_LENGTH_OF_SENTENCES, TextLine

# More lines in a row that look like headings are a list: of names, of countries.
_MOST_IN_A_ROW = 6


def is_heading(lines: Sequence[TextLine], position: int) -> bool:
    """Test for an unlabelled heading: the line looks like one, and text comes under it.

    Lines that only such lines follow are a list or, at the end, a signature (002, lines 103-105).
    """
    if not _is_plain_candidate(lines[position]):
        return False
    after = _run_length(lines[position + 1 : position + 1 + _MOST_IN_A_ROW])
    before = _run_length(lines[max(0, position - _MOST_IN_A_ROW) : position][::-1])
    next_position = position + 1 + after
    has_text = next_position < len(lines) and lines[next_position].block.note is None
    return has_text and before + 1 + after <= _MOST_IN_A_ROW


def is_labelled_heading(lines: Sequence[TextLine], position: int) -> bool:
    """Test for a labelled heading: the line looks like one, and something comes under it."""
    line = lines[position]
    if line.labelled is None or position + 1 == len(lines):
        return False
    following = lines[position + 1]
    if following.block.note is not None:
        return False
    next_labelled = None if following.block.cells else following.labelled
    if line.labelled.text.endswith(":"):
        # "2. Actividades realizadas:" (003, line 54), not the lead-in of a list (002, line 78).
        listed = next_labelled or following.bullet
        return len(line.labelled.text) <= MAX_LENGTH_OF_SENTENCES and not listed
    if not line.is_labelled_like_heading:
        return False
    if next_labelled is None or next_labelled.is_bare:
        return True
    own_label = line.labelled.label.rstrip(".)")
    return any(
        reading.value == 1 or reading.prefix == own_label for reading in next_labelled.readings
    )


def first_heading(lines: Sequence[TextLine]) -> str | None:
    """The text of the heading that the lines open with, None where they open with text."""
    if not lines:
        return None
    line = lines[0]
    labelled = line.labelled
    if line.stated_level is not None:
        return labelled.text if labelled is not None and labelled.text else line.text
    if labelled is not None and not labelled.is_bare:
        return labelled.text if is_labelled_heading(lines, 0) else None
    return line.text if is_heading(lines, 0) else None


def _run_length(lines: Sequence[TextLine]) -> int:
    """The number of lines at the start that could each be a heading without a label."""
    others = (at for at, line in enumerate(lines) if not _is_plain_candidate(line))
    return next(others, len(lines))


def _is_plain_candidate(line: TextLine) -> bool:
    is_plain = line.block.note is None and not line.is_cell and not line.is_listed
    return is_plain and line.looks_like_heading and not (line.is_office or line.is_recital)
