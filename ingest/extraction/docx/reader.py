"""Word documents (.docx) -> blocks: what is shown of them, with numbers, notes and tables."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.extraction.docx.body import DocxBody, read_note
from ingest.extraction.docx.chunks import Chunks
from ingest.extraction.docx.numbering import DocxLists
from ingest.extraction.docx.styles import DocxStyles
from ingest.extraction.docx.xml import Element, R, W, read_part, switch, text_of
from ingest.extraction.wordprocessing.block_builder import BlockBuilder, CalledNote
from ingest.extraction.wordprocessing.content import (
    Content,
    Paragraph,
    give,
    head_lines,
    title_lines,
)
from ingest.extraction.wordprocessing.counters import NoteNumbers
from ingest.extraction.wordprocessing.typed_notes import attach_typed_notes
from ingest.extraction.wordprocessing.zip_package import Package
from puente.errors import ExtractionError
from puente.model.blocks import Extracted, Properties
from puente.model.reports import Reason
from puente.text.dates import is_date

_NUMBER_STYLES = {
    "upperRoman": "I", "lowerRoman": "i", "upperLetter": "A", "lowerLetter": "a", "chicago": "*",
}  # fmt: skip
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
_KINDS = {False: "footnote", True: "endnote"}


def read_docx(path: Path, content: bytes) -> Extracted:
    """The paragraphs, rows and notes of a Word document, as they are shown on paper."""
    return _read_guarded(path, content, Chunks(path, _read_chunk))


def _read_chunk(path: Path, content: bytes) -> Extracted:
    """A document inside another; what is inside that one is left out, or files had no end."""
    return _read_guarded(path, content, Chunks(path, None))


def _read_guarded(path: Path, content: bytes, chunks: Chunks) -> Extracted:
    try:
        return _read(path, Package(path, content), chunks)
    except RecursionError as error:
        detail = "its parts are nested too deep"
        raise ExtractionError(path, Reason.MALFORMED, detail) from error


def _read(path: Path, package: Package, chunks: Chunks) -> Extracted:
    parts = _Parts.of(path, package)
    body = parts.document.find(W + "body")
    if body is None:
        raise ExtractionError(path, Reason.MALFORMED, "it has no body")
    style_sheet = parts.related("styles")
    language = _usual_language(style_sheet)
    styles = DocxStyles(style_sheet)
    numbering = parts.related("numbering")
    aside = DocxBody(styles, DocxLists(numbering, styles, language=language), _no_note)
    notes = _Notes(parts, aside)
    story = DocxBody(
        styles,
        DocxLists(numbering, styles, language=language),
        notes.take,
        lambda relation: chunks.read(*parts.content(relation)),
    )
    shown = attach_typed_notes(story.read_apart(body))
    flow = BlockBuilder(path)
    give(flow, (*_first_header(parts, aside, shown), *shown))
    extracted = flow.extracted(_properties(parts), _running_heads(parts, aside))
    return replace(extracted, remarks=(*extracted.remarks, *chunks.remarks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The parts of a package by what they are to the document."""

    path: Path
    package: Package
    root: Mapping[str, str]
    document: Element
    targets: Mapping[str, str]
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, path: Path, package: Package) -> "_Parts":
        """The parts that the package's relationships lead to."""
        root = {kind: name for _, kind, name in _relationships(path, package, "")}
        main = root.get("officeDocument", "word/document.xml")
        related = list(_relationships(path, package, main))
        return cls(
            path=path,
            package=package,
            root=root,
            document=read_part(path, package, main),
            targets={relation: name for relation, _, name in related},
            kinds={kind: name for _, kind, name in related},
        )

    def related(self, kind: str) -> Element | None:
        """The root of the part of a kind, as "styles"; None where the document has none."""
        return self._read(self.kinds.get(kind))

    def stated(self, kind: str) -> Element | None:
        """The root of a part that states things of the whole file."""
        return self._read(self.root.get(kind))

    def target(self, relation: str | None) -> Element | None:
        """The root of the part that the document names by the id of a relationship."""
        return self._read(self.targets.get(relation or ""))

    def content(self, relation: str) -> tuple[str, bytes | None]:
        """The name and the bytes of the part that the document names by a relationship."""
        name = self.targets.get(relation, "")
        known = name in self.package.names
        return name or relation, self.package.read(name) if known else None

    def _read(self, name: str | None) -> Element | None:
        if name is None or name not in self.package.names:
            return None
        return read_part(self.path, self.package, name)


