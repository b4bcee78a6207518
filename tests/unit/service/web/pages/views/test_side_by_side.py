"""Rows of counterparts in the order of the first version."""

import pytest

from puente.model.alignments import Alignment, Bead
from service.web.pages.views.side_by_side import side_by_side
from tests.fixtures.builders import document, segment


def _segments(version, *texts):
    return tuple(
        segment(text, document=version, ordinal=ordinal) for ordinal, text in enumerate(texts, 1)
    )


SPANISH = _segments(document("informe.es"), "uno", "dos", "tres", "cuatro")
ENGLISH = _segments(document("informe.en"), "one", "two", "three", "four")


def _alignment(*links):
    return Alignment(
        source_id="informe.es",
        target_id="informe.en",
        beads=tuple(
            Bead(
                source=tuple(SPANISH[k - 1].id for k in source),
                target=tuple(ENGLISH[k - 1].id for k in target),
                confidence=0.9,
            )
            for source, target in links
        ),
        score=0.9,
    )


def _shown(rows):
    return [
        ("".join(str(s.ordinal) for s in row.first), "".join(str(s.ordinal) for s in row.second))
        for row in rows
    ]


@pytest.mark.parametrize(
    ("links", "rows"),
    [
        (
            [((1,), (1,)), ((2, 3), (2,)), ((4,), (3, 4))],
            [("1", "1"), ("23", "2"), ("4", "34")],
        ),
        (
            [((1,), (1,)), ((), (2,)), ((2,), ()), ((3,), (3,)), ((4,), (4,))],
            [("1", "1"), ("", "2"), ("2", ""), ("3", "3"), ("4", "4")],
        ),
        (
            [((), (1,)), ((1,), (3,)), ((2,), (2,)), ((3,), (4,)), ((4,), ())],
            [("", "1"), ("1", "3"), ("2", "2"), ("3", "4"), ("4", "")],
        ),
        (
            [((2,), (2,))],
            [("", "1"), ("1", ""), ("2", "2"), ("", "3"), ("", "4"), ("3", ""), ("4", "")],
        ),
    ],
)
def test_every_segment_stands_in_one_row(links, rows):
    assert _shown(side_by_side(SPANISH, ENGLISH, _alignment(*links))) == rows


def test_the_second_version_of_the_alignment_can_come_first():
    alignment = _alignment(((1,), (2,)), ((2,), (1,)), ((3,), (3,)), ((4,), (4,)))
    rows = side_by_side(ENGLISH, SPANISH, alignment)
    assert _shown(rows) == [("1", "2"), ("2", "1"), ("3", "3"), ("4", "4")]


def test_without_an_alignment_one_row_holds_both_versions():
    (row,) = side_by_side(SPANISH, ENGLISH, None)
    assert (row.first, row.second, row.confidence) == (SPANISH, ENGLISH, None)
