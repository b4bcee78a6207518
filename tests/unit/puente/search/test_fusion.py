import pytest

from puente.model.identifiers import SegmentId
from puente.model.results import Ranking, Scored
from puente.search.fusion import (
    Feature,
    Fused,
    FusionWeights,
    Leg,
    LegName,
    features_of,
    fuse,
    group_versions,
)

SYMBOL, KEYWORD, TITLE, VECTOR, _ = LegName


ALL = FusionWeights(symbol=2, words=1, names=1, meaning=1, nearness=1)


def leg(name, floor=0.0, ceiling=1.0, **scores):
    scored = tuple(Scored(segment_id=SegmentId(i), score=s) for i, s in scores.items())
    return Leg(name=name, ranking=Ranking(scored=scored), floor=floor, ceiling=ceiling)


def fused(*names):
    """Segments in order, best first."""
    return [
        Fused(segment_id=SegmentId(name), parts={Feature.WORDS: 1 - 0.1 * place})
        for place, name in enumerate(names)
    ]


def found(*legs):
    return {
        i: {f.value: round(x, 4) for f, x in each.items()} for i, each in features_of(legs).items()
    }


def order_of(*legs, weights=ALL, **options):
    return [each.segment_id for each in fuse(legs, weights, **options)]


def test_words_count_on_the_scale_of_their_leg():
    assert found(leg(KEYWORD, 0, 10, a=10, b=5)) == {"a": {"words": 1.0}, "b": {"words": 0.5}}


def test_scores_outside_the_scale_are_cut():
    assert found(leg(KEYWORD, 0.2, 0.8, a=0.9, b=0.1)) == {"a": {"words": 1.0}, "b": {"words": 0.0}}


def test_meaning_counts_the_less_the_better_the_words_are_found():
    near = leg(VECTOR, a=0.8)
    assert found(near)["a"]["meaning"] == 0.8
    assert found(near, leg(KEYWORD, b=0.5))["a"]["meaning"] == 0.4
    assert "meaning" not in found(near, leg(KEYWORD, b=1.0))["a"]


def test_the_place_in_the_order_of_meaning_is_worth_half_at_the_seventh():
    names = "abcdefg"
    places = found(leg(VECTOR, **{name: 1 - 0.01 * n for n, name in enumerate(names)}))
    assert [places[name]["nearness"] for name in names][::6] == [1.0, 0.5]


def test_every_segment_has_the_names_of_its_document():
    legs = (leg(TITLE, **{"d.es.0001": 0.6}), leg(KEYWORD, **{"d.es.0009": 0.2, "e.es.0001": 0.3}))
    assert found(*legs) == {
        "d.es.0001": {"names": 0.6},
        "d.es.0009": {"words": 0.2, "names": 0.6},
        "e.es.0001": {"words": 0.3},
    }


def test_the_score_is_the_sum_of_its_parts():
    legs = [leg(name, **{"d.es.0001": 0.5}) for name in LegName]
    (only,) = fuse(legs, FusionWeights())
    assert set(only.parts) == set(Feature) - {Feature.PART}
    assert only.score == pytest.approx(sum(only.parts.values()))
    assert only.times(0.5).score == only.score / 2


def test_the_order_of_the_legs_does_not_matter():
    legs = [leg(KEYWORD, a=0.1, b=0.3), leg(VECTOR, a=0.2, b=0.1), leg(TITLE, a=0.3, b=0.9)]
    assert fuse(legs, ALL) == fuse(reversed(legs), ALL)


def test_ties_break_by_segment_id():
    assert order_of(leg(KEYWORD, b=0.5, a=0.5)) == ["a", "b"]


def test_what_has_too_little_of_the_best_is_left_out():
    assert order_of(leg(KEYWORD, a=1.0, b=0.5, c=0.4), least_share=0.5) == ["a", "b"]


def test_what_bears_a_symbol_comes_first():
    legs = (leg(SYMBOL, z=1.0), leg(KEYWORD, a=1.0), leg(TITLE, a=1.0))
    assert order_of(*legs, weights=FusionWeights()) == ["z", "a"]


def test_linked_segments_are_one_result():
    groups = group_versions(fused("en2", "x", "es1"), {"en2": ["es1"], "es1": ["en1", "en2"]})
    assert [(g.best.segment_id, [o.segment_id for o in g.others]) for g in groups] == [
        ("en2", ["es1"]),
        ("x", []),
    ]


def test_versions_are_linked_through_segments_that_were_not_found():
    counterparts = {"en1": ["es1"], "pt1": ["es1"]}
    groups = group_versions(fused("en1", "pt1"), counterparts)
    assert [g.best.segment_id for g in groups] == ["en1"]
