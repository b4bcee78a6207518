"""Sprms: the single changes of format that .doc files string together."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, None, 3)
_LONG_TABLE = 0xD608
_TABS = 0xC615


class Sprm(IntEnum):
    """The changes that reading text needs."""

    STYLE = 0x4600
    LIST_DEPTH = 0x260A
    LIST = 0x460B
    IN_TABLE = 0x2416
    ENDS_ROW = 0x2417
    NESTING = 0x6649
    LEVEL = 0x2640
    ELSEWHERE = 0x6646
    DELETED = 0x0800
    HIDDEN = 0x083C
    BOLD = 0x0835
    RAISED = 0x2A48
    CHARACTER_STYLE = 0x4A30
    SYMBOL = 0x6A09
    CELLS = 0xD608
    VERTICAL_MERGE = 0xD62B
    IS_HEAD = 0x3404
    BORDERS_80 = 0xD605
    BORDERS = 0xD613
    TITLE_PAGE = 0x300A


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change and what it changes to."""

    code: int
    operand: bytes

    @property
    def number(self) -> int:
        """The operand as a number."""
        return int.from_bytes(self.operand, "little")


def changes(stored: bytes) -> Iterator[Change]:
    """The changes in order; what is cut off at the end is none."""
    at = 0
    while at + 2 < len(stored):
        (code,) = struct.unpack_from("<H", stored, at)
        at += 2
        size = _OPERAND_SIZES[code >> 13]
        if size is None and code == _LONG_TABLE:
            size = int.from_bytes(stored[at : at + 2], "little") - 1
            at += 2
        elif size is None:
            size = stored[at]
            at += 1
            if code == _TABS and size == 255:
                return  # its length has to be worked out, and nothing of interest follows it
        operand = stored[at : at + size]
        if len(operand) < size or size < 0:
            return
        yield Change(code=code, operand=operand)
        at += size
