"""The preambular and operative parts of resolutions and declarations."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ingest.structure.headings import is_division, looks_like_heading, stated_level
from puente.data.tables import read_table
from puente.model.blocks import Block
from puente.model.segments import SegmentKind
from puente.text.list_labels import LabelStyle, is_in_capitals, is_rule, split_label

_NUMBERS = frozenset({LabelStyle.NUMBER, LabelStyle.NUMBER_PAREN})

# Between the last operative paragraph and "President" stands one name, between it and "Secretary"
# one for every judge: two names a line.
_MOST_SIGNATURES = 12


def resolution_parts(blocks: Sequence[Block]) -> tuple[SegmentKind | None, ...]:
    """For each block PREAMBULAR, OPERATIVE or a HEADING in a preamble, None outside resolutions.

    A preamble is what stands from "LA ASAMBLEA GENERAL," or the first "RECORDANDO" to "RESUELVE:";
    without an enacting line there is no resolution. What is signed ends it.
    """
    parts: list[SegmentKind | None] = [None] * len(blocks)
    preamble_start: int | None = None
    is_operative = False
    for position, block in enumerate(blocks):
        text = block.text.strip()
        has_sections = preamble_start is not None and is_lead_in(blocks[preamble_start].text)
        is_other = _is_other_heading(block) and not has_sections
        if block.note is not None or is_division(text) or is_other:
            preamble_start, is_operative = None, False
        elif is_operative and _closes(blocks, position):
            is_operative = False
        elif preamble_start is not None and enacts(text):
            parts[preamble_start:position] = _preamble_parts(blocks, preamble_start, position)
            preamble_start, is_operative = None, True
        elif names_body(text) or (_opens_preamble(text) and not is_operative):
            preamble_start = position if preamble_start is None else preamble_start
            is_operative = False
        if is_operative:
            parts[position] = SegmentKind.OPERATIVE
    return tuple(parts)


def _preamble_parts(blocks: Sequence[Block], start: int, end: int) -> list[SegmentKind]:
    """HEADING or PREAMBULAR for each block from `start` to `end`.

    Only the numbered recitals below "CONSIDERANDO QUE:" have headings among them.
    """
    has_sections = is_lead_in(blocks[start].text)
    return [
        SegmentKind.HEADING
        if has_sections and _heads_recitals(blocks, position)
        else SegmentKind.PREAMBULAR
        for position in range(start, end)
    ]


def _heads_recitals(blocks: Sequence[Block], position: int) -> bool:
    """Whether a line of a preamble is a heading: "a) Sobre los beneficiarios de medidas".

    The body's name below "THEREFORE:" is none, whatever the source says.
    """
    block, text = blocks[position], blocks[position].text.strip()
    if _is_formula(text) or is_lead_in(blocks[position - 1].text):
        return False
    if stated_level(block) is not None:
        return True
    return _could_head_recitals(text) and _leads_to_number(blocks, position + 1)


def _could_head_recitals(text: str) -> bool:
    labelled = split_label(text)
    is_number = labelled is not None and labelled.readings[0].style in _NUMBERS
    title = labelled.text if labelled is not None and not labelled.is_bare else text
    # Some sections end with a full stop: "A. Obligation to ... committed."
    return not is_number and looks_like_heading(title.removesuffix(".")) and not _is_formula(text)


def _leads_to_number(blocks: Sequence[Block], position: int) -> bool:
    """Whether a numbered recital comes next, or other headings and then one."""
    while position < len(blocks) and _could_head_recitals(blocks[position].text.strip()):
        position += 1
    return position < len(blocks) and _split_number(blocks[position].text.strip())[0] > 0


def _is_other_heading(block: Block) -> bool:
    """Whether the source says that a part begins there which is none of the resolution's."""
    return stated_level(block) is not None and not _is_formula(block.text.strip())


def _is_formula(text: str) -> bool:
    return enacts(text) or names_body(text) or _opens_preamble(text)


def _closes(blocks: Sequence[Block], position: int) -> bool:
    """Whether the operative part is over: "So ordered,", or names above an office."""
    if _closing().match(blocks[position].text.strip()):
        return True
    for block in blocks[position : position + _MOST_SIGNATURES]:
        text = block.text.strip()
        if _office().fullmatch(text):
            return block is not blocks[position]
        if block.note is not None or not _is_name(text):
            return False
    return False


def _is_name(text: str) -> bool:
    has_digits = any(character.isdigit() for character in text)
    return looks_like_heading(text) and not has_digits and split_label(text) is None


def footnotes_below_rules(blocks: Sequence[Block]) -> Mapping[int, tuple[str, str]]:
    """Number and text of each footnote of a resolution by the place of its block.

    They are the lines that count on right below a rule (AG resolutions have them at their end);
    in other texts a rule can stand above numbered paragraphs.
    """
    found: dict[int, tuple[str, str]] = {}
    in_resolution = is_below_rule = False
    last: int | None = None
    for position, block in enumerate(blocks):
        text = block.text.strip()
        if enacts(text):
            in_resolution = True
        elif is_division(text) or names_body(text):
            in_resolution = False
        number, note = _split_number(text)
        if is_rule(text):
            is_below_rule, last = in_resolution, None
        elif is_below_rule and note and last in (None, number - 1):
            found[position] = str(number), note
            last = number
        else:
            is_below_rule = False
    return found


def _split_number(text: str) -> tuple[int, str]:
    """The number that a line opens with and the text after it, which is "" without a number."""
    labelled = split_label(text)
    if labelled is None or labelled.is_bare or labelled.readings[0].style not in _NUMBERS:
        return 0, ""
    return labelled.readings[0].value, labelled.text


def enacts(text: str) -> bool:
    """Whether a line is or begins with "RESUELVE:", "DECLARA QUE:" or "AND DECIDES:"."""
    return _enacting().match(text) is not None


def names_body(text: str) -> bool:
    """Whether a line is "LA ASAMBLEA GENERAL," or "THE PERMANENT COUNCIL,"."""
    return is_in_capitals(text) and text.endswith(",")


def is_lead_in(text: str) -> bool:
    """Whether a line is "VISTO:", "CONSIDERING THAT:" or "NOW, THEREFORE:" and nothing else."""
    return _lead_in().fullmatch(text.strip()) is not None


def _opens_preamble(text: str) -> bool:
    return _preamble().match(text) is not None or is_lead_in(text)


@cache
def _formulas() -> dict[str, list[str]]:
    return read_table("ingest", "data/resolution.toml")


@cache
def _enacting() -> re.Pattern[str]:
    words = "|".join(_formulas()["enacting"])
    before, after = _and_that()
    return re.compile(rf"{before}(?:{words}){after}(?:\s*:|$)|(?i:{before}(?:{words}){after})\s*:$")


@cache
def _lead_in() -> re.Pattern[str]:
    words = "|".join(_formulas()["lead_ins"])
    before, after = _and_that()
    return re.compile(rf"{before}(?:{words}){after}\s*[:,]?|(?i:{before}(?:{words}){after})\s*:")


def _and_that() -> tuple[str, str]:
    formulas = _formulas()
    before, after = "|".join(formulas["and"]), "|".join(formulas["that"])
    return rf"(?:(?:{before})\s+)?", rf"(?:\s+(?:{after}))?"


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_formulas()['closings'])})\b", re.IGNORECASE)


@cache
def _office() -> re.Pattern[str]:
    # "Presidente en Ejercicio", "Judge ad hoc".
    return re.compile(rf"(?:{'|'.join(_formulas()['offices'])})(?: \w+){{0,3}}", re.IGNORECASE)


@cache
def _preamble() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_formulas()['preamble'])})\b")
