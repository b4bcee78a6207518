"""Indexes in a node, which are closed at the end of a test."""

from collections.abc import Callable, Iterator

import pytest
from opensearchpy import OpenSearch

from puente.store.backend import OpeningOptions
from puente.store.compatibility import Identity
from puente.store.opensearch.store import OpenSearchStore
from puente.store.opensearch.transport.client import connect
from tests.fixtures.builders import EMBEDDER

IDENTITY = Identity(embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)


@pytest.fixture
def opened(cluster_address: str) -> Iterator[Callable[..., OpenSearchStore]]:
    """Opens the same index, each time anew."""
    stores: list[OpenSearchStore] = []

    def opened(url: str = cluster_address, **values: object) -> OpenSearchStore:
        values = {"identity": IDENTITY, "create": True, "busy_seconds": 0.1, **values}
        stores.append(OpenSearchStore(url, OpeningOptions(**values)))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., OpenSearchStore]) -> OpenSearchStore:
    """An empty index."""
    return opened()


@pytest.fixture
def client(cluster_address: str) -> Iterator[OpenSearch]:
    client = connect(cluster_address)
    yield client
    client.close()
