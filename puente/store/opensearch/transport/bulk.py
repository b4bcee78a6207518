"""Writes many entries in requests of bounded size, trying those again that can succeed later."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from opensearchpy import exceptions

from puente.errors import StoreUnavailableError
from puente.store.opensearch.transport.client import PASSING, can_pass, explain, explain_error

# 15 s in all: longer than a node needs to leave the cluster and its copies to take over.
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
_RETRIES = 5
# A request of 5 MB is 1,000 segments with their vectors, and the engine's own advice (5 to 15 MB).
_MOST_BYTES = 5_000_000


class BulkAction(NamedTuple):
    """One line of a bulk request: an operation on an id, and its body as JSON."""

    operation: str
    id: str
    body: str | None

    @property
    def lines(self) -> str:
        """The action as the engine reads it."""
        about: dict[str, Any] = {"_id": self.id}
        if self.operation == "update":
            # The request before, given up after its time, may still be at work on the entry.
            about["retry_on_conflict"] = _RETRIES
        head = json.dumps({self.operation: about})
        return f"{head}\n{self.body}\n" if self.body is not None else f"{head}\n"


class BulkWriter:
    """Collects actions and sends them; after `flush` every one is on disk, or an error was raised.

    Ids are given by the caller, so an action that is sent twice is done once; of two actions on one
    entry only the later is sent, so a retry never brings the earlier one back.
    """

    def __init__(
        self,
        url: str,
        send: Callable[[str], Mapping[str, Any]],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url = url
        self._send = send
        self._pause = pause
        self._waiting: dict[str, BulkAction] = {}
        self._bytes = 0

    def index(self, identifier: str, source: Mapping[str, Any]) -> None:
        """Write an entry whole."""
        self._add(BulkAction("index", identifier, json.dumps(source, ensure_ascii=False)))

    def update(self, identifier: str, part: Mapping[str, Any]) -> None:
        """Replace some fields of an entry."""
        if identifier in self._waiting:
            self.flush()
        self._add(BulkAction("update", identifier, json.dumps({"doc": part}, ensure_ascii=False)))

    def delete(self, identifier: str) -> None:
        """Remove an entry."""
        self._add(BulkAction("delete", identifier, None))

    def flush(self) -> None:
        """Send what waits; raises StoreUnavailableError."""
        waiting = list(self._waiting.values())
        self._waiting.clear()
        self._bytes = 0
        for seconds in (*_PAUSES, None):
            if not waiting:
                return
            waiting, reason = self._try(waiting)
            if waiting and seconds is None:
                raise StoreUnavailableError(self._url, reason)
            if waiting and seconds is not None:
                self._pause(seconds)

    def _add(self, action: BulkAction) -> None:
        self._waiting[action.id] = action
        self._bytes += len(action.body or "")
        if self._bytes >= _MOST_BYTES:
            self.flush()

    def _try(self, actions: Sequence[BulkAction]) -> tuple[list[BulkAction], str]:
        """The actions that have to be sent again, in order, and why the last of them failed."""
        try:
            answer = self._send("".join(action.lines for action in actions))
        except exceptions.TransportError as error:
            if not can_pass(error):
                raise
            return list(actions), explain_error(error)
        failed, reason = [], ""
        for action, item in zip(actions, answer["items"], strict=True):
            [result] = item.values()
            status = result["status"]
            if status < 300 or (action.operation == "delete" and status == 404):
                continue
            kind = f"{result['error']['type']}: {result['error'].get('reason', '')}"
            reason = explain(status, kind)
            if status not in PASSING:
                raise StoreUnavailableError(self._url, reason)
            failed.append(action)
        return failed, reason
