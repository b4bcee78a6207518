"""Styles of an OpenDocument text: hidden and bold text, how its lists count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.extraction.odt.numbering import NO_LIST, STYLE, TEXT, read_levels
from ingest.extraction.wordprocessing.numbering import ListLevel

_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_MOST_PARENTS = 20


@dataclass(slots=True)
class OdtStyles:
    """The styles by name; `outline` numbers the headings."""

    lists: dict[str, Sequence[ListLevel]] = field(default_factory=dict)
    outline: Sequence[ListLevel] = NO_LIST
    hidden: set[str] = field(default_factory=set)
    bold: set[str] = field(default_factory=set)
    parents: dict[str, str] = field(default_factory=dict)

    def is_hidden(self, name: str | None) -> bool:
        """Test for a style that hides its text, or is based on one that does."""
        return any(each in self.hidden for each in self._chain(name))

    def is_bold(self, name: str | None) -> bool:
        """Test for a style that makes text bold, or is based on one that does."""
        return any(each in self.bold for each in self._chain(name))

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
        for element in root.iter(f"{TEXT}list-style"):
            styles.lists[element.get(f"{STYLE}name", "")] = read_levels(element)
        for element in root.iter(f"{TEXT}outline-style"):
            styles.outline = read_levels(element)
    return styles
