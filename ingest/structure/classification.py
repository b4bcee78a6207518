"""What each line of a text is: heading, paragraph, item, row, recital or operative paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.structure.headings import (
    is_division,
    is_heading,
    is_labelled_heading,
    looks_like_heading,
    stated_level,
)
from ingest.structure.outline import Outline, OutlineEntry, OutlinePlace
from ingest.structure.resolutions import resolution_parts
from ingest.structure.tables import HeadedRow, split_tables
from puente.model.blocks import Block
from puente.model.segments import Cell, SegmentKind
from puente.text.list_labels import Labelled, LabelReading, LabelStyle, split_bullet, split_label

# A source that states as many headings states all of them: no other line need be taken for one.
_ENOUGH_HEADINGS = 2
# The paragraphs of a judgment are numbered through: 23 of 280 letters in the middle, 175 of 290.
# The longest list of the seeds has 11 of 140 (002).
_FEWEST_NUMBERED_PARAGRAPHS = 12
_LENGTH_OF_NUMBERED_PARAGRAPHS = 200
# Orders count sections below sections: A.1) and A.2) stand below A.
_SUBSECTION = re.compile(r"[A-Z]\.\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifiedPart:
    """A segment before it has its number, its notes and its language."""

    kind: SegmentKind
    text: str
    blocks: Sequence[Block]
    label: str | None = None
    level: int | None = None
    path: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()

    @property
    def calls(self) -> tuple[str, ...]:
        """The marks of the notes called in it."""
        return tuple(mark for block in self.blocks for mark in block.calls)


def body_parts(blocks: Sequence[Block]) -> Iterator[ClassifiedPart]:
    """The parts of a text without its title block and its notes, in order."""
    outline = Outline()
    kinds = resolution_parts(blocks)
    positions = {id(block): position for position, block in enumerate(blocks)}
    stated = sum(stated_level(block) is not None for block in blocks)
    guesses = stated < _ENOUGH_HEADINGS
    numbered = _numbered_paragraphs(blocks)
    for unit in split_tables(blocks):
        if isinstance(unit, HeadedRow):
            yield _row_part(unit, outline)
            continue
        position = positions[id(unit)]
        if not unit.text.strip():
            continue
        if kinds[position] is None:
            part = _plain_part(blocks, position, outline, guesses=guesses)
            is_paragraph = part.kind is SegmentKind.ITEM and position in numbered
            yield replace(part, kind=SegmentKind.PARAGRAPH) if is_paragraph else part
        elif kinds[position] is SegmentKind.HEADING:
            yield _stated_heading(unit, _level_in_preamble(unit.text.strip()), outline)
        else:
            operative = kinds[position] is SegmentKind.OPERATIVE
            yield _resolution_part(unit, outline, operative=operative)


def _numbered_paragraphs(blocks: Sequence[Block]) -> frozenset[int]:
    """Where the paragraphs stand that a text numbers through; none in a text with short lists."""
    lengths: dict[int, int] = {}
    for position, block in enumerate(blocks):
        labelled = split_label(block.text.strip())
        if (
            labelled is None
            or labelled.is_bare
            or labelled.readings[0].style is not LabelStyle.NUMBER
        ):
            continue
        if labelled.readings[0].value == len(lengths) + 1:
            lengths[position] = len(labelled.text)
    is_long = len(lengths) >= _FEWEST_NUMBERED_PARAGRAPHS
    if not is_long or median(lengths.values()) < _LENGTH_OF_NUMBERED_PARAGRAPHS:
        return frozenset()
    return frozenset(lengths)


def _level_in_preamble(text: str) -> int:
    """2 for "A.1) ..." and "a) ...", 1 for others: translations are laid out differently."""
    labelled = split_label(text)
    lower = (LabelStyle.LOWER, LabelStyle.LOWER_ROMAN, LabelStyle.SECTION)
    is_lower = labelled is not None and labelled.readings[0].style in lower
    return 2 if is_lower or _SUBSECTION.match(text) else 1


def _row_part(row: HeadedRow, outline: Outline) -> ClassifiedPart:
    """A row that reads as text: "Objetivos. Cumbre de las Américas (SOA): Promover ..."."""
    cells = [f"{cell.header}: {cell.text}".removeprefix(": ") for cell in row.cells if cell.text]
    return ClassifiedPart(
        kind=SegmentKind.TABLE_ROW,
        text=". ".join([row.header, *cells] if row.header else cells),
        label=row.header or None,
        path=outline.path,
        cells=row.cells,
        blocks=row.blocks,
    )


def _plain_part(
    blocks: Sequence[Block], position: int, outline: Outline, *, guesses: bool
) -> ClassifiedPart:
    block = blocks[position]
    text = block.text.strip()
    if (level := stated_level(block)) is not None:
        return _stated_heading(block, level, outline)
    if bullet := split_bullet(text):
        return _listed(block, bullet[0], bullet[1], outline)
    labelled = split_label(text)
    if labelled is not None and labelled.text:
        part = _labelled_part(blocks, position, labelled, outline, guesses=guesses)
        if part is not None:
            return part
    if is_heading(blocks, position) and (guesses or is_division(text)):
        following = split_label(blocks[position + 1].text.strip())
        if following and not is_labelled_heading(blocks, position + 1, following):
            following = None
        if is_division(text):
            place = OutlinePlace(depth=0, reading=LabelReading(style=LabelStyle.DIVISION, value=0))
        else:
            place = outline.place_unlabelled_heading(following)
        return _heading(block, Labelled(label="", text=text, readings=()), outline, place)
    return ClassifiedPart(kind=SegmentKind.PARAGRAPH, text=text, path=outline.path, blocks=(block,))


def _stated_heading(block: Block, level: int, outline: Outline) -> ClassifiedPart:
    """A heading; its label counts in no list, so that numbered paragraphs run on below it."""
    text = block.text.strip()
    labelled = split_label(text)
    if labelled is None or labelled.is_bare or not labelled.text:
        labelled = Labelled(label="", text=text, readings=())
    return _heading(block, labelled, outline, outline.place_stated_heading(level), stated=level)


def _labelled_part(
    blocks: Sequence[Block],
    position: int,
    labelled: Labelled,
    outline: Outline,
    *,
    guesses: bool,
) -> ClassifiedPart | None:
    """The part that the label makes of a line, None when it is no label here."""
    block = blocks[position]
    place = outline.place(labelled)
    if place is None and labelled.is_bare:
        return None
    continues_list = (
        place is not None and place.follows is not None and not place.follows.is_heading
    )
    is_heading_here = guesses and (
        is_labelled_heading(blocks, position, labelled)
        or (
            place is not None
            and _is_above_running_numbers(blocks, position, labelled, outline, place)
        )
    )
    if not continues_list and is_heading_here:
        place = place or outline.place_heading_after_gap(labelled)
        return _heading(block, labelled, outline, place) if place else None
    if place is not None:
        outline.open(place.depth, OutlineEntry(is_heading=False, reading=place.reading))
        return _listed(block, labelled.label, labelled.text, outline)
    if labelled.readings[0].style is not LabelStyle.NUMBER:
        return None
    # A number out of order counts the paragraphs of a text that is quoted.
    return _listed(block, labelled.label, labelled.text, outline, SegmentKind.PARAGRAPH)


def _is_above_running_numbers(
    blocks: Sequence[Block],
    position: int,
    labelled: Labelled,
    outline: Outline,
    place: OutlinePlace,
) -> bool:
    """Whether the next line goes on with a list that the label closes: "2.", "B.", "3."."""
    if position + 1 == len(blocks) or not looks_like_heading(labelled.text):
        return False
    following = split_label(blocks[position + 1].text.strip())
    next_place = outline.place(following) if following else None
    return (
        next_place is not None and next_place.follows is not None and next_place.depth > place.depth
    )


def _resolution_part(block: Block, outline: Outline, *, operative: bool) -> ClassifiedPart:
    """A recital; or an operative paragraph, which has a number unless it is the only one."""
    kind = SegmentKind.OPERATIVE if operative else SegmentKind.PREAMBULAR
    text = block.text.strip()
    if bullet := split_bullet(text):
        return _listed(block, bullet[0], bullet[1], outline)
    labelled = split_label(text)
    place = outline.place(labelled) if labelled is not None else None
    if labelled is None or place is None:
        return ClassifiedPart(kind=kind, text=text, path=outline.path, blocks=(block,))
    outline.open(place.depth, OutlineEntry(is_heading=False, reading=place.reading))
    is_number = place.reading is not None and place.reading.style is LabelStyle.NUMBER
    return _listed(
        block, labelled.label, labelled.text, outline, kind if is_number else SegmentKind.ITEM
    )


def _listed(
    block: Block,
    label: str,
    text: str,
    outline: Outline,
    kind: SegmentKind = SegmentKind.ITEM,
) -> ClassifiedPart:
    return ClassifiedPart(kind=kind, text=text, label=label, path=outline.path, blocks=(block,))


def _heading(
    block: Block,
    line: Labelled,
    outline: Outline,
    place: OutlinePlace,
    *,
    stated: int | None = None,
) -> ClassifiedPart:
    level = outline.level(place.depth)
    text = line.text.rstrip(": ")
    entry = OutlineEntry(is_heading=True, text=text, reading=place.reading, stated=stated)
    path = outline.path[: level - 1]
    outline.open(place.depth, entry)
    return ClassifiedPart(
        kind=SegmentKind.HEADING,
        text=line.text,
        label=line.label or None,
        level=level,
        path=path,
        blocks=(block,),
    )
