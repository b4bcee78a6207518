"""A sign of life from a reading that may take minutes, so that it is not taken for one that hangs.

A reader that has pages recognised calls `beat` after each; what counts the time listens.
"""

from collections.abc import Callable
from contextvars import ContextVar

_LISTENER: ContextVar[Callable[[], object]] = ContextVar("listener", default=lambda: None)


def send_heartbeat() -> None:
    """Say that a page was recognised."""
    _LISTENER.get()()


def listen(listener: Callable[[], object]) -> None:
    """Have a function called with each beat of this reading."""
    _LISTENER.set(listener)
