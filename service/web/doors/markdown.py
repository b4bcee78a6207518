"""Documents, versions side by side and symbols as Markdown, with an address for each paragraph."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from puente.catalogue.catalogue import Catalogue
from puente.model.documents import Document, Language
from puente.model.identifiers import WorkId
from puente.model.segments import Segment, SegmentKind
from service.i18n.interfaces import interfaces
from service.i18n.translator import Translator
from service.web.dependencies import CatalogueOfApp, Interface
from service.web.doors.links import TypedLink, header_of
from service.web.doors.negotiation import MARKDOWN
from service.web.moved import moved_to
from service.web.pages.views.facets import value_label
from service.web.pages.views.rendering import translator_of
from service.web.pages.views.side_by_side import passages, side_by_side
from service.web.pages.views.versions import nearest_version, two_versions, versions_of
from service.web.pagination import CITING_PAGE, page_of
from service.web.parameters import PageParameters, VersionParameters
from service.web.routing import page_router
from service.web.urls import (
    base_address,
    bilingual_address,
    document_address,
    is_path_of,
    permalink,
    segment_anchor,
    symbol_address,
    symbol_in,
)

_DEEPEST = 6
# Whatever Markdown, or HTML within it, would take for a mark.
_MARKS = re.compile(r"[\\`*_\[\]<>#|~&]")
# A line that begins so would be an item of a list, or a rule.
_ITEM = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))(?=\s|$|-)")

router = page_router()


@router.get("/{first}-{second}/doc/{slug}.md")
def bilingual_markdown(
    request: Request,
    first: Interface,
    second: Language,
    slug: str,
    catalogue: CatalogueOfApp,
) -> Response:
    """Two versions of a document in a table, as Markdown."""
    left, right = two_versions(catalogue, slug, Language(first), second)
    address = bilingual_address(first, second, left.work_id)
    if slug != left.work_id:
        return moved_to(f"{address}.md")
    lines = _Lines(base_address(request), translator_of(request, first))
    segments = [catalogue.segments(each.id) for each in (left, right)]
    rows = side_by_side(segments[0], segments[1], catalogue.alignment(left.id, right.id))
    text = lines.side_by_side(left, right, ((row.first, row.second) for row in rows))
    return _answer(text, lines.base + address)


@router.get("/{ui}/doc/{slug}.md")
def document_markdown(
    request: Request,
    ui: Interface,
    slug: str,
    parameters: Annotated[VersionParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """A document as Markdown, whole, in the version that its page shows."""
    asked = parameters.version
    # It knows what became of a version that is not there any more.
    named = catalogue.version(slug, asked or Language(ui))
    versions = versions_of(catalogue, named.work_id if named else slug)
    shown = nearest_version(versions, Language(ui), asked)
    if slug != shown.work_id:
        return moved_to(markdown_address(ui, shown.work_id, asked))
    lines = _Lines(base_address(request), translator_of(request, ui))
    text = lines.document(shown, versions.values(), catalogue.segments(shown.id))
    return _answer(text, lines.base + permalink(shown))


@router.get("/{ui}/symbol/{symbol:path}.md")
def symbol_markdown(
    request: Request,
    ui: Interface,
    symbol: str,
    parameters: Annotated[PageParameters, Query()],
    catalogue: CatalogueOfApp,
) -> Response:
    """Holdings under a symbol as Markdown, with one page of the paragraphs that cite it."""
    answer = catalogue.symbol(symbol_in(symbol))
    address = symbol_address(ui, answer.symbol.text)
    if not is_path_of(symbol, answer.symbol.text):
        return moved_to(f"{address}.md")
    lines = _Lines(base_address(request), translator_of(request, ui))
    cited_by = passages(answer.cited_by, catalogue, ui)
    citing = [
        catalogue.segment(each) for each in page_of(cited_by, parameters.page, size=CITING_PAGE)
    ]
    text = lines.symbol(
        answer.symbol.text, answer.documents, answer.family, len(cited_by), citing, catalogue
    )
    return _answer(text, lines.base + address)


def markdown_address(interface: str, work_id: WorkId, version: Language | None = None) -> str:
    """The address of a document as Markdown; another version than the interface's is named."""
    named = version if version and version != interface else None
    address = document_address(interface, work_id, version=None)
    return f"{address}.md" + (f"?{urlencode({'version': named})}" if named else "")


