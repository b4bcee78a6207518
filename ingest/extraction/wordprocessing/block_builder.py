"""The paragraphs and rows that a reader meets, in order -> blocks, each note behind its call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from puente.errors import ExtractionError
from puente.model.blocks import Block, Extracted, Properties
from puente.model.reports import Reason
from puente.text.list_labels import BULLETS

# As many as a text may have lines: a thousand pages.
MAX_BLOCKS = 50_000
MAX_COLUMNS = 200
DIVIDER = " | "
# Lines of a title block that were broken by hand are no longer; a sentence goes on at its break.
_LONGEST_OWN_LINE = 70

Place: TypeAlias = tuple[int, int]
"""Row and column of a paragraph in a table that only places text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledNote:
    """A footnote or endnote with the mark it is called by."""

    mark: str
    text: str


class BlockBuilder:
    """Takes what a reader meets; `path` is for its messages."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._blocks: list[Block] = []
        self._line = 0
        self._gap = 0
        self._rows = 0

    def paragraph(
        self,
        text: str,
        *,
        notes: Sequence[CalledNote] = (),
        label: str = "",
        heading: int | None = None,
        place: Place | None = None,
    ) -> None:
        """Take a paragraph; the newlines of its text are line breaks made by hand."""
        lines = [line.strip() for line in text.strip().split("\n")]
        own = not label and heading is None and _are_own(lines)
        *before, last = lines if own else [" ".join(filter(None, lines))]
        row, column = place or (None, 0)
        for line in before:
            self._take(_block(text=line, row=row, column=column))
        whole = f"{label} {last}" if label and last else last
        self._take(_block(text=whole, heading=heading, row=row, column=column), notes)

    def row(
        self,
        cells: Sequence[str],
        *,
        cell_lines: tuple[tuple[str, ...], ...] = (),
        notes: Sequence[CalledNote] = (),
        names_columns: bool = False,
    ) -> None:
        """Take a row of a table; `cell_lines` are the paragraphs of its cells."""
        texts = tuple(" ".join(cell.split()) for cell in cells)
        text = DIVIDER.join(texts) if any(texts) else ""
        block = _block(text=text, cells=texts, names_columns=names_columns, cell_lines=cell_lines)
        self._take(block, notes)

    def next_row(self) -> int:
        """The number of the next row of a table that only places text."""
        self._rows += 1
        return self._rows

    def extracted(self, properties: Properties, running_heads: Iterable[str] = ()) -> Extracted:
        """All that was taken; refuses what has no words."""
        if not any(letter.isalpha() for block in self._blocks for letter in block.text):
            raise ExtractionError(self._path, Reason.EMPTY, "the file has no words")
        return Extracted(
            blocks=tuple(self._blocks),
            properties=properties,
            running_heads=tuple(dict.fromkeys(running_heads)),
        )

    def _take(self, block: Block, notes: Sequence[CalledNote] = ()) -> None:
        if not block.text and not notes:
            self._line += 1
            self._gap += 1
            return
        self._add(replace(block, calls=tuple(note.mark for note in notes)))
        for note in notes:
            self._add(_block(text=" ".join(note.text.split()), note=note.mark))

    def _add(self, block: Block) -> None:
        self._line += 1
        if len(self._blocks) == MAX_BLOCKS:
            detail = f"the file has more than {MAX_BLOCKS:,} paragraphs. Split it."
            raise ExtractionError(self._path, Reason.TOO_BIG, detail)
        placed = replace(block, first_line=self._line, last_line=self._line, gap=self._gap)
        self._blocks.append(placed)
        self._gap = 0


# A block that the builder has yet to place.
_block = partial(Block, first_line=0, last_line=0)


def _are_own(lines: Sequence[str]) -> bool:
    """Test for lines that stand for themselves: short, and none goes on with the one before."""
    return max(map(len, lines)) <= _LONGEST_OWN_LINE and not any(
        line[:1].islower() for line in lines[1:]
    )


def bullet(sign: str) -> str:
    """The sign of a bullet list as labels know it: arrows and ticks are bullets too."""
    return sign if sign and sign in BULLETS else "•"
