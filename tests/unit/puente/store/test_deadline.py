"""How long an answer may take."""

import time

import pytest

from puente.store.deadline import patience, seconds_left


def test_without_patience_there_is_no_limit():
    assert seconds_left() is None


@pytest.mark.parametrize("seconds", [(5.0, 60.0), (60.0, 5.0)])
def test_of_two_patiences_the_shorter_counts(seconds):
    outer, inner = seconds
    with patience(outer), patience(inner):
        assert seconds_left() == pytest.approx(5.0, abs=0.5)
    assert seconds_left() is None


def test_patience_ends():
    with patience(0.01):
        time.sleep(0.02)
        assert seconds_left() < 0
