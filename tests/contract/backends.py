"""Backends on which the promises of a store are tried, and what the tests need to know of each.

Another store is tried with `pytest tests/contract --contract-backend MODULE:NAME`, which names its
ContractBackend; see docs/howto/add-a-store.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from puente.store.opensearch.transport.address import parse_address
from tests.fixtures.cluster import new_cluster_address, snapshot_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractBackend:
    """One backend: where a test can make an index, and where it can keep copies of it.

    `empty_address` gets the request of the fixture, of any scope, and an empty folder; the index
    that it names is not there yet. `snapshot_place` gets that address and the same folder.
    """

    name: str
    empty_address: Callable[[pytest.FixtureRequest, Path], str]
    snapshot_place: Callable[[str, Path], str]
    marks: tuple[pytest.MarkDecorator, ...] = ()


def _sqlite_address(_: pytest.FixtureRequest, folder: Path) -> str:
    return f"sqlite:///{folder}/puente.db"


def _snapshot_folder(_: str, folder: Path) -> str:
    return f"{folder}/snapshots"


def _opensearch_address(request: pytest.FixtureRequest, _: Path) -> str:
    return new_cluster_address(request.getfixturevalue("cluster"), request)


def _node_folder(address: str, _: Path) -> str:
    """A folder where the node may keep snapshots."""
    return f"{snapshot_folder(address)}/{parse_address(address).alias}"


BACKENDS = (
    ContractBackend(name="sqlite", empty_address=_sqlite_address, snapshot_place=_snapshot_folder),
    ContractBackend(
        name="opensearch",
        empty_address=_opensearch_address,
        snapshot_place=_node_folder,
        marks=(pytest.mark.opensearch,),
    ),
)
