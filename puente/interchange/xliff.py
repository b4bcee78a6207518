"""Translations in XLIFF 2.1 (OASIS, 2018), the exchange format of translation environments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from puente.interchange.xml_text import xml_attribute, xml_text
from puente.model.documents import Language

_NAMESPACES = (
    'xmlns="urn:oasis:names:tc:xliff:document:2.0"'
    ' xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A passage and its translation, None where there is none; `metadata` is said of it, by name.

    `is_reviewed` says that a person answers for the link.
    """

    id: str
    source: str
    target: str | None
    is_reviewed: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The units of one document; `original` is the document."""

    id: str
    original: str
    units: Iterable[Unit]


def write_xliff(languages: tuple[Language, Language], files: Iterable[File]) -> Iterator[str]:
    """The pieces of an XLIFF document, one to a unit; a file without units is left out."""
    source, target = languages
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff {_NAMESPACES} version="2.1" srcLang="{source}" trgLang="{target}">\n'
    )
    for file in files:
        name, original = xml_attribute(file.id), xml_attribute(file.original)
        is_open = False
        for unit in file.units:
            if not is_open:
                yield f"<file id={name} original={original}>\n"
                is_open = True
            yield _written(unit)
        if is_open:
            yield "</file>\n"
    yield "</xliff>\n"


def _written(unit: Unit) -> str:
    metadata = "".join(
        f"<mda:meta type={xml_attribute(name)}>{xml_text(value)}</mda:meta>"
        for name, value in unit.metadata.items()
    )
    if metadata:
        metadata = (
            f'<mda:metadata><mda:metaGroup category="puente">{metadata}</mda:metaGroup>'
            "</mda:metadata>"
        )
    target = "" if unit.target is None else f"<target>{xml_text(unit.target)}</target>"
    state = "initial" if unit.target is None else "reviewed" if unit.is_reviewed else "translated"
    return (
        f"<unit id={xml_attribute(unit.id)}>{metadata}"
        f'<segment state="{state}"><source>{xml_text(unit.source)}</source>{target}</segment>'
        "</unit>\n"
    )
