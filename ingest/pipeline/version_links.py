"""Links between the versions of one document: found, corrected as people decided, and written."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from ingest.pairing.corrected_pairs import contradicted, decided_pairs
from ingest.pairing.matcher import Pairing, PairingScope, pair
from ingest.pairing.symbol_relation import Ids, places_of
from ingest.pipeline.index_sync import aligned, version_of
from puente.corrections.service import as_corrected
from puente.model.alignments import Alignment
from puente.model.documents import Document
from puente.model.identifiers import DocumentId
from puente.model.reports import Progress, Proposal
from puente.store.protocol import Store

_LINKED_TOGETHER = 20
"""Alignments that one transaction writes."""


def link_versions(
    store: Store,
    fresh: Collection[DocumentId] | None = None,
    report_progress: Callable[[Progress], None] = lambda _: None,
) -> Pairing:
    """Pair the documents of a store that lack a version and keep how they align, as corrected.

    Only pairs with a fresh document are looked at, None for all. A pair that stands yields to one
    that a person has confirmed. Each restricted collection is searched as if it were alone: how
    rare a word is in others would tell of them. What is found is written a few pairs at a time, so
    a run that was cut off is gone on with by the next one.
    """
    documents = store.documents()
    scope = _part_contradicted(store, documents, fresh)
    waiting = _WaitingLinks(store)
    pairings = [
        pair(group, store, scope=_within(scope, group), link=waiting.add,
             report_progress=report_progress)
        for group in _confined_groups(documents)
    ]  # fmt: skip
    waiting.write()
    found = Pairing(
        pairs=tuple(each for pairing in pairings for each in pairing.pairs),
        proposals=tuple(each for pairing in pairings for each in pairing.proposals),
    )
    _propose(store, scope, found)
    _settle(store, documents)
    return found


def _part_contradicted(
    store: Store, documents: Collection[Document], fresh: Collection[DocumentId] | None
) -> PairingScope:
    """Take away the pairs that people's corrections contradict; what is left to be paired."""
    decided = decided_pairs(documents, store)
    standing = aligned(store)
    parted = contradicted(standing, decided, documents)
    if parted:
        with store.writing() as writer:
            for ids in parted:
                writer.unlink(*ids)
    return PairingScope(
        aligned=tuple(ids for ids in standing if ids not in parted),
        confirmed=decided.confirmed,
        rejected=decided.rejected,
        fresh=None if fresh is None else frozenset(fresh).union(*parted),
    )


def _confined_groups(documents: Iterable[Document]) -> list[list[Document]]:
    """The documents that may be versions of each other, by where they are confined to."""
    groups: defaultdict[str | None, list[Document]] = defaultdict(list)
    for document in documents:
        groups[document.confined_to].append(document)
    return list(groups.values())


def _within(scope: PairingScope, group: Iterable[Document]) -> PairingScope:
    """The scope, as far as it is about the documents of a group."""
    known = {document.id for document in group}

    def own(pairs: Iterable[Ids]) -> tuple[Ids, ...]:
        return tuple(filter(known.issuperset, pairs))

    return replace(
        scope,
        aligned=own(scope.aligned),
        confirmed=own(scope.confirmed),
        rejected=own(scope.rejected),
    )


class _WaitingLinks:
    """Alignments that wait until there are enough of them for a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Alignment] = []

    def add(self, alignment: Alignment) -> None:
        """Keep an alignment as people corrected it, and write when enough wait."""
        self._waiting.append(as_corrected(alignment, self._store))
        if len(self._waiting) >= _LINKED_TOGETHER:
            self.write()

    def write(self) -> None:
        """Link what waits, in one transaction."""
        with self._store.writing() as writer:
            for alignment in self._waiting:
                writer.link(alignment)
        self._waiting.clear()


def _propose(store: Store, scope: PairingScope, found: Pairing) -> None:
    """Leave to people what was found, and of what was left to them what still is.

    What was left of a document that came again has been looked at anew.
    """
    before = store.proposals()
    known = {document.id: document for document in store.documents()}
    taken = {place for ids in aligned(store) for place in places_of(known, ids)}
    taken |= {place for each in found.proposals for place in places_of(known, _ids_of(each))}
    rejected = set(map(frozenset, scope.rejected))
    kept = [
        each
        for each in before
        if scope.fresh is not None
        and scope.fresh.isdisjoint(_ids_of(each))
        and known.keys() >= {*_ids_of(each)}
        and frozenset(_ids_of(each)) not in rejected
        and taken.isdisjoint(places_of(known, _ids_of(each)))
    ]
    proposals = tuple(
        sorted((*kept, *found.proposals), key=lambda each: (each.source_id, each.target_id))
    )
    if proposals != before:
        with store.writing() as writer:
            writer.propose(proposals)


def _ids_of(proposal: Proposal) -> Ids:
    """The ids of two documents that may be versions."""
    return proposal.source_id, proposal.target_id


def _settle(store: Store, looked_at: Collection[Document]) -> None:
    """Record that pairing is done, unless another run has put documents meanwhile."""
    known = set(map(version_of, looked_at))
    with store.writing() as writer:
        if known.issuperset(map(version_of, store.documents())):
            writer.settle_pairing()
