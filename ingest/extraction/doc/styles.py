"""The style sheet of a .doc file."""

import struct
from dataclasses import dataclass, field

_NO_BASE = 0xFFF
_PARAGRAPH, _CHARACTER = 1, 2
# The built-in headings have the same numbers in every language.
_HEADINGS = range(1, 10)
_DEEPEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DocStyle:
    """The changes that a style makes, those of the styles it is based on first."""

    heading: int | None = None
    paragraph: bytes = b""
    characters: bytes = b""


@dataclass(slots=True)
class _Stored:
    heading: int | None
    base: int
    paragraph: bytes = b""
    characters: bytes = b""


@dataclass(slots=True)
class DocStyleSheet:
    """The styles by their numbers; a number that is none is plain text."""

    stored: bytes
    _entries: list[_Stored | None] = field(default_factory=list)
    _styles: dict[int, DocStyle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.stored:
            return
        (size,) = struct.unpack_from("<H", self.stored)
        count, base_size = struct.unpack_from("<HH", self.stored, 2)
        at = 2 + size
        for _ in range(count):
            if at + 2 > len(self.stored):
                break
            (length,) = struct.unpack_from("<H", self.stored, at)
            at += 2
            self._entries.append(_read(self.stored[at : at + length], base_size))
            at += length + length % 2

    def __getitem__(self, number: int) -> DocStyle:
        if number not in self._styles:
            self._styles[number] = self._resolve(number)
        return self._styles[number]

    def _resolve(self, number: int) -> DocStyle:
        heading, paragraph, characters = None, b"", b""
        for _ in range(_DEEPEST):
            entry = self._entries[number] if number < len(self._entries) else None
            if entry is None:
                break
            heading = heading or entry.heading
            paragraph = entry.paragraph + paragraph
            characters = entry.characters + characters
            number = entry.base
        return DocStyle(heading=heading, paragraph=paragraph, characters=characters)


def _read(stored: bytes, base_size: int) -> _Stored | None:
    """A style; None for an empty place and for what styles tables and lists."""
    if len(stored) < base_size or base_size < 10:
        return None
    identity, kind_and_base, update_count = struct.unpack_from("<HHH", stored)
    kind = kind_and_base & 0xF
    if kind not in (_PARAGRAPH, _CHARACTER):
        return None
    number = identity & 0xFFF
    entry = _Stored(
        heading=number if number in _HEADINGS and kind == _PARAGRAPH else None,
        base=kind_and_base >> 4,
    )
    (letters,) = struct.unpack_from("<H", stored, base_size)
    at = base_size + 2 + 2 * letters + 2
    updates = []
    for _ in range(update_count & 0xF):
        at += at % 2
        if at + 2 > len(stored):
            break
        (length,) = struct.unpack_from("<H", stored, at)
        updates.append(stored[at + 2 : at + 2 + length])
        at += 2 + length
    if kind == _PARAGRAPH:
        entry.paragraph = updates[0][2:] if updates else b""  # without its own number
        updates = updates[1:]
    entry.characters = updates[0] if updates else b""
    return entry
