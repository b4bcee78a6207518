from puente.alignment.anchors import find_cuts


def texts(*keys):
    return [{key: 1.0} for key in keys]


def test_a_cut_stands_between_two_neighbours_that_both_correspond():
    source = texts(*(f"#{n}" for n in range(600)))
    target = texts(*(f"#{n}" for n in range(600)))
    assert find_cuts(source, target) == ((250, 250), (500, 500))


def test_an_annex_moves_the_cuts_of_one_side():
    source = texts(*(f"#{n}" for n in range(300)))
    target = texts(*(["annex"] * 400), *(f"#{n}" for n in range(300)))
    assert find_cuts(source, target) == ((1, 401), (251, 651))


def test_texts_without_rare_keys_in_common_are_not_cut():
    assert find_cuts(texts("the", "the"), texts("the", "a")) == ()
