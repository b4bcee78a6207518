"""Any corrections of any alignment: nothing is lost, and nothing depends on how often."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from puente.alignment.aligner import align
from puente.corrections.apply import apply_corrections, make_correction
from puente.model.alignments import Decision, LinkStatus
from puente.model.documents import Language
from tests.fixtures.versions import version

WORDS = st.lists(st.sampled_from(["uno", "dos", "2009", "OEA", "…"]), max_size=3).map(" ".join)
PARAGRAPHS = st.lists(WORDS, max_size=5)
PLACES = st.lists(st.integers(0, 4), max_size=3, unique=True)
RULINGS = st.lists(st.tuples(PLACES, PLACES, st.sampled_from(Decision)), max_size=5)


def case(spanish, english, decisions):
    """Two versions, their alignment, and the corrections of it."""
    source, target = version(spanish, Language.ES), version(english, Language.EN)
    alignment = align(source, target)
    corrections = [
        make_correction(alignment, *sides, decision, author="ana", made="2026-11-21T12:00:00Z")
        for places, others, decision in decisions
        if any(
            sides := (
                [source[place] for place in sorted(places) if place < len(source)],
                [target[place] for place in sorted(others) if place < len(target)],
            )
        )
    ]
    return source, target, alignment, corrections


@settings(max_examples=200, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, RULINGS)
def test_each_segment_stands_in_one_bead_whatever_the_text_has_become(
    spanish, english, later, decisions
):
    _, target, _, corrections = case(spanish, english, decisions)
    source = version(later, Language.ES)
    beads = apply_corrections(align(source, target), corrections, source, target).beads
    assert Counter(each for bead in beads for each in bead.source) == Counter(s.id for s in source)
    assert Counter(each for bead in beads for each in bead.target) == Counter(t.id for t in target)
    assert all(bead.source or bead.target for bead in beads)


@settings(max_examples=200, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, RULINGS)
def test_beads_stay_in_the_order_of_the_source(spanish, english, decisions):
    source, target, alignment, corrections = case(spanish, english, decisions)
    beads = apply_corrections(alignment, corrections, source, target).beads
    firsts = [bead.source[0] for bead in beads if bead.source]
    assert firsts == sorted(firsts)
    assert apply_corrections(alignment, [], source, target) == alignment


@settings(max_examples=300, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, RULINGS)
def test_corrections_applied_twice_change_nothing(spanish, english, later, decisions):
    _, target, _, corrections = case(spanish, english, decisions)
    source = version(later, Language.ES)
    once = apply_corrections(align(source, target), corrections, source, target)
    assert apply_corrections(once, corrections, source, target) == once


@settings(max_examples=200, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, RULINGS)
def test_the_last_correction_holds(spanish, english, decisions):
    source, target, alignment, corrections = case(spanish, english, decisions)
    if not corrections or not (corrections[-1].source and corrections[-1].target):
        return
    beads = apply_corrections(alignment, corrections, source, target).beads
    last = tuple(
        tuple(each.id for each in side) for side in (corrections[-1].source, corrections[-1].target)
    )
    found = [bead for bead in beads if (bead.source, bead.target) == last]
    if corrections[-1].decision is Decision.REJECTED:
        assert found == []
    else:
        assert [(bead.status, bead.confidence) for bead in found] == [(LinkStatus.CONFIRMED, 1.0)]


@settings(max_examples=100, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, RULINGS)
def test_corrections_hold_whichever_version_is_the_source(spanish, english, decisions):
    source, target, alignment, corrections = case(spanish, english, decisions)
    turned = replace(
        alignment,
        source_id=alignment.target_id,
        target_id=alignment.source_id,
        beads=tuple(replace(b, source=b.target, target=b.source) for b in alignment.beads),
    )
    there = apply_corrections(alignment, corrections, source, target).beads
    back = apply_corrections(turned, corrections, target, source).beads
    assert {(b.source, b.target, b.status) for b in there} == {
        (b.target, b.source, b.status) for b in back
    }
