"""The labels that Word counts out for the paragraphs of its lists, in .docx and .doc alike."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from ingest.extraction.wordprocessing.block_builder import bullet
from ingest.extraction.wordprocessing.counters import spell_number

BULLET = "•"
NO_NUMBER = ""
ORDINAL = "1º"
ZERO_LED = "01"
MAX_LEVELS = 9

_PLACE = re.compile(r"%([1-9])")
# English and French have other signs after their ordinals than Spanish and Portuguese.
_ENGLISH_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLevel:
    """Numbering of a level of a list: its `text` has %1 to %9 for the numbers of the levels.

    `style` is one of `spell_number`, or one of the names above. `restarts_after` is the depth
    whose items begin the count anew, from 1; None is every level above, 0 none at all. A legal
    level shows every number as a decimal one.
    """

    style: str = "1"
    text: str = "%1."
    start: int = 1
    restarts_after: int | None = None
    is_legal: bool = False


class ListNumbers:
    """Counts the items of all lists of a document as they come by."""

    def __init__(self, *, language: str | None = None) -> None:
        self._language = (language or "")[:2].lower()
        self._counts: dict[Hashable, list[int | None]] = {}
        self._started: set[tuple[Hashable, int]] = set()

    def restart(self, list_id: Hashable, user: Hashable, depth: int, start: int) -> None:
        """Let the next item of the level count from `start`, once for each user of the list."""
        if (user, depth) not in self._started:
            self._started.add((user, depth))
            self._of(list_id)[depth] = start - 1

    def label(self, list_id: Hashable, levels: Sequence[ListLevel], depth: int) -> str:
        """The label of the next item of a list at a depth, counted from 0."""
        counts, level = self._of(list_id), levels[depth]
        count = counts[depth]
        counts[depth] = level.start if count is None else count + 1
        for below in range(depth + 1, len(levels)):
            after = levels[below].restarts_after
            if after is None or depth < after:
                counts[below] = None
        if level.style == BULLET:
            sign = level.text.strip()[:1]
            return bullet(sign) if sign else ""
        return _PLACE.sub(lambda place: self._number(place, counts, levels, depth), level.text)

    def _of(self, list_id: Hashable) -> list[int | None]:
        return self._counts.setdefault(list_id, [None] * MAX_LEVELS)

    def _number(
        self,
        place: re.Match[str],
        counts: Sequence[int | None],
        levels: Sequence[ListLevel],
        depth: int,
    ) -> str:
        at = int(place[1]) - 1
        if at >= len(levels) or levels[at].style in (NO_NUMBER, BULLET):
            return ""
        count = counts[at]
        number = levels[at].start if count is None else count
        style = "1" if levels[depth].is_legal else levels[at].style
        if style == ORDINAL:
            return f"{number}{_ordinal_ending(number, self._language)}"
        if style == ZERO_LED:
            return f"{number:02}"
        return spell_number(number, style, doubled=True)


def _ordinal_ending(number: int, language: str) -> str:
    if language == "en":
        is_teen = number // 10 % 10 == 1
        return "th" if is_teen else _ENGLISH_ENDINGS.get(number % 10, "th")
    if language == "fr":
        return "er" if number == 1 else "e"
    return "º"
