"""The last change of an alignment is undone by who made it, and nothing else is."""

import pytest

from puente.alignment.divergences import with_divergences
from puente.audit.trail import AuditTrail
from puente.corrections.review import CorrectionAction, ProposedCorrection
from puente.corrections.service import CorrectionService, move_corrections, rename_corrections
from puente.errors import AlignmentChangedError, CorrectionError
from puente.model.alignments import LinkStatus
from puente.store import open_store
from tests.fixtures.builders import EMBEDDER, alignment, document, put
from tests.fixtures.corrections import CORRECTIONS, PAIR, correct, put_versions


@pytest.fixture
def store(tmp_path):
    store = open_store(
        f"sqlite:///{tmp_path}/puente.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    put_versions(store)
    yield store
    store.close()


@pytest.fixture
def service(store, tmp_path):
    return CorrectionService([store], AuditTrail(tmp_path / "audit.jsonl", "operator"))


def undo(service, author="ana", version=None):
    return service.undo(*PAIR, version or service.review(*PAIR).version, author=author)


def links(service, *numbers):
    """The acceptance of some links that are one to one."""
    version = service.review(*PAIR).version
    return [
        ProposedCorrection(
            action=CorrectionAction.ACCEPT,
            source=(f"acta.es.{number:04}",),
            target=(f"acta.en.{number:04}",),
            version=version,
        )
        for number in numbers
    ]


def test_changes_are_undone_one_by_one_from_the_last(store, service):
    before = store.alignment(*PAIR)
    correct(store, *CORRECTIONS["accept"])
    once = store.alignment(*PAIR)
    correct(store, *CORRECTIONS["merge"])
    after, again = undo(service)
    assert after.alignment == store.alignment(*PAIR) == once
    assert [len(each.source) for each in again] == [1, 1]
    undo(service)
    assert store.alignment(*PAIR) == before
    assert store.corrections(*PAIR) == ()


def test_what_differs_is_found_anew(store, service):
    spanish = put(store, document("acta.es"), "Deberán ir 21", "Fin")
    english = put(store, document("acta.en"), "23 shall go", "End")
    linked = with_divergences(alignment(spanish, english), spanish, english)
    assert linked.beads[0].divergences
    with store.writing() as writer:
        writer.link(linked)
    correct(store, CorrectionAction.LINK, [1, 2], [1, 2])
    assert undo(service)[0].alignment == linked


def test_a_correction_keeps_no_words_of_the_text(store):
    spanish = put(store, document("acta.es"), "Deberán ir 21")
    english = put(store, document("acta.en"), "23 shall go")
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
    correct(store, CorrectionAction.ACCEPT, [1], [1])
    correct(store, CorrectionAction.REJECT, [1], [1])
    kept = [bead for each in store.corrections(*PAIR) for bead in each.replaced]
    assert [each.divergences for each in kept] == [(), ()]


def test_several_links_are_accepted_and_undone_in_one_act(store, service, tmp_path):
    before = store.alignment(*PAIR)
    generation = store.index_state().generation
    after = service.accept_all(*PAIR, links(service, 1, 2, 4), author="ana")
    statuses = [each.status for each in after.alignment.beads]
    confirmed, automatic = LinkStatus.CONFIRMED, LinkStatus.AUTOMATIC
    assert statuses == [confirmed, confirmed, automatic, confirmed, automatic]
    assert store.index_state().generation == generation + 1
    assert len(store.corrections(*PAIR)) == 3
    undo(service)
    assert store.alignment(*PAIR) == before
    assert store.corrections(*PAIR) == ()
    recorded = (tmp_path / "audit.jsonl").read_text(encoding="utf-8")
    assert '"accept 3"' in recorded
    assert '"undo"' in recorded


def test_the_change_of_another_person_is_not_undone(store, service):
    correct(store, *CORRECTIONS["accept"])
    service.accept_all(*PAIR, links(service, 2), author="luis")
    assert service.last_change(*PAIR, author="ana") is None
    with pytest.raises(CorrectionError):
        undo(service)
    assert len(store.corrections(*PAIR)) == 2
    undo(service, "luis")
    assert service.last_change(*PAIR, author="ana") is not None


def test_who_read_an_older_alignment_undoes_nothing(store, service):
    version = service.review(*PAIR).version
    correct(store, *CORRECTIONS["accept"])
    with pytest.raises(AlignmentChangedError):
        undo(service, version=version)
    assert len(store.corrections(*PAIR)) == 1


def test_what_changed_nothing_cannot_be_undone(store, service):
    service.accept_all(*PAIR, links(service, 1), author="ana")
    service.accept_all(*PAIR, links(service, 1), author="ana")
    with pytest.raises(CorrectionError):
        undo(service)


def test_a_change_cannot_be_undone_once_its_documents_have_been_aligned_otherwise(store, service):
    correct(store, *CORRECTIONS["merge"])
    spanish, english = (store.segments_of(each) for each in PAIR)
    with store.writing() as writer:
        writer.link(alignment(spanish[1:], english[:-1]))
    assert service.last_change(*PAIR, author="ana") is None


def test_a_change_cannot_be_undone_under_other_ids(store):
    correct(store, *CORRECTIONS["accept"])
    with store.writing() as writer:
        rename_corrections(store, writer, {"acta.es": "informe.es"})
    (kept,) = store.corrections("informe.es", "acta.en")
    assert kept.replaced == ()


def test_a_change_that_moves_to_another_index_can_be_undone_there(store, tmp_path):
    correct(store, *CORRECTIONS["accept"])
    (known,) = store.corrections(*PAIR)
    other = open_store(
        f"sqlite:///{tmp_path}/other.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    move_corrections(store, other, [PAIR])
    assert other.corrections(*PAIR) == (known,)
    other.close()
