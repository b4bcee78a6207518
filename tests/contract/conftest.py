"""The stores that must keep every promise of puente.store.protocol, one parameter a backend."""

from collections.abc import Callable, Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest

from puente.store import open_store
from puente.store.protocol import Store
from tests.contract.backends import BACKENDS, ContractBackend
from tests.fixtures.builders import EMBEDDER
from tests.fixtures.shelf import Shelf


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        further = map(resolve_name, metafunc.config.getoption("--contract-backend"))
        backends = [
            pytest.param(backend, id=backend.name, marks=backend.marks)
            for backend in (*BACKENDS, *further)
        ]
        # For a module, so that tests that only read can share an index.
        metafunc.parametrize("backend", backends, scope="module")


@pytest.fixture
def address(request: pytest.FixtureRequest, backend: ContractBackend, tmp_path: Path) -> str:
    """Where an index can be made."""
    return backend.empty_address(request, tmp_path)


@pytest.fixture
def place(backend: ContractBackend, address: str, tmp_path: Path) -> str:
    """A place where snapshots can be kept."""
    return backend.snapshot_place(address, tmp_path)


@pytest.fixture
def shelf(address: str) -> Iterator[Shelf]:
    """The indexes of both visibilities, with ingests into them."""
    made = Shelf(address)
    yield made
    made.close()


@pytest.fixture(scope="module")
def index_of(
    request: pytest.FixtureRequest,
    backend: ContractBackend,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Callable[[Store], None]], Store]]:
    """Gives the index that a function fills, for tests that only read: made once a module."""
    made: dict[Callable[[Store], None], Store] = {}

    def index_of(fill: Callable[[Store], None]) -> Store:
        if fill not in made:
            address = backend.empty_address(request, tmp_path_factory.mktemp(fill.__name__))
            store = open_store(address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
            made[fill] = store
            fill(store)
        return made[fill]

    yield index_of
    for store in made.values():
        store.close()


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
