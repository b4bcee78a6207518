"""Pairs of documents of a collection that are translations of each other."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations, takewhile
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.pairing.candidates import Sketch, SketchIndex, sketch
from ingest.pairing.evidence import Evidence, gather_evidence
from ingest.pairing.file_alignment import align_file, are_of_one_file
from ingest.pairing.symbol_relation import (
    SAME_FILE,
    SAME_SYMBOL,
    Family,
    Ids,
    Relation,
    family_of,
    places_of,
    relation_of,
)
from puente.alignment.aligner import align
from puente.alignment.similarity import similarity_of_sides
from puente.embedding.protocol import Embedder
from puente.embedding.segments import embed_segments
from puente.model.alignments import Alignment, DocumentPair
from puente.model.documents import Document, Language
from puente.model.identifiers import DocumentId
from puente.model.reports import Progress, Proposal, ProposalReason
from puente.model.segments import Segment

# Aligned, the 81 Spanish and English combinations of nine real pairs score 0.96 and more when they
# are translations and 0.25 at most when they are not; an annex of 40 % on one side leaves 0.7.
_LEAST_SCORE = 0.5
"""Pairs that score less are not even proposed."""
_LEAST_PROPOSED = 0.05
_SURE = 0.9
"""A pair of this confidence is taken at once; others wait until all have been compared."""
# The cosines of the sketches of the ten true pairs among real documents and seeds are 0.49 to 0.73,
# of the false ones 0.17 at most; among 200 documents of tests/bench/pairing.py 0.66 to 0.90 and,
# but for editions of one resolution, 0.06 at most.
_LEAST_COSINE = 0.1
"""Documents with less in common are not aligned to see."""
_CANDIDATES = 5
"""Documents of another language that a document is compared with."""
_RIVALS = 1
"""Documents that would only be proposed that a document is compared with."""
_FORBIDDING = frozenset({ProposalReason.REVISION, ProposalReason.SYMBOL})
"""Reasons against a pair of which only a person makes it one."""
_ORDER = {language: place for place, language in enumerate(Language)}


class DocumentTexts(Protocol):
    """Texts of documents; each is read when it is needed."""

    def segments_of(self, document_id: DocumentId) -> tuple[Segment, ...]:
        """A document's segments in order."""

    def vectors_of(self, document_id: DocumentId) -> NDArray[np.float32] | None:
        """The encoder's vectors of a document's segments, None where there is no encoder.

        They are (segments, dimension), rows of unit length.
        """


