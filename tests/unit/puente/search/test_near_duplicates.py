import pytest

from puente.search.near_duplicates import collapse

MONUMENT = "El Estado debe erigir un monumento en memoria de las víctimas (punto séptimo)"
PAYMENT = "El Estado debe pagar la indemnización a los familiares de las víctimas en un año"
WORDS = [f"palabra{n}" for n in range(40)]


def own(text):
    return (text,)


def changed(count):
    """The text with a word changed at every fifth place, so many times."""
    return " ".join("otra" if n % 5 == 2 and n // 5 < count else w for n, w in enumerate(WORDS))


def test_what_says_the_same_joins_the_first_and_the_order_stays():
    again = MONUMENT.upper() + ";"
    assert collapse([MONUMENT, PAYMENT, again, "La Corte"], own) == (
        (MONUMENT, again),
        (PAYMENT,),
        ("La Corte",),
    )


@pytest.mark.parametrize("text", ["La Corte decide", "1.2 3.4 5.6 " * 20, ""])
def test_what_is_too_short_to_tell_stays_apart(text):
    assert collapse([text, text], own) == ((text,), (text,))


@pytest.mark.parametrize(("count", "parts"), [(0, 1), (1, 1), (2, 2)])
def test_texts_share_four_fifths_of_their_runs_of_three_words(count, parts):
    # Of 38 runs each a changed word takes 3: 35 of 41 are shared, then 32 of 44.
    assert 35 / 41 > 0.8 > 32 / 44
    assert len(collapse([changed(0), changed(count)], own)) == parts


def test_many_small_changes_do_not_lead_to_another_text():
    versions = [changed(count) for count in range(5)]
    assert [len(each) for each in collapse(versions, own)] == [2, 2, 1]


def test_a_text_that_stands_as_the_translation_of_another_is_not_said_again():
    bilingual, english = (MONUMENT, PAYMENT), (PAYMENT,)
    assert collapse([bilingual, english], lambda each: each) == ((bilingual, english),)
    assert collapse([english, bilingual], lambda each: each) == ((english,), (bilingual,))
