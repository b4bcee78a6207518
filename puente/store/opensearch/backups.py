"""Copies of an index in a repository of the cluster."""

import hashlib
import time
from dataclasses import asdict
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, TransportError

from puente.errors import (
    SnapshotExistsError,
    SnapshotNotFoundError,
    SnapshotPlaceError,
    StoreUnavailableError,
    UnsoundIndexError,
)
from puente.model.index import IndexState
from puente.store.opensearch.queries import Json

DEFAULT_REPOSITORY = "puente"
_PAUSE = 0.2
# A primary that is assigned to no node for so long will not be.
_PATIENCE = 60.0
# The engine cannot make a repository, or read what should be one.
_REFUSED = (400, 404, 500)


class Repository:
    """A repository of snapshots: one that is registered, or a folder that every node can see."""

    def __init__(self, client: OpenSearch, place: str) -> None:
        """Find the repository by its name, or register the folder; raises SnapshotPlaceError."""
        self._client = client
        self.place = place or DEFAULT_REPOSITORY
        self._name = _register(client, place) if "/" in place else self._look_up()

    def names(self) -> tuple[str, ...]:
        """The snapshots that are there, by name."""
        return tuple(sorted(found["snapshot"] for found in self._get("_all")))

    def save(self, index: str, name: str, state: IndexState) -> None:
        """Copy an index that nobody writes; what it holds is recorded with the copy.

        Raises SnapshotExistsError, or StoreUnavailableError when a part of it cannot be copied.
        """
        if name in self.names():
            raise SnapshotExistsError(self.place, name)
        self._client.snapshot.create(
            repository=self._name,
            snapshot=name,
            body={"indices": index, "include_global_state": False, "metadata": asdict(state)},
        )
        while (result := self._find(name)["state"]) in ("IN_PROGRESS", "STARTED"):
            time.sleep(_PAUSE)
        if result != "SUCCESS":
            self._client.snapshot.delete(repository=self._name, snapshot=name)
            raise StoreUnavailableError(
                index, "parts of the index are missing. Start the missing nodes."
            )

    def read_state(self, name: str) -> IndexState:
        """Read what a snapshot holds; raises SnapshotNotFoundError."""
        found = self._find(name)
        if found["state"] != "SUCCESS" or "metadata" not in found:
            raise SnapshotNotFoundError(self.place, name, self.names())
        return IndexState(**found["metadata"])

    def restore(self, name: str, index: str) -> None:
        """Make a new index of a snapshot; raises UnsoundIndexError when a part cannot be read."""
        self._client.snapshot.restore(
            repository=self._name,
            snapshot=name,
            body={
                "indices": ",".join(self._find(name)["indices"]),
                "rename_pattern": ".+",
                "rename_replacement": index,
                "include_aliases": False,
                "include_global_state": False,
            },
        )
        deadline = time.monotonic() + _PATIENCE
        # The status of a primary that is still being restored is yellow, not red.
        while (health := self._health(index))["active_primary_shards"] < health["number_of_shards"]:
            if health["initializing_shards"]:
                deadline = time.monotonic() + _PATIENCE
            elif time.monotonic() > deadline:
                raise UnsoundIndexError(index, f"parts of the snapshot {name} cannot be read")
            time.sleep(_PAUSE)

    def _health(self, index: str) -> Json:
        answer = self._client.cluster.health(index=index, level="indices")
        health: Json = answer["indices"][index]
        return health

    def _look_up(self) -> str:
        try:
            self._client.snapshot.get_repository(repository=self.place)
        except NotFoundError as error:
            raise SnapshotPlaceError(
                f"“{self.place}”",
                "the cluster knows no repository of that name. Register one, or set"
                " PUENTE_SNAPSHOTS to a folder below path.repo, such as /mnt/snapshots.",
            ) from error
        return self.place

    def _find(self, name: str) -> Json:
        try:
            [found] = self._get(name)
        except NotFoundError as error:
            raise SnapshotNotFoundError(self.place, name, self.names()) from error
        return found

    def _get(self, name: str) -> list[dict[str, Any]]:
        answer = self._client.snapshot.get(repository=self._name, snapshot=name)
        snapshots: list[dict[str, Any]] = answer["snapshots"]
        return snapshots


def _register(client: OpenSearch, folder: str) -> str:
    """The name of the repository in a folder."""
    name = f"puente-{hashlib.sha256(folder.encode()).hexdigest()[:12]}"
    body = {"type": "fs", "settings": {"location": folder}}
    try:
        client.snapshot.create_repository(repository=name, body=body)
    except TransportError as error:
        if error.status_code not in _REFUSED:
            raise
        raise SnapshotPlaceError(
            folder,
            "the nodes may not write there. Put it below path.repo in the opensearch.yml of every"
            " node, on a disk that all of them see, and start them again.",
        ) from error
    return name
