"""Beads with what they link: the documents and the paragraphs of both sides."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from puente.catalogue.catalogue import Catalogue
from puente.errors import (
    AddressMovedError,
    DocumentGoneError,
    DocumentNotFoundError,
    DocumentWithdrawnError,
)
from puente.model.alignments import Alignment, AlignmentSummary, Bead, LinkStatus
from puente.model.documents import Document, Language
from puente.model.filters import Filters
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.segments import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPair:
    """Two aligned versions, the languages in their order: Spanish before English."""

    source: Document
    target: Document
    summary: AlignmentSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A bead with its segments and their documents, the sides as those of its pair."""

    pair: VersionPair
    bead: Bead
    source: tuple[Segment, ...]
    target: tuple[Segment, ...]

    @property
    def sides(self) -> tuple[tuple[Document, tuple[Segment, ...]], ...]:
        """Each document with its segments."""
        return (self.pair.source, self.source), (self.pair.target, self.target)

    @property
    def is_link(self) -> bool:
        """True if both sides have a segment."""
        return bool(self.source and self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFilter:
    """Filter of passages that are good enough; a confirmed one is, whatever its confidence."""

    confirmed_only: bool = False
    least_confidence: float = 0.0

    def accepts(self, bead: Bead) -> bool:
        """Test whether a bead is good enough."""
        if bead.status is LinkStatus.CONFIRMED:
            return True
        return not self.confirmed_only and bead.confidence >= self.least_confidence


def version_pairs(
    catalogue: Catalogue, filters: Filters = Filters(), work: str | None = None
) -> tuple[VersionPair, ...]:
    """The aligned versions of one work, or of all works of which a version passes the filters.

    They are in order of work. Raises DocumentNotFoundError and FilterError.
    """
    documents = {each.id: each for each in catalogue.documents()}
    passing = {each.id for each in catalogue.documents(filters)}
    wanted = documents.keys() if work is None else _of_work(catalogue, work)
    pairs = [
        _ordered(documents[each.source_id], documents[each.target_id], each)
        for each in catalogue.alignments()
        if not passing.isdisjoint((each.source_id, each.target_id))
        and each.source_id in wanted
        and documents.keys() >= {each.source_id, each.target_id}  # none written in between
    ]
    return tuple(sorted(pairs, key=lambda each: (each.source.work_id, each.source.id)))


def passages(catalogue: Catalogue, pair: VersionPair) -> Iterator[Passage]:
    """The passages of two versions, in the order of the alignment; none of what is gone."""
    texts = _read(catalogue, pair)
    if texts is None:
        return
    alignment, source, target = texts
    for bead in alignment.beads:
        turned = bead if alignment.source_id == pair.source.id else turn(bead)
        yield Passage(
            pair=pair,
            bead=turned,
            source=tuple(source[each] for each in turned.source if each in source),
            target=tuple(target[each] for each in turned.target if each in target),
        )


def turn(bead: Bead) -> Bead:
    """The bead with its sides exchanged."""
    return replace(
        bead,
        source=bead.target,
        target=bead.source,
        divergences=tuple(
            replace(each, source=each.target, target=each.source) for each in bead.divergences
        ),
    )


def _ordered(first: Document, second: Document, summary: AlignmentSummary) -> VersionPair:
    order = list(Language)
    source, target = sorted((first, second), key=lambda each: order.index(each.language))
    return VersionPair(source=source, target=target, summary=summary)


def _of_work(catalogue: Catalogue, work: str) -> frozenset[DocumentId]:
    versions = catalogue.work(work)
    if not versions:
        raise DocumentNotFoundError(work)
    return frozenset(each.id for each in versions)


class _Texts(NamedTuple):
    """An alignment with the segments that it links."""

    alignment: Alignment
    source: dict[SegmentId, Segment]
    target: dict[SegmentId, Segment]


def _read(catalogue: Catalogue, pair: VersionPair) -> _Texts | None:
    """Read an alignment with the texts that it links; None if it was deleted since it was found.

    A document that is replaced while it is read gives its new segments old ids, and links that were
    read before would join paragraphs that have nothing to do with each other.
    """
    with suppress(
        DocumentNotFoundError, DocumentWithdrawnError, DocumentGoneError, AddressMovedError
    ):
        alignment = catalogue.alignment(pair.source.id, pair.target.id)
        while alignment:
            source, target = (_segments(catalogue, each) for each in (pair.source, pair.target))
            after = catalogue.alignment(pair.source.id, pair.target.id)
            if after == alignment:
                return _Texts(alignment, source, target)
            alignment = after
    return None


def _segments(catalogue: Catalogue, document: Document) -> dict[SegmentId, Segment]:
    return {each.id: each for each in catalogue.segments(document.id)}
