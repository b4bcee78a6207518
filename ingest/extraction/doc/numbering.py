"""The lists of a .doc file: which one a paragraph is of, and how its levels count."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.extraction.doc.piece_table import Structure, WordFile
from ingest.extraction.doc.properties import ParagraphFormat
from ingest.extraction.wordprocessing.numbering import (
    BULLET,
    MAX_LEVELS,
    NO_NUMBER,
    ORDINAL,
    ZERO_LED,
    ListLevel,
    ListNumbers,
)

# The other formats, as spelled-out and Asian ones, are shown as decimal numbers.
_STYLES = {
    1: "I", 2: "i", 3: "A", 4: "a", 5: ORDINAL, 9: "*", 22: ZERO_LED, 23: BULLET, 255: NO_NUMBER,
}  # fmt: skip
_LIST_SIZE, _LEVEL_SIZE, _USE_SIZE = 28, 28, 16
_IS_SIMPLE = 0x1
_IS_LEGAL, _HAS_OWN_RESTART = 0x4, 0x8
_STARTS_ANEW, _IS_REPLACED = 0x10, 0x20
_WORDS_OWN = ListLevel(style=NO_NUMBER, text="")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """A list as paragraphs name it: with levels of its own, and where it begins anew."""

    list_id: int
    levels: Sequence[ListLevel]
    restarts: Mapping[int, int]


class DocLists:
    """The lists of a file."""

    def __init__(self, file: WordFile) -> None:
        self._numbers = ListNumbers()
        count = len(file.structures[Structure.LISTS]) and struct.unpack_from("<H", file.lists)[0]
        self._uses = _read_uses(
            file.structures[Structure.LIST_USES], _read_lists(file.lists, count)
        )

    def label(self, form: ParagraphFormat) -> str:
        """The label of the next paragraph of that format; "" outside lists."""
        if not 0 < form.list_index <= len(self._uses):
            return ""
        use = self._uses[form.list_index - 1]
        if form.depth in use.restarts:
            start = use.restarts[form.depth]
            self._numbers.restart(use.list_id, form.list_index, form.depth, start)
        return self._numbers.label(use.list_id, use.levels, form.depth)


def _read_lists(stored: bytes, count: int) -> Mapping[int, Sequence[ListLevel]]:
    """The levels of the lists; they stand behind all lists, one or nine for each."""
    lists: dict[int, Sequence[ListLevel]] = {}
    at = 2 + count * _LIST_SIZE
    for number in range(count):
        (list_id,) = struct.unpack_from("<i", stored, 2 + number * _LIST_SIZE)
        is_simple = stored[2 + number * _LIST_SIZE + 26] & _IS_SIMPLE
        levels = []
        for _ in range(1 if is_simple else MAX_LEVELS):
            level, at = _read_level(stored, at)
            levels.append(level)
        lists[list_id] = levels + [_WORDS_OWN] * (MAX_LEVELS - len(levels))
    return lists


def _read_level(stored: bytes, at: int) -> tuple[ListLevel, int]:
    """A level and where it ends."""
    start, style, flags = struct.unpack_from("<iBB", stored, at)
    characters, paragraph, restarts_after = struct.unpack_from("<BBB", stored, at + 24)
    at += _LEVEL_SIZE + characters + paragraph
    (length,) = struct.unpack_from("<H", stored, at)
    text = stored[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    level = ListLevel(
        style=_STYLES.get(style, "1"),
        # The number of a level stands in the text as its depth.
        text="".join(f"%{ord(sign) + 1}" if ord(sign) < MAX_LEVELS else sign for sign in text),
        start=start,
        restarts_after=restarts_after if flags & _HAS_OWN_RESTART else None,
        is_legal=bool(flags & _IS_LEGAL),
    )
    return level, at + 2 + 2 * length


def _read_uses(stored: bytes, lists: Mapping[int, Sequence[ListLevel]]) -> list[_Use]:
    """The uses of lists, in the order in which paragraphs name them."""
    if not stored:
        return []
    (count,) = struct.unpack_from("<I", stored)
    at = 4 + count * _USE_SIZE
    uses = []
    for number in range(count):
        list_id, _, _, changed = struct.unpack_from("<iIIB", stored, 4 + number * _USE_SIZE)
        levels = list(lists.get(list_id, [_WORDS_OWN] * MAX_LEVELS))
        restarts: dict[int, int] = {}
        at += 4
        for _ in range(changed):
            start, flags = struct.unpack_from("<iI", stored, at)
            at += 8
            depth = min(flags & 0xF, MAX_LEVELS - 1)
            if flags & _IS_REPLACED:
                levels[depth], at = _read_level(stored, at)
            if flags & _STARTS_ANEW:
                restarts[depth] = levels[depth].start if flags & _IS_REPLACED else start
        uses.append(_Use(list_id=list_id, levels=levels, restarts=restarts))
    return uses
