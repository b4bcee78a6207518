"""Deadline of an answer: who waits for it sets it, and every request below keeps to it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ANSWER_SECONDS = 1.6
"""Seconds that a person's question may take before it is given up: under 2 s with the rest."""

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def deadline_in(seconds: float) -> Iterator[None]:
    """Give up what is asked of a cluster inside after so many seconds.

    Of two that are nested the one that ends first counts.
    """
    end, outer = time.monotonic() + seconds, _deadline.get()
    token = _deadline.set(end if outer is None else min(end, outer))
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_to_wait(most: float) -> float:
    """Seconds to wait for another writer: at most a quarter of those left until the deadline."""
    left = seconds_left()
    return most if left is None else min(most, max(left, 0) / 4)


def seconds_left() -> float | None:
    """Seconds left until the deadline; None where nobody has set one."""
    end = _deadline.get()
    return None if end is None else end - time.monotonic()
