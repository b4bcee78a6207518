"""The preambular and operative parts of resolutions and declarations."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from ingest.blocks import Block
from ingest.headings import is_division, is_in_capitals
from puente.records import SegmentKind


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
        if block.note is not None or is_division(text):
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
