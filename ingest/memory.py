"""A translation memory brought into an index: its units become links that a person confirmed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product
from typing import TypeAlias

from ingest.align import Similarity, align
from puente.divergence import with_divergences
from puente.errors import SegmentNotFoundError
from puente.export import SEGMENTS_PROPERTY
from puente.records import (
    DocumentId,
    Language,
    LinkStatus,
    Segment,
    SegmentId,
    Verdict,
)
from puente.rulings import apply_rulings, checksum, make_ruling
from puente.store.protocol import Reader, Store
from puente.tmx import TranslationUnit

_Segments: TypeAlias = tuple[Segment, ...]
_Link: TypeAlias = tuple[_Segments, _Segments]
_Ids: TypeAlias = frozenset[SegmentId]


class UnitOutcome(StrEnum):
    """What became of a unit of a translation memory."""

    LINKED = "linked"
    ALREADY = "already"
    NOT_FOUND = "not-found"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReport:
    """What became of one unit in two of its languages, and the paragraphs that it is."""

    unit: str
    outcome: UnitOutcome
    source: tuple[SegmentId, ...] = ()
    target: tuple[SegmentId, ...] = ()


def import_units(
    units: Sequence[TranslationUnit],
    store: Store,
    similarity: Similarity,
    *,
    author: str,
    made: str,
) -> tuple[UnitReport, ...]:
    """Confirm the links that the units are, each work in one transaction, and say what was done.

    A unit is the paragraphs that its properties name, as our exports do, if they say what it says;
    else the one paragraph in each language that does. The versions of a work that are not aligned
    yet are.
    """
    shelf = _Shelf(store, units)
    reports: list[UnitReport] = []
    confirmed: dict[tuple[DocumentId, DocumentId], list[_Link]] = defaultdict(list)
    for unit in units:
        for pair in _language_pairs(unit):
            outcome, link = shelf.look_up(unit, pair)
            if link and outcome is UnitOutcome.LINKED:
                confirmed[_document(link[0]), _document(link[1])].append(link)
            source, target = (tuple(each.id for each in side) for side in link or ((), ()))
            reports.append(UnitReport(unit=unit.id, outcome=outcome, source=source, target=target))
    for documents, links in confirmed.items():
        _rule(store, documents, links, similarity, author=author, made=made)
    return tuple(reports)


class _Shelf:
    """The paragraphs that say what units say, and what is linked already."""

    def __init__(self, store: Reader, units: Sequence[TranslationUnit]) -> None:
        self._store = store
        self._saying: dict[tuple[Language, str], list[_Segments]] = defaultdict(list)
        self._partners: dict[tuple[DocumentId, str], DocumentId] = {}
        self._links: dict[tuple[DocumentId, DocumentId], set[_Ids]] = {}
        said = {checksum(text) for unit in units for text in unit.texts.values()}
        for document_id in store.document_ids():
            for segment in store.segments_of(document_id):
                if (mark := checksum(segment.text)) in said:
                    self._saying[segment.language, mark].append((segment,))
        for each in store.alignments():
            for one, other in ((each.source_id, each.target_id), (each.target_id, each.source_id)):
                self._partners[one, _language(other)] = other
        self._become_versions(units)

    def _become_versions(self, units: Sequence[TranslationUnit]) -> None:
        """Make versions of documents that units link, what most units link first."""
        found = (self._possible(unit, pair) for unit in units for pair in _language_pairs(unit))
        linked = Counter(
            (_document(links[0][0]), _document(links[0][1])) for links in found if len(links) == 1
        )
        for (one, other), _ in linked.most_common():
            places = [(one, _language(other)), (other, _language(one))]
            if self._partners.keys().isdisjoint(places):
                self._partners.update(zip(places, (other, one), strict=True))

    def look_up(
        self, unit: TranslationUnit, pair: tuple[Language, Language]
    ) -> tuple[UnitOutcome, _Link | None]:
        """What a unit is in two languages, and its link if there is exactly one."""
        possible = self._possible(unit, pair)
        if len(possible) != 1:
            return UnitOutcome.AMBIGUOUS if possible else UnitOutcome.NOT_FOUND, None
        (link,) = possible
        known = self._confirmed(_document(link[0]), _document(link[1]))
        if (ids := _ids(*link)) in known:
            return UnitOutcome.ALREADY, link
        known.add(ids)
        return UnitOutcome.LINKED, link

    def _possible(self, unit: TranslationUnit, pair: tuple[Language, Language]) -> list[_Link]:
        """The links that a unit can be: those of versions, else those of documents without one."""
        links = list(product(self._candidates(unit, pair[0]), self._candidates(unit, pair[1])))
        aligned = [link for link in links if self._partner(link[0], link[1]) == _document(link[1])]
        return aligned or [
            link
            for link in links
            if self._partner(link[0], link[1]) is self._partner(link[1], link[0]) is None
        ]

    def _candidates(self, unit: TranslationUnit, language: Language) -> list[_Segments]:
        """The paragraphs that the unit names if they say what it says, else each that does."""
        mark = checksum(unit.texts[language])
        named = unit.properties.get(f"{SEGMENTS_PROPERTY}-{language}", "").split()
        if named:
            with suppress(SegmentNotFoundError):
                segments = self._store.segments([SegmentId(each) for each in named])
                of_one = len({each.document_id for each in segments}) == 1
                if of_one and checksum(" ".join(each.text for each in segments)) == mark:
                    return [segments]
        return self._saying[language, mark]

    def _partner(self, side: _Segments, other: _Segments) -> DocumentId | None:
        """The document in the other side's language that a side's document is aligned with."""
        return self._partners.get((_document(side), other[0].language))

    def _confirmed(self, source: DocumentId, target: DocumentId) -> set[_Ids]:
        """The links of two documents that a person answers for."""
        if (source, target) not in self._links:
            alignment = self._store.alignment(source, target)
            self._links[source, target] = {
                frozenset((*bead.source, *bead.target))
                for bead in (alignment.beads if alignment else ())
                if bead.status is LinkStatus.CONFIRMED
            }
        return self._links[source, target]


def _rule(
    store: Store,
    documents: tuple[DocumentId, DocumentId],
    links: Iterable[_Link],
    similarity: Similarity,
    *,
    author: str,
    made: str,
) -> None:
    """Keep the rulings on two documents, and bring them to bear on their alignment."""
    with store.writing() as writer:  # and nobody else can write
        found = store.alignment(*documents)
        ids = (found.source_id, found.target_id) if found else documents
        source, target = (store.segments_of(each) for each in ids)
        alignment = found or align(source, target, similarity)
        rulings = [
            make_ruling(
                alignment,
                *(link if _document(link[0]) == alignment.source_id else link[::-1]),
                Verdict.CONFIRMED,
                author=author,
                made=made,
            )
            for link in links
        ]
        ruled = apply_rulings(alignment, (*store.rulings(*ids), *rulings), source, target)
        for ruling in rulings:
            writer.rule(ruling)
        known = found.beads if found else ()
        writer.link(with_divergences(ruled, source, target, known=known))


def _language_pairs(unit: TranslationUnit) -> Iterable[tuple[Language, Language]]:
    return combinations(sorted(unit.texts, key=list(Language).index), 2)


def _document(side: _Segments) -> DocumentId:
    return side[0].document_id


def _language(document_id: DocumentId) -> str:
    return document_id.rpartition(".")[2]


def _ids(source: _Segments, target: _Segments) -> _Ids:
    return frozenset(each.id for each in (*source, *target))
