"""A service whose index comes and goes."""

import time
import warnings
from collections.abc import Callable, Iterator

import pytest

from puente.errors import StoreUnavailableError
from puente.store import open_store
from service.bootstrap import opening, stores_at
from service.web.app import create_app
from tests.fixtures.builders import EMBEDDER, document, put
from tests.fixtures.gate import Gate, gate
from tests.fixtures.hosts import OWN

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

NOBODY = "opensearch://127.0.0.1:9"


@pytest.fixture
def door(cluster_address: str) -> Iterator[Gate]:
    """The way to an index with one document."""
    store = open_store(cluster_address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    put(store, document(), "El asilo")
    store.close()
    with gate(cluster_address) as door:
        door.address += f"/{cluster_address.rpartition('/')[2]}"
        yield door


def status_of(client: TestClient, path: str) -> int:
    return int(client.get(path).status_code)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.opensearch
def test_a_service_starts_without_its_index_and_serves_as_often_as_it_comes_back(door):
    door.is_closed = True
    with stores_at(door.address, EMBEDDER.name) as stores, opening(stores) as open_reading:
        client = TestClient(create_app(open_reading), OWN)
        for _ in range(2):
            assert [status_of(client, path) for path in ("/healthz", "/readyz")] == [200, 503]
            door.is_closed = False
            wait_until(lambda: status_of(client, "/readyz") == 200)
            wait_until(lambda: status_of(client, "/api/v1/collections") == 200)
            door.is_closed = True


@pytest.mark.opensearch
def test_a_service_whose_index_is_silent_says_so_in_time(door):
    with stores_at(door.address, EMBEDDER.name) as stores, opening(stores) as open_reading:
        client = TestClient(create_app(open_reading), OWN)
        door.can_answer.clear()
        started = time.monotonic()
        answer = client.get("/api/v1/collections")
        assert time.monotonic() - started < 2
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "in time" in client.get("/readyz").json()["detail"]
        door.can_answer.set()
        wait_until(lambda: status_of(client, "/api/v1/collections") == 200)


def test_why_a_service_is_not_ready_is_told_once(caplog):
    with stores_at(NOBODY, EMBEDDER.name) as stores, opening(stores) as open_reading:
        for _ in range(2):
            with pytest.raises(StoreUnavailableError, match="no server answers"):
                open_reading()
    assert [
        record.getMessage() for record in caplog.records if record.name == "service.bootstrap"
    ] == [
        f"Not ready: The store {NOBODY} cannot be used: no server answers."
        " Start it, or correct the address."
    ]


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "opensearch://user:pw@h:1"])
def test_a_service_does_not_start_on_what_will_never_come(url):
    with (
        stores_at(url, EMBEDDER.name) as stores,
        pytest.raises(StoreUnavailableError),
        opening(stores),
    ):
        pass
