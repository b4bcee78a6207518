"""Block: a run of text with its place and style, the common currency of the early stages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line or paragraph of a source.

    `gap` is how many empty lines stand before it; a `text` led by a tab is a table cell or an
    indented line. `note` is None for body text and the mark of a note otherwise ("" for a mark
    that cannot be read, "*"); `calls` are the marks of the notes that were called in the text.
    """

    text: str
    first_line: int
    last_line: int
    gap: int = 0
    page: int | None = None
    note: str | None = None
    calls: tuple[str, ...] = ()
