"""Marks that a document is not for everybody, in its title block and its running heads."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from puente.data.tables import read_table
from puente.model.blocks import Block, Extracted
from puente.text.list_labels import is_in_capitals
from puente.text.tokenization import fold

_MOST_TITLE_LINES = 60
_LONGEST_TITLE_LINE = 400
_SENTENCE = re.compile(r"(?:\S+\s+){8,}\S+[.;:,]$")
# A line is set in columns by tabs, wide gaps, dashes and bars: "OEA/Ser.G   RESERVADO".
_COLUMNS = re.compile(r"\s{2,}|[\t\n|·•]|\s[-–—/]\s")
_SPACED_OUT = re.compile(r"(?:[^\W\d_] ){4,}[^\W\d_]")
_AROUND = " .,:;()[]{}*\"'“”«»-–—_0123456789"
_ENOUGH_PAGES = 2


def find_restriction(extracted: Extracted) -> str | None:
    """The mark that says so, as it is written; None where nothing does.

    The lines are those of the file before cleaning, which drops running heads. A line that comes
    back in capitals is a running head of a format that has none. A sentence states nothing.
    """
    lines = (
        *extracted.running_heads,
        *_title_lines(extracted.blocks),
        *_repeated_lines(extracted.blocks),
    )
    return next((mark for line in lines for mark in _marks(line)), None)


def _title_lines(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines above the first sentence."""
    for block in blocks[:_MOST_TITLE_LINES]:
        line = block.text.strip()
        if block.note is not None or len(line) > _LONGEST_TITLE_LINE or _SENTENCE.search(line):
            return
        yield from block.cells or (block.text,)


def _repeated_lines(blocks: Iterable[Block]) -> Iterator[str]:
    lines = Counter(
        block.text.strip() for block in blocks if not block.cells and block.text[:1] != "\t"
    )
    for line, count in lines.items():
        if count >= _ENOUGH_PAGES and is_in_capitals(line):
            yield line


def _marks(line: str) -> Iterator[str]:
    whole, inside = _patterns()
    for column in _COLUMNS.split(line):
        said = column.strip(_AROUND)
        together = said.replace(" ", "") if _SPACED_OUT.fullmatch(said) else " ".join(said.split())
        if whole.fullmatch(fold(together)):
            yield said
    squeezed = " ".join(line.split())
    if match := inside.search(fold(squeezed)):
        yield match[0]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of what fills a column of a line, and of what may stand beside other words."""
    stated = read_table("ingest", "data/statements.toml")["restriction"]
    whole, inside = ("|".join(f"(?:{each})" for each in stated[key]) for key in ("whole", "inside"))
    return re.compile(whole), re.compile(rf"\b(?:{inside})")
