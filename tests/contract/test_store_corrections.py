"""Corrections of links stay, whatever becomes of the documents."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.maintenance.reindex import reindex
from puente.corrections.review import CorrectionAction, ProposedCorrection
from puente.corrections.service import CorrectionService
from puente.errors import (
    AlignmentNotFoundError,
    DocumentNotFoundError,
    SegmentNotFoundError,
    StoreBusyError,
)
from puente.model.alignments import Correction, Decision
from puente.model.documents import Language
from puente.model.segments import Segment
from puente.store.deadline import deadline_in
from puente.store.protocol import Store
from puente.text.tokenization import words
from tests.fixtures.builders import (
    EMBEDDER,
    alignment,
    ask,
    correction,
    document,
    put,
    segment,
    vectors,
)  # fmt: skip
from tests.fixtures.corrections import (
    CORRECTIONS,
    PAIR,
    PORTUGUESE,
    correct,
    put_versions,
)  # fmt: skip
from tests.fixtures.corrections import (
    ENGLISH as IN_ENGLISH,
)
from tests.fixtures.corrections import (
    SPANISH as IN_SPANISH,
)

MADE_BY = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}
SPANISH = segment("Uno", document=document("informe.es"))
ENGLISH = segment("One", document=document("report.en"))
FRENCH = segment("Un", document=document("rapport.fr"))


def add(store: Store, *corrections: Correction) -> None:
    with store.writing() as writer:
        for each in corrections:
            writer.add_correction(each)


def kept(store: Store, first: Segment = SPANISH, second: Segment = ENGLISH) -> list[Correction]:
    return list(store.corrections(first.document_id, second.document_id))


def test_corrections_come_back_oldest_first_whichever_document_is_named_first(store: Store) -> None:
    confirmed, rejected = (
        correction([SPANISH], [ENGLISH]),
        correction([ENGLISH], [SPANISH], Decision.REJECTED),
    )
    alone = correction([SPANISH], [])
    add(store, confirmed)
    add(store, rejected, alone)
    assert kept(store) == [confirmed, rejected, alone]
    assert kept(store, ENGLISH, SPANISH) == [confirmed, rejected, alone]


def test_corrections_of_other_documents_are_not_among_them(store: Store) -> None:
    add(
        store,
        correction([SPANISH], [FRENCH]),
        correction([SPANISH], [ENGLISH]),
        correction([SPANISH], []),
    )
    assert len(kept(store)) == 2
    assert kept(store, ENGLISH, FRENCH) == []
    assert store.corrected_pairs() == (("informe.es", "rapport.fr"), ("informe.es", "report.en"))


def test_a_correction_is_a_change_and_nothing_but_the_generation_shows_it(store: Store) -> None:
    before = store.index_state()
    add(store, correction([SPANISH], [ENGLISH]))
    after = store.index_state()
    assert after.generation == before.generation + 1
    assert (after.documents, after.alignments) == (0, 0)


def test_corrections_are_removed_with_their_pair_only(store: Store) -> None:
    of_others = correction([SPANISH], [FRENCH])
    add(store, correction([SPANISH], [ENGLISH]), of_others, correction([ENGLISH], [SPANISH]))
    with store.writing() as writer:
        writer.add_correction(correction([SPANISH], [ENGLISH], Decision.REJECTED))
        writer.remove_corrections(ENGLISH.document_id, SPANISH.document_id)
    assert kept(store) == []
    assert kept(store, SPANISH, FRENCH) == [of_others]
    assert store.corrected_pairs() == (("informe.es", "rapport.fr"),)


def test_to_remove_corrections_that_are_not_there_is_no_change(store: Store) -> None:
    before = store.index_state().generation
    with store.writing() as writer:
        writer.remove_corrections(ENGLISH.document_id, SPANISH.document_id)
    assert store.index_state().generation == before


def test_corrections_outlive_their_documents_and_alignments(store: Store) -> None:
    first, second = (put(store, document(name), "Uno") for name in ("informe.es", "report.en"))
    made = correction(first, second)
    with store.writing() as writer:
        writer.link(alignment(first, second))
        writer.add_correction(made)
    put(store, document("informe.es"), "Otro")
    assert store.alignments() == ()
    with store.writing() as writer:
        writer.delete(first[0].document_id)
        writer.delete(second[0].document_id)
    assert kept(store) == [made]
    put(store, document("informe.es"), "Uno")
    assert kept(store) == [made]


def test_corrections_keep_their_order_between_alignments(store: Store) -> None:
    first, second = (put(store, document(name), "Uno") for name in ("informe.es", "report.en"))
    made = [correction(first, second, made=f"2026-11-2{day}T12:00:00Z") for day in range(4)]
    for each in made:
        with store.writing() as writer:
            writer.link(alignment(first, second))
            writer.add_correction(each)
    assert kept(store) == made
    assert store.index_state().alignments == 1


def test_a_write_that_fails_leaves_no_correction(store: Store) -> None:
    def add_and_fail() -> None:
        with store.writing() as writer:
            writer.add_correction(correction([SPANISH], [ENGLISH]))
            writer.link(alignment([SPANISH], [ENGLISH]))

    with pytest.raises(DocumentNotFoundError):
        add_and_fail()
    assert store.corrected_pairs() == ()
    add(store, correction([SPANISH], [ENGLISH]))
    assert len(kept(store)) == 1


def test_other_programs_see_a_correction_and_add_theirs(
    store: Store, reopen: Callable[[], Store]
) -> None:
    made = [correction([SPANISH], [ENGLISH]), correction([SPANISH], [ENGLISH], Decision.REJECTED)]
    other = reopen()
    add(store, made[0])
    add(other, made[1])
    assert kept(store) == kept(other) == made


def test_an_index_that_is_rolled_back_has_the_corrections_that_it_had(store: Store) -> None:
    add(store, correction([SPANISH], [ENGLISH]))
    with store.rebuilding() as writer:
        writer.put(document("informe.es"), [SPANISH], vectors([SPANISH]))
    assert kept(store) == []
    store.roll_back(**MADE_BY)
    assert len(kept(store)) == 1


def test_a_restored_index_has_the_corrections_of_its_snapshot(store: Store, place: str) -> None:
    made = correction([SPANISH], [ENGLISH])
    add(store, made)
    store.save_snapshot(place, "uno.public")
    add(store, correction([SPANISH], [FRENCH]))
    store.restore_snapshot(place, "uno.public", **MADE_BY)
    assert store.corrected_pairs() == (("informe.es", "report.en"),)
    assert kept(store) == [made]


def test_a_correction_and_its_alignment_are_one_write(store: Store) -> None:
    first, second = (put(store, document(name), "Uno") for name in ("informe.es", "report.en"))
    pair = first[0].document_id, second[0].document_id
    with store.writing() as writer:
        writer.link(alignment(first, second))
    generation, service = store.index_state().generation, CorrectionService([store])
    proposed = ProposedCorrection(
        action=CorrectionAction.REJECT,
        source=(first[0].id,),
        target=(second[0].id,),
        version=service.review(*pair).version,
    )
    after, _ = service.correct(*pair, proposed, author="ana")
    assert store.index_state().generation == generation + 1
    assert store.alignment(*pair) == after.alignment
    assert store.hydrate([first[0].id])[first[0].id].translations == ()
    assert [each.decision for each in store.corrections(*pair)] == [Decision.REJECTED]


def test_a_store_that_another_writes_to_is_busy(store: Store, reopen: Callable[[], Store]) -> None:
    other = reopen()
    with other.writing(), deadline_in(2), pytest.raises(StoreBusyError), store.writing():
        pass
    add(store, correction([SPANISH], [ENGLISH]))


def answers(store: Store) -> dict[str, object]:
    """All that a search can see of the links: every word's ranking, and every segment."""
    texts = (*IN_SPANISH, *IN_ENGLISH, *PORTUGUESE)
    languages = (Language.ES, Language.EN, Language.PT)
    questions = sorted({word for text in texts for word in words(text)})
    ids = [each.id for name in store.document_ids() for each in store.segments_of(name)]
    found: dict[str, object] = {
        word: store.keyword(ask(word, *languages), limit=99) for word in questions
    }
    with store.view(newest=True) as view:
        view.search(keyword=[ask(" ".join(questions), *languages)], limit=99)
        found["candidates"] = view.candidates(ids)
        found["hydrated"] = view.hydrate(ids)
    found["facets"] = store.facets(ask("ninos", *languages))
    found["alignments"] = store.alignments()
    found["links"] = store.alignment(*PAIR)
    found["documents"] = store.documents()
    return found


