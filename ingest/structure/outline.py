"""The headings and lists that are open at one place of a document."""

from dataclasses import dataclass, replace

from puente.text.list_labels import Labelled, LabelReading, LabelStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """An open heading or list item; `reading` is None for a heading without a label.

    `stated` is the level that the source gives a heading.
    """

    is_heading: bool
    text: str = ""
    reading: LabelReading | None = None
    stated: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlinePlace:
    """Place of a line: how many entries stay open above it, and how its label reads."""

    depth: int
    reading: LabelReading | None = None
    follows: OutlineEntry | None = None
    """The entry before it in its list."""


class Outline:
    """Opens and closes entries as the lines of a document come by; numbering may restart.

    The level of a heading follows from the kinds of labels above it and their order, not from
    the kind of its own: "I." stands above "A." in one part of seed 003 and below it in another.
    """

    def __init__(self) -> None:
        self._entries: tuple[OutlineEntry, ...] = ()
        self._last_number = 0

    @property
    def path(self) -> tuple[str, ...]:
        """The texts of the open headings, outermost first."""
        return tuple(entry.text for entry in self._entries if entry.is_heading)

    def place(self, labelled: Labelled) -> OutlinePlace | None:
        """The place where the label goes on with a list or opens one, None where it does neither.

        Seed 003 quotes the paragraphs 24, 25 and 38 of a declaration (lines 328-332).
        """
        for reading in labelled.readings:
            is_second_choice = reading is not labelled.readings[0]
            if place := self._next_in_list(reading, innermost_only=is_second_choice):
                return place
        if labelled.is_bare:
            return None
        for reading in labelled.readings:
            if reading.style is LabelStyle.SECTION:
                if (depth := self._under_prefix(reading)) is not None:
                    return OutlinePlace(depth=depth, reading=reading)
            elif reading.value == 1:
                return OutlinePlace(depth=self._restart(reading.style), reading=reading)
            elif reading.style is LabelStyle.NUMBER and reading.value == self._last_number + 1:
                return OutlinePlace(depth=self._heading_depth(), reading=reading)
        return None

    def place_heading_after_gap(self, labelled: Labelled) -> OutlinePlace | None:
        """The place of a heading whose predecessor is missing: "VI." after "IV." (003, line 753).

        A letter that follows no other, but for the first line of a text, is the initial of a name.
        """
        reading = labelled.readings[0]
        for depth in reversed(range(len(self._entries))):
            entry = self._entries[depth]
            if entry.is_heading and _is_earlier(entry.reading, reading):
                return OutlinePlace(depth=depth, reading=reading, follows=entry)
        is_initial = reading.style in (LabelStyle.UPPER, LabelStyle.LOWER) and bool(self._entries)
        return None if is_initial else OutlinePlace(depth=self._heading_depth(), reading=reading)

    def place_stated_heading(self, level: int) -> OutlinePlace:
        """The place of a heading with a level from its source: below the open ones of upper levels.

        Levels that a source leaves out do not count.
        """
        depth = 0
        for entry in self._entries:
            if not entry.is_heading or (entry.stated is not None and entry.stated >= level):
                break
            depth += 1
        return OutlinePlace(depth=depth)

    def place_unlabelled_heading(self, following: Labelled | None) -> OutlinePlace:
        """The place of a heading without a label.

        It stands beside the last one without a label, else below the last one with. If the list of
        headings that follows starts anew, the heading stands above it (003, line 684).
        """
        depth = self._heading_depth()
        if following is not None and following.readings[0].value == 1:
            style = following.readings[0].style
            for open_depth in reversed(range(depth)):
                reading = self._entries[open_depth].reading
                if reading is not None and reading.style is style:
                    depth = open_depth
                    break
        while depth and self._entries[depth - 1].reading is None:
            depth -= 1
        return OutlinePlace(depth=depth)

    def open(self, depth: int, entry: OutlineEntry) -> None:
        """The entry is open from here on, and what stood at its depth or below is closed."""
        self._entries = (*self._entries[:depth], entry)
        if entry.reading is not None and entry.reading.style is LabelStyle.NUMBER:
            self._last_number = entry.reading.value

    def level(self, depth: int) -> int:
        """The level of a heading at that depth, from 1."""
        return 1 + sum(entry.is_heading for entry in self._entries[:depth])

    def _next_in_list(self, reading: LabelReading, *, innermost_only: bool) -> OutlinePlace | None:
        """The innermost entry that the label comes next to; "I." is a letter only right after H."""
        for depth in reversed(range(len(self._entries))):
            entry = self._entries[depth]
            if entry.reading is None:
                continue
            previous = replace(reading, value=reading.value - 1)
            if entry.reading == previous:
                return OutlinePlace(depth=depth, reading=reading, follows=entry)
            if innermost_only:
                return None
        return None

    def _restart(self, style: LabelStyle) -> int:
        """The depth of a list that starts at one: that of an open one of its style, or below."""
        for depth in reversed(range(self._heading_depth() - 1, len(self._entries))):
            reading = self._entries[depth].reading if depth >= 0 else None
            if reading is not None and reading.style is style:
                return depth
        return len(self._entries)

    def _under_prefix(self, reading: LabelReading) -> int | None:
        """E.1 stands under E., 1.2 under 1."""
        for depth in reversed(range(len(self._entries))):
            above = self._entries[depth].reading
            if above is not None and _as_prefix(above) == reading.prefix:
                return depth + 1
        return None

    def _heading_depth(self) -> int:
        """The number of entries that stay open when the lists under the last heading are closed."""
        depths = [depth for depth, entry in enumerate(self._entries, start=1) if entry.is_heading]
        return max(depths, default=0)


def _is_earlier(reading: LabelReading | None, later: LabelReading) -> bool:
    return (
        reading is not None
        and (reading.style, reading.prefix) == (later.style, later.prefix)
        and reading.value < later.value
    )


def _as_prefix(reading: LabelReading) -> str:
    if reading.style is LabelStyle.UPPER:
        return chr(ord("A") + reading.value - 1)
    return f"{reading.prefix}.{reading.value}".lstrip(".")
