"""Styles of an OpenDocument text: hidden, bold and raised text, how its lists count."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.extraction.odt.numbering import NO_LIST, STYLE, TEXT, read_levels
from ingest.extraction.wordprocessing.numbering import ListLevel

_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_MOST_PARENTS = 20
_RAISED = re.compile(r"super\b|0*[1-9]\d*%")


@dataclass(slots=True)
class OdtStyles:
    """The styles by name; `outline` numbers the headings."""

    lists: dict[str, Sequence[ListLevel]] = field(default_factory=dict)
    outline: Sequence[ListLevel] = NO_LIST
    hidden: set[str] = field(default_factory=set)
    bold: set[str] = field(default_factory=set)
    positions: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def is_hidden(self, name: str | None) -> bool:
        """Test for a style that hides its text, or is based on one that does."""
        return any(each in self.hidden for each in self._chain(name))

    def is_bold(self, name: str | None) -> bool:
        """Test for a style that makes text bold, or is based on one that does."""
        return any(each in self.bold for each in self._chain(name))

    def is_raised(self, name: str | None) -> bool | None:
        """Test for a style that raises text, None where neither it nor its bases say so.

        A position is "super 58%" or, as LibreOffice writes one set by hand, "33% 58%".
        """
        stated = (self.positions[each] for each in self._chain(name) if each in self.positions)
        height = next(stated, None)
        return None if height is None else _RAISED.match(height) is not None

    def _chain(self, name: str | None) -> Iterable[str]:
        chain: list[str] = []
        while name and name not in chain and len(chain) < _MOST_PARENTS:
            chain.append(name)
            name = self.parents.get(name)
        return chain


def read_styles(roots: Iterable[etree._Element]) -> OdtStyles:
    """The styles that the parts of a document define."""
    styles = OdtStyles()
    for root in roots:
        for element in root.iter(f"{STYLE}style"):
            name = element.get(f"{STYLE}name", "")
            styles.parents[name] = element.get(f"{STYLE}parent-style-name", "")
            for properties in element.iter(f"{STYLE}text-properties", f"{STYLE}section-properties"):
                if properties.get(f"{TEXT}display") == "none":
                    styles.hidden.add(name)
                if properties.get(f"{_FO}font-weight") == "bold":
                    styles.bold.add(name)
                if position := properties.get(f"{STYLE}text-position"):
                    styles.positions[name] = position
        for element in root.iter(f"{TEXT}list-style"):
            styles.lists[element.get(f"{STYLE}name", "")] = read_levels(element)
        for element in root.iter(f"{TEXT}outline-style"):
            styles.outline = read_levels(element)
    return styles
