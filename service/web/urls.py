"""The addresses of the pages: stable, readable, with their parameters in one fixed order."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from puente.model.documents import Document, Language
from puente.model.filters import FILTERS, Filters
from puente.model.identifiers import DocumentId, WorkId
from puente.model.queries import Sort
from puente.model.segments import Segment
from service.i18n.interfaces import interface_of

if TYPE_CHECKING:
    from fastapi import Request

_SURELY_IN_FIRST_PART = 25
"""A paragraph up to this one stands in the first part of a document, or of two versions of it."""


def base_address(request: "Request") -> str:
    """The beginning of whole addresses: as the service was told, else as it was asked."""
    return str(request.app.state.public_url or request.base_url).rstrip("/")


def search_address(
    interface: str,
    text: str,
    filters: Filters = Filters(),
    *,
    respell: bool = True,
    sort: Sort | None = None,
    years: bool = True,
    expand: bool = True,
    page: int = 1,
) -> str:
    """A page of results."""
    pairs = [("q", text)] if text else []
    for each in FILTERS:
        pairs += [(each.parameter, value) for value in each.texts(filters)]
    if not respell:
        pairs.append(("respell", "false"))
    if sort:
        pairs.append(("sort", sort))
    if not years:
        pairs.append(("years", "false"))
    if not expand:
        pairs.append(("expand", "off"))
    if page > 1:
        pairs.append(("page", str(page)))
    return f"/{interface}/search?{urlencode(pairs)}"


def concordance_address(
    interface: str, text: str = "", filters: Filters = Filters(), *, page: int = 1
) -> str:
    """A page of a concordance; without words, the place to type them."""
    query = search_address(interface, text, filters, page=page).partition("?")[2]
    return f"/{interface}/concordance" + (f"?{query}" if query else "")


def documents_address(
    interface: str,
    filters: Filters | Mapping[str, str] = Filters(),
    *,
    sort: str = "newest",
    page: int = 1,
) -> str:
    """A list of documents; the filters are known ones, or values by their parameters."""
    pairs = [*_filter_pairs(filters), ("sort", sort if sort != "newest" else "")]
    return _listing(f"/{interface}/documents", pairs, page)


def collection_address(interface: str, collection: str) -> str:
    """The page of a collection."""
    return f"/{interface}/collections/{quote(collection)}"


def document_address(
    interface: str,
    work_id: WorkId,
    *,
    version: Language | None = None,
    part: int | str = 1,
    at: str = "",
    segment: Segment | None = None,
    find: str = "",
    hit: int | None = None,
) -> str:
    """A document, or a paragraph of it; another version than the interface's is named.

    `part` is one of those in which a long document comes, or `all`; `at` a place in it, for which
    the service finds the part. `find` are words to find in it, `hit` the paragraph with them that
    is looked at, from 1.
    """
    named = version if version and version != interface else None
    anchor = f"#{segment_anchor(segment)}" if segment else ""
    query = _query(named, part, at, find, hit)
    return f"/{interface}/doc/{quote(work_id)}{query}{anchor}"


def file_address(document: Document, page: int | None = None) -> str:
    """The original file of a document, or a page of it where that is a PDF, from 1."""
    anchor = f"#page={page}" if page else ""
    return f"/api/v1/documents/{quote(document.id)}/file{anchor}"


def segment_address(interface: str, document: Document, segment: Segment) -> str:
    """A paragraph in the version it is written in, wherever in a long document it stands."""
    work, version = document.work_id, document.language
    if segment.ordinal <= _SURELY_IN_FIRST_PART:
        return document_address(interface, work, version=version, segment=segment)
    return document_address(interface, work, version=version, at=segment_anchor(segment))


def segment_anchor(segment: Segment) -> str:
    """The anchor of a paragraph on the page of its document: its official number, or its own."""
    return segment.official_number or f"p{segment.number}"


def permalink(document: Document, segment: Segment | None = None) -> str:
    """The address to cite: the page in the document's own language, else in English."""
    interface = interface_of(document.language)
    return document_address(interface, document.work_id, version=document.language, segment=segment)


def bilingual_address(
    first: str,
    second: str,
    work_id: WorkId,
    *,
    part: int | str | None = None,
    segment: Segment | None = None,
    find: str = "",
    hit: int | None = None,
) -> str:
    """Two versions side by side, the interface's language first; maybe at a paragraph of either.

    Without a `part` or a `hit` the address asks for the one that holds the paragraph.
    """
    address = f"/{first}-{second}/doc/{quote(work_id)}"
    anchor = bilingual_anchor(segment, first) if segment else ""
    if segment and part is None and hit is None and segment.ordinal > _SURELY_IN_FIRST_PART:
        return address + _query(None, at=anchor, find=find)
    return address + _query(None, part or 1, find=find, hit=hit) + (f"#{anchor}" if anchor else "")


