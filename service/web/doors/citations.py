"""Records of documents and paragraphs for reference managers: RIS, CSL-JSON, BibTeX, page tags."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from puente.model.documents import Document, DocumentKind, Language
from puente.model.segments import Segment
from service.i18n.interfaces import ENGLISH, interfaces
from service.i18n.translator import Translator
from service.web.doors.links import TypedLink
from service.web.pages.views.facets import value_label
from service.web.parameters import RecordFormat
from service.web.urls import permalink, segment_anchor

MEDIA_TYPES: Mapping[RecordFormat, str] = {
    RecordFormat.JSON: "application/json",
    RecordFormat.RIS: "application/x-research-info-systems",
    RecordFormat.CSL: "application/vnd.citationstyles.csl+json",
    RecordFormat.BIBTEX: "application/x-bibtex",
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """Words of the formats for a kind of document."""

    ris: str
    csl: str
    bibtex: str


_NORM = _Kind("GOVDOC", "legislation", "misc")
_CASE = _Kind("CASE", "legal_case", "misc")
_REPORT = _Kind("RPRT", "report", "techreport")
_OTHER = _Kind("GOVDOC", "document", "misc")
_KINDS: Mapping[DocumentKind, _Kind] = {
    DocumentKind.RESOLUTION: _NORM,
    DocumentKind.DECLARATION: _NORM,
    DocumentKind.CONVENTION: _Kind("STAT", "treaty", "misc"),
    DocumentKind.JUDGMENT: _CASE,
    DocumentKind.ORDER: _CASE,
    DocumentKind.SEPARATE_OPINION: _CASE,
    DocumentKind.ADVISORY_OPINION: _CASE,
    DocumentKind.REPORT: _REPORT,
    DocumentKind.MINUTES: _REPORT,
    DocumentKind.MATRIX: _REPORT,
}
_BIBTEX_MARKS = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_BIBTEX_MARK = re.compile(r"[\\{}%&$#_~^]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document, or a paragraph of it, as it is cited; what it does not state is empty.

    `section` is the number of the paragraph, `text` its words; `author` the body that issued it.
    """

    id: str
    kind: DocumentKind
    genre: str
    title: str
    symbol: str
    author: str
    date: tuple[int, ...]
    language: Language
    url: str
    section: str = ""
    text: str = ""


def reference_to(
    document: Document, base: str, t: Translator, segment: Segment | None = None
) -> Reference:
    """The reference to a document or to a paragraph of it, with names by the translator."""
    return Reference(
        id=segment.id if segment else document.id,
        kind=document.kind,
        genre=t.name("kinds", document.kind),
        title=_line(document.title),
        symbol=document.symbol.text if document.symbol else "",
        author=value_label("organ", document.organ, t) if document.organ else "",
        date=tuple(map(int, document.date.split("-"))) if document.date else (),
        language=document.language,
        url=base + permalink(document, segment),
        section=segment_anchor(segment) if segment else "",
        text=_line(segment.text) if segment else "",
    )


def as_ris(reference: Reference) -> str:
    """The reference in RIS; a symbol is the number, and a paragraph's words are the notes."""
    date = "/".join(f"{part:02}" for part in reference.date)
    fields = (
        ("TY", _KINDS.get(reference.kind, _OTHER).ris),
        ("ID", reference.id),
        ("TI", reference.title),
        # A comma says that a name has no first names.
        ("AU", f"{reference.author}," if reference.author else ""),
        ("PB", reference.author),
        ("PY", str(reference.date[0]) if reference.date else ""),
        ("DA", date + "/" * (3 - len(reference.date)) if date else ""),
        ("M1", reference.symbol),
        ("M3", reference.genre),
        ("SE", reference.section),
        ("N1", reference.text),
        ("LA", reference.language),
        ("UR", reference.url),
    )
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def as_csl(reference: Reference) -> dict[str, Any]:
    """The reference as an item of CSL-JSON."""
    author = [{"literal": reference.author}] if reference.author else []
    fields = {
        "id": reference.id,
        "type": _KINDS.get(reference.kind, _OTHER).csl,
        "title": reference.title,
        "author": author,
        "publisher": reference.author,
        "issued": {"date-parts": [list(reference.date)]} if reference.date else None,
        "number": reference.symbol,
        "genre": reference.genre,
        "section": reference.section,
        "note": reference.text,
        "language": reference.language,
        "URL": reference.url,
    }
    return {name: value for name, value in fields.items() if value}


def as_bibtex(reference: Reference) -> str:
    """The reference in BibTeX, its title as it is spelled."""
    date = "-".join(f"{part:02}" for part in reference.date)
    fields = (
        ("title", f"{{{_escaped(reference.title)}}}"),
        ("author", f"{{{_escaped(reference.author)}}}" if reference.author else ""),
        ("institution", _escaped(reference.author)),
        ("year", date[:4]),
        ("date", date),
        ("number", _escaped(reference.symbol)),
        ("type", _escaped(reference.genre)),
        ("note", _escaped(reference.text)),
        ("language", reference.language),
        ("url", reference.url),
    )
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    kind = _KINDS.get(reference.kind, _OTHER).bibtex
    return f"@{kind}{{{reference.id},\n" + ",\n".join(lines) + "\n}\n"


def interface_of_reference(document: Document) -> str:
    """The language of a document's reference: its own, English where there are no messages."""
    return document.language if document.language in interfaces() else ENGLISH


def page_tags(document: Document, base: str, t: Translator) -> Iterator[tuple[str, str]]:
    """The names and contents of a page's tags by which reference managers know a document.

    They are those that Highwire began with and Google Scholar and Zotero read.
    """
    reference = reference_to(document, base, t)
    fields = (
        ("citation_title", reference.title),
        ("citation_author", reference.author),
        ("citation_publication_date", "/".join(f"{part:02}" for part in reference.date)),
        ("citation_language", reference.language),
        ("citation_technical_report_number", reference.symbol),
        ("citation_technical_report_institution", reference.author),
        ("citation_public_url", reference.url),
        ("citation_fulltext_html_url", reference.url),
    )
    return ((name, value) for name, value in fields if value)


def page_links(document: Document, base: str) -> tuple[TypedLink, ...]:
    """The links by which programs find what a page is of (Signposting): its name and records."""
    record = f"{base}/api/v1/documents/{quote(document.id)}"
    described = (
        TypedLink(
            address=record if form is RecordFormat.JSON else f"{record}?format={form}",
            relation="describedby",
            media_type=media_type,
        )
        for form, media_type in MEDIA_TYPES.items()
    )
    named = TypedLink(address=base + permalink(document), relation="cite-as")
    kind = TypedLink(address="https://schema.org/AboutPage", relation="type")
    return (named, *described, kind)


def _line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """A text in which BibTeX sees no marks."""
    return _BIBTEX_MARK.sub(lambda mark: _BIBTEX_MARKS.get(mark[0], "\\" + mark[0]), text)
