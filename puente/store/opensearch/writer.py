"""Writer of documents and alignments into an index, as its next generation."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from puente.errors import AlignmentNotFoundError, DocumentNotFoundError, SegmentNotFoundError
from puente.model.alignments import Alignment, Bead, Correction
from puente.model.documents import Document
from puente.model.histories import AddressHistory
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.reports import Proposal
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal
from puente.store.addresses.histories import left_work, shared_work
from puente.store.alignment_facts import changed_segments
from puente.store.citations import opening
from puente.store.opensearch.indices import Index
from puente.store.opensearch.mapping import (
    TRANSLATION_SOURCE,
    alignment_entry,
    bead_entry,
    correction_entry,
    document_entry,
    entry_id,
    head_entry,
    history_entry,
    proposals_of,
    segment_entry,
    translation_fields,
    withdrawal_entry,
)
from puente.store.opensearch.queries import Json, visible, written_by
from puente.store.opensearch.transport.bulk import BulkWriter
from puente.store.opensearch.view import Link, OpenSearchView, Stored, between, touching
from puente.store.quantisation import quantise
from puente.store.serialization import bead_from, proposals_json

_MOST_IDS = 5_000


class _Relinked(NamedTuple):
    """An alignment of the generation before as it is now, and the entries of its beads before."""

    link: Link
    before: Sequence[Json]
    alignment: Alignment


class OpenSearchWriter:
    """A Writer of one generation that nobody sees yet; `finish` comes before it is made visible.

    Segments and beads are sent as they come. What is kept are the documents and alignments that
    differ from the generation before, without their texts. A segment that is only linked is not
    analysed: its translation is the body of its counterparts.
    """

    def __init__(
        self, index: Index, generation: int, head: Json, dimension: int, bulk: BulkWriter
    ) -> None:
        self._number = int(head["links"])
        self._pairing_is_due = self._pairing_was_due = bool(head["pairing_is_due"])
        self._proposals = self._proposals_before = proposals_of(head)
        self._index = index
        self._generation = generation
        self._before = OpenSearchView(index, visible(generation - 1))
        self._staged_view = OpenSearchView(index, written_by(generation))
        self._dimension = dimension
        self._bulk = bulk
        self._documents: dict[DocumentId, Stored | None] = {}
        self._works: defaultdict[WorkId, set[DocumentId]] = defaultdict(set)
        self._staged: dict[DocumentId, tuple[SegmentId, ...]] = {}
        self._links: dict[int, Link] = {}
        self._links_of: defaultdict[DocumentId, set[int]] = defaultdict(set)
        self._dropped: set[int] = set()
        self._relinked: dict[int, _Relinked] = {}
        self._replaced: set[DocumentId] = set()
        self._untranslated: set[DocumentId] = set()
        self._untranslated_segments: defaultdict[DocumentId, set[SegmentId]] = defaultdict(set)
        self._corrections: dict[int, frozenset[DocumentId]] = {}
        self._corrections_removed: list[tuple[DocumentId, DocumentId]] = []
        self._withdrawals: dict[DocumentId, Withdrawal | None] = {}
        self._histories: dict[DocumentId, AddressHistory | None] = {}

    def put(
        self, document: Document, segments: Sequence[Segment], vectors: NDArray[np.float32]
    ) -> None:
        if vectors.shape != (len(segments), self._dimension):
            expected = (len(segments), self._dimension)
            raise ValueError(f"vectors have the shape {vectors.shape}, not {expected}")
        if self._find(document.id) is not None:
            self._remove(document.id)
        rows = quantise(vectors).rows.tolist()
        first = opening(document, segments)
        for position, (segment, row) in enumerate(zip(segments, rows, strict=True)):
            entry = segment_entry(
                document, segment, position, row, self._generation, is_opening=segment is first
            )
            self._bulk.index(entry_id(segment.id, self._generation), entry)
        self._staged[document.id] = tuple(segment.id for segment in segments)
        self._set(document.id, Stored(document, len(segments)))
        self._pairing_is_due = True

    def propose(self, proposals: Sequence[Proposal]) -> None:
        self._proposals = tuple(proposals)

    def drop_proposal(self, first: DocumentId, second: DocumentId) -> None:
        left = self._proposals
        self.propose([each for each in left if {each.source_id, each.target_id} != {first, second}])

    def settle_pairing(self) -> None:
        self._pairing_is_due = False

    def link(self, alignment: Alignment) -> None:
        for document_id in (alignment.source_id, alignment.target_id):
            self._require(document_id)
        self._check_segments(alignment)
        self.unlink(alignment.source_id, alignment.target_id)
        self._share_work(self._stage(alignment, self._next_number()))

    def relink(self, alignment: Alignment) -> None:
        for document_id in (alignment.source_id, alignment.target_id):
            self._require(document_id)
        link = self._link_of(alignment)
        if link.number in self._links:  # by this very write: nobody has seen it yet
            self._check_segments(alignment)
            self._erase(link)
            self._stage(alignment, link.number)
            return
        known = self._relinked.get(link.number)
        before = known.before if known else self._before.bead_entries(link.number)
        beads = [bead_from(entry["record"]) for entry in before]
        if not _segments_in(alignment.beads) <= _segments_in(beads):
            self._check_segments(alignment)
        self._relinked[link.number] = _Relinked(link, before, alignment)

    def unlink(self, first: DocumentId, second: DocumentId) -> None:
        for document_id in (first, second):
            self._require(document_id)
        for link in self._touching([first]):
            if second in (link.source_id, link.target_id):
                self._drop(link)

    def add_correction(self, correction: Correction) -> None:
        number = self._next_number()
        entry = correction_entry(correction, number, self._generation)
        self._bulk.index(entry_id(f"ruling {number}", self._generation), entry)
        self._corrections[number] = frozenset((correction.source_id, correction.target_id))

    def remove_corrections(self, first: DocumentId, second: DocumentId) -> None:
        for number, ids in tuple(self._corrections.items()):
            if ids <= {first, second}:
                self._bulk.delete(entry_id(f"ruling {number}", self._generation))
                del self._corrections[number]
        if any(self._before.corrections(*between(first, second))):
            self._corrections_removed.append((first, second))

    def delete(self, document_id: DocumentId) -> None:
        self._require(document_id)
        self._remove(document_id)
        self._pairing_is_due = True

    def withdraw(self, withdrawal: Withdrawal) -> None:
        document_id = withdrawal.document_id
        if self._find(document_id) is not None:
            self.delete(document_id)
        entry = withdrawal_entry(withdrawal, self._generation)
        self._bulk.index(_withdrawal_id(document_id, self._generation), entry)
        self._withdrawals[document_id] = withdrawal

    def reinstate(self, document_id: DocumentId) -> None:
        if self._withdrawals.get(document_id):
            self._bulk.delete(_withdrawal_id(document_id, self._generation))
        known = self._before.withdrawals()
        if document_id in self._withdrawals or any(e.document_id == document_id for e in known):
            self._withdrawals[document_id] = None

    def keep_history(self, history: AddressHistory) -> None:
        for document_id in history.ids:
            if self._histories.get(document_id):
                self._bulk.delete(_history_id(document_id, self._generation))
            self._histories[document_id] = None
        entry = history_entry(history, self._generation)
        self._bulk.index(_history_id(history.document_id, self._generation), entry)
        self._histories[history.document_id] = history

    @property
    def has_changed(self) -> bool:
        """True if there is anything to make visible."""
        settled = self._pairing_is_due != self._pairing_was_due
        proposed = self._proposals != self._proposals_before
        linked = (self._links, self._relinked, self._dropped)
        corrected = (self._corrections, self._corrections_removed)
        settings = (settled, proposed)
        return any(
            (self._documents, *linked, *corrected, self._withdrawals, self._histories, *settings)
        )

    @property
    def head(self) -> Json:
        """The head that makes the write visible."""
        return head_entry(
            self._generation,
            self._number,
            pairing_is_due=self._pairing_is_due,
            proposals=proposals_json(self._proposals),
        )

    def finish(self, now: int) -> None:
        """Write what follows from all the changes together; `now` is in milliseconds."""
        if self._staged or self._links:  # which are read back below
            self._bulk.flush()
            self._index.refresh()
        for relinked in self._relinked.values():
            self._write_changes(relinked, now)
        for document_id in sorted(self._untranslated | self._untranslated_segments.keys()):
            if self._find(document_id) is not None:
                self._translate(document_id, now)
        for document_id, stored in sorted(self._documents.items()):
            if stored is not None:
                entry = document_entry(stored.document, stored.size, self._generation)
                self._bulk.index(entry_id(document_id, self._generation), entry)
        self._bulk.flush()
        self._retire(now)
        self._index.refresh()

    def _next_number(self) -> int:
        """The place in the order of what was linked or corrected."""
        self._number += 1
        return self._number - 1

    def _find(self, document_id: DocumentId) -> Stored | None:
        if document_id in self._documents:
            return self._documents[document_id]
        return self._before.find(document_id)

    def _require(self, document_id: DocumentId) -> Stored:
        found = self._find(document_id)
        if found is None:
            raise DocumentNotFoundError(document_id)
        return found

    def _set(self, document_id: DocumentId, stored: Stored | None) -> None:
        old = self._documents.get(document_id)
        if old is not None:
            self._works[old.document.work_id].discard(document_id)
        self._documents[document_id] = stored
        if stored is not None:
            self._works[stored.document.work_id].add(document_id)

    def _remove(self, document_id: DocumentId) -> None:
        """Take a document out, with its alignments and what its words gave to others."""
        for link in self._touching([document_id]):
            self._drop(link)
        for segment_id in self._staged.pop(document_id, ()):
            self._bulk.delete(entry_id(segment_id, self._generation))
        self._replaced.add(document_id)
        self._untranslated.discard(document_id)
        self._set(document_id, None)

    def _stage(self, alignment: Alignment, number: int) -> Link:
        """Write an alignment whole, which the generation before does not have."""
        link = Link(
            alignment.source_id,
            alignment.target_id,
            number,
            len(alignment.beads),
            alignment.score,
            self._generation,
        )
        self._bulk.index(
            _link_id(number, self._generation), alignment_entry(alignment, number, self._generation)
        )
        for position, bead in enumerate(alignment.beads):
            self._bulk.index(
                _bead_id(number, position, self._generation),
                bead_entry(alignment, bead, position, number, self._generation),
            )
        self._links[number] = link
        for document_id in (link.source_id, link.target_id):
            self._links_of[document_id].add(number)
            self._untranslated.add(document_id)
        return link

    def _erase(self, link: Link) -> None:
        """Take back an alignment that this write has made."""
        self._bulk.delete(_link_id(link.number, self._generation))
        for position in range(link.size):
            self._bulk.delete(_bead_id(link.number, position, self._generation))

    def _drop(self, link: Link) -> None:
        """Remove an alignment, and the work ids and translations that came of it."""
        if self._links.pop(link.number, None):
            self._erase(link)
        else:
            self._relinked.pop(link.number, None)
            self._dropped.add(link.number)
        for document_id in (link.source_id, link.target_id):
            self._links_of[document_id].discard(link.number)
            self._untranslated.add(document_id)
        self._separate_works(self._require(link.source_id).document.work_id)

    def _link_of(self, alignment: Alignment) -> Link:
        """The alignment that the same documents have; raises AlignmentNotFoundError."""
        ends = (alignment.source_id, alignment.target_id)
        for link in self._touching([alignment.source_id]):
            if (link.source_id, link.target_id) == ends:
                return link
        raise AlignmentNotFoundError(*ends)

    def _touching(self, ids: Sequence[DocumentId]) -> list[Link]:
        """The alignments that any of the documents has now, in the order of linking."""
        found = {
            link.number: link
            for link in self._before.links(touching(ids))
            if link.number not in self._dropped
        }
        for document_id in ids:
            found.update({number: self._links[number] for number in self._links_of[document_id]})
        return [found[number] for number in sorted(found)]

    def _versions(self, work_id: WorkId) -> list[Stored]:
        """The documents that share a work now."""
        unchanged = [
            stored
            for stored in self._before.of_work(work_id)
            if stored.document.id not in self._documents
        ]
        changed = (self._documents[each] for each in sorted(self._works[work_id]))
        return [*unchanged, *(stored for stored in changed if stored is not None)]

    def _separate_works(self, work_id: WorkId) -> None:
        """Give the versions of a work their own work ids, but for those still aligned."""
        members = self._versions(work_id)
        links = self._touching([stored.document.id for stored in members])
        for stored in members:
            self._keep_work(stored.document)
            self._move(stored, WorkId(stored.document.id.rpartition(".")[0]))
        for link in links:
            self._share_work(link)

    def _share_work(self, link: Link) -> None:
        """Give all versions of the works of two documents one work id."""
        works = [self._versions_beside(each) for each in (link.source_id, link.target_id)]
        source, target = ([stored.document for stored in versions] for versions in works)
        shared, moved = shared_work(source, target, self._histories_named, self._is_there)
        for document in moved:
            if document.work_id != shared:
                self._keep_work(document)
                self._move(self._require(document.id), shared)

    def _versions_beside(self, document_id: DocumentId) -> list[Stored]:
        """The document of an id, and the other versions of its work."""
        versions = self._versions(self._require(document_id).document.work_id)
        return sorted(versions, key=lambda each: each.document.id != document_id)

    def _histories_named(self, name: str) -> list[AddressHistory]:
        """Histories of the documents that have or had a name, by this write or before."""
        before = (e for e in self._before.histories(name) if e.document_id not in self._histories)
        now = (each for each in self._histories.values() if each and name in each.names)
        return [*before, *now]

    def _is_there(self, document_id: DocumentId) -> bool:
        return self._find(document_id) is not None

    def _keep_work(self, document: Document) -> None:
        """Keep that a document was a version of its work, which it leaves."""
        known = [e for e in self._histories_named(document.id) if e.document_id == document.id]
        history = left_work(known[0] if known else None, document, document.work_id)
        if history:
            self.keep_history(history)

    def _move(self, stored: Stored, work_id: WorkId) -> None:
        document = stored.document
        if document.work_id != work_id:
            self._set(document.id, stored._replace(document=replace(document, work_id=work_id)))

    def _check_segments(self, alignment: Alignment) -> None:
        """Raise SegmentNotFoundError for a bead of other segments than the documents'."""
        for document_id, sides in (
            (alignment.source_id, [bead.source for bead in alignment.beads]),
            (alignment.target_id, [bead.target for bead in alignment.beads]),
        ):
            known = set(self._segment_ids(document_id))
            for segment_id in (each for side in sides for each in side):
                if segment_id not in known:
                    raise SegmentNotFoundError(segment_id)

    def _segment_ids(self, document_id: DocumentId) -> Iterable[SegmentId]:
        if document_id in self._staged:
            return self._staged[document_id]
        sources = self._before.sources_of(document_id, "segment_id")
        return (source["segment_id"] for source in sources)

    def _write_changes(self, relinked: _Relinked, now: int) -> None:
        """Write the entries of an alignment that are others than before, and retire those."""
        link, before, alignment = relinked
        beads = [bead_from(entry["record"]) for entry in before]
        for position, (old, new) in enumerate(zip_longest(beads, alignment.beads)):
            if old == new:
                continue
            if old is not None:
                since = before[position]["since"]
                self._retire_one(_bead_id(link.number, position, since), now)
            if new is not None:
                entry = bead_entry(alignment, new, position, link.number, self._generation)
                self._bulk.index(_bead_id(link.number, position, self._generation), entry)
        self._retire_one(_link_id(link.number, link.since), now)
        entry = alignment_entry(alignment, link.number, self._generation)
        self._bulk.index(_link_id(link.number, self._generation), entry)
        changed = changed_segments(beads, alignment.beads)
        of_source = changed & {each for bead in (*beads, *alignment.beads) for each in bead.source}
        for document_id, segments in (
            (link.source_id, of_source),
            (link.target_id, changed - of_source),
        ):
            if segments:
                self._untranslated_segments[document_id] |= segments

    def _retire_one(self, identifier: str, now: int) -> None:
        """Mark an entry of the generation before as replaced by this one."""
        self._bulk.update(identifier, {"until": self._generation, "retired": now})

    def _translate(self, document_id: DocumentId, now: int) -> None:
        """Write the translations of a document's segments anew, or of those that have others."""
        is_whole = document_id in self._untranslated
        wanted = None if is_whole else self._untranslated_segments[document_id]
        translations = self._translations(document_id, wanted)
        if document_id in self._staged:
            for segment_id in self._staged[document_id]:
                fields = translation_fields(translations.get(segment_id, ()))
                self._bulk.update(entry_id(segment_id, self._generation), fields)
            return
        entries = (
            self._before.sources_of(document_id, "*")
            if wanted is None
            else self._before.sources_named(sorted(wanted), "*")
        )
        for source in entries:
            segment_id = source["segment_id"]
            fields = translation_fields(translations.get(segment_id, ()))
            copy = {**source, **fields, "since": self._generation}
            self._bulk.index(entry_id(segment_id, self._generation), copy)
            if not is_whole:
                self._retire_one(entry_id(segment_id, source["since"]), now)
        if is_whole:
            self._replaced.add(document_id)

    def _translations(
        self, document_id: DocumentId, wanted: Collection[SegmentId] | None
    ) -> Mapping[SegmentId, Sequence[Json]]:
        """The entries that segments of a document are aligned with: of all, or of those wanted."""
        found: defaultdict[SegmentId, list[Json]] = defaultdict(list)
        for link in self._touching([document_id]):
            is_source = link.source_id == document_id
            other = link.target_id if is_source else link.source_id
            named = {
                segment_id: others
                for bead in self._current_beads(link)
                for segment_id in (bead.source if is_source else bead.target)
                if (others := bead.target if is_source else bead.source)
                and (wanted is None or segment_id in wanted)
            }
            view = self._staged_view if other in self._staged else self._before
            ids = [each for others in named.values() for each in others]
            entries = {e["segment_id"]: e for e in view.sources_named(ids, *TRANSLATION_SOURCE)}
            for segment_id, others in named.items():
                found[segment_id] += [entries[each] for each in others]
        return found

    def _current_beads(self, link: Link) -> Iterable[Bead]:
        if link.number in self._relinked:
            return self._relinked[link.number].alignment.beads
        view = self._staged_view if link.number in self._links else self._before
        return view.beads({"term": {"number": link.number}})

    def _retire(self, now: int) -> None:
        """Mark what the generation before has and this one has not."""
        for kind, field, values in (
            ("segment", "document_id", self._replaced),
            ("document", "document_id", self._documents.keys()),
            ("alignment", "number", self._dropped),
            ("bead", "number", self._dropped),
            ("withdrawal", "document_id", self._withdrawals.keys()),
            ("history", "document_id", self._histories.keys()),
        ):
            ordered = sorted(values)
            for start in range(0, len(ordered), _MOST_IDS):
                wanted = {"terms": {field: ordered[start : start + _MOST_IDS]}}
                self._index.retire(self._before.query(kind, wanted), self._generation, now)
        for pair in self._corrections_removed:
            query = self._before.query("ruling", *between(*pair))
            self._index.retire(query, self._generation, now)


def _link_id(number: int, generation: int) -> str:
    return entry_id(f"link {number}", generation)


def _bead_id(number: int, position: int, generation: int) -> str:
    return entry_id(f"bead {number} {position}", generation)


def _withdrawal_id(document_id: DocumentId, generation: int) -> str:
    return entry_id(f"withdrawal {document_id}", generation)


def _history_id(document_id: DocumentId, generation: int) -> str:
    return entry_id(f"history {document_id}", generation)


def _segments_in(beads: Iterable[Bead]) -> set[SegmentId]:
    return {each for bead in beads for each in (*bead.source, *bead.target)}
