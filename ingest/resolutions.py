"""The preambular and operative parts of resolutions and declarations."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from ingest.blocks import Block
from ingest.headings import is_division, is_in_capitals, stated_level
from ingest.labels import Style, split_label
from puente.records import SegmentKind

_RULE = re.compile(r"_{5,}|[‗─━—]{5,}")
_NUMBERS = frozenset({Style.NUMBER, Style.NUMBER_PAREN})


def resolution_parts(blocks: Sequence[Block]) -> tuple[SegmentKind | None, ...]:
    """For each block PREAMBULAR or OPERATIVE, None outside resolutions.

    A preamble is what stands from "LA ASAMBLEA GENERAL," or the first "RECORDANDO" to "RESUELVE:";
    without an enacting line there is no resolution.
    """
    parts: list[SegmentKind | None] = [None] * len(blocks)
    preamble_start: int | None = None
    is_operative = False
    for position, block in enumerate(blocks):
        text = block.text.strip()
        if block.note is not None or is_division(text) or _is_other_heading(block):
            preamble_start, is_operative = None, False
        elif preamble_start is not None and enacts(text):
            parts[preamble_start:position] = [SegmentKind.PREAMBULAR] * (position - preamble_start)
            preamble_start, is_operative = None, True
        elif names_body(text) or (_opens_recital(text) and not is_operative):
            preamble_start = position if preamble_start is None else preamble_start
            is_operative = False
        if is_operative:
            parts[position] = SegmentKind.OPERATIVE
    return tuple(parts)


def _is_other_heading(block: Block) -> bool:
    """Whether the source says that a part begins there which is none of the resolution's."""
    text = block.text.strip()
    is_formula = enacts(text) or names_body(text) or _opens_recital(text)
    return stated_level(block) is not None and not is_formula


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


def is_rule(line: str) -> bool:
    """Whether a line is a rule, as it stands above footnotes."""
    return _RULE.fullmatch(line.strip(" ")) is not None


def _split_number(text: str) -> tuple[int, str]:
    """The number that a line opens with and the text after it, which is "" without a number."""
    labelled = split_label(text)
    if labelled is None or labelled.is_bare or labelled.readings[0].style not in _NUMBERS:
        return 0, ""
    return labelled.readings[0].value, labelled.text


def enacts(text: str) -> bool:
    """Whether a line is or begins with "RESUELVE:"."""
    return _enacting().match(text) is not None


def names_body(text: str) -> bool:
    """Whether a line is "LA ASAMBLEA GENERAL," or "THE PERMANENT COUNCIL,"."""
    return is_in_capitals(text) and text.endswith(",")


def _opens_recital(text: str) -> bool:
    return _preamble().match(text) is not None


@cache
def _formulas() -> dict[str, list[str]]:
    text = (files("ingest") / "data" / "resolution.toml").read_text(encoding="utf-8")
    formulas: dict[str, list[str]] = tomllib.loads(text)
    return formulas


@cache
def _enacting() -> re.Pattern[str]:
    words = "|".join(_formulas()["enacting"])
    return re.compile(rf"(?:{words})(?:\s*:|$)|(?i:{words})\s*:$")


@cache
def _preamble() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_formulas()['preamble'])})\b")
