"""Metadata that two versions in one file share: what one of them states holds for both."""

from dataclasses import replace

from puente.model.documents import Document, DocumentKind
from puente.model.identifiers import DocumentId, WorkId

_SHARED = (
    "symbol",
    "series",
    "organ",
    "committee",
    "date",
    "original_language",
    "distribution",
    "session",
    "meeting",
    "agenda_item",
)


def share_metadata(first: Document, second: Document) -> tuple[Document, Document]:
    """Both documents as versions of one work; title and language are each one's own."""
    one, other = _completed(first, second), _completed(second, first)
    work = second.work_id if second.symbol and not first.symbol else first.work_id
    return _of_work(one, work), _of_work(other, work)


def _completed(document: Document, other: Document) -> Document:
    """The document with what the other alone states, and where that was stated."""
    origins = {each.field: each for each in other.provenance}
    taken = [
        name
        for name in _SHARED
        if getattr(document, name) is None and getattr(other, name) is not None
    ]
    has_kind = document.kind is not DocumentKind.DOCUMENT
    return replace(
        document,
        kind=document.kind if has_kind else other.kind,
        provenance=(*document.provenance, *(origins[name] for name in taken if name in origins)),
        **{name: getattr(other, name) for name in taken},
    )


def _of_work(document: Document, work_id: WorkId) -> Document:
    return replace(document, id=DocumentId(f"{work_id}.{document.language}"), work_id=work_id)
