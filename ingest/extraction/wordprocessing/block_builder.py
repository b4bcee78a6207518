"""The paragraphs and rows that a reader meets, in order -> blocks, each note behind its call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

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

    def paragraph(
        self,
        text: str,
        *,
        notes: Sequence[CalledNote] = (),
        label: str = "",
        heading: int | None = None,
    ) -> None:
        """Take a paragraph; the newlines of its text are line breaks made by hand."""
        lines = [line.strip() for line in text.strip().split("\n")]
        own = not label and heading is None and _are_own(lines)
        *before, last = lines if own else [" ".join(filter(None, lines))]
        for line in before:
            self._take(line)
        self._take(f"{label} {last}" if label and last else last, notes=notes, heading=heading)

    def row(
        self, cells: Sequence[str], *, notes: Sequence[CalledNote] = (), names_columns: bool = False
    ) -> None:
        """Take a row of a table."""
        texts = tuple(" ".join(cell.split()) for cell in cells)
        text = DIVIDER.join(texts) if any(texts) else ""
        self._take(text, notes=notes, cells=texts, names_columns=names_columns)

    def extracted(self, properties: Properties, running_heads: Iterable[str] = ()) -> Extracted:
        """All that was taken; refuses what has no words."""
        if not any(letter.isalpha() for block in self._blocks for letter in block.text):
            raise ExtractionError(self._path, Reason.EMPTY, "the file has no words")
        return Extracted(
            blocks=tuple(self._blocks),
            properties=properties,
            running_heads=tuple(dict.fromkeys(running_heads)),
        )

    def _take(
        self,
        text: str,
        *,
        notes: Sequence[CalledNote] = (),
        heading: int | None = None,
        cells: tuple[str, ...] = (),
        names_columns: bool = False,
    ) -> None:
        if not text and not notes:
            self._line += 1
            self._gap += 1
            return
        calls = tuple(note.mark for note in notes)
        self._add(text, calls=calls, heading=heading, cells=cells, names_columns=names_columns)
        for note in notes:
            self._add(" ".join(note.text.split()), note=note.mark)

    def _add(
        self,
        text: str,
        *,
        note: str | None = None,
        calls: tuple[str, ...] = (),
        heading: int | None = None,
        cells: tuple[str, ...] = (),
        names_columns: bool = False,
    ) -> None:
        self._line += 1
        if len(self._blocks) == MAX_BLOCKS:
            detail = f"the file has more than {MAX_BLOCKS:,} paragraphs. Split it."
            raise ExtractionError(self._path, Reason.TOO_BIG, detail)
        block = Block(
            text=text,
            first_line=self._line,
            last_line=self._line,
            gap=self._gap,
            note=note,
            calls=calls,
            heading=heading,
            cells=cells,
            names_columns=names_columns,
        )
        self._blocks.append(block)
        self._gap = 0


def _are_own(lines: Sequence[str]) -> bool:
    """Test for lines that stand for themselves: short, and none goes on with the one before."""
    return max(map(len, lines)) <= _LONGEST_OWN_LINE and not any(
        line[:1].islower() for line in lines[1:]
    )


def bullet(sign: str) -> str:
    """The sign of a bullet list as labels know it: arrows and ticks are bullets too."""
    return sign if sign and sign in BULLETS else "•"
