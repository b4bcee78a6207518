"""A translation memory brought into an index: its units become links that a person confirmed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import combinations, islice, product
from typing import NamedTuple, TypeAlias

from ingest.pairing.sentence_places import SentencePlaces, without_unseen
from puente.alignment.aligner import align
from puente.alignment.scoring import Similarity
from puente.audit.trail import UNRECORDED, Act, AuditTrail
from puente.corrections.apply import checksum
from puente.corrections.service import SegmentLink, confirm_links
from puente.errors import SegmentNotFoundError
from puente.interchange.export import SEGMENTS_PROPERTY
from puente.interchange.tmx import TranslationUnit
from puente.model.alignments import LinkStatus
from puente.model.documents import Language
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.segments import Segment
from puente.store.protocol import Reader, Store

_Segments: TypeAlias = tuple[Segment, ...]
_Ids: TypeAlias = frozenset[SegmentId]
_Saying: TypeAlias = dict[tuple[Language, str], dict[DocumentId, list[_Segments]]]


class UnitOutcome(StrEnum):
    """Outcome of a unit of a translation memory."""

    LINKED = "linked"
    ALREADY = "already"
    NOT_FOUND = "not-found"
    AMBIGUOUS = "ambiguous"
    INSIDE = "inside"
    """It is a sentence of paragraphs in two versions, which are not linked with each other."""


# Of a unit in three languages the best is told.
_BEST_FIRST = (
    UnitOutcome.LINKED, UnitOutcome.ALREADY, UnitOutcome.INSIDE, UnitOutcome.AMBIGUOUS,
    UnitOutcome.NOT_FOUND,
)  # fmt: skip


_Found: TypeAlias = tuple[UnitOutcome, SegmentLink | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReport:
    """Outcome of one unit, and the paragraphs that it is: in one language, and in the others."""

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
    trail: AuditTrail = UNRECORDED,
) -> tuple[UnitReport, ...]:
    """Confirm the links that the units are, each work in one transaction, and say what was done.

    A unit is the paragraphs that its properties name, as our exports do, if they say what it says;
    else the one paragraph in each language that does, in two versions of a work. Versions that are
    not aligned yet are. A sentence is the link of the paragraphs that it is part of. The links of
    each two documents are recorded on the trail.
    """
    shelf = _IndexedTexts(store, units)
    reports: list[UnitReport] = []
    confirmed: dict[tuple[DocumentId, DocumentId], list[SegmentLink]] = defaultdict(list)
    for unit in units:
        pairs = combinations(sorted(unit.texts, key=list(Language).index), 2)
        found = [shelf.look_up(unit, pair) for pair in pairs]
        for outcome, link in found:
            if link and outcome is UnitOutcome.LINKED:
                confirmed[_document(link[0]), _document(link[1])].append(link)
        reports.append(_report(unit, found))
    for ids, links in confirmed.items():
        count = f"{len(links)} links"
        with trail.recorded(Act.CONFIRMED, sorted(ids), detail=count, who=author):
            aligner = partial(align, similarity=similarity)
            confirm_links(store, links, aligner, author=author, made=made)
    return tuple(reports)


def _report(unit: TranslationUnit, found: Sequence[_Found]) -> UnitReport:
    """The one report on a unit, of what was found for each two of its languages."""
    best = min((outcome for outcome, _ in found), key=_BEST_FIRST.index)
    links = [link for outcome, link in found if link and outcome is best]
    source = links[0][0] if links else ()
    target = dict.fromkeys(each.id for _, side in links for each in side)
    own = tuple(each.id for each in source)
    others = tuple(each for each in target if each not in own)
    return UnitReport(unit=unit.id, outcome=best, source=own, target=others)


class _Candidates(NamedTuple):
    """The paragraphs that a unit may be in a language, by document; whether it names them."""

    having: Mapping[DocumentId, Sequence[_Segments]]
    are_named: bool


class _IndexedTexts:
    """The paragraphs that say what units say, and what is linked already."""

    def __init__(self, store: Reader, units: Iterable[TranslationUnit]) -> None:
        self._store = store
        self._saying: _Saying = defaultdict(lambda: defaultdict(list))
        self._works: dict[DocumentId, WorkId] = {}
        self._confines: dict[DocumentId, str | None] = {}
        self._versions: dict[WorkId, list[DocumentId]] = defaultdict(list)
        self._partners: dict[tuple[DocumentId, Language], DocumentId] = {}
        self._links: dict[tuple[DocumentId, DocumentId], set[_Ids]] = {}
        self._sentences = SentencePlaces(store, [unit for unit in units if unit.is_sentence])
        said = {
            _mark(text) for unit in units for each in unit.texts for text in unit.texts_in(each)
        }
        for document in store.documents():
            self._works[document.id] = document.work_id
            self._confines[document.id] = document.confined_to
            self._versions[document.work_id].append(document.id)
            for segment in store.segments_of(document.id):
                if (mark := _mark(segment.text)) in said:
                    self._saying[segment.language, mark][document.id].append((segment,))
        for each in store.alignments():
            self._pair(each.source_id, each.target_id)

    def look_up(self, unit: TranslationUnit, pair: tuple[Language, Language]) -> _Found:
        """Outcome of a unit in two languages, and its link if there is exactly one."""
        sides = self._candidates(unit, pair[0]), self._candidates(unit, pair[1])
        # Two tell that there are several: of a text that stands in thousands of paragraphs of each
        # language ("Anexo", "Annex") there would be millions.
        possible = list(islice(self._aligned(*sides, pair[1]), 2))
        possible = possible or list(islice(self._unaligned(*sides, pair), 2))
        if not possible and unit.is_sentence:
            return self._look_around(unit, pair)
        if len(possible) != 1:
            return UnitOutcome.AMBIGUOUS if possible else UnitOutcome.NOT_FOUND, None
        return self._settle(*possible)

    def _settle(self, link: SegmentLink) -> _Found:
        """Outcome of the one link that a unit is."""
        source, target = map(_document, link)
        known = self._confirmed(source, target)
        if (ids := _ids(*link)) in known:
            return UnitOutcome.ALREADY, link
        known.add(ids)
        self._pair(source, target)
        return UnitOutcome.LINKED, link

    def _look_around(self, unit: TranslationUnit, pair: tuple[Language, Language]) -> _Found:
        """Outcome of a sentence: the one link of the paragraphs that it stands in."""
        first, second = (self._sentences.around(unit, language) for language in pair)
        linked: dict[_Ids, SegmentLink] = {}
        are_versions = False
        for one, other in product(first, second):
            if self._partners.get((one.document_id, pair[1])) == other.document_id:
                are_versions = True
                for link in self._links_of(one, other):
                    linked[_ids(*link)] = link
        if len(linked) == 1:
            return self._settle(*linked.values())
        if linked:
            return UnitOutcome.AMBIGUOUS, None
        return UnitOutcome.INSIDE if are_versions else UnitOutcome.NOT_FOUND, None

    def _links_of(self, one: Segment, other: Segment) -> Iterator[SegmentLink]:
        """The link that has both of two paragraphs, the side of the first one first."""
        alignment = self._store.alignment(one.document_id, other.document_id)
        for bead in alignment.beads if alignment else ():
            sides = (bead.source, bead.target)
            if one.id in bead.target:
                sides = (bead.target, bead.source)
            if one.id in sides[0] and other.id in sides[1]:
                yield self._store.segments(sides[0]), self._store.segments(sides[1])

    def _candidates(self, unit: TranslationUnit, language: Language) -> _Candidates:
        """The paragraphs that the unit names if they say what it says, else each that does."""
        marks = [_mark(text) for text in unit.texts_in(language)]
        named = unit.properties.get(f"{SEGMENTS_PROPERTY}-{language}", "").split()
        if named:
            with suppress(SegmentNotFoundError):
                segments = self._store.segments([SegmentId(each) for each in named])
                of_one = {(each.document_id, each.language) for each in segments}
                says_it = _mark(" ".join(each.text for each in segments)) in marks
                if of_one == {(segments[0].document_id, language)} and says_it:
                    return _Candidates({segments[0].document_id: [segments]}, are_named=True)
        having: dict[DocumentId, list[_Segments]] = defaultdict(list)
        for mark in dict.fromkeys(marks):
            for document, sides in self._saying.get((language, mark), {}).items():
                having[document] += sides
        return _Candidates(having, are_named=False)

    def _aligned(
        self, first: _Candidates, second: _Candidates, language: Language
    ) -> Iterator[SegmentLink]:
        """The links between versions that are aligned; `language` is that of the second."""
        for document, sides in first.having.items():
            partner = self._partners.get((document, language))
            if partner:
                yield from product(sides, second.having.get(partner, ()))

    def _unaligned(
        self, first: _Candidates, second: _Candidates, pair: tuple[Language, Language]
    ) -> Iterator[SegmentLink]:
        """The links between documents that have no version yet: those of one work, or as named.

        To say the same in one paragraph makes no versions: "Washington, D.C." stands in hundreds.
        Nor does a unit make versions of documents that are confined to different collections.
        """
        are_named = first.are_named and second.are_named
        for document, sides in first.having.items():
            for other in second.having if are_named else self._versions[self._works[document]]:
                if self._confines[document] != self._confines[other]:
                    continue
                is_free = (document, pair[1]) not in self._partners
                if is_free and (other, pair[0]) not in self._partners:
                    yield from product(sides, second.having.get(other, ()))

    def _pair(self, source: DocumentId, target: DocumentId) -> None:
        """Note that two documents are each other's version."""
        for one, other in ((source, target), (target, source)):
            self._partners[one, _language(other)] = other

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


def _mark(text: str) -> str:
    """The checksum of a text without what nobody sees: a memory has soft hyphens of its own."""
    return checksum(without_unseen(text))


def _document(side: _Segments) -> DocumentId:
    return side[0].document_id


def _language(document_id: DocumentId) -> Language:
    return Language(document_id.rpartition(".")[2])


def _ids(source: _Segments, target: _Segments) -> _Ids:
    return frozenset(each.id for each in (*source, *target))