class ReadTexts:
    """The texts of documents that were just read; their vectors are made when they are asked for.

    A document is compared some times in a row, so a few vectors are kept.
    """

    def __init__(
        self, segments: Mapping[DocumentId, tuple[Segment, ...]], embedder: Embedder | None
    ) -> None:
        self._segments = segments
        self._embedder = embedder
        self.vectors_of = lru_cache(maxsize=128)(self._embed)

    def segments_of(self, document_id: DocumentId) -> tuple[Segment, ...]:
        """A document's segments in order."""
        return self._segments[document_id]

    def _embed(self, document_id: DocumentId) -> NDArray[np.float32] | None:
        segments = self._segments[document_id]
        return embed_segments(self._embedder, segments) if self._embedder else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Findings among documents: pairs by id, proposals by id."""

    pairs: tuple[DocumentPair, ...] = ()
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingScope:
    """Documents that a search for pairs leaves alone, pairs unseen, and looks at.

    Those that are `aligned` have their version and stay as they are; those of which a person has
    `confirmed` to be versions are paired whatever their texts say, and those of which a person
    has `rejected` it never are. Of the others every pair with a `fresh` one is looked at (None:
    all are).
    """

    aligned: tuple[Ids, ...] = ()
    confirmed: tuple[Ids, ...] = ()
    rejected: tuple[Ids, ...] = ()
    fresh: frozenset[DocumentId] | None = None


def pair(
    documents: Iterable[Document],
    texts: DocumentTexts,
    *,
    scope: PairingScope = PairingScope(),
    link: Callable[[Alignment], None] = lambda _: None,
    report_progress: Callable[[Progress], None] = lambda _: None,
) -> Pairing:
    """The new pairs of versions in different languages; each document once for a language.

    The versions that one file gave come first. Equal symbols are tried next, then equal content; a
    pair is taken only if aligning it agrees, and then `link` gets its alignment. Revisions,
    documents under different symbols and those of which too much speaks against a pair are proposed
    instead.
    """
    search = _Search(documents, texts, scope, report_progress)
    pairs = []
    for alignment in search.find_pairs():
        link(alignment)
        pairs.append(_pair_of(alignment))
    return Pairing(
        pairs=tuple(sorted(pairs, key=lambda each: (each.source_id, each.target_id))),
        proposals=tuple(
            sorted(search.find_proposals(), key=lambda each: (each.source_id, each.target_id))
        ),
    )


def _pair_of(alignment: Alignment) -> DocumentPair:
    return DocumentPair(
        source_id=alignment.source_id, target_id=alignment.target_id, score=alignment.score
    )


def unpaired_translations(
    documents: Iterable[Document], aligned: Iterable[Ids]
) -> tuple[DocumentId, ...]:
    """The documents that say they are translations and are paired with no original, by id."""
    known = {document.id: document for document in documents}
    versions = {place for ids in aligned for place in places_of(known, ids)}
    return tuple(
        sorted(
            document.id
            for document in known.values()
            if document.original_language not in (None, document.language)
            and (document.id, document.original_language) not in versions
        )
    )


class _Candidate(NamedTuple):
    """Two documents that may be versions; in order, the likeliest come first."""

    rank: int
    distance: float
    ids: Ids
    conflict: ProposalReason | None


class _Compared(NamedTuple):
    """Two documents that were aligned, and whether they are versions by all that is known."""

    ids: Ids
    alignment: Alignment
    evidence: Evidence


class _Search:
    """One search for pairs: who has its version already, and what was refused on the way."""

    def __init__(
        self,
        documents: Iterable[Document],
        texts: DocumentTexts,
        scope: PairingScope,
        report_progress: Callable[[Progress], None],
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._texts = texts
        self._report_progress = report_progress
        self._fresh = self._documents.keys() if scope.fresh is None else scope.fresh
        self._taken = {place for ids in scope.aligned for place in places_of(self._documents, ids)}
        self._rejected = set(map(frozenset, scope.rejected))
        self._confirmed: list[Ids] = []
        for one, other in scope.confirmed:
            ids = _in_order(self._documents[one], self._documents[other])
            if self._are_open(ids):
                self._confirmed.append(ids)
                self._taken.update(places_of(self._documents, ids))
        self._doubtful: list[_Compared] = []
        self._candidates = self._find_candidates()

    def find_pairs(self) -> Iterator[Alignment]:
        """The alignments of confirmed pairs, then of translations, the surest first.

        Each has the confidence that it is a pair as its score.
        """
        for ids in self._confirmed:
            yield self._compare(ids).alignment
        possible = [each for each in self._candidates if each.conflict not in _FORBIDDING]
        waiting = []
        for done, candidate in enumerate(possible):
            self._report(done, len(possible))
            if not self._are_open(candidate.ids):
                continue
            compared = self._compare(candidate.ids)
            if candidate.rank == SAME_FILE.rank:
                self._taken.update(places_of(self._documents, candidate.ids))
                yield compared.alignment
            elif candidate.rank == SAME_SYMBOL.rank or compared.evidence.confidence >= _SURE:
                yield from self._take(compared)
            else:
                waiting.append(compared)
        for compared in sorted(waiting, key=_order_of):
            yield from self._take(compared)

    def _take(self, compared: _Compared) -> Iterator[Alignment]:
        """Take two documents as a pair if they are versions and open; else they may be proposed."""
        if not self._are_open(compared.ids):
            return
        if compared.evidence.are_versions:
            self._taken.update(places_of(self._documents, compared.ids))
            yield replace(compared.alignment, score=compared.evidence.confidence)
        else:
            self._keep_doubtful(compared)

    def _keep_doubtful(self, compared: _Compared) -> None:
        """Keep two documents that may be proposed."""
        is_like = compared.alignment.score >= _LEAST_SCORE
        if is_like and compared.evidence.confidence >= _LEAST_PROPOSED:
            self._doubtful.append(compared)

    def find_proposals(self) -> Iterator[Proposal]:
        """Of what is left, what reads as a translation; each document once for a language."""
        forbidden = [each for each in self._candidates if each.conflict in _FORBIDDING]
        for done, candidate in enumerate(forbidden):
            self._report(done, len(forbidden))
            if self._are_open(candidate.ids):
                self._keep_doubtful(self._compare(candidate.ids))
        for compared in sorted(self._doubtful, key=_order_of):
            if self._are_open(compared.ids):
                yield self._propose(_proposal(compared))

    def _propose(self, proposal: Proposal) -> Proposal:
        self._taken.update(places_of(self._documents, (proposal.source_id, proposal.target_id)))
        return proposal

    def _report(self, done: int, total: int) -> None:
        self._report_progress(Progress(done=done, total=total, what="pair"))

    def _are_open(self, ids: Ids) -> bool:
        return self._taken.isdisjoint(places_of(self._documents, ids))

    def _compare(self, ids: Ids) -> _Compared:
        sides = [self._texts.segments_of(each) for each in ids]
        vectors = [self._texts.vectors_of(each) for each in ids]
        documents = self._documents[ids[0]], self._documents[ids[1]]
        align_sides = align_file if are_of_one_file(*documents) else align
        alignment = align_sides(sides[0], sides[1], similarity_of_sides(sides, vectors))
        return _Compared(ids, alignment, gather_evidence(documents, alignment, sides))

    def _find_candidates(self) -> list[_Candidate]:
        """The pairs with a fresh document that may be versions, the likeliest first."""
        concerned = self._concerned()
        sketches: dict[DocumentId, Sketch] = {}
        for done, document_id in enumerate(concerned):
            self._report(done, len(concerned))
            sketches[document_id] = sketch(self._texts.segments_of(document_id))
        index = SketchIndex(sketches)
        families = self._families(concerned)
        files = self._files(concerned)
        found: dict[Ids, _Candidate] = {}
        for document_id in concerned:
            if document_id in self._fresh:
                document = self._documents[document_id]
                likely = (*files[document.checksum], *families[family_of(document)])
                for each in self._candidates_of(document_id, index, likely):
                    found[each.ids] = each
        return sorted(found.values())

    def _concerned(self) -> list[DocumentId]:
        """The documents of every pair with a fresh one that lack each other's language, by id."""
        lacking: dict[tuple[Language, Language], set[DocumentId]] = defaultdict(set)
        languages = {document.language for document in self._documents.values()}
        for document in self._documents.values():
            for other in languages - {document.language}:
                if (document.id, other) not in self._taken:
                    lacking[document.language, other].add(document.id)
        concerned: set[DocumentId] = set()
        for own, other in permutations(languages, 2):
            here, there = lacking[own, other], lacking[other, own]
            if fresh := here & self._fresh:
                concerned |= there and fresh | there
        return sorted(concerned)

    def _files(self, concerned: Iterable[DocumentId]) -> Mapping[str, list[DocumentId]]:
        """The documents that one file gave, by its checksum."""
        files: dict[str, list[DocumentId]] = defaultdict(list)
        for document_id in concerned:
            if checksum := self._documents[document_id].checksum:
                files[checksum].append(document_id)
        return files

    def _families(
        self, concerned: Iterable[DocumentId]
    ) -> Mapping[Family | None, list[DocumentId]]:
        """The documents whose symbols differ in no more than rev., add. and corr."""
        families: dict[Family | None, list[DocumentId]] = defaultdict(list)
        for document_id in concerned:
            if family := family_of(self._documents[document_id]):
                families[family].append(document_id)
        return families

    def _candidates_of(
        self, document_id: DocumentId, index: SketchIndex, likely: Sequence[DocumentId]
    ) -> Iterator[_Candidate]:
        """The few documents of each other language that are nearest to one."""
        nearest = index.nearest(document_id)
        cosines = dict(takewhile(lambda found: found[1] >= _LEAST_COSINE, nearest))
        one = self._documents[document_id]
        counts: Counter[tuple[Language, Relation]] = Counter()
        for other_id in dict.fromkeys((*cosines, *likely)):
            other = self._documents[other_id]
            ids = _in_order(one, other)
            if one.language == other.language or not self._are_open(ids):
                continue
            if frozenset(ids) in self._rejected:
                continue
            relation = relation_of(one, other)
            counts[other.language, relation] += 1
            most = _RIVALS if relation.conflict else _CANDIDATES
            if counts[other.language, relation] <= most:
                yield _Candidate(relation.rank, -cosines.get(other_id, 0.0), ids, relation.conflict)


def _order_of(compared: _Compared) -> tuple[float, Ids]:
    return -compared.evidence.confidence, compared.ids


def _proposal(compared: _Compared) -> Proposal:
    return Proposal(
        source_id=compared.ids[0],
        target_id=compared.ids[1],
        score=compared.evidence.confidence,
        reason=compared.evidence.reason,
    )


def _in_order(one: Document, other: Document) -> Ids:
    """The ids of two documents, Spanish first."""
    first, second = sorted((one, other), key=lambda each: (_ORDER[each.language], each.id))
    return first.id, second.id
