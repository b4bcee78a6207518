"""Watermarks: large words across the text of a page, as "DRAFT" and "BORRADOR"."""

from collections.abc import Sequence

from ingest.extraction.pdf.lines import Line

_LARGER = 1.8
_MOST_WORDS = 6


def watermarks(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The large lines of a page that other text is set over; an initial stands beside its text."""
    large = max((line.size for line in lines), default=0.0)
    if not any(line.size * _LARGER <= large for line in lines):
        return ()
    return tuple(line for line in lines if _is_under_text(line, lines))


def _is_under_text(line: Line, lines: Sequence[Line]) -> bool:
    if len(line.text.split()) > _MOST_WORDS:
        return False
    return any(
        other.size * _LARGER <= line.size
        and line.baseline - other.size < other.baseline < line.baseline + line.size
        and other.left < line.right
        and line.left < other.right
        for other in lines
    )
