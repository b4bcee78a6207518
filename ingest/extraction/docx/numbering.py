"""numbering.xml: which list a paragraph of a .docx file is of, and how its levels count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.extraction.docx.styles import DocxStyles
from ingest.extraction.docx.xml import Element, W, integer, switch, to_integer, value
from ingest.extraction.wordprocessing.numbering import (
    BULLET,
    MAX_LEVELS,
    NO_NUMBER,
    ORDINAL,
    ZERO_LED,
    ListLevel,
    ListNumbers,
)

# Other formats, as spelled-out and Asian ones, are shown as decimal numbers.
_STYLES = {
    "upperRoman": "I", "lowerRoman": "i", "upperLetter": "A", "lowerLetter": "a",
    "ordinal": ORDINAL, "decimalZero": ZERO_LED, "bullet": BULLET, "none": NO_NUMBER,
    "chicago": "*",
}  # fmt: skip
_WORDS_OWN = ListLevel(style=NO_NUMBER, text="")


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list as paragraphs name it: the counts that it shares, its levels, where it begins anew."""

    shared_id: str
    levels: Sequence[ListLevel]
    styles: Mapping[str, int]
    restarts: Mapping[int, int]


class DocxLists:
    """The lists of a file."""

    def __init__(self, root: Element | None, styles: DocxStyles, *, language: str | None) -> None:
        self._numbers = ListNumbers(language=language)
        self._styles = styles
        self._shared: dict[str, Element] = {}
        self._named: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        if root is not None:
            for shared in root.iterfind(W + "abstractNum"):
                self._shared[str(shared.get(W + "abstractNumId"))] = shared
            for named in root.iterfind(W + "num"):
                self._named[str(named.get(W + "numId"))] = named

    def label(self, properties: Element | None, style_id: str | None) -> str:
        """The label of the next paragraph that has these properties; "" outside lists."""
        style = self._styles.named(style_id)
        own = properties.find(W + "numPr") if properties is not None else None
        list_id, depth = value(own, "numId"), integer(own, "ilvl")
        from_style = list_id is None
        list_id = style.list_id if list_id is None else list_id
        found = self._list(list_id) if list_id not in (None, "0") else None
        if list_id is None or found is None:
            return ""
        if depth is None and from_style:
            depth = found.styles.get(style_id or "", style.list_depth)
        depth = min(max(depth or 0, 0), MAX_LEVELS - 1)
        for restarted, start in found.restarts.items():
            if restarted == depth:
                self._numbers.restart(found.shared_id, list_id, depth, start)
        return self._numbers.label(found.shared_id, found.levels, depth)

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        return self._lists[list_id]

    def _read(self, list_id: str) -> _List | None:
        named = self._named.get(list_id)
        shared_id = value(named, "abstractNumId") or ""
        for _ in range(MAX_LEVELS):  # a list can be the one of a style, which can be again
            linked = value(self._shared.get(shared_id), "numStyleLink")
            if linked is None:
                break
            other = self._named.get(self._styles.named(linked, "numbering").list_id or "")
            shared_id = value(other, "abstractNumId") or shared_id
        shared = self._shared.get(shared_id)
        if named is None or shared is None:
            return None
        levels = [_WORDS_OWN] * MAX_LEVELS
        styles: dict[str, int] = {}
        restarts: dict[int, int] = {}
        _take_levels(shared, levels, styles)
        for override in named.iterfind(W + "lvlOverride"):
            _take_levels(override, levels, styles)
            depth = to_integer(override.get(W + "ilvl"))
            start = integer(override, "startOverride")
            if depth is not None and start is not None:
                restarts[depth] = start
        return _List(shared_id=shared_id, levels=levels, styles=styles, restarts=restarts)


def _take_levels(parent: Element, levels: list[ListLevel], styles: dict[str, int]) -> None:
    for element in parent.iterfind(W + "lvl"):
        depth = to_integer(element.get(W + "ilvl"))
        if depth is not None and 0 <= depth < MAX_LEVELS:
            levels[depth] = _level(element)
            if style_id := value(element, "pStyle"):
                styles[style_id] = depth


def _level(element: Element) -> ListLevel:
    return ListLevel(
        style=_STYLES.get(value(element, "numFmt") or "decimal", "1"),
        text=value(element, "lvlText") or "",
        start=integer(element, "start") or 0,
        restarts_after=integer(element, "lvlRestart"),
        is_legal=bool(switch(element, "isLgl")),
    )
