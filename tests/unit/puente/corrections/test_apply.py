"""What a correction does to an alignment, now and after the text has changed."""

from dataclasses import replace

import pytest

from puente.corrections.apply import apply_corrections, checksum, find_stale
from puente.model.alignments import (
    Alignment,
    Bead,
    Decision,
    Divergence,
    DivergenceKind,
    LinkStatus,
    Severity,
)
from puente.model.documents import Language
from tests.fixtures.builders import correction
from tests.fixtures.versions import links, version

SPANISH = version(["Uno", "Dos", "Tres"], Language.ES)
ENGLISH = version(["One", "Two", "Three"], Language.EN, "report")


def aligned(*places, source=SPANISH, target=ENGLISH):
    beads = tuple(
        Bead(
            source=tuple(source[place].id for place in left),
            target=tuple(target[place].id for place in right),
            confidence=0.9,
            reasons=(("cosine", 0.8),),
        )
        for left, right in places
    )
    return Alignment(
        source_id=SPANISH[0].document_id,
        target_id=ENGLISH[0].document_id,
        beads=beads,
        score=0.9,
    )


ONE_TO_ONE = aligned(([0], [0]), ([1], [1]), ([2], [2]))
BOTH = ((0, 1), (0, 1))


def made(places, others, decision=Decision.CONFIRMED):
    return correction([SPANISH[p] for p in places], [ENGLISH[p] for p in others], decision)


def stated(alignment, source=SPANISH, target=ENGLISH):
    """The beads by places: `0-0` is an automatic one, `0=0` confirmed, `0~0` stale."""
    marks = {LinkStatus.AUTOMATIC: "-", LinkStatus.CONFIRMED: "=", LinkStatus.STALE: "~"}
    beads = zip(alignment.beads, links(alignment, source, target), strict=True)
    return " ".join(
        ",".join(map(str, left)) + marks[bead.status] + ",".join(map(str, right))
        for bead, (left, right) in beads
    )


@pytest.mark.parametrize(
    ("before", "corrections", "expected"),
    [
        pytest.param(ONE_TO_ONE, [made([1], [1])], "0-0 1=1 2-2", id="accepted"),
        pytest.param(
            ONE_TO_ONE, [made([1], [1], Decision.REJECTED)], "0-0 -1 1- 2-2", id="rejected"
        ),
        pytest.param(ONE_TO_ONE, [made([1], [2])], "0-0 -1 1=2 2-", id="moved"),
        pytest.param(ONE_TO_ONE, [made([0, 1], [0, 1])], "0,1=0,1 2-2", id="merged"),
        pytest.param(ONE_TO_ONE, [made([1], [])], "0-0 -1 1= 2-2", id="without a counterpart"),
        pytest.param(
            aligned(BOTH, ([2], [2])), [made([0], [0])], "0=0 1-1 2-2",
            id="split: the rest stays linked",
        ),
        pytest.param(
            aligned(([0, 1], [0]), ([2], [2]), ([], [1])), [made([0], [0])], "0=0 -1 1- 2-2",
            id="split: the rest has nothing to be linked with",
        ),
        pytest.param(
            aligned(BOTH, ([2], [2])),
            [made([1], [1], Decision.REJECTED), made([0], [0])], "0=0 -1 1- 2-2",
            id="split: the rest was rejected",
        ),
        pytest.param(
            ONE_TO_ONE, [made([1], [1], Decision.REJECTED), made([1], [1])], "0-0 1=1 2-2",
            id="the later one wins",
        ),
    ],
)  # fmt: skip
def test_a_correction_changes_its_own_links(before, corrections, expected):
    assert stated(apply_corrections(before, corrections, SPANISH, ENGLISH)) == expected


