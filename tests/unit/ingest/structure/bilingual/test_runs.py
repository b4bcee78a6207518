import pytest

from ingest.structure.bilingual.runs import likeliest_run


def run(*odds):
    """The run as letters, "e" for the first language; odds below 6 are not strong."""
    found = likeliest_run(odds, [abs(each) >= 6 for each in odds])
    return "".join("e" if is_first else "n" for is_first in found)


@pytest.mark.parametrize(
    ("odds", "found"),
    [
        ((), ""),
        ((9, 9, 9, -9, -9, -9), "eeennn"),
        ((9, -9, 9, -9, 9, -9), "enenen"),
        # Names of judges inside an English version.
        ((9, 9, 9, -20, 5, 5, 5, -20, -9), "eeennnnnn"),
        # The name of who signs, between two versions.
        ((20, 20, 20, 0, -20, -20, -20), "eeeennn"),
        # A heading that may be either, inside a version.
        ((20, 20, 0, 20, -20, -20, 0, -20), "eeeennnn"),
    ],
)
def test_a_run_ends_where_the_text_goes_over(odds, found):
    assert run(*odds) == found


def test_pieces_that_alternate_pass_the_turn_to_what_tells_nothing():
    assert run(9, -9, 9, -9, 0, 0, 9, -9, 9, -9) == "enenenenen"
