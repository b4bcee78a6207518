"""Limits on guesses: so many wrong keys from one address and from all, then some waiting."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import TypeVar

from puente.errors import PuenteError

_Kept = TypeVar("_Kept")


class TooManyGuessesError(PuenteError):
    """A key after too many wrong ones; it was not looked at."""

    code = "too-many-guesses"

    def __init__(self, seconds: float) -> None:
        super().__init__("Too many wrong keys came. Wait as long as Retry-After says.")
        self.retry_after = max(1, math.ceil(seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessOptions:
    """Limits that let a person mistype, and take hours for 1,000 guesses."""

    own_burst: int = 10
    own_seconds: float = 30.0
    """Time after which one address has one more guess."""
    all_burst: int = 60
    all_seconds: float = 10.0
    """Time after which all addresses together have one more."""
    addresses: int = 10_000
    """Addresses that are remembered; of more, those that guessed longest ago are forgotten."""
    friends: int = 1_000
    friend_seconds: float = 3_600.0
    """Time for which an address that had a right key need not wait because of others."""


@dataclass(slots=True)
class _Bucket:
    guesses: float
    at: float


class GuessLimit:
    """Counts wrong keys. Once there are too many, right ones are not looked at either.

    Otherwise the one right answer would show among the refusals. Who had a right key lately waits
    for wrong ones from the own address only, so that strangers cannot lock everybody out.
    """

    def __init__(
        self,
        options: GuessOptions = GuessOptions(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options = options
        self._clock = clock
        self._lock = threading.Lock()
        self._own: OrderedDict[str, _Bucket] = OrderedDict()
        self._all = _Bucket(options.all_burst, clock())
        self._friends: OrderedDict[str, float] = OrderedDict()

    def admit(self, client: str, *, is_right: bool) -> None:
        """Count a key that was looked at; raises TooManyGuessesError where it may not be told."""
        options, now = self._options, self._clock()
        client = _network(client)
        with self._lock:
            own = self._own.get(client, _Bucket(options.own_burst, now))
            _refill(own, options.own_burst, options.own_seconds, now)
            _refill(self._all, options.all_burst, options.all_seconds, now)
            is_friend = now - self._friends.get(client, -math.inf) < options.friend_seconds
            waits = [_wait(own, options.own_seconds)]
            if not is_friend:
                waits.append(_wait(self._all, options.all_seconds))
            if max(waits) > 0:
                raise TooManyGuessesError(max(waits))
            if is_right:
                _remember(self._friends, client, now, options.friends)
                return
            own.guesses -= 1
            self._all.guesses = max(0.0, self._all.guesses - 1)
            _remember(self._own, client, own, options.addresses)


def _network(client: str) -> str:
    """The address, or of IPv6 the network of 64 bits, all of which one guesser may have."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)


def _refill(bucket: _Bucket, burst: int, seconds: float, now: float) -> None:
    bucket.guesses = min(burst, bucket.guesses + (now - bucket.at) / seconds)
    bucket.at = now


def _wait(bucket: _Bucket, seconds: float) -> float:
    return (1 - bucket.guesses) * seconds if bucket.guesses < 1 else 0.0


def _remember(kept: OrderedDict[str, _Kept], client: str, value: _Kept, most: int) -> None:
    kept[client] = value
    kept.move_to_end(client)
    if len(kept) > most:
        kept.popitem(last=False)
