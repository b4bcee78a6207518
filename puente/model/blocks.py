"""Block: a run of text with its place and style, the common currency of the early stages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line or paragraph of a source.

    `first_line` and `last_line` count the lines of a text, the paragraphs of a word processor's
    file, from 1. `gap` is how many empty lines stand before it; a `text` led by a tab is a table
    cell or an indented line. `note` is None for body text and the mark of a note otherwise ("" for
    a mark that cannot be read, "*", "12"); `calls` are the marks of the notes that were called in
    the text. `heading` is the level that the source gives a heading, from 1. `cells` are the cells
    of a row where the source has tables, `names_columns` says that they name the columns; the text
    of such a block is its cells divided by " | ". `cell_lines` are the paragraphs of each cell,
    where one has several. A paragraph of a table that only places text has a `row`, numbered over
    the file, and its `column`, from 0.
    """

    text: str
    first_line: int
    last_line: int
    gap: int = 0
    page: int | None = None
    note: str | None = None
    calls: tuple[str, ...] = ()
    heading: int | None = None
    cells: tuple[str, ...] = ()
    names_columns: bool = False
    cell_lines: tuple[tuple[str, ...], ...] = ()
    row: int | None = None
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """Statements of a file on its document beside the text; None is not stated."""

    title: str | None = None
    date: str | None = None
    language: str | None = None
    keywords: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """Content of a file as it was read: blocks in reading order, each note behind its call.

    `unread_pages` are the pages that hold a picture of text and were not recognised; `remarks`
    are what a person should know of the reading, as a name that promises another format.
    `running_heads` are the lines above and below the pages, which are no text of the document.
    """

    blocks: tuple[Block, ...]
    properties: Properties = Properties()
    unread_pages: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()
    running_heads: tuple[str, ...] = ()
