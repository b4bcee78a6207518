"""Translation memories in TMX 1.4b, the exchange format of translators' tools: written and read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from lxml import etree

from puente.errors import ImportFormatError
from puente.interchange.xml_text import mend_xml, xml_attribute, xml_text
from puente.model.documents import Language

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Elements inside a segment that stand for formatting codes: their content is not text.
_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of the longest memory that is read; a longer one need not be read to be refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationUnit:
    """A passage in its languages; `properties` are what else is said of it, by name.

    `variants` are further texts in a language, as of other countries; a unit that `is_sentence`
    may be part of a paragraph.
    """

    id: str
    texts: Mapping[Language, str]
    properties: Mapping[str, str] = field(default_factory=dict)
    variants: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    is_sentence: bool = False

    def texts_in(self, language: Language) -> tuple[str, ...]:
        """Every text in a language, the first one first."""
        return (self.texts[language], *self.variants.get(language, ()))


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

    Languages are told by their first part (es-MX is Spanish). Formatting codes are left out. A
    character that XML cannot hold spoils the unit that has it and no other.
    """
    if len(content) > MOST_BYTES:
        raise ImportFormatError(f"it has over {MOST_BYTES >> 20} MiB")
    try:
        return _units(content)
    except etree.XMLSyntaxError as error:
        damage = error.msg
    try:
        return _units(mend_xml(content))
    except etree.XMLSyntaxError as error:
        raise ImportFormatError(f"it is no well-formed XML: {damage}") from error


def _units(content: bytes) -> tuple[TranslationUnit, ...]:
    """The units of a memory; raises XMLSyntaxError, or ImportFormatError for other XML."""
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    units: list[TranslationUnit] = []
    is_tmx, segmentation = False, ""
    stream = BytesIO(content)
    while piece := stream.read(1 << 16):
        parser.feed(piece)
        for _, element in parser.read_events():
            if element.tag == "header":
                segmentation = element.get("segtype", "")
            elif element.tag == "tu":
                unit = _unit(element, len(units) + 1, segmentation)
                if len(unit.texts) > 1:
                    units.append(unit)
                element.clear()
            is_tmx = is_tmx or (element.tag == "tmx" and len(element) > 0)
    parser.close()
    if not is_tmx:
        raise ImportFormatError("it is XML, but no TMX")
    return tuple(units)


def _unit(element: etree._Element, number: int, segmentation: str) -> TranslationUnit:
    texts: dict[Language, dict[str, None]] = defaultdict(dict)
    for version in element.iterfind("tuv"):
        language = _language(version.get(_LANGUAGE) or version.get("lang") or "")
        text = _text_of(version)
        if language and text:
            texts[language][text] = None
    found = {language: tuple(each) for language, each in texts.items()}
    return TranslationUnit(
        id=element.get("tuid") or str(number),
        texts={language: each[0] for language, each in found.items()},
        variants={language: each[1:] for language, each in found.items() if each[1:]},
        properties={p.get("type", ""): p.text or "" for p in element.iterfind("prop")},
        is_sentence=element.get("segtype", segmentation) == "sentence",
    )


def _text_of(version: etree._Element) -> str:
    """The text of a version: its segment, or what stands in it where it has none."""
    segment = version.find("seg")
    if segment is None:
        pieces = [version.text or "", *(each.tail or "" for each in version)]
    else:
        pieces = list(_pieces(segment))
    return " ".join("".join(pieces).split())


def _language(code: str) -> Language | None:
    first = code.lower().replace("_", "-").partition("-")[0]
    return Language(first) if first in set(Language) else None


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of a segment without its formatting codes."""
    yield element.text or ""
    for child in element:
        # An entity or a comment has a function for its tag.
        if isinstance(child.tag, str) and child.tag not in _CODES:
            yield from _pieces(child)
        yield child.tail or ""
