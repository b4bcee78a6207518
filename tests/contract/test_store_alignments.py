"""What linking two versions does to both, and what undoes it."""

from dataclasses import replace

import pytest

from puente.errors import DocumentNotFoundError, SegmentNotFoundError
from puente.model.alignments import (
    Alignment,
    AlignmentSummary,
    Bead,
    Divergence,
    DivergenceKind,
    LinkStatus,
    Severity,
)
from puente.model.documents import Document
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment
from puente.store.protocol import Store
from tests.fixtures.builders import alignment, ask, document, ids, put, segment, vectors


def link(store: Store, *pairs: tuple[tuple[Segment, ...], tuple[Segment, ...]]) -> None:
    for source, target in pairs:
        with store.writing() as writer:
            writer.link(alignment(source, target))


def works(store: Store) -> dict[str, str]:
    return {found.id: found.work_id for found in store.documents()}


@pytest.fixture
def pair(store: Store) -> Alignment:
    """Two versions: a heading of two segments against one, one pair, and two without."""
    spanish = put(store, document("informe.es"), "Uno", "Dos", "Tres", "Cuatro")
    english = put(store, document("report.en"), "One and two", "Three", "Five")
    linked = Alignment(
        source_id=spanish[0].document_id,
        target_id=english[0].document_id,
        beads=(
            Bead(
                source=(spanish[0].id, spanish[1].id),
                target=(english[0].id,),
                confidence=0.8,
                reasons=(("cosine", 0.75),),
            ),
            Bead(source=(spanish[2].id,), target=(english[1].id,), confidence=0.9),
            Bead(source=(spanish[3].id,), target=(), confidence=1.0),
            Bead(source=(), target=(english[2].id,), confidence=1.0),
        ),
        score=0.85,
    )
    with store.writing() as writer:
        writer.link(linked)
    return linked


def test_an_alignment_comes_back_whichever_document_is_named_first(
    store: Store, pair: Alignment
) -> None:
    assert store.alignment(pair.source_id, pair.target_id) == pair
    assert store.alignment(pair.target_id, pair.source_id) == pair
    assert store.alignment(pair.source_id, pair.source_id) is None


def translations(store: Store, segment_id: SegmentId) -> list[tuple[tuple[SegmentId, ...], float]]:
    shown = store.hydrate([segment_id])[segment_id].translations
    return [(tuple(s.id for s in each.segments), each.confidence) for each in shown]


def test_translations_are_found_from_either_side_and_only_with_a_counterpart(
    store: Store, pair: Alignment
) -> None:
    two, one, *without = pair.beads
    for segment_id in two.source:
        assert translations(store, segment_id) == [(two.target, 0.8)]
    assert translations(store, two.target[0]) == [(two.source, 0.8)]
    assert translations(store, one.target[0]) == [(one.source, 0.9)]
    assert translations(store, without[0].source[0]) == []
    assert translations(store, without[1].target[0]) == []


def test_translations_come_from_every_aligned_version_by_document(store: Store) -> None:
    a, b, c = (put(store, document(name), "Uno") for name in ("a.es", "b.en", "c.pt"))
    link(store, (b, c), (a, b))
    assert translations(store, b[0].id) == [((a[0].id,), 0.9), ((c[0].id,), 0.9)]
    assert store.hydrate([b[0].id])[b[0].id].document == store.document(b[0].document_id)


def test_linked_documents_share_the_work_of_the_source(store: Store, pair: Alignment) -> None:
    assert works(store) == {"informe.es": "informe", "report.en": "informe"}
    versions = store.versions(store.document(pair.target_id).work_id)
    assert [version.id for version in versions] == ["report.en", "informe.es"]
    assert store.versions(document("report.en").work_id) == ()


def test_documents_and_the_versions_of_works_are_asked_for_together(store: Store) -> None:
    a, b = (put(store, document(name), "Uno") for name in ("a.es", "b.en"))
    put(store, document("c.pt"), "Um")
    link(store, (b, a))
    named = store.documents_named(["c.pt", "nobody.es", "a.es", "c.pt"])
    assert named == (store.document("a.es"), store.document("c.pt"))
    found = store.documents_of_works(["c", "b", "nothing", "b"])
    assert [each.id for each in found] == ["b.en", "a.es", "c.pt"]
    assert store.documents_named([]) == store.documents_of_works([]) == ()


def test_three_versions_share_one_work(store: Store) -> None:
    a, b, c = (put(store, document(name), "Uno") for name in ("a.es", "b.en", "c.pt"))
    link(store, (b, c), (a, b))
    assert works(store) == {"a.es": "a", "b.en": "a", "c.pt": "a"}


