"""The stores that must keep every promise of puente.store.protocol, one parameter an engine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from puente.store import open_store
from puente.store.opensearch.transport.address import parse_address
from puente.store.opensearch.transport.client import connect
from puente.store.protocol import Store
from tests.fixtures.builders import EMBEDDER


@pytest.fixture(params=["sqlite", pytest.param("opensearch", marks=pytest.mark.opensearch)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an index can be made."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/puente.db"
    return str(request.getfixturevalue("cluster_address"))


@pytest.fixture
def place(address: str, tmp_path: Path) -> str:
    """A folder where snapshots can be kept."""
    if address.startswith("sqlite"):
        return f"{tmp_path}/snapshots"
    client = connect(address)
    [node] = client.nodes.info(metric="settings")["nodes"].values()
    client.close()
    [folder] = node["settings"]["path"]["repo"]
    return f"{folder}/{parse_address(address).alias}"


@pytest.fixture
def reopen(address: str) -> Iterator[Callable[[], Store]]:
    """Opens the same index, each time anew."""
    opened: list[Store] = []

    def reopen() -> Store:
        store = open_store(address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
        opened.append(store)
        return store

    yield reopen
    for store in opened:
        store.close()


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Store:
    """An empty index."""
    return reopen()
