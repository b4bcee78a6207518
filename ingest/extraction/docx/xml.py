"""The XML of .docx files: names without their namespaces, and values with their defaults."""

import re
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from ingest.extraction.wordprocessing.zip_package import Package, parse_xml

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# "Strict" files, which few programs write, have other namespaces and are the same otherwise.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|officeDocument/)")
_TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}
_INTEGER = re.compile(r"-?\d{1,9}")
_OFF = frozenset(("0", "false", "off"))


def read_part(path: Path, package: Package, name: str) -> Element:
    """The root element of a part."""
    content = package.read(name)
    return parse_xml(path, _STRICT.sub(lambda strict: _TRANSITIONAL[strict[1]], content))


@lru_cache(maxsize=1024)
def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def value(parent: Element | None, name: str) -> str | None:
    """The w:val of a child element, None where there is no such child."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else str(child.get(W + "val", ""))


def integer(parent: Element | None, name: str) -> int | None:
    """The w:val of a child element as a number, None where there is none."""
    return to_integer(value(parent, name))


def to_integer(text: str | None) -> int | None:
    """The number that a text is, None for any other text."""
    return int(text) if text is not None and _INTEGER.fullmatch(text) else None


def switch(parent: Element | None, name: str) -> bool | None:
    """The state of a property, on or off, None where nothing is said of it."""
    text = value(parent, name)
    return None if text is None else text not in _OFF


def text_of(root: Element | None, name: str) -> str | None:
    """The text of the first element of a local name, None where it is missing or blank."""
    found = root.find(f".//{{*}}{name}") if root is not None else None
    return (found.text or "").strip() or None if found is not None else None
