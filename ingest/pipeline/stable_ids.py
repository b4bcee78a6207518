"""Ids that stay: what a document is called when its file was known, or its name is taken."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import count

from ingest.pipeline.worker_protocol import ReadDocument
from puente.model.documents import Document
from puente.model.identifiers import DocumentId, SegmentId, WorkId, segment_id
from puente.model.segments import Segment

_PIECES = (6, 12, 24, 64)
"""Characters of a checksum that tell a document from others of the same name."""
_OFTEN = 100
"""Rows of a table that are equal: to compare 3,000 with each other took 2 s, 30,000 minutes."""


def settle_name(
    read: ReadDocument,
    old: Document | None,
    taken: Collection[DocumentId],
    elsewhere: Collection[str] = (),
) -> ReadDocument:
    """The document under the id it keeps.

    A corrected file without a symbol keeps the id of the text it replaces, so that links to it
    hold although its checksum changed. An id that another file's document has gets a piece of the
    checksum, and so does one that goes by a name that a work has `elsewhere`.
    """
    document = read.document
    if old and old.symbol is None and document.symbol is None:
        slug = old.id.rpartition(".")[0]
        if old.language == document.language:
            return rename(read, slug)
    is_elsewhere = not names_of(document).isdisjoint(elsewhere)
    if is_elsewhere or (document.id in taken and (old is None or old.id != document.id)):
        return with_free_name(read, taken, elsewhere)
    return read


def names_of(document: Document) -> frozenset[str]:
    """The names by which addresses have the work of a document: its id, and what its own has."""
    return frozenset((document.work_id, document.id.rpartition(".")[0]))


def with_free_name(
    read: ReadDocument, taken: Collection[DocumentId], elsewhere: Collection[str] = ()
) -> ReadDocument:
    """The document under its id with a piece of its checksum, as long as makes it its own.

    It stays in its work, unless that has the name of one elsewhere.
    """
    document = read.document
    slug = document.id.rpartition(".")[0]
    work_id = None if document.work_id in elsewhere else document.work_id
    for length in _PIECES:
        named = rename(read, f"{slug}-{document.checksum[:length]}", work_id)
        if named.document.id not in taken:
            break
    return named


def rename(read: ReadDocument, slug: str, work_id: WorkId | None = None) -> ReadDocument:
    """The same document and segments under another slug, which is its work's too by default."""
    document_id = DocumentId(f"{slug}.{read.document.language}")
    old_id = read.document.id

    document = replace(read.document, id=document_id, work_id=work_id or WorkId(slug))
    ids = {s.id: SegmentId(document_id + s.id.removeprefix(old_id)) for s in read.segments}
    return _with_ids(replace(read, document=document), ids)


def keep_addresses(read: ReadDocument, old: Sequence[Segment]) -> ReadDocument:
    """The corrected document, its segments under the ids they had, so that links to them hold.

    A segment is the one it was when its text is, or when as many segments stand between two known
    neighbours as before. Others get numbers that the old text did not use.
    """
    known = _known(old, read.segments)
    numbers = count(max((segment.number for segment in old), default=0) + 1)
    ids = {
        segment.id: known.get(segment.id) or segment_id(read.document.id, next(numbers))
        for segment in read.segments
    }
    return _with_ids(read, ids)


def _known(old: Sequence[Segment], new: Sequence[Segment]) -> dict[SegmentId, SegmentId]:
    """The old id of each new segment that has one."""
    known: dict[SegmentId, SegmentId] = {}
    matcher = SequenceMatcher(None, _told(old), _told(new), autojunk=False)
    for change, first, last, start, end in matcher.get_opcodes():
        if change == "equal" or last - first == end - start:
            pairs = zip(new[start:end], old[first:last], strict=True)
            known.update((segment.id, before.id) for segment, before in pairs)
    return known


def _told(segments: Sequence[Segment]) -> list[tuple[str, int]]:
    """The texts; of those that stand often each with how often it stood before."""
    counts = Counter(segment.text for segment in segments)
    seen: Counter[str] = Counter()
    told = []
    for segment in segments:
        told.append((segment.text, seen[segment.text]))
        seen[segment.text] += counts[segment.text] > _OFTEN
    return told


def _with_ids(read: ReadDocument, ids: Mapping[SegmentId, SegmentId]) -> ReadDocument:
    segments = tuple(
        replace(
            segment,
            id=ids[segment.id],
            document_id=read.document.id,
            notes=tuple(ids[note] for note in segment.notes),
        )
        for segment in read.segments
    )
    return replace(read, segments=segments)