def _query(
    version: Language | None,
    part: int | str = 1,
    at: str = "",
    find: str = "",
    hit: int | None = None,
) -> str:
    """The parameters of the page of a document."""
    # Words alone are answered with the first paragraph that has them, wherever that stands.
    shown = part if part != 1 or (find and hit is None) else None
    pairs = [("version", version), ("part", shown), ("at", at), ("find", find), ("hit", hit)]
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"?{query}" if query else ""


def pair_address(interface: str, first: DocumentId, second: DocumentId) -> str:
    """Two documents, of which an editor says whether they are versions of each other."""
    return f"/{interface}/pairs/{quote(first)}/{quote(second)}"


def review_address(
    first: str,
    second: str,
    work_id: WorkId,
    *,
    page: int = 1,
    row: int | None = None,
    done: str = "",
) -> str:
    """Two versions side by side, where an editor corrects their links; maybe what was done where.

    A correction that was dismissed had no row any more.
    """
    pairs = [("page", str(page))] if page > 1 else []
    if done:
        pairs += [("done", done), *([("row", str(row))] if row else [])]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"/{first}-{second}/doc/{quote(work_id)}/review{query}" + (f"#row-{row}" if row else "")


def bilingual_anchor(segment: Segment, first: str) -> str:
    """The anchor of a paragraph where two versions stand side by side."""
    prefix = "" if segment.language == first else f"{segment.language}-"
    return f"{prefix}p{segment.number}"


def divergences_address(
    interface: str,
    work_id: WorkId | None = None,
    *,
    filters: Filters | Mapping[str, str] = Filters(),
    severity: str | None = None,
    by: str = "passage",
    page: int = 1,
) -> str:
    """The passages in which versions differ, those of one work, or the works themselves."""
    below = f"/{quote(work_id)}" if work_id else ""
    pairs = [
        *_filter_pairs(filters),
        ("severity", severity or ""),
        ("by", by if by != "passage" else ""),
    ]
    return _listing(f"/{interface}/divergences{below}", pairs, page)


def site_address(interface: str, page: str) -> str:
    """A page that speaks for the body whose site it is: about, accessibility, privacy, contact."""
    return f"/{interface}/{page}"


def coverage_address(
    interface: str, filters: Filters | Mapping[str, str] = Filters(), *, page: int = 1
) -> str:
    """The works that lack a version or an alignment."""
    return _listing(f"/{interface}/coverage", _filter_pairs(filters), page)


def coverage_table_address(
    interface: str, filters: Filters | Mapping[str, str] = Filters(), *, page: int = 1
) -> str:
    """Tables of how many works there are in each language."""
    return _listing(f"/{interface}/coverage/table", _filter_pairs(filters), page)


def coverage_file_address(interface: str, filters: Filters = Filters()) -> str:
    """The same tables for a spreadsheet."""
    return _listing(f"/{interface}/coverage.csv", _filter_pairs(filters))


def _filter_pairs(filters: Filters | Mapping[str, str]) -> list[tuple[str, str]]:
    """The parameters of filters, which are known ones, or values by their parameters."""
    if isinstance(filters, Filters):
        return [(each.parameter, value) for each in FILTERS for value in each.texts(filters)]
    return list(filters.items())


def _listing(path: str, pairs: list[tuple[str, str]], page: int = 1) -> str:
    """An address with its parameters; those without a value, and the first page, are left out."""
    said = [*pairs, ("page", str(page) if page > 1 else "")]
    query = urlencode([(name, value) for name, value in said if value])
    return path + (f"?{query}" if query else "")


def export_address(form: str, work_id: WorkId) -> str:
    """The aligned paragraphs of a work as a file."""
    return f"/api/v1/export?{urlencode({'format': form, 'work': work_id})}"


def symbol_in(path: str) -> str:
    """The symbol that the end of an address names, underscores as spaces."""
    return path.replace("_", " ")


def is_path_of(path: str, symbol: str) -> bool:
    """Test for the end of an address as `symbol_address` writes it for a symbol."""
    return symbol_in(path) == symbol and " " not in path


def symbol_address(interface: str, symbol: str, *, page: int = 1) -> str:
    """The page of a symbol, spaces as underscores: /es/symbol/AG/RES._2356_(XXXVIII-O/08)."""
    path = quote(symbol.replace(" ", "_"), safe="/()")
    return f"/{interface}/symbol/{path}" + (f"?page={page}" if page > 1 else "")
