"""Results: nothing that was found is lost or shown twice, whatever it says and where it stands."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from puente.search.diversity import FIRST, MOST, diversify
from puente.search.near_duplicates import RESEMBLANCE, collapse

# Few words, long enough for five of them to count as a text: so many texts are nearly the same.
words = st.sampled_from(["extraordinario", "internacional", "solicitudes"])
passages = st.lists(st.lists(words, min_size=4, max_size=12).map(" ".join), max_size=12)


def runs(text):
    found = text.split()
    return {tuple(found[n : n + 3]) for n in range(len(found) - 2)}


def resemble(one, other):
    return len(runs(one) & runs(other)) >= RESEMBLANCE * len(runs(one) | runs(other))


@given(passages)
def test_every_passage_is_shown_or_named_once_and_none_is_shown_again(texts):
    numbered = list(enumerate(texts))
    results = collapse(numbered, lambda each: (each[1],))
    assert sorted(each for result in results for each in result) == numbered
    assert [result[0] for result in results] == sorted(result[0] for result in results)
    assert all(resemble(result[0][1], each[1]) for result in results for each in result)
    assert not any(resemble(a[0][1], b[0][1]) for a, b in combinations(results, 2))


@given(st.lists(st.sampled_from("abcdef"), max_size=40))
def test_all_results_are_kept_and_the_first_are_of_several_documents(documents):
    numbered = list(enumerate(documents))
    results = diversify(numbered, lambda each: each[1])
    assert sorted(results) == numbered
    assert list(results[:FIRST]) == sorted(results[:FIRST])
    assert list(results[FIRST:]) == sorted(results[FIRST:])
    most = max(Counter(each for _, each in results[:FIRST]).values(), default=0)
    others = sum(min(MOST, count) for count in Counter(documents).values())
    assert most <= MOST or others < FIRST
