"""Text of a web page told from the rest: its main part, its menus, its tables of data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from puente.data.tables import read_table

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(
    r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|mso-element\s*:\s*(?:comment|header|footer))",
    re.IGNORECASE,
)
# A list of links, each no longer than this many characters, is a menu.
_LINK_LENGTH = 60
_FEWEST_LINKS = 3


@dataclass(slots=True)
class _Open:
    """A list or table that is open during the survey."""

    element: etree._Element
    items: int = 0
    text: int = 0
    linked: int = 0
    widest: int = 0
    is_layout: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The lists that are menus, and the tables whose rows are rows of data."""

    menus: frozenset[etree._Element]
    tables: frozenset[etree._Element]
    depth: int


@cache
def words() -> Mapping[str, Any]:
    """The table of what web pages hold."""
    stated = read_table("ingest", "data/web_page.toml")
    sets = ("tags", "roles", "classes", "blocks")
    return {**stated, **{name: frozenset(stated[name]) for name in sets}}


def main_part(page: etree._Element) -> etree._Element:
    """The one element that a page says is its text, else its body."""
    body = page.find("body")
    body = page if body is None else body
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = body.findall(path)
        if len(found) == 1 and any(text.strip() for text in found[0].itertext()):
            return found[0]
    return body


def is_left_out(element: etree._Element) -> bool:
    """Test for an element that holds no words of the document, or hides them."""
    tag, known = element.tag, words()
    if tag in known["tags"] or element.get("hidden") is not None:
        return True
    if element.get("role", "").lower() in known["roles"]:
        return True
    if (style := element.get("style")) and _HIDDEN.search(style):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    if not known["classes"].isdisjoint(names):
        return bool(tag != "body")
    if tag == "header":
        return element.find(".//h1") is None
    # LibreOffice writes the running heads of a document at its ends.
    return tag == "div" and element.get("title") in ("header", "footer")


def survey(part: etree._Element) -> Survey:
    """The findings of a pass over all elements; a table that holds tables or headings lays out."""
    surveyor = _Surveyor()
    for event, element in etree.iterwalk(part, events=("start", "end")):
        if event == "start":
            surveyor.open(element)
        else:
            surveyor.close(element)
    return Survey(
        menus=frozenset(surveyor.menus),
        tables=frozenset(surveyor.tables),
        depth=surveyor.deepest,
    )


class _Surveyor:
    """Takes the elements of a page as they open and close."""

    def __init__(self) -> None:
        self.menus: list[etree._Element] = []
        self.tables: list[etree._Element] = []
        self.deepest = 0
        self._depth = 0
        self._links = 0  # how many links are open
        self._lists: list[_Open] = []
        self._grids: list[_Open] = []

    def open(self, element: etree._Element) -> None:
        tag = element.tag
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        self._links += tag == "a"
        self._count(element.text)
        if tag == "ul":
            self._lists.append(_Open(element))
        elif tag == "li" and self._lists:
            self._lists[-1].items += 1
        elif tag == "table":
            if self._grids:
                self._grids[-1].is_layout = True
            is_layout = element.get("role") in ("presentation", "none")
            self._grids.append(_Open(element, is_layout=is_layout))
        elif self._grids:
            self._open_in_table(tag, self._grids[-1])

    def close(self, element: etree._Element) -> None:
        self._depth -= 1
        self._links -= element.tag == "a"
        if element.tag == "ul":
            closed = self._lists.pop()
            if _is_menu(closed):
                self.menus.append(element)
            if self._lists:
                self._lists[-1].text += closed.text
                self._lists[-1].linked += closed.linked
        elif element.tag == "table":
            closed = self._grids.pop()
            if not closed.is_layout and closed.widest > 1:
                self.tables.append(element)
        self._count(element.tail)

    def _open_in_table(self, tag: str, grid: _Open) -> None:
        if tag == "tr":
            grid.items = 0
        elif tag in ("td", "th"):
            grid.items += 1
            grid.widest = max(grid.widest, grid.items)
        elif tag in HEADINGS:
            grid.is_layout = True

    def _count(self, text: str | None) -> None:
        """Count text in the innermost list, and what of it is linked."""
        if self._lists and text:
            length = len(text.strip())
            self._lists[-1].text += length
            self._lists[-1].linked += length * (self._links > 0)


def _is_menu(found: _Open) -> bool:
    return (
        found.items >= _FEWEST_LINKS
        and found.linked >= 0.9 * found.text > 0
        and found.text <= _LINK_LENGTH * found.items
    )
