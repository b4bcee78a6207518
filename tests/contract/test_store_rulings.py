"""What people ruled on links stays, whatever becomes of the documents."""

from collections.abc import Callable

import pytest

from puente.corrections.review import CorrectionAction, ProposedCorrection, ReviewService
from puente.errors import DocumentNotFoundError, StoreBusyError
from puente.model.alignments import Correction, Decision
from puente.model.segments import Segment
from puente.store.deadline import deadline_in
from puente.store.protocol import Store
from tests.fixtures.builders import EMBEDDER, alignment, correction, document, put, segment, vectors

MADE_BY = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}
SPANISH = segment("Uno", document=document("informe.es"))
ENGLISH = segment("One", document=document("report.en"))
FRENCH = segment("Un", document=document("rapport.fr"))


def rule(store: Store, *corrections: Correction) -> None:
    with store.writing() as writer:
        for each in corrections:
            writer.rule(each)


def ruled(store: Store, first: Segment = SPANISH, second: Segment = ENGLISH) -> list[Correction]:
    return list(store.corrections(first.document_id, second.document_id))


def test_rulings_come_back_oldest_first_whichever_document_is_named_first(store: Store) -> None:
    confirmed, rejected = (
        correction([SPANISH], [ENGLISH]),
        correction([ENGLISH], [SPANISH], Decision.REJECTED),
    )
    alone = correction([SPANISH], [])
    rule(store, confirmed)
    rule(store, rejected, alone)
    assert ruled(store) == [confirmed, rejected, alone]
    assert ruled(store, ENGLISH, SPANISH) == [confirmed, rejected, alone]


def test_rulings_of_other_documents_are_not_among_them(store: Store) -> None:
    rule(
        store,
        correction([SPANISH], [FRENCH]),
        correction([SPANISH], [ENGLISH]),
        correction([SPANISH], []),
    )
    assert len(ruled(store)) == 2
    assert ruled(store, ENGLISH, FRENCH) == []
    assert store.ruled() == (("informe.es", "rapport.fr"), ("informe.es", "report.en"))


def test_a_ruling_is_a_change_and_nothing_but_the_generation_shows_it(store: Store) -> None:
    before = store.index_state()
    rule(store, correction([SPANISH], [ENGLISH]))
    after = store.index_state()
    assert after.generation == before.generation + 1
    assert (after.documents, after.alignments) == (0, 0)


def test_rulings_outlive_their_documents_and_alignments(store: Store) -> None:
    first, second = (put(store, document(name), "Uno") for name in ("informe.es", "report.en"))
    made = correction(first, second)
    with store.writing() as writer:
        writer.link(alignment(first, second))
        writer.rule(made)
    put(store, document("informe.es"), "Otro")
    assert store.alignments() == ()
    with store.writing() as writer:
        writer.delete(first[0].document_id)
        writer.delete(second[0].document_id)
    assert ruled(store) == [made]
    put(store, document("informe.es"), "Uno")
    assert ruled(store) == [made]


def test_rulings_keep_their_order_between_alignments(store: Store) -> None:
    first, second = (put(store, document(name), "Uno") for name in ("informe.es", "report.en"))
    made = [correction(first, second, made=f"2026-11-2{day}T12:00:00Z") for day in range(4)]
    for each in made:
        with store.writing() as writer:
            writer.link(alignment(first, second))
            writer.rule(each)
    assert ruled(store) == made
    assert store.index_state().alignments == 1


def test_a_write_that_fails_leaves_no_ruling(store: Store) -> None:
    def rule_and_fail() -> None:
        with store.writing() as writer:
            writer.rule(correction([SPANISH], [ENGLISH]))
            writer.link(alignment([SPANISH], [ENGLISH]))

    with pytest.raises(DocumentNotFoundError):
        rule_and_fail()
    assert store.ruled() == ()
    rule(store, correction([SPANISH], [ENGLISH]))
    assert len(ruled(store)) == 1


def test_other_programs_see_a_ruling_and_add_theirs(
    store: Store, reopen: Callable[[], Store]
) -> None:
    made = [correction([SPANISH], [ENGLISH]), correction([SPANISH], [ENGLISH], Decision.REJECTED)]
    other = reopen()
    rule(store, made[0])
    rule(other, made[1])
    assert ruled(store) == ruled(other) == made


def test_an_index_that_is_rolled_back_has_the_rulings_that_it_had(store: Store) -> None:
    rule(store, correction([SPANISH], [ENGLISH]))
    with store.rebuilding() as writer:
        writer.put(document("informe.es"), [SPANISH], vectors([SPANISH]))
    assert ruled(store) == []
    store.roll_back(**MADE_BY)
    assert len(ruled(store)) == 1


def test_a_restored_index_has_the_rulings_of_its_snapshot(store: Store, place: str) -> None:
    made = correction([SPANISH], [ENGLISH])
    rule(store, made)
    store.save_snapshot(place, "uno.public")
    rule(store, correction([SPANISH], [FRENCH]))
    store.restore_snapshot(place, "uno.public", **MADE_BY)
    assert store.ruled() == (("informe.es", "report.en"),)
    assert ruled(store) == [made]


def test_a_judgement_and_its_alignment_are_one_write(store: Store) -> None:
    first, second = (put(store, document(name), "Uno") for name in ("informe.es", "report.en"))
    pair = first[0].document_id, second[0].document_id
    with store.writing() as writer:
        writer.link(alignment(first, second))
    generation, reviewer = store.index_state().generation, ReviewService([store])
    judgement = ProposedCorrection(
        action=CorrectionAction.REJECT,
        source=(first[0].id,),
        target=(second[0].id,),
        version=reviewer.review(*pair).version,
    )
    after, _ = reviewer.judge(*pair, judgement, author="ana")
    assert store.index_state().generation == generation + 1
    assert store.alignment(*pair) == after.alignment
    assert store.show([first[0].id])[first[0].id].translations == ()
    assert [each.verdict for each in store.corrections(*pair)] == [Decision.REJECTED]


def test_a_store_that_another_writes_to_is_busy(store: Store, reopen: Callable[[], Store]) -> None:
    other = reopen()
    with other.writing(), deadline_in(2), pytest.raises(StoreBusyError), store.writing():
        pass
    rule(store, correction([SPANISH], [ENGLISH]))
