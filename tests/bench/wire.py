"""What a store says to an engine over HTTP: heard, timed, and said again without Puente."""

import http.client
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from opensearchpy import Urllib3HttpConnection

_PERFORM = Urllib3HttpConnection.perform_request


class Request(NamedTuple):
    """One request as it was sent, and how long its answer took."""

    method: str
    target: str
    body: bytes
    seconds: float


@contextmanager
def listening() -> Iterator[list[Request]]:
    """The requests of every store of this process, as they are answered."""
    heard: list[Request] = []

    def perform(
        connection: Any, method: str, url: str, params: Any = None, body: Any = None, **more: Any
    ) -> Any:
        started = time.perf_counter()
        try:
            return _PERFORM(connection, method, url, params=params, body=body, **more)
        finally:
            target = f"{url}?{urllib.parse.urlencode(params)}" if params else url
            heard.append(Request(method, target, body or b"", time.perf_counter() - started))

    with patch.object(Urllib3HttpConnection, "perform_request", perform):
        yield heard


class Repeater:
    """Sends requests again on a connection of its own, reads the answers and does nothing else."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=300)

    def seconds(self, requests: list[Request]) -> float:
        """How long the engine takes to answer them, one after the other."""
        started = time.perf_counter()
        for request in requests:
            self.send(request.method, request.target, request.body)
        return time.perf_counter() - started

    def send(self, method: str, target: str, body: bytes = b"") -> bytes:
        """The body of one answer."""
        headers = {"Content-Type": "application/json"}
        self._connection.request(method, target, body=body, headers=headers)
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status >= http.client.BAD_REQUEST:
            raise RuntimeError(said[:500])
        return said


def milliseconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000