@pytest.mark.parametrize("kinds", [*([kind] for kind in CORRECTIONS), list(CORRECTIONS)])
def test_a_corrected_index_answers_as_one_made_anew(store: Store, kinds: list[str]) -> None:
    put_versions(store)
    untouched = answers(store)
    for kind in kinds:
        correct(store, *CORRECTIONS[kind])
    corrected = answers(store)
    reindex(store, EMBEDDER)
    assert corrected == answers(store)
    assert corrected != untouched
    assert store.problems() == ()


@pytest.mark.parametrize("kinds", [*([kind] for kind in CORRECTIONS), list(CORRECTIONS)])
def test_an_index_answers_as_before_what_is_undone(store: Store, kinds: list[str]) -> None:
    put_versions(store)
    states = [answers(store)]
    for kind in kinds:
        correct(store, *CORRECTIONS[kind])
        states.append(answers(store))
    service = CorrectionService([store])
    for kind in reversed(kinds):
        assert answers(store) == states.pop(), kind
        service.undo(*PAIR, service.review(*PAIR).version, author="ana")
        assert len(store.corrections(*PAIR)) == len(states) - 1
    assert answers(store) == states.pop()
    assert store.problems() == ()


def test_an_alignment_that_was_never_linked_is_not_linked_again(store: Store) -> None:
    first, second = (put(store, document(name), "Uno") for name in ("informe.es", "report.en"))
    with store.writing() as writer:
        writer.link(alignment(second, first))
    with pytest.raises(AlignmentNotFoundError), store.writing() as writer:
        writer.relink(alignment(first, second))


