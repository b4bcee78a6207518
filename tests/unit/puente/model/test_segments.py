"""Numbers of paragraphs, as their document prints them."""

import pytest

from puente.model.segments import SegmentKind
from tests.fixtures.builders import segment


@pytest.mark.parametrize(
    ("kind", "label", "number"),
    [
        ("paragraph", "17.", "17"),
        ("item", "(5)", "5"),
        ("operative", "3.-", "op-3"),
        ("preambular", "05)", "pp-5"),
        ("paragraph", "17 bis.", None),
        ("paragraph", "1.2", None),
        ("item", "a)", None),
        ("paragraph", None, None),
        ("paragraph", "123456.", None),
        ("heading", "4.", None),
        ("footnote", "9", None),
        ("title", "1.", None),
    ],
)
def test_the_number_that_is_printed_before_a_paragraph(kind, label, number):
    assert segment("x", kind=SegmentKind(kind), label=label).printed_number == number
