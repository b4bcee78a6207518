"""How long an answer may take."""

import time

import pytest

from puente.store.deadline import deadline_in, seconds_left


def test_without_patience_there_is_no_limit():
    assert seconds_left() is None


@pytest.mark.parametrize("seconds", [(5.0, 60.0), (60.0, 5.0)])
def test_of_two_patiences_the_shorter_counts(seconds):
    outer, inner = seconds
    with deadline_in(outer), deadline_in(inner):
        assert seconds_left() == pytest.approx(5.0, abs=0.5)
    assert seconds_left() is None


def test_patience_ends():
    with deadline_in(0.01):
        time.sleep(0.02)
        assert seconds_left() < 0
