from dataclasses import replace

import pytest

from puente.catalogue.coverage import survey_coverage
from puente.model.alignments import Alignment, Bead, LinkStatus
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import document
from tests.fixtures.library import Library

ES, EN, PT = Language.ES, Language.EN, Language.PT


def linked(work, *statuses):
    beads = tuple(
        Bead(source=(f"{work}.es.0001",), target=(f"{work}.en.0001",), confidence=1, status=status)
        for status in statuses
    )
    return Alignment(source_id=f"{work}.es", target_id=f"{work}.en", beads=beads, score=1)


def lacking(documents, *alignments, filters=Filters()):
    """What lacks of each work: its missing, probable and unaligned versions, and stale links."""
    found = survey_coverage(Library(documents, (), alignments), filters)
    return {
        each.work_id: (
            each.missing,
            [probable.id for probable in each.probable],
            [version.language for version in each.unaligned],
            each.stale,
        )
        for each in found.works
    }


def bearing(identifier, symbol, **values):
    return document(identifier, symbol=parse_symbol(symbol), **values)


def test_a_work_in_both_languages_and_aligned_lacks_nothing():
    found = survey_coverage(Library([document("a.es"), document("a.en")], (), [linked("a")]))
    assert (found.works, found.whole, found.pairing_is_due) == ((), 1, False)


def test_a_version_that_is_not_there_is_missing():
    documents = [document("a.es"), document("b.en")]
    assert lacking(documents) == {"a": ((EN,), [], [], 0), "b": ((ES,), [], [], 0)}


def test_a_collection_should_be_in_all_its_languages():
    documents = [
        document("a.es"), document("a.en"), document("b.pt"), document("c.es", collection="crm")
    ]  # fmt: skip
    assert lacking(documents, linked("a")) == {
        "a": ((PT,), [], [], 0), "b": ((ES, EN), [], [], 0), "c": ((EN,), [], [], 0),
    }  # fmt: skip


def test_versions_that_nothing_aligns_are_named():
    documents = [document("a.es"), document("a.en"), document("a.pt")]
    assert lacking(documents[:2]) == {"a": ((), [], [ES, EN], 0)}
    assert lacking(documents, linked("a")) == {"a": ((), [], [PT], 0)}


def test_links_of_which_a_text_has_changed_are_counted():
    documents = [document("a.es"), document("a.en")]
    stale, confirmed = LinkStatus.STALE, LinkStatus.CONFIRMED
    assert lacking(documents, linked("a", stale, confirmed, stale)) == {"a": ((), [], [], 2)}


@pytest.mark.parametrize(
    ("symbol", "probable"),
    [
        ("CE/AM-75/09 rev. 1", True),
        ("CE/AM-75/09", True),
        ("CE/AM-75/09 corr. 1", True),
        ("CE/AM-75/09 add. 1", False),
        ("CE/AM-76/09", False),
        ("CE/AM-75/08", False),
    ],
)
def test_another_revision_is_probably_the_missing_version(symbol, probable):
    documents = [bearing("x.es", "CE/AM-75/09 rev. 2"), bearing("y.en", symbol)]
    found = lacking(documents)
    assert found["x"] == ((EN,), ["y.en"] if probable else [], [], 0)
    assert found["y"] == ((ES,), ["x.es"] if probable else [], [], 0)


def test_a_revision_that_has_its_own_translation_is_not_proposed():
    documents = [
        bearing("x.es", "CE/AM-75/09 rev. 2"), bearing("y.en", "CE/AM-75/09 rev. 1"),
        bearing("y.es", "CE/AM-75/09 rev. 1"),
    ]  # fmt: skip
    assert lacking(documents, linked("y")) == {"x": ((EN,), [], [], 0)}


def test_what_can_be_done_soonest_stands_first():
    documents = [
        document("a.es"), bearing("b.es", "CE/AM-75/09"), bearing("c.en", "CE/AM-75/09 rev. 1"),
        document("d.es"), document("d.en"), document("e.es"), document("e.en"),
    ]  # fmt: skip
    assert list(lacking(documents, linked("e", LinkStatus.STALE))) == ["e", "d", "b", "c", "a"]


def test_a_work_passes_when_one_of_its_versions_does():
    documents = [document("a.es"), document("b.en"), replace(document("c.es"), collection="crm")]
    assert list(lacking(documents, filters=Filters(languages=(EN,)))) == ["b"]


def test_an_original_that_no_version_is_in_is_missing():
    found = survey_coverage(
        Library(
            [
                document("a.es", original_language=EN),
                document("b.es", original_language=EN), document("b.en"),
                document("c.es", original_language=ES),
                document("d.es"), document("d.en", original_language=PT),
            ],
            (), [linked("b"), linked("d")],
        )
    )  # fmt: skip
    assert {each.work_id: each.original for each in found.works} == {"a": EN, "c": None, "d": PT}
    assert (found.without_original, found.whole) == (2, 1)


def test_of_what_must_be_procured_an_original_stands_first():
    found = survey_coverage(
        Library([document("a.es"), document("b.es", original_language=EN), document("c.es")], ())
    )
    assert [each.work_id for each in found.works] == ["b", "a", "c"]
