from hypothesis import given
from hypothesis import strategies as st

from puente.model.identifiers import SegmentId
from puente.model.results import Ranking, Scored
from puente.search.fusion import Leg, LegName, fuse

scores = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1), max_size=8)
legs = st.lists(st.tuples(scores, st.sampled_from(LegName)), max_size=5)


def make(pairs):
    return [
        Leg(
            name=name,
            ranking=Ranking(
                scored=tuple(Scored(segment_id=SegmentId(i), score=s) for i, s in each.items())
            ),
        )
        for each, name in pairs
    ]


@given(legs, st.randoms())
def test_any_order_of_legs_gives_the_same_ranking(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert fuse(make(pairs)) == fuse(make(shuffled))


@given(legs)
def test_every_segment_of_a_leg_is_ranked_once_best_first(pairs):
    fused = fuse(make(pairs))
    assert {each.segment_id for each in fused} == {i for each, _ in pairs for i in each}
    assert [each.score for each in fused] == sorted((e.score for e in fused), reverse=True)
