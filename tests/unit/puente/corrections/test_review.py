"""Corrections of links in an index, as a person proposes them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from puente.audit.trail import AuditTrail
from puente.corrections.apply import apply_corrections
from puente.corrections.review import CorrectionAction, ProposedCorrection
from puente.corrections.service import CorrectionService
from puente.errors import (
    AlignmentChangedError,
    AlignmentNotFoundError,
    CorrectionError,
    StoreBusyError,
)
from puente.model.alignments import Decision, LinkStatus
from puente.model.documents import Document
from puente.store import open_store
from puente.store.deadline import deadline_in
from puente.store.protocol import Store
from tests.fixtures.builders import EMBEDDER, alignment, document, put
from tests.fixtures.shelf import accept_first_link

SPANISH, ENGLISH = document("informe.es"), document("informe.en")
PAIR = (SPANISH.id, ENGLISH.id)


@pytest.fixture
def store(tmp_path):
    """Two versions of three paragraphs, linked one to one."""
    store = open_store(
        f"sqlite:///{tmp_path}/puente.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    spanish = put(store, SPANISH, "Podrá ir", "Dos", "Tres")
    english = put(store, ENGLISH, "One", "Shall go", "Three")
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
    yield store
    store.close()


def ids(owner: Document, *numbers: int):
    return tuple(f"{owner.id}.{number:04}" for number in numbers)


def correct(store: Store, action: CorrectionAction, source=(), target=(), version=None):
    service = CorrectionService([store])
    proposed = ProposedCorrection(
        action=action,
        source=ids(SPANISH, *source),
        target=ids(ENGLISH, *target),
        version=version or service.review(*PAIR).version,
    )
    return service.correct(*PAIR, proposed, author="ana")


def stated(beads):
    return [([i[-1] for i in b.source], [i[-1] for i in b.target], b.status) for b in beads]


AUTOMATIC, CONFIRMED = LinkStatus.AUTOMATIC, LinkStatus.CONFIRMED


@pytest.mark.parametrize(
    ("action", "source", "target", "changed"),
    [
        (CorrectionAction.ACCEPT, [2], [2], [(["2"], ["2"], CONFIRMED)]),
        (CorrectionAction.REJECT, [2], [2], [([], ["2"], AUTOMATIC), (["2"], [], AUTOMATIC)]),
        (
            CorrectionAction.LINK, [2], [3],
            [([], ["2"], AUTOMATIC), (["2"], ["3"], CONFIRMED), (["3"], [], AUTOMATIC)],
        ),
        (CorrectionAction.LINK, [2, 1], [1, 2], [(["1", "2"], ["1", "2"], CONFIRMED)]),
        (CorrectionAction.LINK, [2], [], [([], ["2"], AUTOMATIC), (["2"], [], CONFIRMED)]),
    ],
)  # fmt: skip
def test_a_correction_is_kept_and_changes_its_links(store, action, source, target, changed):
    after, beads = correct(store, action, source, target)
    assert stated(beads) == changed
    assert store.alignment(*PAIR) == after.alignment
    [kept] = store.corrections(*PAIR)
    assert (kept.author, kept.made[-6:]) == ("ana", "+00:00")
    assert apply_corrections(after.alignment, [kept], after.source, after.target) == after.alignment


def test_a_new_link_comes_with_its_divergences(store):
    _, [_, moved, _] = correct(store, CorrectionAction.LINK, [1], [2])
    assert [each.kind.value for each in moved.divergences] == ["modal"]


@pytest.mark.parametrize(
    ("action", "source", "target"),
    [
        (CorrectionAction.ACCEPT, [1], [2]),
        (CorrectionAction.REJECT, [1, 2], [1]),
        (CorrectionAction.LINK, [], []),
        (CorrectionAction.LINK, [9], [1]),
    ],
)
def test_what_cannot_be_ruled_changes_nothing(store, action, source, target):
    before = store.index_state()
    with pytest.raises(CorrectionError):
        correct(store, action, source, target)
    assert store.index_state() == before


def test_what_has_no_counterpart_is_no_link_to_reject(store):
    correct(store, CorrectionAction.REJECT, [1], [1])
    with pytest.raises(CorrectionError, match="is no link"):
        correct(store, CorrectionAction.REJECT, [1], [])


def test_a_correction_of_another_alignment_or_text_is_refused(store):
    version = CorrectionService([store]).review(*PAIR).version
    correct(store, CorrectionAction.ACCEPT, [1], [1])
    with pytest.raises(AlignmentChangedError):
        correct(store, CorrectionAction.ACCEPT, [2], [2], version)


def test_documents_that_are_not_aligned_cannot_be_corrected(store):
    with pytest.raises(AlignmentNotFoundError):
        CorrectionService([store]).review(SPANISH.id, SPANISH.id)


def test_a_stale_link_is_listed_until_it_is_rejected_or_accepted(store):
    correct(store, CorrectionAction.ACCEPT, [1], [1])
    retell(store, "No podrá ir", "Dos", "Tres")
    review = CorrectionService([store]).review(*PAIR)
    assert [each.decision for each in review.stale] == [Decision.CONFIRMED]
    after, _ = correct(store, CorrectionAction.REJECT, [1], [1])
    assert (after.stale, after.alignment.beads[1].target) == ((), ())
    after, _ = correct(store, CorrectionAction.LINK, [1], [1])
    assert (after.stale, after.alignment.beads[0].status) == ((), CONFIRMED)


def test_a_correction_of_what_is_gone_is_listed_until_it_is_rejected(store):
    correct(store, CorrectionAction.ACCEPT, [3], [3])
    retell(store, "Podrá ir", "Dos")
    assert len(CorrectionService([store]).review(*PAIR).stale) == 1
    after, beads = correct(store, CorrectionAction.REJECT, [3], [3])
    assert (after.stale, beads) == ((), ())


def retell(store: Store, *texts: str) -> None:
    """Give the Spanish version another text, and link it as an ingest does."""
    spanish = put(store, SPANISH, *texts)
    english = store.segments_of(ENGLISH.id)
    linked = alignment(spanish, english[: len(spanish)])
    alone = [replace(alignment([s], [s]).beads[0], source=()) for s in english[len(spanish) :]]
    linked = replace(linked, beads=(*linked.beads, *alone))
    with store.writing() as writer:
        writer.link(apply_corrections(linked, store.corrections(*PAIR), spanish, english))


def test_a_store_that_is_written_to_is_waited_for_and_then_busy(store):
    other = open_store(store.url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    with other.writing(), deadline_in(0.4), pytest.raises(StoreBusyError):
        correct(store, CorrectionAction.ACCEPT, [1], [1])
    correct(store, CorrectionAction.ACCEPT, [1], [1])
    other.close()


def test_a_correction_was_made_when_the_clock_of_the_trail_says(store, tmp_path):
    made = datetime(2026, 11, 29, 12, tzinfo=UTC)
    trail = AuditTrail(tmp_path / "audit.jsonl", "ana", lambda: made)
    accept_first_link(store, PAIR, "ana", trail)
    assert [each.made for each in store.corrections(*PAIR)] == ["2026-11-29T12:00:00+00:00"]
