"""Index files of a test, which are closed at its end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from puente.store.backend import OpeningOptions
from puente.store.compatibility import Identity
from puente.store.sqlite.store import SqliteStore
from tests.fixtures.builders import EMBEDDER

IDENTITY = Identity(embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "puente.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[..., SqliteStore]]:
    """Opens the same file, each time anew."""
    stores: list[SqliteStore] = []

    def opened(**values: object) -> SqliteStore:
        values = {"identity": IDENTITY, "create": True, "busy_seconds": 0.1, **values}
        stores.append(SqliteStore(f"sqlite:///{path}", OpeningOptions(**values)))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., SqliteStore]) -> SqliteStore:
    """An empty index."""
    return opened()
