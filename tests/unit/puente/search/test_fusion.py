from puente.model.identifiers import SegmentId
from puente.model.results import Ranking, Scored
from puente.search.fusion import Leg, fuse, group_versions


def ranking(**scores):
    return Ranking(
        scored=tuple(Scored(segment_id=SegmentId(i), score=s) for i, s in scores.items())
    )


def leg(weight, floor=0.0, ceiling=1.0, **scores):
    return Leg(ranking=ranking(**scores), weight=weight, floor=floor, ceiling=ceiling)


def as_pairs(scored):
    return [(each.segment_id, round(each.score, 6)) for each in scored]


def test_scaled_scores_are_added_with_their_weights():
    fused = fuse([leg(0.8, 0, 10, a=10, b=5), leg(0.2, 0.5, 1.0, b=1.0, c=0.75)])
    assert as_pairs(fused) == [("a", 0.8), ("b", 0.6), ("c", 0.1)]


def test_the_order_of_the_legs_does_not_matter():
    legs = [leg(0.1, a=0.1, b=0.3), leg(0.7, a=0.2, b=0.1), leg(0.2, a=0.3, b=0.9)]
    assert fuse(legs) == fuse(reversed(legs))


def test_ties_break_by_segment_id():
    assert as_pairs(fuse([leg(1, b=0.5, a=0.5)])) == [("a", 0.5), ("b", 0.5)]


def test_scores_outside_the_scale_are_cut():
    assert as_pairs(fuse([leg(1, 0.2, 0.8, a=0.9, b=0.1)])) == [("a", 1.0), ("b", 0.0)]


def test_linked_segments_are_one_result():
    scored = ranking(en2=0.9, x=0.8, es1=0.7).scored
    groups = group_versions(scored, {"en2": ["es1"], "es1": ["en1", "en2"]})
    assert [(g.best.segment_id, [o.segment_id for o in g.others]) for g in groups] == [
        ("en2", ["es1"]),
        ("x", []),
    ]


def test_versions_are_linked_through_segments_that_were_not_found():
    counterparts = {"en1": ["es1"], "pt1": ["es1"]}
    groups = group_versions(ranking(en1=0.9, pt1=0.7).scored, counterparts)
    assert [g.best.segment_id for g in groups] == ["en1"]
