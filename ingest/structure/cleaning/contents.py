"""Lists of contents, typed or made by a program: they say again what the headings say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from puente.model.blocks import Block
from puente.text.list_labels import split_label
from puente.text.tokenization import fold

_NAMES = re.compile(
    r"(?:índice(?: general)?|tabla de (?:contenidos?|materias)|contenidos?|sumario|contents"
    r"|table of contents|sumário|conteúdo|table des matières)[.:]?",
    re.IGNORECASE,
)
# Possessive, for a form can have lines of ten thousand dots.
_LEADERS = r"(?:\.{4,}+|…{2,}+|(?:\. ){4,}+\.?|_{4,}+)"
# Not "Klucion Tiopo……… US$ 16,104.-" (1410), which is an amount.
_SIGNS = ("....", "……", "____", ". . . .")
_ENTRY = re.compile(
    rf"{_LEADERS}\s*(?P<page>\d{{1,4}}|[ivxlc]{{1,6}})(?![\w.,]*\d|[\w%])"
    r"(?:\s?[-–]\s?\d{1,4})?(?:\s\d{1,4}\b(?![.,]))?",
    re.IGNORECASE,
)
_ENDS_IN_LEADERS = re.compile(r"(?:\.{4}|…{2}|_{4}|\. \. \. \.)$")
_PAGE = re.compile(r"(?:\d{1,4}|\b[ivxlc]{1,6})$", re.IGNORECASE)
# Columns of a list may be read as one paragraph (98302, page 2).
_LONGEST_ENTRY = 2_000
# "Paragraphs Page", "Annex", a part that begins on no page of its own.
_MOST_BETWEEN = 3
_PAGES = re.compile(r"\d+")
_FALLS = 0.1
_FEWEST_ENTRIES = 2
_LONG_NAME = 40
_FEWEST_WITHOUT_NAME = 3


def without_contents(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without the lists of contents, and without the names above these.

    A list is known by its leaders and the numbers of pages behind them, which do not fall. Below
    its name, lines count too that stand again further on, as the headings that they list.
    """
    last: Mapping[str, int] = {}
    if any(
        _NAMES.fullmatch(block.text.strip()) for block in blocks if len(block.text) < _LONG_NAME
    ):
        last = _last_places(blocks)
    kept: list[Block] = []
    at = gap = 0
    while at < len(blocks):
        found = _find_list(blocks, at, last)
        # A document that is nothing else keeps its list.
        if found.is_contents and found.end < len(blocks):
            # No title goes on behind a list.
            gap = found.end - at
        else:
            first = replace(blocks[at], gap=blocks[at].gap + gap) if gap else blocks[at]
            kept += [first, *blocks[at + 1 : found.end]]
            gap = 0
        at = found.end
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The lines up to `end`, and whether they are a list of contents."""

    end: int
    is_contents: bool


def _last_places(blocks: Sequence[Block]) -> Mapping[str, int]:
    """The last block that says something, by its words without label."""
    return {_words(block.text): at for at, block in enumerate(blocks) if block.note is None}


def _words(text: str) -> str:
    labelled = split_label(text.strip())
    return fold(labelled.text if labelled is not None else text.strip()).rstrip(" .:")


def _find_list(blocks: Sequence[Block], start: int, last: Mapping[str, int]) -> _Listed:
    """The list of contents that begins at a block, or that block alone."""
    text = blocks[start].text
    is_named = len(text) < _LONG_NAME and _NAMES.fullmatch(text.strip()) is not None
    if not is_named and not _is_entry(blocks[start]):
        return _Listed(start + 1, is_contents=False)
    end = start + 1
    seen: set[str] = set()
    pages: list[int] = []
    entries = 0
    for at in range(start + is_named, len(blocks)):
        text = blocks[at].text.strip()
        if at - end >= _MOST_BETWEEN or len(text) > _LONGEST_ENTRY:
            break
        words = _words(_PAGE.sub("", text).rstrip(" .…|_"))
        if words in seen:
            break
        found = _ENTRY.search(text)
        is_listed = is_named and bool(words) and last.get(words, 0) > at
        if found or is_listed or _ENDS_IN_LEADERS.search(text):
            end, entries = at + 1, entries + 1
            pages += [int(each) for each in _PAGES.findall(found[0])[-1:]] if found else []
            seen.add(words)
    if is_named:
        return _Listed(end, is_contents=entries >= _FEWEST_ENTRIES)
    # A slip, as "890" for 89 (98334, page 3), is one fall.
    rises = sum(one > other for one, other in pairwise(pages)) <= _FALLS * len(pages)
    return _Listed(end, is_contents=entries >= _FEWEST_WITHOUT_NAME and rises)


def _is_entry(block: Block) -> bool:
    text = block.text
    # To look for the signs first spares nearly every paragraph the pattern.
    has_leaders = any(sign in text for sign in _SIGNS)
    return has_leaders and len(text) <= _LONGEST_ENTRY and _ENTRY.search(text) is not None
