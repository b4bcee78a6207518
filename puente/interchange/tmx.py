"""Translation memories in TMX 1.4b, the exchange format of translators' tools: written and read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from lxml import etree

from puente.errors import ImportFormatError
from puente.interchange.xml_text import xml_attribute, xml_text
from puente.model.documents import Language

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Elements inside a segment that stand for formatting codes: their content is not text.
_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of the longest memory that is read; a longer one need not be read to be refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationUnit:
    """A passage in its languages; `properties` are what else is said of it, by name."""

    id: str
    texts: Mapping[Language, str]
    properties: Mapping[str, str] = field(default_factory=dict)


def write_tmx(units: Iterable[TranslationUnit], version: str, created: datetime) -> Iterator[str]:
    """The pieces of a TMX document, one to a unit, so that a long one is never held whole."""
    date = f"{created:%Y%m%dT%H%M%SZ}"
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        '<tmx version="1.4">\n'
        f'<header creationtool="Puente" creationtoolversion={xml_attribute(version)}'
        ' segtype="paragraph" o-tmf="Puente" adminlang="en" srclang="*all*" datatype="plaintext"'
        f' creationdate="{date}"/>\n<body>\n'
    )
    for unit in units:
        properties = "".join(
            f"<prop type={xml_attribute(name)}>{xml_text(value)}</prop>"
            for name, value in unit.properties.items()
        )
        versions = "".join(
            f'<tuv xml:lang="{language}"><seg>{xml_text(text)}</seg></tuv>'
            for language, text in sorted(unit.texts.items())
        )
        yield f"<tu tuid={xml_attribute(unit.id)}>{properties}{versions}</tu>\n"
    yield "</body>\n</tmx>\n"


def read_tmx(content: bytes) -> tuple[TranslationUnit, ...]:
    """The units with a text in at least two of our languages; raises ImportFormatError.

    Languages are told by their first part (es-MX is Spanish). Formatting codes are left out.
    """
    if len(content) > MOST_BYTES:
        raise ImportFormatError(f"it has over {MOST_BYTES >> 20} MiB")
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    units: list[TranslationUnit] = []
    is_tmx = False
    try:
        stream = BytesIO(content)
        while piece := stream.read(1 << 16):
            parser.feed(piece)
            for _, element in parser.read_events():
                if element.tag == "tu":
                    unit = _unit(element, len(units) + 1)
                    if len(unit.texts) > 1:
                        units.append(unit)
                    element.clear()
                is_tmx = is_tmx or (element.tag == "tmx" and len(element) > 0)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise ImportFormatError(f"it is no well-formed XML: {error.msg}") from error
    if not is_tmx:
        raise ImportFormatError("it is XML, but no TMX")
    return tuple(units)


def _unit(element: etree._Element, number: int) -> TranslationUnit:
    texts: dict[Language, str] = {}
    for version in element.iterfind("tuv"):
        language = _language(version.get(_LANGUAGE) or version.get("lang") or "")
        text = " ".join("".join(_pieces(version.find("seg"))).split())
        if language and text:
            texts.setdefault(language, text)
    return TranslationUnit(
        id=element.get("tuid") or str(number),
        texts=texts,
        properties={p.get("type", ""): p.text or "" for p in element.iterfind("prop")},
    )


def _language(code: str) -> Language | None:
    first = code.lower().replace("_", "-").partition("-")[0]
    return Language(first) if first in set(Language) else None


def _pieces(element: etree._Element | None) -> Iterator[str]:
    """The text of a segment without its formatting codes."""
    if element is None:
        return
    yield element.text or ""
    for child in element:
        # An entity or a comment has a function for its tag.
        if isinstance(child.tag, str) and child.tag not in _CODES:
            yield from _pieces(child)
        yield child.tail or ""