def test_links_can_be_made_and_corrected_in_one_write(store: Store) -> None:
    put_versions(store)
    before = store.alignment(*PAIR)
    alone = [replace(bead, target=()) for bead in before.beads]
    alone += [replace(bead, source=()) for bead in before.beads]
    parted = replace(before, beads=tuple(alone))
    with store.writing() as writer:
        writer.relink(parted)
        writer.relink(before)
        writer.relink(parted)
    assert store.alignment(*PAIR) == parted
    once = answers(store)
    with store.writing() as writer:
        writer.link(before)
        writer.relink(parted)
    assert store.alignment(*PAIR) == parted
    assert {**answers(store), "alignments": ()} == {**once, "alignments": ()}


def test_a_correction_leaves_an_alignment_in_its_place(store: Store) -> None:
    put_versions(store)
    correct(store, *CORRECTIONS["accept"])
    assert [each.target_id for each in store.alignments()] == ["acta.en", "acta.pt"]


def test_a_bead_of_a_segment_that_is_not_there_is_no_correction(store: Store) -> None:
    put_versions(store)
    before = store.alignment(*PAIR)
    wrong = replace(before, beads=(replace(before.beads[0], target=("acta.en.0099",)),))
    with pytest.raises(SegmentNotFoundError), store.writing() as writer:
        writer.relink(wrong)
    assert store.alignment(*PAIR) == before