def test_what_a_correction_leaves_alone_is_as_sure_as_it_was_not_linked():
    rejected = apply_corrections(ONE_TO_ONE, [made([1], [1], Decision.REJECTED)], SPANISH, ENGLISH)
    assert [round(bead.confidence, 2) for bead in rejected.beads] == [0.9, 0.1, 0.1, 0.9]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (["Uno", "¡dos!", "Tres"], "-0 0- 1=1 -2 2-"),
        (["Uno", "Dos de otra manera", "Tres"], "-0 0- 1~1 -2 2-"),
        (["Uno"], "-0 -1 -2 0-"),
    ],
)
def test_a_confirmed_link_is_stale_once_its_words_are_others(later, expected):
    source = version(later, Language.ES)
    alone = [([place], []) for place in range(len(later))]
    unaligned = aligned(*alone, *[([], [place]) for place in range(3)], source=source)
    found = apply_corrections(unaligned, [made([1], [1])], source, ENGLISH)
    assert stated(found, source) == expected


def test_a_segment_that_moved_is_found_by_its_words():
    source = version(["Dos", "Uno", "Tres"], Language.ES)
    swapped = aligned(([0], [0]), ([1], [1]), ([2], [2]), source=source)
    found = apply_corrections(swapped, [made([0], [0])], source, ENGLISH)
    assert stated(found, source) == "0- 1=0 -1 2-2"
    assert find_stale(swapped, [made([0], [0])], source, ENGLISH) == ()


def test_a_rejection_of_other_words_says_nothing():
    source = version(["Uno", "Dos de otra manera", "Tres"], Language.ES)
    rejected = [made([1], [1], Decision.REJECTED)]
    assert apply_corrections(ONE_TO_ONE, rejected, source, ENGLISH).beads == ONE_TO_ONE.beads


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ((Decision.CONFIRMED, Decision.REJECTED), "0-0 1-1 2-2"),
        ((Decision.CONFIRMED, Decision.REJECTED, Decision.CONFIRMED), "0-0 1~1 2-2"),
    ],
)
def test_what_was_taken_back_does_not_come_back_with_other_words(decisions, expected):
    source = version(["Uno", "Dos de otra manera", "Tres"], Language.ES)
    corrections = [made([1], [1], decision) for decision in decisions]
    assert stated(apply_corrections(ONE_TO_ONE, corrections, source, ENGLISH), source) == expected


def test_an_accepted_link_keeps_its_divergences():
    found = Divergence(kind=DivergenceKind.NUMBER, severity=Severity.HIGH, source=("2",))
    differing = replace(ONE_TO_ONE, beads=(replace(ONE_TO_ONE.beads[0], divergences=(found,)),))
    [bead] = apply_corrections(differing, [made([0], [0])], SPANISH, ENGLISH).beads
    assert (bead.status, bead.divergences) == (LinkStatus.CONFIRMED, (found,))


CHANGED = version(["Uno", "Dos de otra manera"], Language.ES)


@pytest.mark.parametrize(
    ("corrections", "places"),
    [
        pytest.param([made([0], [0])], [], id="unchanged"),
        pytest.param([made([1], [1])], [0], id="changed"),
        pytest.param([made([2], [2])], [0], id="gone"),
        pytest.param([made([1], [1], Decision.REJECTED)], [], id="a rejection"),
        pytest.param([made([1], [1]), made([1], [1], Decision.REJECTED)], [], id="given up"),
        pytest.param([made([1], [1]), made([0], [1])], [], id="linked otherwise"),
        pytest.param([made([2], [2]), made([2], [2], Decision.REJECTED)], [], id="gone, given up"),
        pytest.param([made([2], [2]), made([1], [1])], [0, 1], id="of two texts"),
    ],
)
def test_confirmed_links_of_changed_text_are_listed_until_they_are_settled(corrections, places):
    alignment = aligned(([0], [0]), ([1], [1]), ([], [2]))
    found = find_stale(alignment, corrections, CHANGED, ENGLISH)
    assert found == tuple(corrections[place] for place in places)


def test_a_checksum_is_of_the_words():
    assert checksum("El  Año, 2009.") == checksum("el año 2009") != checksum("el año 2010")
    assert checksum("***") != checksum("…")
