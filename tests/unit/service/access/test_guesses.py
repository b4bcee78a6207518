"""Guesses are counted by address and in all, and a right key is not told apart after too many."""

import threading

import pytest

from service.access.guesses import GuessLimit, GuessOptions, TooManyGuessesError


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def refused(limit, client, *, is_right=False):
    try:
        limit.admit(client, is_right=is_right)
    except TooManyGuessesError as error:
        return error.retry_after
    return 0


def guesses_in(limit, clock, seconds, client_of=lambda number: "10.0.0.1"):
    """Guesses that are looked at in a time by who asks twenty times a second."""
    looked_at = 0
    for number in range(seconds * 20):
        clock.now = number / 20
        looked_at += refused(limit, client_of(number)) == 0
    return looked_at


def test_one_address_has_ten_guesses_and_then_one_every_half_minute(clock):
    assert guesses_in(GuessLimit(clock=clock), clock, 600) == 10 + 19


def test_many_addresses_have_few_guesses_together(clock):
    def client_of(number):
        return f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"

    assert guesses_in(GuessLimit(clock=clock), clock, 600, client_of) == 60 + 59


def test_a_refusal_says_how_long_to_wait(clock):
    limit = GuessLimit(clock=clock)
    assert [refused(limit, "10.0.0.1") for _ in range(11)] == [0] * 10 + [30]
    clock.now = 29.0
    assert refused(limit, "10.0.0.1") == 1
    clock.now = 30.0
    assert [refused(limit, "10.0.0.1") for _ in range(2)] == [0, 30]


def test_a_right_key_is_refused_like_a_wrong_one_after_too_many(clock):
    limit = GuessLimit(clock=clock)
    for _ in range(10):
        limit.admit("10.0.0.1", is_right=False)
    assert refused(limit, "10.0.0.1", is_right=True) == 30
    assert refused(limit, "10.0.0.2", is_right=True) == 0


def test_right_keys_cost_no_guess(clock):
    limit = GuessLimit(clock=clock)
    assert {refused(limit, "10.0.0.1", is_right=True) for _ in range(1000)} == {0}


def test_strangers_do_not_lock_out_who_had_a_right_key_lately(clock):
    limit = GuessLimit(clock=clock)
    limit.admit("10.9.9.9", is_right=True)
    for number in range(60):
        limit.admit(f"10.0.0.{number}", is_right=False)
    assert refused(limit, "10.8.8.8", is_right=True) == 10
    assert refused(limit, "10.9.9.9", is_right=True) == 0
    clock.now = 3_700.0
    for number in range(60):
        limit.admit(f"10.0.1.{number}", is_right=False)
    assert refused(limit, "10.9.9.9", is_right=True) == 10


def test_the_addresses_of_one_ipv6_network_are_one(clock):
    limit = GuessLimit(clock=clock)
    for number in range(10):
        limit.admit(f"2001:db8:1:2::{number}", is_right=False)
    assert refused(limit, "2001:db8:1:2:ffff::1") == 30
    assert refused(limit, "2001:db8:1:3::1") == 0
    assert refused(limit, "::ffff:10.0.0.1") == 0


def test_memory_is_bounded(clock):
    options = GuessOptions(addresses=100, friends=10, all_burst=10**6)
    limit = GuessLimit(options, clock)
    for number in range(1000):
        limit.admit(f"address {number}", is_right=number % 2 == 0)
    assert (len(limit._own), len(limit._friends)) == (100, 10)


def test_guesses_at_the_same_time_are_all_counted():
    limit = GuessLimit()
    looked_at = []

    def guess():
        looked_at.extend(refused(limit, "10.0.0.1") == 0 for _ in range(20))

    threads = [threading.Thread(target=guess) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(looked_at) == 10
