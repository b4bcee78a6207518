"""The styles of a .docx file: what paragraphs and runs have that says nothing of it itself."""

import re
from dataclasses import dataclass

from ingest.extraction.docx.xml import Element, W, integer, local, switch, value

# Word names its own styles in English in every language; other programs do not.
_HEADING = re.compile(
    r"(?:heading|t[íi]tulo|encabezado|cabe[çc]alho|titre)\s?([1-9])", re.IGNORECASE
)
_LEVELS = 9
_EDGES = frozenset(("top", "left", "start", "bottom", "right", "end", "insideH", "insideV"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxStyle:
    """Statements of a style and of those it is based on; None is not stated."""

    level: int | None = None
    list_id: str | None = None
    list_depth: int | None = None
    is_hidden: bool | None = None
    is_bold: bool | None = None
    is_raised: bool | None = None
    is_ruled: bool | None = None


class DocxStyles:
    """The styles by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._styles: dict[str, DocxStyle] = {}
        self._defaults: dict[str, str] = {}
        for element in root.iterfind(W + "style") if root is not None else ():
            style_id = str(element.get(W + "styleId", ""))
            self._elements[style_id] = element
            if element.get(W + "default") in ("1", "true", "on"):
                self._defaults[str(element.get(W + "type", ""))] = style_id

    def named(self, style_id: str | None, kind: str = "paragraph") -> DocxStyle:
        """The style of an id; the default one of the kind without an id, or for an unknown one."""
        if style_id is None or style_id not in self._elements:
            style_id = self._defaults.get(kind, "")
        if style_id not in self._styles:
            self._styles[style_id] = self._resolve(style_id)
        return self._styles[style_id]

    def _resolve(self, style_id: str) -> DocxStyle:
        """The style with what it inherits; a circle of styles ends where it closes."""
        resolved, seen = DocxStyle(), set[str]()
        while style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            element = self._elements[style_id]
            resolved = _inherited(resolved, _stated(element))
            style_id = value(element, "basedOn") or ""
        return resolved


def heading_level(properties: Element | None) -> int | None:
    """The level of a paragraph's own outline from 1, 0 for body text, None where none is stated."""
    level = integer(properties, "outlineLvl")
    if level is None:
        return None
    return level + 1 if 0 <= level < _LEVELS else 0


def _inherited(style: DocxStyle, base: DocxStyle) -> DocxStyle:
    return DocxStyle(
        level=base.level if style.level is None else style.level,
        list_id=base.list_id if style.list_id is None else style.list_id,
        list_depth=base.list_depth if style.list_depth is None else style.list_depth,
        is_hidden=base.is_hidden if style.is_hidden is None else style.is_hidden,
        is_bold=base.is_bold if style.is_bold is None else style.is_bold,
        is_raised=base.is_raised if style.is_raised is None else style.is_raised,
        is_ruled=base.is_ruled if style.is_ruled is None else style.is_ruled,
    )


def _stated(element: Element) -> DocxStyle:
    paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
    level = heading_level(paragraph)
    if level is None and (name := _HEADING.fullmatch((value(element, "name") or "").strip())):
        level = int(name[1])
    numbers = paragraph.find(W + "numPr") if paragraph is not None else None
    return DocxStyle(
        level=level,
        list_id=value(numbers, "numId"),
        list_depth=integer(numbers, "ilvl"),
        is_hidden=switch(run, "vanish"),
        is_bold=switch(run, "b"),
        is_raised=is_raised(run),
        is_ruled=is_ruled(element.find(W + "tblPr")),
    )


def is_raised(properties: Element | None) -> bool | None:
    """Test for raised text, None where nothing is said of its place in the line."""
    place = value(properties, "vertAlign")
    return None if place is None else place == "superscript"


def is_ruled(properties: Element | None) -> bool | None:
    """Test for lines on or between the cells of a table, None where nothing is said of them."""
    borders = properties.find(W + "tblBorders") if properties is not None else None
    return None if borders is None else has_lines(borders)


def has_lines(borders: Element) -> bool:
    """Test for an edge that is drawn."""
    return any(
        local(edge.tag) in _EDGES and edge.get(W + "val") not in ("none", "nil", None)
        for edge in borders
    )
