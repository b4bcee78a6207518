"""Promises of a store: a Reader that answers, a Writer that changes, and the two in one Store."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from puente.model.acronyms import LearnedAcronyms
from puente.model.alignments import Alignment, AlignmentSummary, Correction
from puente.model.documents import Document, Language, Symbol
from puente.model.filters import Filters
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.index import IndexState
from puente.model.queries import KeywordQuery
from puente.model.reports import Proposal
from puente.model.results import Candidate, Facet, HydratedSegment, Ranking, SymbolMatches
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal


class IndexChangedError(Exception):
    """A view of a generation that is not the visible one any more: open another, the newest.

    Whoever opens views that are not catches it; nobody else meets it.
    """


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VectorQuery:
    """Question to a store's vector leg: the segments near a vector of unit length."""

    vector: NDArray[np.float32]
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rankings:
    """The answers to several searches, each in the place of what was asked."""

    keyword: tuple[Ranking, ...]
    nearest: tuple[Ranking, ...]
    symbols: tuple[SymbolMatches, ...]


class View(Protocol):
    """One generation of an index, which later writes do not change: all that a question needs."""

    @property
    def generation(self) -> int:
        """Number that tells it from what the index held before, and holds after."""

    def facets(self, query: KeywordQuery) -> tuple[Facet, ...]:
        """Documents with a matching segment, counted by each filter of FILTERS.

        A document counts once in each language of its matching segments. An empty query (no
        concepts, no phrases) counts all documents that pass its filters, in their own language.
        """

    def languages(self) -> tuple[Language, ...]:
        """The languages that segments are in, in order."""

    def acronyms(self) -> LearnedAcronyms:
        """Acronyms that the documents teach, the same object each time; see IndexChangedError.

        What proves one are segments of this view, and no others have been looked at.
        """

    def spellings(self, words: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        """For each word, folded, the words of the index and the number of segments that have them.

        That is the word itself, or else those that it may be a slip for (`puente.text.spelling`),
        all of them or the nearest fifty. May raise IndexChangedError.
        """

    def search(
        self,
        *,
        keyword: Sequence[KeywordQuery] = (),
        nearest: Sequence[VectorQuery] = (),
        symbols: Sequence[Symbol] = (),
        limit: int,
    ) -> Rankings:
        """All that is asked together; raises IndexChangedError.

        A segment passes the filters by its own language and its document's other values. Keyword
        queries rank by BM25 over text, headings and aligned translation. Their word
        statistics are those of the languages in the query's filters, whatever the other filters
        say, so a facet never moves a score. Vector queries rank by cosine. What a symbol leaves
        open (no session, no rev.) matches anything; a citation may leave out its organ and
        session; a symbol without a number matches nothing. The limit is that of each ranking.
        """

    def candidates(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, Candidate]:
        """Candidates of segments that a search of this view found: what ranks and groups them."""

    def hydrate(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, HydratedSegment]:
        """The segments with their documents and translations; those that are not there lack."""

    def segments_of(self, document_id: DocumentId) -> Iterable[Segment]:
        """A document's segments in order; none of a document that is not there."""


class Reader(Protocol):
    """The face that answers; every call sees one consistent state."""

    def view(
        self, *, newest: bool = False, within: tuple[str, ...] | None = None
    ) -> AbstractContextManager[View]:
        """The generation that is visible, for several calls.

        `within` names collections: the view is that of an index without the documents of others,
        whose words count in no score and no spelling.

        It may be the one that was visible when the index was last looked at: its first call finds
        out, and raises IndexChangedError. With `newest` the index is looked at beforehand.
        """

    def keyword(self, query: KeywordQuery, *, limit: int) -> Ranking:
        """The ranking of one keyword query."""
        with self.view(newest=True) as view:
            return view.search(keyword=[query], limit=limit).keyword[0]

    def nearest(self, vector: NDArray[np.float32], filters: Filters, *, limit: int) -> Ranking:
        """The ranking of one vector query; the vector has unit length, shape (dimension,)."""
        with self.view(newest=True) as view:
            asked = VectorQuery(vector=vector, filters=filters)
            return view.search(nearest=[asked], limit=limit).nearest[0]

    def by_symbol(self, symbol: Symbol) -> SymbolMatches:
        """Who bears or cites one symbol."""
        with self.view(newest=True) as view:
            return view.search(symbols=[symbol], limit=0).symbols[0]

    def facets(self, query: KeywordQuery) -> tuple[Facet, ...]:
        """The facets that a view has."""
        with self.view(newest=True) as view:
            return view.facets(query)

    def spellings(self, words: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        """The spellings that a view has."""
        with self.view(newest=True) as view:
            return view.spellings(words)

    def acronyms(self) -> LearnedAcronyms:
        """The acronyms that a view has."""
        with self.view(newest=True) as view:
            return view.acronyms()

    def hydrate(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, HydratedSegment]:
        """The segments as a view hydrates them."""
        with self.view(newest=True) as view:
            return view.hydrate(ids)

    def segments(self, ids: Sequence[SegmentId]) -> tuple[Segment, ...]:
        """The segments in the order asked; raises SegmentNotFoundError."""

    def segments_of(self, document_id: DocumentId) -> tuple[Segment, ...]:
        """A document's segments in order; raises DocumentNotFoundError."""

    def vectors_of(self, document_id: DocumentId) -> NDArray[np.float32]:
        """Vectors of unit length of a document's segments, shape (segments, dimension).

        Raises DocumentNotFoundError.
        """

    def document(self, document_id: DocumentId) -> Document:
        """The document; raises DocumentNotFoundError."""

    def documents(self, filters: Filters = Filters()) -> tuple[Document, ...]:
        """All documents that pass the filters, by id; the language is the document's own."""

    def document_ids(self) -> tuple[DocumentId, ...]:
        """The ids of all documents, in order."""

    def documents_named(self, ids: Iterable[DocumentId]) -> tuple[Document, ...]:
        """The documents of some ids, by id, asked for together; those that are not there lack."""

    def documents_of_works(self, ids: Iterable[WorkId]) -> tuple[Document, ...]:
        """The language versions of some works, by language, asked for together."""

    def versions(self, work_id: WorkId) -> tuple[Document, ...]:
        """The language versions of a work, by language; empty for an unknown work."""
        return self.documents_of_works([work_id])

    def alignment(self, first: DocumentId, second: DocumentId) -> Alignment | None:
        """The alignment of two documents as it was linked, whichever is named first."""

    def alignments(self) -> tuple[AlignmentSummary, ...]:
        """Every alignment without its beads, in the order in which they were linked."""

    def corrections(self, first: DocumentId, second: DocumentId) -> tuple[Correction, ...]:
        """The corrections of two documents' links, oldest first, whichever is named first.

        The documents need not be there: their corrections outlive them.
        """

    def corrected_pairs(self) -> tuple[tuple[DocumentId, DocumentId], ...]:
        """The documents whose links people have corrected: each two of them once, in order."""

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """The withdrawals from this index, by id, those that were undone and are remembered too."""

    def histories(self, name: str | None = None) -> tuple[AddressHistory, ...]:
        """Histories of addresses, by the ids of the documents.

        All of it, or that of documents which have or had a name: an id, the slug in it, or a work.
        """

    def proposals(self) -> tuple[Proposal, ...]:
        """The pairs that were left to people when versions were last looked for.

        Their documents need not be there any more, nor still lack their version.
        """

    def index_state(self) -> IndexState:
        """State of the index: what it holds and what made it."""


class Writer(Protocol):
    """The face that changes; nothing is visible before its context ends without an error."""

    def put(
        self, document: Document, segments: Sequence[Segment], vectors: NDArray[np.float32]
    ) -> None:
        """Store a document whole; one with the same id is replaced, its alignments are dropped.

        `vectors` has one row of unit length for each segment: shape (segments, dimension).
        """

    def link(self, alignment: Alignment) -> None:
        """Store an alignment; the same two documents' earlier one is replaced.

        Both documents get one work id: the source's, unless a document that left that work has had
        one of their addresses in it; then the target's. What is kept of documents that leave a work
        says so. Aligned segments can then be found through
        their counterpart's words.
        """

    def relink(self, alignment: Alignment) -> None:
        """Put what an alignment is now in the place of what it was; what differs is written.

        No text is analysed again. A segment with another counterpart can be found through its
        words. Works stay as they are. Raises AlignmentNotFoundError where the source was never
        linked with the target.
        """

    def unlink(self, first: DocumentId, second: DocumentId) -> None:
        """Remove the alignment of two documents, whichever is named first, if they have one.

        Raises DocumentNotFoundError.
        """

    def add_correction(self, correction: Correction) -> None:
        """Keep a correction for good; it changes no alignment."""

    def remove_corrections(self, first: DocumentId, second: DocumentId) -> None:
        """Remove the corrections of two documents' links, whichever is named first.

        For documents that went to another index, and their corrections with them. It changes no
        alignment.
        """

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Remove a document, if it is there, and keep that it was withdrawn.

        What was kept of the same id is replaced.
        """

    def reinstate(self, document_id: DocumentId) -> None:
        """Forget that a document was withdrawn; it does not come back by that."""

    def keep_history(self, history: AddressHistory) -> None:
        """Keep what led to a document, which need not be there.

        What was kept of its id, and of those that it had, is replaced.
        """

    def propose(self, proposals: Sequence[Proposal]) -> None:
        """Leave these pairs to people, in the place of those that were left to them before."""

    def drop_proposal(self, first: DocumentId, second: DocumentId) -> None:
        """Leave a pair to people no longer, whichever is named first, if it was left to them."""

    def settle_pairing(self) -> None:
        """Record that versions have been looked for among all documents of the index."""

    def delete(self, document_id: DocumentId) -> None:
        """Remove a document and its alignments; raises DocumentNotFoundError."""


def accept(_: Reader) -> None:
    """No check of a new index."""


def unfinished(name: str) -> str:
    """The problem of an index that was being made when its program was killed."""
    return f"{name} was never finished (the next write or `puente reindex` removes it)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollback:
    """Result of going back: what the index holds now, and what it had held before.

    `replaced` is when what it holds now had been put aside, if that is known.
    """

    now: IndexState
    before: IndexState
    replaced: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlace:
    """A folder or a repository, and the names of the snapshots in it."""

    name: str
    names: frozenset[str]


class Writable(Reader, Protocol):
    """A reader whose documents can also be changed."""

    def writing(self) -> AbstractContextManager[Writer]:
        """A writer whose changes appear together at the end, or not at all on an error."""


class Store(Writable, Protocol):
    """An index: read, written to, made anew, copied."""

    url: str

    def rebuilding(
        self,
        *,
        embedder: str | None = None,
        dimension: int | None = None,
        check: Callable[[Reader], None] = accept,
    ) -> AbstractContextManager[Writer]:
        """A writer into a new, empty index that takes this one's place at the end.

        The new index is made by the named encoder, or by the same one as this index. `check` reads
        it before anyone else does. On an error, its own or the check's, this index stays as it was;
        otherwise it is kept for `roll_back`.
        """

    def roll_back(
        self, *, embedder: str, dimension: int, withdrawn: Iterable[Withdrawal] = ()
    ) -> Rollback:
        """Exchange this index for the one that was kept when this one took its place.

        What was withdrawn stays so, as for `restore_snapshot`. Raises RollbackError where there is
        none, or where another encoder or analysis made it.
        """

    def save_snapshot(self, place: str, name: str) -> IndexState:
        """Copy this index as it is now, and say what the copy holds.

        Raises SnapshotExistsError or SnapshotPlaceError.
        """

    def restore_snapshot(
        self,
        place: str,
        name: str,
        *,
        embedder: str,
        dimension: int,
        withdrawn: Iterable[Withdrawal] = (),
    ) -> IndexState:
        """Put what a snapshot holds in this index's place; this one is kept for `roll_back`.

        What was withdrawn from this index stays withdrawn, and what was withdrawn from others is
        left out; nobody sees it in between. Raises SnapshotNotFoundError, UnsoundIndexError, or
        SnapshotMismatchError where an index with documents would be replaced by one that another
        encoder or analysis has made.
        """

    def problems(self) -> tuple[str, ...]:
        """Problems of the index, a line each: damage and contradictions; empty when it is sound."""

    def close(self) -> None:
        """Give back files and connections."""
