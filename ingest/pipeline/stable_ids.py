"""Ids that stay: what a document is called when its file was known, or its name is taken."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import count

from ingest.pipeline.worker_protocol import ReadDocument
from ingest.structure.metadata import name_of_work
from puente.model.documents import Document
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId, segment_id
from puente.model.segments import Segment
from puente.store.addresses.histories import text_checksum, whole_checksum

_PIECES = (6, 12, 24, 64)
"""Characters of a checksum that tell a document from others of the same name."""
_MARK = "_"
"""Stands before the mark of a restricted collection, and in no name that comes of a text."""
_OFTEN = 100
"""Rows of a table that are equal: to compare 3,000 with each other took 2 s, 30,000 minutes."""


def settle_name(
    read: ReadDocument, old: Document | None, taken: Container[DocumentId]
) -> ReadDocument:
    """The document under the id it keeps.

    A corrected file keeps the id of the text it replaces, so that links to it hold although its
    checksum changed, unless its symbol or language is another. An id that another file's document
    has or had gets a piece of the checksum.
    """
    document = read.document
    if old and old.id not in taken and _is_named_alike(old, document):
        return rename(read, old.id.rpartition(".")[0])
    if document.id in taken:
        return with_free_name(read, taken)
    return read


def _is_named_alike(old: Document, new: Document) -> bool:
    """Test for two texts of one file to which a symbol, or the lack of one, gives one id."""
    before, after = (each.symbol.text if each.symbol else None for each in (old, new))
    return (before, old.language) == (after, new.language)


def confined_name(document: Document) -> str:
    """The name in a document's id; of a restricted one, with the mark of its collection.

    So no id depends on a document that its readers may not see, and no restricted work has the name
    of a public one.
    """
    name = document.id.rpartition(".")[0]
    if document.confined_to is None:
        return name
    # The name of a collection may have letters that no address has.
    mark = _MARK + hashlib.sha256(document.confined_to.encode()).hexdigest()[:8]
    return name if mark in name else name_of_work(document.symbol, document.checksum) + mark


def confine(read: ReadDocument) -> ReadDocument:
    """The document under its confined name."""
    name = confined_name(read.document)
    return read if read.document.id.startswith(f"{name}.") else rename(read, name)


def with_free_name(read: ReadDocument, taken: Container[DocumentId]) -> ReadDocument:
    """The document under its id with a piece of its checksum, as long as makes it its own.

    It is a work of its own: the other's address leads to one document in each language.
    """
    document = read.document
    slug = document.id.rpartition(".")[0]
    for length in _PIECES:
        named = rename(read, f"{slug}-{document.checksum[:length]}")
        if named.document.id not in taken:
            break
    return named


def rename(read: ReadDocument, slug: str) -> ReadDocument:
    """The same document and segments under another slug, which is its work's too."""
    document_id = DocumentId(f"{slug}.{read.document.language}")
    old_id = read.document.id

    document = replace(read.document, id=document_id, work_id=WorkId(slug))
    ids = {s.id: SegmentId(document_id + s.id.removeprefix(old_id)) for s in read.segments}
    return _with_ids(replace(read, document=document), ids)


def keep_addresses(
    read: ReadDocument, old: Sequence[Segment], history: AddressHistory | None = None
) -> ReadDocument:
    """The document, its segments under the numbers that their texts had, so that links hold.

    Another text gets a number that none had: an address never comes to lead to another text. A
    text that had gone gets its number again.
    """
    known = _known(old, read.segments)
    if history:
        known |= _returned(history, [each for each in read.segments if each.id not in known])
    last = max((segment.number for segment in old), default=0)
    numbers = count(max(last, history.last_number if history else 0) + 1)
    ids = {
        segment.id: segment_id(read.document.id, known.get(segment.id) or next(numbers))
        for segment in read.segments
    }
    return _with_ids(read, ids)


def rewritten_in_place(
    old: Sequence[Segment], new: Sequence[Segment]
) -> dict[SegmentId, SegmentId]:
    """The new segment where an old one stood, for those whose texts both stand nowhere else.

    As many segments stand there between two known neighbours as before.
    """
    numbers = {each.number for each in old} & {each.number for each in new}
    matcher = SequenceMatcher(None, _told(old), _told(new), autojunk=False)
    return {
        before.id: after.id
        for change, first, last, start, end in matcher.get_opcodes()
        if change == "replace" and last - first == end - start
        for before, after in zip(old[first:last], new[start:end], strict=True)
        if numbers.isdisjoint((before.number, after.number))
    }


def come_back(read: ReadDocument, history: AddressHistory) -> ReadDocument:
    """A document that had gone, under the numbers it had if its text is what it was."""
    if whole_checksum(read.segments) != history.checksum:
        return keep_addresses(read, (), history)
    numbered = zip(read.segments, history.numbers, strict=True)
    return _with_ids(
        read, {segment.id: segment_id(read.document.id, number) for segment, number in numbered}
    )


def _known(old: Sequence[Segment], new: Sequence[Segment]) -> dict[SegmentId, int]:
    """The old number of each new segment whose text the old one had, in its place or another."""
    known: dict[SegmentId, int] = {}
    left = defaultdict(list)
    waiting: list[Segment] = []
    matcher = SequenceMatcher(None, _told(old), _told(new), autojunk=False)
    for change, first, last, start, end in matcher.get_opcodes():
        if change == "equal":
            pairs = zip(new[start:end], old[first:last], strict=True)
            known.update((segment.id, before.number) for segment, before in pairs)
        else:
            waiting += new[start:end]
            for before in old[first:last]:
                left[before.text].append(before.number)
    for segment in waiting:
        if left[segment.text]:
            known[segment.id] = left[segment.text].pop(0)
    return known


def _returned(history: AddressHistory, new: Iterable[Segment]) -> dict[SegmentId, int]:
    """The number of each new segment whose text the document had once."""
    gone: defaultdict[str, list[int]] = defaultdict(list)
    for each in history.gone:
        gone[each.checksum].append(each.number)
    found = {}
    for segment in new:
        if numbers := gone[text_checksum(segment.text)]:
            found[segment.id] = numbers.pop(0)
    return found


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
