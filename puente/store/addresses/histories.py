"""Histories of addresses as documents change: what is kept of one that is replaced or removed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from puente.model.documents import Document
from puente.model.histories import AddressHistory, GoneParagraph
from puente.model.identifiers import DocumentId, WorkId
from puente.model.segments import Segment
from puente.store.addresses.official_numbers import former_numbers, given_numbers
from puente.store.protocol import Reader

_PIECES = (6, 12, 24, 64)
"""Characters of a checksum that give two documents a work which no other had."""
_DIGITS = 16
"""Of a checksum of a paragraph: of a document's 10,000 two agree once in 10^11 documents."""


def text_checksum(text: str) -> str:
    """The checksum by which a paragraph that is gone is known when its text comes back."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def whole_checksum(segments: Iterable[Segment]) -> str:
    """The checksum of a whole text, paragraph by paragraph."""
    texts = (hashlib.sha256(segment.text.encode()).digest() for segment in segments)
    return hashlib.sha256(b"".join(texts)).hexdigest()


def history_of(reader: Reader, document_id: DocumentId) -> AddressHistory | None:
    """The history of the document that has or had an id."""
    found = (each for each in reader.histories(document_id) if document_id in each.ids)
    return next(found, None)


def replaced(
    known: AddressHistory | None,
    old: tuple[Document, Sequence[Segment]],
    new: tuple[Document, Sequence[Segment]],
) -> AddressHistory | None:
    """The history of a document that took another's place; None if there is nothing to keep."""
    before, after = old[0], new[0]
    known = known or _blank(before)
    present = {segment.number for segment in new[1]}
    gone = {each.number: each for each in known.gone}
    for segment in old[1]:
        gone[segment.number] = GoneParagraph(
            number=segment.number, checksum=text_checksum(segment.text)
        )
    kept = tuple(gone[number] for number in sorted(gone.keys() - present))
    history = with_work(
        replace(
            known,
            document_id=after.id,
            language=after.language,
            collection=after.collection,
            former_ids=tuple(sorted({*known.ids, before.id} - {after.id})),
            last_number=_last(known.last_number, (*old[1], *new[1])) if kept else known.last_number,
            gone=kept,
            official_numbers=former_numbers(given_numbers(old[1], known), new[1]),
            is_gone=False,
            numbers=(),
            checksum="",
        ),
        before.work_id,
    )
    return None if history == _blank(after) else history


def removed(
    known: AddressHistory | None, document: Document, segments: Sequence[Segment]
) -> AddressHistory:
    """The history of a document that is taken out of its index.

    Paragraphs that are gone keep no checksum: what was taken out for what it says must not be
    guessed at, a name at a time. Their numbers say nothing of it.
    """
    known = known or _blank(document)
    history = replace(
        known,
        language=document.language,
        collection=document.collection,
        last_number=_last(known.last_number, segments),
        gone=(),
        official_numbers=former_numbers(given_numbers(segments, known), ()),
        is_gone=True,
        numbers=tuple(segment.number for segment in segments),
        checksum=whole_checksum(segments),
    )
    return with_work(history, document.work_id)


def came_back(
    known: AddressHistory, document: Document, segments: Sequence[Segment]
) -> AddressHistory:
    """The history of a document that had gone, once it is there again."""
    return replace(
        known,
        language=document.language,
        collection=document.collection,
        official_numbers=former_numbers(given_numbers((), known), segments),
        is_gone=False,
        numbers=(),
        checksum="",
    )


def numbered(
    known: AddressHistory | None, document: Document, segments: Sequence[Segment]
) -> AddressHistory:
    """The history of a document whose paragraphs get the first official numbers that they bear.

    It states them all, for an index without them may take the present one's place.
    """
    given = given_numbers(segments, known)
    return replace(known or _blank(document), official_numbers=former_numbers(given, ()))


def with_work(history: AddressHistory, work_id: WorkId) -> AddressHistory:
    """The history with a work that the document was a version of.

    Its own id names the work that it is alone in.
    """
    if work_id in {each.rpartition(".")[0] for each in history.ids}:
        return history
    works = tuple(sorted({*history.former_works, work_id}))
    return replace(history, former_works=works)