def _relationships(path: Path, package: Package, part: str) -> Iterator[tuple[str, str, str]]:
    """The id, the kind and the name of each part of the package that a part is related to."""
    folder, _, name = part.rpartition("/")
    relationships = posixpath.join(folder, "_rels", f"{name}.rels")
    if relationships not in package.names:
        return
    for element in read_part(path, package, relationships).iterfind("{*}Relationship"):
        if element.get("TargetMode") != "External":
            target = posixpath.join("/", folder, str(element.get("Target", "")))
            kind = str(element.get("Type", "")).rpartition("/")[2]
            yield str(element.get("Id")), kind, posixpath.normpath(target).lstrip("/")


class _Notes:
    """The footnotes and endnotes by their ids; they are numbered as they are called."""

    def __init__(self, parts: _Parts, story: DocxBody) -> None:
        self._story = story
        self._numbers = NoteNumbers()
        self._elements: dict[tuple[str, bool], Element] = {}
        settings = parts.related("settings")
        for is_endnote, kind in _KINDS.items():
            root = parts.related(f"{kind}s")
            for element in root.iterfind(W + kind) if root is not None else ():
                self._elements[str(element.get(W + "id")), is_endnote] = element
            stated = parts.document.find(f".//{W}sectPr/{W}{kind}Pr/{W}numFmt")
            if stated is None and settings is not None:
                stated = settings.find(f"{W}{kind}Pr/{W}numFmt")
            if stated is not None:
                style = _NUMBER_STYLES.get(str(stated.get(W + "val")), "1")
                self._numbers.set_style(style, is_endnote=is_endnote)

    def take(self, note_id: str, is_endnote: bool, own_mark: str | None) -> CalledNote | None:
        element = self._elements.get((note_id, is_endnote))
        if element is None:
            return None
        mark = self._numbers.next(is_endnote=is_endnote) if own_mark is None else own_mark
        return read_note(self._story, element, mark)


def _no_note(*_: object) -> None:
    """Notes and headers call no notes."""


def _first_header(parts: _Parts, story: DocxBody, shown: Sequence[Content]) -> Iterator[Paragraph]:
    """The part of the title block that only the header of the first page has."""
    section = parts.document.find(f".//{W}sectPr")
    if section is None:
        return
    is_of_first_page = bool(switch(section, "titlePg"))
    kind = "first" if is_of_first_page else "default"
    for reference in section.iterfind(W + "headerReference"):
        header = parts.target(reference.get(R + "id"))
        if reference.get(W + "type") == kind and header is not None:
            content = story.read_apart(header)
            yield from title_lines(content, shown, is_of_first_page=is_of_first_page)


def _running_heads(parts: _Parts, story: DocxBody) -> Iterator[str]:
    """The lines of all headers and footers, and the watermarks, which Word keeps there."""
    names = {
        reference.get(R + "id")
        for kind in ("headerReference", "footerReference")
        for reference in parts.document.iter(W + kind)
    }
    for name in sorted(filter(None, names)):
        header = parts.target(name)
        if header is not None:
            yield from head_lines(story.read_apart(header))
            yield from (each.get("string", "") for each in header.iter(_WATERMARK))


def _properties(parts: _Parts) -> Properties:
    core = parts.stated("core-properties")
    created = (text_of(core, "created") or "")[:10]
    return Properties(
        title=text_of(core, "title"),
        date=created if is_date(created) else None,
        language=text_of(core, "language"),
        keywords=text_of(core, "keywords"),
    )


def _usual_language(styles: Element | None) -> str | None:
    """The language that text has where nothing is said of it; often that of the program."""
    usual = styles.find(f"{W}docDefaults//{W}lang") if styles is not None else None
    return None if usual is None else usual.get(W + "val")
