import pytest

from ingest.extraction.wordprocessing.numbering import (
    BULLET,
    NO_NUMBER,
    ORDINAL,
    ListLevel,
    ListNumbers,
)


def labels(levels, depths, **options):
    numbers = ListNumbers(**options)
    return [numbers.label("a", levels, depth) for depth in depths]


def test_lower_levels_begin_anew_under_each_item():
    levels = (ListLevel(), ListLevel(style="a", text="%2)"))
    assert labels(levels, [0, 1, 1, 0, 1]) == ["1.", "a)", "b)", "2.", "a)"]


def test_a_level_that_does_not_restart_runs_on():
    levels = (ListLevel(), ListLevel(text="%2.", restarts_after=0))
    assert labels(levels, [0, 1, 0, 1]) == ["1.", "1.", "2.", "2."]


def test_a_level_restarts_after_the_one_that_it_names():
    levels = (ListLevel(), ListLevel(text="%2."), ListLevel(text="%3.", restarts_after=1))
    assert labels(levels, [0, 1, 2, 1, 2, 0, 2]) == ["1.", "1.", "1.", "2.", "2.", "2.", "1."]


def test_an_upper_level_that_has_not_come_shows_its_first_number():
    levels = (ListLevel(start=3), ListLevel(text="%1.%2"))
    assert labels(levels, [1, 1, 0]) == ["3.1", "3.2", "3."]


def test_a_legal_level_shows_decimal_numbers():
    levels = (ListLevel(style="I"), ListLevel(text="%1.%2", is_legal=True))
    assert labels(levels, [0, 1]) == ["I.", "1.1"]


def test_letters_are_doubled_after_the_last():
    assert labels((ListLevel(style="a", text="%1)", start=26),), [0, 0, 0]) == ["z)", "aa)", "bb)"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (None, ["1º", "2º"]),
        ("es-CR", ["1º", "2º"]),
        ("en-US", ["1st", "2nd"]),
        ("fr-CA", ["1er", "2e"]),
    ],
)
def test_ordinals_are_written_as_in_their_language(language, shown):
    assert labels((ListLevel(style=ORDINAL, text="%1"),), [0, 0], language=language) == shown


def test_eleven_to_thirteen_are_no_first_to_third():
    level = ListLevel(style=ORDINAL, text="%1", start=11)
    assert labels((level,), [0, 0, 0, 0], language="en") == ["11th", "12th", "13th", "14th"]


@pytest.mark.parametrize(
    ("level", "label"),
    [
        (ListLevel(style=BULLET, text="\uf0b7"), "•"),
        (ListLevel(style=BULLET, text="–"), "–"),
        (ListLevel(style=BULLET, text="o"), "•"),
        (ListLevel(style=BULLET, text=" "), ""),
        (ListLevel(style=NO_NUMBER, text="Nota:"), "Nota:"),
        (ListLevel(style=NO_NUMBER, text="%1"), ""),
        (ListLevel(text="(%1)"), "(1)"),
        (ListLevel(text="%9"), ""),
    ],
)
def test_a_label_is_what_its_level_shows(level, label):
    assert labels((level,), [0]) == [label]


def test_a_list_begins_anew_once_for_each_use():
    numbers = ListNumbers()
    levels = (ListLevel(),)
    shown = [numbers.label("a", levels, 0)]
    for user in ("b", "b", "c"):
        numbers.restart("a", user, 0, 5)
        shown.append(numbers.label("a", levels, 0))
    assert shown == ["1.", "5.", "6.", "5."]
