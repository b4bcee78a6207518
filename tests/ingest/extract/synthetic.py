"""A long document with known truth, made of the text of the seeds, and what to hold against it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from ingest.blocks import Block
from ingest.characters import normalise
from ingest.clean import clean
from ingest.extract.text import decode, text_blocks
from ingest.headings import looks_like_heading
from ingest.labels import is_listed

HEAD = "Informe sobre el Programa Interamericano"
_SEEDS = Path(__file__).parents[3] / "seeds"
_NOTES = 16
_IN_COLUMNS = range(150, 190)
_INDENTED = range(260, 300)
_NUMBERED = range(90, 140)
_SENTENCE_END = re.compile(r"(?<=[a-zé]{3}\.) (?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as it must be read; `call` is where in its text its note is called.

    `label` is a bullet or a number that it opens with. Paragraphs that are `indented` have no space
    between them.
    """

    text: str
    label: str = ""
    is_heading: bool = False
    in_columns: bool = False
    is_indented: bool = False
    call: int = 0
    mark: str = ""
    note: str = ""

    @property
    def whole(self) -> str:
        """The text with its label."""
        return f"{self.label} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a ruled table; the first names the columns."""

    rows: tuple[tuple[str, ...], ...]


Part = Paragraph | Table


def make_document() -> tuple[Part, ...]:
    """Some 420 paragraphs of seed 003 with sixteen notes and two tables."""
    blocks = [block for block in _read("003") if block.note is None]
    paragraphs = [_paragraph(position, block.text) for position, block in enumerate(blocks)]
    parts: list[Part] = list(_with_notes(paragraphs))
    parts.insert(60, Table(_rows(blocks, range(200, 230))))
    parts.insert(340, Table(_rows(blocks, range(40, 52))))
    return tuple(parts)


def _read(seed: str) -> tuple[Block, ...]:
    path = next(_SEEDS.glob(f"{seed}_*.txt"))
    return clean(text_blocks(path, decode(path, path.read_bytes())))


def _paragraph(position: int, text: str) -> Paragraph:
    if text.startswith("·"):
        return Paragraph(text=text.removeprefix("·").strip(), label="•")
    is_heading = looks_like_heading(text) and len(text) < 80
    if position in _NUMBERED and not is_heading and not is_listed(text):
        return Paragraph(text=text, label=f"{position - _NUMBERED.start + 1}.")
    return Paragraph(
        text=text,
        is_heading=is_heading,
        in_columns=position in _IN_COLUMNS,
        is_indented=position in _INDENTED and not is_heading and not is_listed(text),
    )


def _with_notes(paragraphs: Sequence[Paragraph]) -> Iterable[Paragraph]:
    """Every twentieth long paragraph calls a note, after a word in its middle."""
    notes = [
        sentence
        for seed in ("000", "001", "002")
        for sentence in _SENTENCE_END.split(" ".join(block.text for block in _read(seed)))
        if 40 < len(sentence) < 600
    ]
    wait = 0
    number = 0
    for paragraph in paragraphs:
        wait += 1
        is_long = len(paragraph.text) > 300 and not paragraph.in_columns
        if wait < 16 or not is_long or number == _NOTES:
            yield paragraph
            continue
        number += 1
        wait = 0
        call = paragraph.text.index(" ", len(paragraph.text) // 2)
        yield replace(paragraph, call=call, mark=str(number), note=notes[number - 1])


def _rows(blocks: Sequence[Block], positions: range) -> tuple[tuple[str, ...], ...]:
    rows = [("Actividad", "Responsable", "Presupuesto (US$)")]
    for number, position in enumerate(positions, start=1):
        words = blocks[position].text.split()
        rows.append((" ".join(words[:14]), " ".join(words[14:17]) or "CIM", f"{number * 1250:,}"))
    return tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Shares, but for `foreign`: the words of heads, feet and notes that stand in paragraphs."""

    recall: float
    precision: float
    notes: int
    cells: float
    words: float
    wrong_joins: float
    foreign: int


def score(parts: Sequence[Part], blocks: Sequence[Block]) -> Scores:
    """How well the blocks give back the document, in order and to the letter."""
    paragraphs = [part for part in parts if isinstance(part, Paragraph)]
    truth = [_plain(paragraph.whole) for paragraph in paragraphs]
    body = [block for block in blocks if block.note is None and not block.cells]
    found = [_plain(block.text) for block in body]
    matcher = SequenceMatcher(a=truth, b=found, autojunk=False)
    matched = sum(size for _, _, size in matcher.get_matching_blocks())
    rows = [row for part in parts if isinstance(part, Table) for row in part.rows]
    cells = Counter(cell for row in rows for cell in row)
    read_cells = Counter(_plain(cell) for block in blocks for cell in block.cells)
    true_words = Counter(" ".join(truth).split())
    words = Counter(" ".join(found).split())
    return Scores(
        recall=matched / len(truth),
        precision=matched / max(1, len(found)),
        notes=_count_notes(paragraphs, blocks),
        cells=(cells & read_cells).total() / max(1, cells.total(), read_cells.total()),
        words=(true_words & words).total() / true_words.total(),
        wrong_joins=(words - true_words).total() / max(1, words.total()),
        foreign=_count_foreign(paragraphs, found),
    )


def _plain(text: str) -> str:
    return " ".join(normalise(text).split())


def _count_notes(paragraphs: Iterable[Paragraph], blocks: Sequence[Block]) -> int:
    """How many notes stand behind the paragraph that calls them, with their mark and whole text."""
    wanted = {((p.mark,), p.mark, p.note, _plain(p.whole)) for p in paragraphs if p.note}
    found = {
        (caller.calls, note.note, _plain(note.text), _plain(caller.text))
        for caller, note in pairwise(blocks)
        if note.note is not None
    }
    return len(wanted & found)


def _count_foreign(paragraphs: Iterable[Paragraph], found: Iterable[str]) -> int:
    text = "\n".join(found)
    strange = [HEAD, *(" ".join(p.note.split()[:6]) for p in paragraphs if p.note)]
    numbers = re.findall(r"(?m)^- ?\d+ ?-|- \d+ -$", text)
    return sum(text.count(words) for words in strange) + len(numbers)