def plain(text: str) -> str:
    """A text in one line in which Markdown sees no marks."""
    escaped = _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
    return _ITEM.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", escaped)


def _answer(lines: Iterable[str], page: str) -> Response:
    return Response(
        "\n".join(lines) + "\n",
        media_type=MARKDOWN,
        headers={"Link": header_of([TypedLink(address=page, relation="canonical")])},
    )


class _Lines:
    """Lines of Markdown in the words of an interface, with whole addresses."""

    def __init__(self, base: str, translate: Translator) -> None:
        self.base = base
        self._t = translate

    def document(
        self, shown: Document, versions: Iterable[Document], segments: Sequence[Segment]
    ) -> Iterator[str]:
        """A document: its title, what is known of it, its versions and paragraphs."""
        t, interface = self._t, self._t.interface
        yield f"# {plain(shown.title)}"
        yield ""
        yield from (
            f"- {t.text(f'fields.{name}')}: {plain(value)}" for name, value in self._facts(shown)
        )
        others = [
            f"[{t.language(each.language)}]({self.base}"
            f"{markdown_address(interface, each.work_id, each.language)})"
            for each in versions
        ]
        yield f"- {t.text('document.versions')}: {', '.join(others)}"
        yield f"- <{self.base}{permalink(shown)}>"
        for each in segments:
            if each.kind is not SegmentKind.TITLE or each.text != shown.title:
                yield from ("", self._paragraph(shown, each))

    def side_by_side(
        self,
        left: Document,
        right: Document,
        rows: Iterable[tuple[Sequence[Segment], Sequence[Segment]]],
    ) -> Iterator[str]:
        """Two versions: their titles, and a row of a table for what translates each other."""
        t = self._t
        yield f"# {plain(left.title)}"
        yield from ("", plain(right.title), "")
        yield f"| {t.language(left.language)} | {t.language(right.language)} |"
        yield "| --- | --- |"
        for sides in rows:
            cells = (
                " ".join(self._text(document, each) for each in side)
                for document, side in zip((left, right), sides, strict=True)
            )
            yield f"| {' | '.join(cells)} |"

    def symbol(
        self,
        symbol: str,
        documents: Sequence[Document],
        family: Sequence[Document],
        count: int,
        citing: Iterable[Segment],
        catalogue: Catalogue,
    ) -> Iterator[str]:
        """A symbol: the documents that bear it, its family, and paragraphs that cite it."""
        t = self._t
        yield f"# {plain(t.text('symbol.heading', symbol=symbol))}"
        yield ""
        if not documents:
            yield plain(t.text("symbol.missing", symbol=symbol))
        for heading, found in (("symbol.bearing", documents), ("symbol.family", family)):
            if found:
                yield from ("", f"## {t.text(heading)}", "", *map(self._item, found))
        yield from ("", f"## {t.text('symbol.citing')}", "")
        yield t.text("symbol.citations", count=count) if count else t.text("symbol.uncited")
        for each in citing:
            document = catalogue.document(each.document_id)
            yield from ("", f"{self._text(document, each)} — {plain(document.title)}")

    def _facts(self, document: Document) -> Iterator[tuple[str, str]]:
        t = self._t
        if document.symbol:
            yield "symbol", document.symbol.text
        if document.organ:
            yield "organ", value_label("organ", document.organ, t)
        yield "kind", t.name("kinds", document.kind)
        if document.date:
            yield "date", t.date(document.date)
        yield "language", t.language(document.language)
        yield "collection", t.name("collections", document.collection)

    def _item(self, document: Document) -> str:
        interface = document.language if document.language in interfaces() else self._t.interface
        address = markdown_address(interface, document.work_id, document.language)
        language = self._t.language(document.language)
        return f"- [{plain(document.title)}]({self.base}{address}) ({language})"

    def _paragraph(self, document: Document, segment: Segment) -> str:
        marks = "#" * min((segment.level or 1) + 1, _DEEPEST)
        is_heading = segment.kind is SegmentKind.HEADING
        return (
            f"{marks} {self._text(document, segment)}"
            if is_heading
            else self._text(document, segment)
        )

    def _text(self, document: Document, segment: Segment) -> str:
        """The words of a paragraph and the link to it, by its number."""
        label = segment.label if segment.label and segment.kind is not SegmentKind.TABLE_ROW else ""
        words = plain(f"{label} {segment.text}".strip())
        address = f"{self.base}{permalink(document, segment)}"
        return f"{words} [{segment_anchor(segment)}]({address})"
