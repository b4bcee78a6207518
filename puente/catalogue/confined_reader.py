"""Readers confined to some collections: to them the documents of others are not there."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from puente.errors import DocumentNotFoundError, SegmentNotFoundError
from puente.model.alignments import Alignment, AlignmentSummary, Correction
from puente.model.documents import Document
from puente.model.filters import Filters
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.index import IndexState
from puente.model.reports import Proposal
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal
from puente.store.protocol import Store, View, Writable, Writer


class ConfinedReader(Writable):
    """A store as it would be with the documents of some collections alone.

    Searches, counts and spellings are confined by the engine, in what it is asked; what is looked
    up by its id is compared with the collections of its document.
    """

    def __init__(self, store: Store, collections: Sequence[str]) -> None:
        self._store = store
        self._collections = tuple(sorted(set(collections)))

    def view(
        self, *, newest: bool = False, within: tuple[str, ...] | None = None
    ) -> AbstractContextManager[View]:
        wanted = self._collections if within is None else self._both(within)
        return self._store.view(newest=newest, within=wanted)

    def segments(self, ids: Sequence[SegmentId]) -> tuple[Segment, ...]:
        shown = self.hydrate(ids)
        for each in ids:
            if each not in shown:
                raise SegmentNotFoundError(each)
        return tuple(shown[each].segment for each in ids)

    def segments_of(self, document_id: DocumentId) -> tuple[Segment, ...]:
        self.document(document_id)
        return self._store.segments_of(document_id)

    def vectors_of(self, document_id: DocumentId) -> NDArray[np.float32]:
        self.document(document_id)
        return self._store.vectors_of(document_id)

    def document(self, document_id: DocumentId) -> Document:
        found = self._store.document(document_id)
        if found.collection not in self._collections:
            raise DocumentNotFoundError(document_id)
        return found

    def documents(self, filters: Filters = Filters()) -> tuple[Document, ...]:
        wanted = self._both(filters.collections) if filters.collections else self._collections
        # Without any collection the filter would not filter.
        return self._store.documents(replace(filters, collections=wanted)) if wanted else ()

    def document_ids(self) -> tuple[DocumentId, ...]:
        return tuple(document.id for document in self.documents())

    def documents_named(self, ids: Iterable[DocumentId]) -> tuple[Document, ...]:
        found = self._store.documents_named(ids)
        return tuple(each for each in found if each.collection in self._collections)

    def documents_of_works(self, ids: Iterable[WorkId]) -> tuple[Document, ...]:
        found = self._store.documents_of_works(ids)
        return tuple(each for each in found if each.collection in self._collections)

    def alignment(self, first: DocumentId, second: DocumentId) -> Alignment | None:
        return self._store.alignment(first, second) if self._has(first, second) else None

    def alignments(self) -> tuple[AlignmentSummary, ...]:
        known = frozenset(self.document_ids())
        return tuple(
            each
            for each in self._store.alignments()
            if known.issuperset((each.source_id, each.target_id))
        )

    def corrections(self, first: DocumentId, second: DocumentId) -> tuple[Correction, ...]:
        return self._store.corrections(first, second) if self._has(first, second) else ()

    def corrected_pairs(self) -> tuple[tuple[DocumentId, DocumentId], ...]:
        return tuple(
            filter(frozenset(self.document_ids()).issuperset, self._store.corrected_pairs())
        )

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        found = self._store.withdrawals()
        return tuple(each for each in found if each.collection in self._collections)

    def histories(self, name: str | None = None) -> tuple[AddressHistory, ...]:
        found = self._store.histories(name)
        return tuple(each for each in found if each.collection in self._collections)

    def proposals(self) -> tuple[Proposal, ...]:
        known = frozenset(self.document_ids())
        return tuple(
            each
            for each in self._store.proposals()
            if known.issuperset((each.source_id, each.target_id))
        )

    def index_state(self) -> IndexState:
        ids = self.document_ids()
        return replace(
            self._store.index_state(),
            documents=len(ids),
            segments=sum(len(self._store.segments_of(each)) for each in ids),
            alignments=len(self.alignments()),
        )

    def writing(self) -> AbstractContextManager[Writer]:
        return self._store.writing()

    def _both(self, collections: Sequence[str]) -> tuple[str, ...]:
        return tuple(each for each in self._collections if each in collections)

    def _has(self, *ids: DocumentId) -> bool:
        """Test whether all of some documents are there."""
        with suppress(DocumentNotFoundError):
            return all(self.document(each) for each in ids)
        return False