def test_a_replaced_document_loses_its_alignment_and_both_have_their_own_work(
    store: Store, pair: Alignment
) -> None:
    put(store, document("informe.es"), "Otro texto")
    assert store.alignment(pair.source_id, pair.target_id) is None
    assert translations(store, pair.beads[0].target[0]) == []
    assert works(store) == {"informe.es": "informe", "report.en": "report"}
    assert store.index_state().alignments == 0


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ("a.es", {"a.es": "a", "b.en": "b", "c.pt": "b"}),
        ("b.en", {"a.es": "a", "b.en": "b", "c.pt": "c"}),
        ("c.pt", {"a.es": "a", "b.en": "a", "c.pt": "c"}),
    ],
)
def test_versions_that_are_still_aligned_stay_one_work(
    store: Store, replaced: str, expected: dict[str, str]
) -> None:
    a, b, c = (put(store, document(name), "Uno") for name in ("a.es", "b.en", "c.pt"))
    link(store, (a, b), (b, c))
    put(store, document(replaced), "Otro")
    assert works(store) == expected


def test_a_deleted_document_takes_its_alignments_with_it(store: Store, pair: Alignment) -> None:
    with store.writing() as writer:
        writer.delete(pair.source_id)
    assert store.index_state().alignments == 0
    assert works(store) == {"report.en": "report"}


def test_unlinked_documents_are_none_of_each_others_versions(store: Store, pair: Alignment) -> None:
    for _ in range(2):
        with store.writing() as writer:
            writer.unlink(pair.target_id, pair.source_id)
        assert store.alignments() == ()
        assert translations(store, pair.beads[0].source[0]) == []
        assert works(store) == {"informe.es": "informe", "report.en": "report"}
    with pytest.raises(DocumentNotFoundError), store.writing() as writer:
        writer.unlink(pair.source_id, document("nada.en").id)


def test_linking_again_replaces_the_alignment(store: Store, pair: Alignment) -> None:
    again = Alignment(
        source_id=pair.target_id,
        target_id=pair.source_id,
        beads=(replace(pair.beads[1], source=pair.beads[1].target, target=pair.beads[1].source),),
        score=0.5,
    )
    with store.writing() as writer:
        writer.link(again)
    assert store.alignment(pair.source_id, pair.target_id) == again
    assert translations(store, pair.beads[0].source[0]) == []
    assert works(store) == {"informe.es": "report", "report.en": "report"}


@pytest.mark.parametrize(
    ("target", "segment_id", "error"),
    [
        (document("nada.en"), "report.en.0001", DocumentNotFoundError),
        (document("report.en"), "report.en.0099", SegmentNotFoundError),
        (document("report.en"), "informe.es.0001", SegmentNotFoundError),
    ],
)
def test_linking_what_is_not_there_is_an_error_and_changes_nothing(
    store: Store, pair: Alignment, target: Document, segment_id: str, error: type[Exception]
) -> None:
    bead = Bead(source=(), target=(segment_id,), confidence=1.0)
    wrong = replace(pair, target_id=target.id, beads=(bead,))
    with pytest.raises(error), store.writing() as writer:
        writer.link(wrong)
    assert store.alignment(pair.source_id, pair.target_id) == pair


def test_a_document_put_and_linked_in_one_write_is_aligned(store: Store) -> None:
    spanish, english = document("informe.es"), document("report.en")
    first, second = segment("Apatridia", document=spanish), segment("Stateless", document=english)
    with store.writing() as writer:
        writer.put(spanish, [first], vectors([first]))
        writer.put(english, [second], vectors([second]))
        writer.link(alignment([first], [second]))
    assert ids(store.keyword(ask("stateless"), limit=9)) == ["report.en.0001", "informe.es.0001"]


def test_all_alignments_come_in_the_order_in_which_they_were_linked(store: Store) -> None:
    a, b, c = (put(store, document(name), "Uno") for name in ("a.es", "b.en", "c.pt"))
    link(store, (b, c), (a, b))
    assert [each.target_id for each in store.alignments()] == ["c.pt", "b.en"]
    link(store, (b, c))
    assert [each.target_id for each in store.alignments()] == ["b.en", "c.pt"]


def test_an_alignment_is_summed_up_as_it_was_linked(store: Store, pair: Alignment) -> None:
    gravest, lesser = (
        Divergence(kind=DivergenceKind.NUMBER, severity=severity, source=("21",))
        for severity in (Severity.HIGH, Severity.LOW)
    )
    two, one, *without = pair.beads
    two = replace(two, status=LinkStatus.STALE, divergences=(gravest, lesser))
    one = replace(one, status=LinkStatus.CONFIRMED, divergences=(lesser,))
    again = replace(pair, beads=(two, one, *without))
    with store.writing() as writer:
        writer.link(again)
    assert store.alignment(pair.source_id, pair.target_id) == again
    assert store.alignments() == (
        AlignmentSummary(
            source_id=pair.source_id, target_id=pair.target_id, score=0.85, beads=4, links=2,
            confirmed=1, stale=1, divergences={Severity.HIGH: 1, Severity.LOW: 1},
        ),
    )  # fmt: skip
