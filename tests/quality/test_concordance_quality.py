"""Floors under what `python -m tests.quality.concordance` measures."""

from tests.quality.concordance import measure


def test_most_terms_of_the_seed_pair_have_their_counterpart_marked():
    spanish, english = measure().values()
    assert spanish["terms"] == english["terms"] == 30
    assert min(spanish["marked"], english["marked"]) >= 28
    assert (spanish["exact"], english["exact"]) >= (19, 22)
    assert (spanish["about"], english["about"]) >= (25, 26)
