"""Headings of a PDF, told by their type: larger than the text, or bold and short."""

from collections.abc import Sequence

from ingest.extraction.pdf.lines import Line
from puente.text.sentences import split_end_mark

_LONGEST = 200
_MOST_LINES = 4
_LARGER = 1.1
_ENDS_TEXT = (".", ";", ":", ",")
"""Marks after which a line is no heading; a question can be one."""
# More in a row are a title page, or a form with bold labels.
_MOST_IN_A_ROW = 4


def heading_levels(
    paragraphs: Sequence[Sequence[Line]], body_size: float
) -> tuple[int | None, ...]:
    """For each paragraph its level as a heading, None for text.

    Levels follow size, larger first, then capitals before other bold type.
    """
    styles = [_style(lines, body_size) for lines in paragraphs]
    for at in range(len(styles)):
        run = 0
        while at + run < len(styles) and styles[at + run] is not None:
            run += 1
        starts_run = at == 0 or styles[at - 1] is None
        if starts_run and (run > _MOST_IN_A_ROW or at + run == len(styles)):
            styles[at : at + run] = [None] * run
    ranks = sorted({style for style in styles if style is not None}, reverse=True)
    return tuple(None if style is None else ranks.index(style) + 1 for style in styles)


def _style(lines: Sequence[Line], body_size: float) -> tuple[float, bool] | None:
    """Size and capitals of a paragraph that could be a heading."""
    if len(lines) > _MOST_LINES:
        return None
    text = " ".join(line.text for line in lines)
    size = lines[0].size
    if size < _LARGER * body_size and not all(line.is_bold for line in lines):
        return None
    if (
        len(text) > _LONGEST
        or split_end_mark(text)[1] in _ENDS_TEXT
        or not any(map(str.isalpha, text))
    ):
        return None
    return max(1.0, round(size / body_size, 1)), text.isupper()
