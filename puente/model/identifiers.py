"""Identifiers of documents, segments and works."""

from typing import NewType

DocumentId = NewType("DocumentId", str)
"""`ce-am-75-09-rev-2.es`: the slug of the symbol, or a short checksum, and the language."""

SegmentId = NewType("SegmentId", str)
"""`ce-am-75-09-rev-2.es.0012`: the document and the segment's ordinal in it."""

WorkId = NewType("WorkId", str)
"""`ce-am-75-09-rev-2`: what all the language versions of one text share."""


def segment_id(document_id: DocumentId, number: int) -> SegmentId:
    """The id of the segment of that number."""
    return SegmentId(f"{document_id}.{number:04}")


def document_id_of(segment: SegmentId) -> DocumentId:
    """The id of the document that a segment is of."""
    return DocumentId(segment.rpartition(".")[0])