def left_work(
    known: AddressHistory | None, document: Document, work_id: WorkId
) -> AddressHistory | None:
    """The history of a document that leaves a work; None if it says nothing new."""
    history = with_work(known or _blank(document), work_id)
    return None if history in (known, _blank(document)) else history


def shared_work(
    source: Sequence[Document],
    target: Sequence[Document],
    named: Callable[[WorkId], Iterable[AddressHistory]],
    is_there: Callable[[DocumentId], bool],
) -> tuple[WorkId, tuple[Document, ...]]:
    """The work of two documents that are linked, and who gets it.

    Each is given first of the documents of its own work. All of them get the source's, unless an
    address of that work in one of their languages is or was another document's. Two that would be
    versions of one work in one language are not brought together: then the two alone are moved.
    `named` reads the histories of a name, and `is_there` tests for a document of an id.
    """
    together = tuple({each.id: each for each in (*source, *target)}.values())
    languages = [each.language for each in together]
    moved = together if len({*languages}) == len(languages) else (source[0], target[0])
    own = {each.id for each in moved}
    wanted = {each.language for each in moved}
    slugs = [each.id.rpartition(".")[0] for each in (source[0], target[0])]
    new = (f"{slugs[0]}-{source[0].checksum[:length]}" for length in _PIECES)
    works = dict.fromkeys(map(WorkId, (source[0].work_id, target[0].work_id, *slugs, *new)))
    for work_id in works:
        others = [each for each in together if each.id not in own and each.work_id == work_id]
        former = [each for each in named(work_id) if own.isdisjoint(each.ids)]
        taken = {each.language for each in others}
        taken |= {each.language for each in former if work_id in each.former_works}
        names = {DocumentId(f"{work_id}.{each}") for each in wanted} - own
        is_taken = any(map(is_there, names)) or any(names.intersection(e.ids) for e in former)
        if wanted.isdisjoint(taken) and not is_taken:
            break
    return work_id, moved


def brought_back(
    present: Reader,
    restored: Iterable[Document],
    segments_of: Callable[[DocumentId], Sequence[Segment]],
) -> tuple[AddressHistory, ...]:
    """Histories for an index that takes the place of the present one.

    What the present one has told since goes on to lead somewhere: to the document as it is then,
    or to the word that it is gone. `restored` are the documents of the index that comes, and
    `segments_of` reads their segments.
    """
    documents = {each.id: each for each in restored}
    kept = {each.document_id: each for each in present.histories()}
    found = []
    for document in present.documents():
        known = kept.pop(document.id, None)
        names = (document.id, *(known.former_ids if known else ()))
        target = next(filter(None, map(documents.get, names)), None)
        if target and target.confined_to != document.confined_to:
            target = None
        if target and _is_same(target, document):
            has_left = target.work_id != document.work_id
            history = (left_work(known, document, document.work_id) if has_left else None) or known
        else:
            old = document, present.segments_of(document.id)
            history = (
                replaced(known, old, (target, segments_of(target.id)))
                if target
                else removed(known, *old)
            )
        if history:
            found.append(history)
    return (*found, *_of_others(kept.values(), documents, segments_of))


def _is_same(one: Document, other: Document) -> bool:
    return (one.id, one.checksum, one.stated) == (other.id, other.checksum, other.stated)


def _of_others(
    histories: Iterable[AddressHistory],
    documents: dict[DocumentId, Document],
    segments_of: Callable[[DocumentId], Sequence[Segment]],
) -> Iterable[AddressHistory]:
    """Histories of documents that are gone; some are there again."""
    for history in histories:
        target = next(filter(None, map(documents.get, history.ids)), None)
        if target is None:
            yield history
            continue
        others = tuple(each for each in history.ids if each != target.id)
        back = came_back(history, target, segments_of(target.id))
        yield replace(back, document_id=target.id, former_ids=others)


def _blank(document: Document) -> AddressHistory:
    return AddressHistory(
        document_id=document.id, language=document.language, collection=document.collection
    )


def _last(known: int, segments: Iterable[Segment]) -> int:
    return max((known, *(segment.number for segment in segments)))
