"""The gold of the real documents: numbered paragraphs, and how many of them a reading has."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

REALDOCS = Path(__file__).parents[4] / "shared" / "realdocs"
_NUMBER = re.compile(r"\s*(\d{1,3})\s*\.")


def read_gold() -> Mapping[str, Sequence[tuple[int, str]]]:
    """Number and text of the known paragraphs of each file; needs `REALDOCS`."""
    gold = {}
    for pair in json.loads((REALDOCS / "gold.json").read_text(encoding="utf-8")):
        gold[pair["es"]] = [(row[0], row[1]) for row in pair["pairs"]]
        gold[pair["en"]] = [(row[0], row[2]) for row in pair["pairs"]]
    return gold


def numbered(texts: Iterable[str]) -> list[tuple[int, str]]:
    """Number and letters of the paragraphs that open with a number, in order."""
    return [(int(match[1]), letters(text)) for text in texts if (match := _NUMBER.match(text))]


def count_found(texts: Iterable[str], wanted: Sequence[tuple[int, str]]) -> int:
    """How many of the paragraphs are there, in order, by number and first hundred letters."""
    found = numbered(texts)
    position = count = 0
    for number, want in wanted:
        for at in range(position, len(found)):
            if found[at][0] == number and found[at][1].startswith(letters(want)[:100]):
                position = at + 1
                count += 1
                break
    return count


def letters(text: str) -> str:
    """The letters alone: gold has the numbers of notes glued to words, and a doubled f."""
    return re.sub(r"[\W\d_]+", "", text).lower().replace("ff", "f")
