"""Alignment of any texts whatever: beads cover each segment once."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from puente.alignment.aligner import align
from puente.evaluation.alignment_metrics import lax_f1, strict_f1
from puente.model.documents import Language
from tests.fixtures.versions import links, version

PARAGRAPHS = st.lists(
    st.lists(
        st.sampled_from(["la", "OEA", "the", "OAS", "2009", "migración", "migration", "a)", "CRM"]),
        max_size=6,
    ).map(" ".join),
    max_size=7,
)
LINKS = st.lists(
    st.tuples(*[st.lists(st.integers(0, 5), max_size=2, unique=True).map(tuple)] * 2).filter(any),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_beads_cover_each_segment_once(spanish, english):
    source, target = version(spanish, Language.ES), version(english, Language.EN)
    found = links(align(source, target), source, target)
    assert Counter(s for link in found for s in link[0]) == Counter(range(len(source)))
    assert Counter(t for link in found for t in link[1]) == Counter(range(len(target)))


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_swapping_the_sides_swaps_the_beads(spanish, english):
    source, target = version(spanish, Language.ES), version(english, Language.EN)
    there = links(align(source, target), source, target)
    back = links(align(target, source), target, source)
    assert set(there) == {(left, right) for right, left in back}


@given(LINKS, LINKS)
def test_scores_are_symmetric_and_strict_is_never_above_lax(gold, found):
    assert strict_f1(gold, found) == strict_f1(found, gold)
    assert lax_f1(gold, found) == lax_f1(found, gold)
    assert strict_f1(gold, found) <= lax_f1(gold, found)
