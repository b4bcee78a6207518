"""Ids that stay: what a document is called when its file was known, or its name is taken."""

from collections.abc import Collection
from dataclasses import replace

from ingest.read import ReadDocument
from puente.records import Document, DocumentId, SegmentId, WorkId


def settle_name(
    read: ReadDocument, old: Document | None, taken: Collection[DocumentId]
) -> ReadDocument:
    """The document under the id it keeps.

    A corrected file without a symbol keeps the id of the text it replaces, so that links to it
    hold although its checksum changed. An id that another file's document has gets a piece of the
    checksum.
    """
    document = read.document
    if old and old.symbol is None and document.symbol is None:
        slug = old.id.rpartition(".")[0]
        if old.language == document.language:
            return rename(read, slug)
    if document.id in taken and (old is None or old.id != document.id):
        return rename(read, f"{document.work_id}-{document.checksum[:6]}", document.work_id)
    return read


def rename(read: ReadDocument, slug: str, work_id: WorkId | None = None) -> ReadDocument:
    """The same document and segments under another slug, which is its work's too by default."""
    document_id = DocumentId(f"{slug}.{read.document.language}")
    old_id = read.document.id

    def renamed(segment_id: SegmentId) -> SegmentId:
        return SegmentId(document_id + segment_id.removeprefix(old_id))

    return ReadDocument(
        document=replace(read.document, id=document_id, work_id=work_id or WorkId(slug)),
        segments=tuple(
            replace(
                segment,
                id=renamed(segment.id),
                document_id=document_id,
                notes=tuple(map(renamed, segment.notes)),
            )
            for segment in read.segments
        ),
    )
