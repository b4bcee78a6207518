"""The lists of an OpenDocument text: how each level counts, and which list goes on with which."""

from collections.abc import Sequence

from lxml import etree

from ingest.extraction.wordprocessing.numbering import BULLET, MAX_LEVELS, NO_NUMBER, ListLevel

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
NO_LIST = (ListLevel(style=NO_NUMBER, text=""),) * MAX_LEVELS
_LONGEST_NUMBER = 7
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


class OpenLists:
    """The lists that a text has had, to be gone on with."""

    def __init__(self) -> None:
        self._by_id: dict[str, int] = {}
        self._by_style: dict[str, int] = {}
        self._count = 0

    def open(self, element: etree._Element, style_name: str) -> int:
        """The number under which a list counts: that of an earlier one that it goes on with."""
        key = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if key is None and element.get(f"{TEXT}continue-numbering") == "true":
            key = self._by_style.get(style_name)
        if key is None:
            self._count += 1
            key = self._count
        self._by_style[style_name] = key
        if identifier := element.get(_XML_ID):
            self._by_id[identifier] = key
        return key


def read_levels(style: etree._Element) -> Sequence[ListLevel]:
    """The levels that a list style, or the outline style, defines."""
    levels = list(NO_LIST)
    for child in style:
        depth = number(child.get(f"{TEXT}level")) or 1
        if depth <= MAX_LEVELS:
            levels[depth - 1] = _read_level(child, depth)
    return tuple(levels)


def number(text: str | None) -> int | None:
    """The number that an attribute holds, None where it is no sound one."""
    digits = (text or "").strip()
    sound = digits.isascii() and digits.isdigit() and len(digits) < _LONGEST_NUMBER
    return int(digits) if sound else None


def _read_level(element: etree._Element, depth: int) -> ListLevel:
    if sign := element.get(f"{TEXT}bullet-char"):
        return ListLevel(style=BULLET, text=sign)
    style = element.get(f"{STYLE}num-format", "")
    prefix, suffix = (element.get(f"{STYLE}num-{name}", "") for name in ("prefix", "suffix"))
    if not style:
        return ListLevel(style=NO_NUMBER, text=(prefix + suffix).strip())
    start = number(element.get(f"{TEXT}start-value"))
    shown = min(number(element.get(f"{TEXT}display-levels")) or 1, depth)
    places = ".".join(f"%{level}" for level in range(depth - shown + 1, depth + 1))
    text = f"{prefix}{places}{suffix}".strip()
    return ListLevel(style=style, text=text, start=1 if start is None else start)
