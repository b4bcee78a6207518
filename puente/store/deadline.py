"""How long an answer may take: who waits for it says so, and every request below keeps to it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ANSWER_SECONDS = 1.6
"""What a person's question may take in all before it is given up: under 2 s with the rest."""

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def deadline_in(seconds: float) -> Iterator[None]:
    """What is asked of a cluster inside is answered within so many seconds, or given up.

    Of two that are nested the one that ends first counts.
    """
    end, outer = time.monotonic() + seconds, _deadline.get()
    token = _deadline.set(end if outer is None else min(end, outer))
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_to_wait(most: float) -> float:
    """How long to wait for another writer: at most a quarter of the patience that is left."""
    left = seconds_left()
    return most if left is None else min(most, max(left, 0) / 4)


def seconds_left() -> float | None:
    """What is left of the patience; None where nobody has said how long an answer may take."""
    end = _deadline.get()
    return None if end is None else end - time.monotonic()
