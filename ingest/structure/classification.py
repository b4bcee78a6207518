"""Kinds of the lines of a text: heading, paragraph, item, row, recital or operative paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.structure.headings import is_heading, is_labelled_heading
from ingest.structure.lines import TextLine
from ingest.structure.outline import Outline, OutlineEntry, OutlinePlace
from ingest.structure.resolutions import resolution_parts, signature_lines
from ingest.structure.tables import HeadedRow, split_tables
from puente.model.blocks import Block
from puente.model.segments import Cell, SegmentKind
from puente.text.list_labels import Labelled, LabelReading, LabelStyle

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


def body_parts(lines: Sequence[TextLine]) -> Iterator[ClassifiedPart]:
    """The parts of a text without its title block and its notes, in order."""
    outline = Outline()
    kinds = resolution_parts(lines)
    positions = {id(line): position for position, line in enumerate(lines)}
    stated = sum(line.stated_level is not None for line in lines)
    guesses = stated < _ENOUGH_HEADINGS
    numbered = _numbered_paragraphs(lines)
    signed = signature_lines(lines)
    for unit in split_tables(lines):
        if isinstance(unit, HeadedRow):
            yield _row_part(unit, outline)
            continue
        position = positions[id(unit)]
        if not unit.text:
            continue
        if position in signed and kinds[position] in (None, SegmentKind.HEADING):
            yield ClassifiedPart(
                kind=SegmentKind.PARAGRAPH, text=unit.text, path=outline.path, blocks=(unit.block,)
            )
        elif kinds[position] is None:
            part = _plain_part(lines, position, outline, guesses=guesses)
            is_paragraph = part.kind is SegmentKind.ITEM and position in numbered
            yield replace(part, kind=SegmentKind.PARAGRAPH) if is_paragraph else part
        elif kinds[position] is SegmentKind.HEADING:
            yield _stated_heading(unit, _level_in_preamble(unit), outline)
        else:
            operative = kinds[position] is SegmentKind.OPERATIVE
            yield _resolution_part(unit, outline, operative=operative)


def _numbered_paragraphs(lines: Sequence[TextLine]) -> frozenset[int]:
    """The places of the paragraphs that a text numbers through; none where lists are short."""
    lengths: dict[int, int] = {}
    for position, line in enumerate(lines):
        labelled = line.labelled
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


def _level_in_preamble(line: TextLine) -> int:
    """2 for "A.1) ..." and "a) ...", 1 for others: translations are laid out differently."""
    lower = (LabelStyle.LOWER, LabelStyle.LOWER_ROMAN, LabelStyle.SECTION)
    is_lower = line.labelled is not None and line.labelled.readings[0].style in lower
    return 2 if is_lower or _SUBSECTION.match(line.text) else 1


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
    lines: Sequence[TextLine], position: int, outline: Outline, *, guesses: bool
) -> ClassifiedPart:
    line = lines[position]
    if line.stated_level is not None:
        return _stated_heading(line, line.stated_level, outline)
    if line.bullet is not None:
        return _listed(line, line.bullet[0], line.bullet[1], outline)
    if line.labelled is not None and line.labelled.text:
        part = _labelled_part(lines, position, line.labelled, outline, guesses=guesses)
        if part is not None:
            return part
    if is_heading(lines, position) and (guesses or line.is_division):
        following = lines[position + 1].labelled
        if not is_labelled_heading(lines, position + 1):
            following = None
        if line.is_division:
            place = OutlinePlace(depth=0, reading=LabelReading(style=LabelStyle.DIVISION, value=0))
        else:
            place = outline.place_unlabelled_heading(following)
        return _heading(line, _unlabelled(line), outline, place)
    return ClassifiedPart(
        kind=SegmentKind.PARAGRAPH, text=line.text, path=outline.path, blocks=(line.block,)
    )


def _stated_heading(line: TextLine, level: int, outline: Outline) -> ClassifiedPart:
    """A heading; its label counts in no list, so that numbered paragraphs run on below it."""
    labelled = line.labelled
    if labelled is None or labelled.is_bare or not labelled.text:
        labelled = _unlabelled(line)
    return _heading(line, labelled, outline, outline.place_stated_heading(level), stated=level)


def _unlabelled(line: TextLine) -> Labelled:
    return Labelled(label="", text=line.text, readings=())


def _labelled_part(
    lines: Sequence[TextLine],
    position: int,
    labelled: Labelled,
    outline: Outline,
    *,
    guesses: bool,
) -> ClassifiedPart | None:
    """The part that the label makes of a line, None when it is no label here."""
    line = lines[position]
    place = outline.place(labelled)
    if place is None and labelled.is_bare:
        return None
    continues_list = (
        place is not None and place.follows is not None and not place.follows.is_heading
    )
    is_heading_here = guesses and (
        is_labelled_heading(lines, position)
        or (place is not None and _is_above_running_numbers(lines, position, outline, place))
    )
    if not continues_list and is_heading_here:
        place = place or outline.place_heading_after_gap(labelled)
        return _heading(line, labelled, outline, place) if place else None
    if place is not None:
        outline.open(place.depth, OutlineEntry(is_heading=False, reading=place.reading))
        return _listed(line, labelled.label, labelled.text, outline)
    if labelled.readings[0].style is not LabelStyle.NUMBER:
        return None
    # A number out of order counts the paragraphs of a text that is quoted.
    return _listed(line, labelled.label, labelled.text, outline, SegmentKind.PARAGRAPH)


def _is_above_running_numbers(
    lines: Sequence[TextLine], position: int, outline: Outline, place: OutlinePlace
) -> bool:
    """Test for a next line that goes on with a list which the label closes: "2.", "B.", "3."."""
    if position + 1 == len(lines) or not lines[position].is_labelled_like_heading:
        return False
    following = lines[position + 1].labelled
    next_place = outline.place(following) if following else None
    return (
        next_place is not None and next_place.follows is not None and next_place.depth > place.depth
    )


def _resolution_part(line: TextLine, outline: Outline, *, operative: bool) -> ClassifiedPart:
    """A recital; or an operative paragraph, which has a number unless it is the only one."""
    kind = SegmentKind.OPERATIVE if operative else SegmentKind.PREAMBULAR
    if line.bullet is not None:
        return _listed(line, line.bullet[0], line.bullet[1], outline)
    labelled = line.labelled
    place = outline.place(labelled) if labelled is not None else None
    if labelled is None or place is None:
        if labelled is not None and _is_number(labelled):
            # A recital quotes numbered paragraphs, and its own count goes on (1182, 100497).
            return _listed(line, labelled.label, labelled.text, outline, kind)
        return ClassifiedPart(kind=kind, text=line.text, path=outline.path, blocks=(line.block,))
    outline.open(place.depth, OutlineEntry(is_heading=False, reading=place.reading))
    is_number = place.reading is not None and place.reading.style is LabelStyle.NUMBER
    return _listed(
        line, labelled.label, labelled.text, outline, kind if is_number else SegmentKind.ITEM
    )


def _is_number(labelled: Labelled) -> bool:
    """Test for the number of a paragraph, whatever number stood before."""
    numbers = (LabelStyle.NUMBER, LabelStyle.NUMBER_PAREN)
    has_text = bool(labelled.text)
    return has_text and not labelled.is_bare and labelled.readings[0].style in numbers


def _listed(
    line: TextLine,
    label: str,
    text: str,
    outline: Outline,
    kind: SegmentKind = SegmentKind.ITEM,
) -> ClassifiedPart:
    return ClassifiedPart(
        kind=kind, text=text, label=label, path=outline.path, blocks=(line.block,)
    )


def _heading(
    line: TextLine,
    labelled: Labelled,
    outline: Outline,
    place: OutlinePlace,
    *,
    stated: int | None = None,
) -> ClassifiedPart:
    level = outline.level(place.depth)
    text = labelled.text.rstrip(": ")
    entry = OutlineEntry(is_heading=True, text=text, reading=place.reading, stated=stated)
    path = outline.path[: level - 1]
    outline.open(place.depth, entry)
    return ClassifiedPart(
        kind=SegmentKind.HEADING,
        text=labelled.text,
        label=labelled.label or None,
        level=level,
        path=path,
        blocks=(line.block,),
    )
