"""Conditions of a real cluster that keep an index from work: each said with its remedy, and over
as soon as the cluster is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from puente.errors import IndexMismatchError, StoreUnavailableError
from puente.settings import Settings
from puente.store import open_store
from puente.store.deadline import ANSWER_SECONDS, deadline_in
from puente.store.opensearch import indices
from puente.store.opensearch.transport.address import parse_address
from puente.store.opensearch.transport.client import connect
from service.cli.doctor import Finding, diagnose
from service.i18n.translator import translator
from tests.fixtures.builders import EMBEDDER, ask, document, put, segment, vectors
from tests.fixtures.gate import gate

pytestmark = pytest.mark.opensearch


@pytest.fixture
def store(cluster_address: str) -> Iterator[object]:
    store = open_store(cluster_address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    put(store, document(), "El asilo")
    yield store
    store.close()


@pytest.fixture
def client(cluster_address: str) -> Iterator[object]:
    client = connect(cluster_address)
    yield client
    client.close()


@pytest.fixture
def index(client, store) -> str:
    return indices.current(client, parse_address(store.url).alias)


@pytest.fixture
def impatient(monkeypatch) -> None:
    """Writers give up soon."""
    monkeypatch.setattr("puente.store.opensearch.transport.client._SECONDS", 0.2)
    monkeypatch.setattr("puente.store.opensearch.transport.bulk._PAUSES", (0.1,))


def doctor(store) -> Finding:
    """What `puente doctor` says of the public index."""
    return diagnose(Settings(store=store.url, embedder=EMBEDDER.name), translator("en"))[-2]


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@contextmanager
def full_disk(client) -> Iterator[None]:
    """The watermarks above what any disk has: the engine bars all indices from writes."""
    prefix = "cluster.routing.allocation.disk"
    marks = {f"{prefix}.watermark.{each}": "900tb" for each in ("low", "high", "flood_stage")}
    settings = {f"{prefix}.threshold_enabled": True, "cluster.info.update.interval": "10s", **marks}
    client.cluster.put_settings(body={"transient": settings})
    try:
        yield
    finally:
        bar = {"cluster.blocks.create_index": None}
        client.cluster.put_settings(
            body={"transient": dict.fromkeys(settings) | bar, "persistent": bar}
        )
        client.indices.put_settings(
            index="_all", body={"index.blocks.read_only_allow_delete": None}
        )


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
def test_a_full_disk_stops_writes_and_nothing_else(store, client, index):
    def is_barred():
        blocks = client.indices.get_settings(index=index)[index]["settings"]["index"]
        return blocks.get("blocks", {}).get("read_only_allow_delete") == "true"

    with full_disk(client):
        wait_until(is_barred)
        with pytest.raises(StoreUnavailableError, match="a node's disk is full"):
            put(store, document("otro.es"), "Otro")
        assert [each.id for each in store.documents()] == ["informe.es"]
        assert "it accepts no writes, for a node's disk is full" in doctor(store).state
    put(store, document("otro.es"), "Otro")
    assert [each.id for each in store.documents()] == ["informe.es", "otro.es"]
    assert not doctor(store).is_fault


@pytest.mark.usefixtures("impatient")
def test_an_index_without_its_parts_says_so_until_they_are_back(store, client, index):
    alias = parse_address(store.url).alias
    client.indices.create(
        index=f"{alias}-000009",
        body={
            "mappings": client.indices.get_mapping(index=index)[index]["mappings"],
            "settings": {"index.routing.allocation.require._name": "nobody"},
        },
        wait_for_active_shards="0",
    )
    indices.point(client, alias, f"{alias}-000009")
    missing = r"parts of the index are missing\. Start the missing nodes"
    for action in (store.documents, lambda: put(store, document("otro.es"), "Otro")):
        with pytest.raises(StoreUnavailableError, match=missing):
            action()
    assert "parts of the index are missing" in doctor(store).state
    indices.point(client, alias, index)
    assert store.keyword(ask("asilo"), limit=9).total == 1


def test_another_index_behind_the_alias_is_refused(store, client, index):
    name = f"{parse_address(store.url).alias}-000009"
    client.indices.create(index=name, body={"mappings": {"dynamic": "strict"}})
    indices.point(client, parse_address(store.url).alias, name)
    with pytest.raises(StoreUnavailableError, match=r"is not an index of Puente\. Give another"):
        open_store(store.url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)


def test_an_index_with_other_fields_is_refused_by_the_first_write(store, client, index):
    mapping = client.indices.get_mapping(index=index)[index]["mappings"]
    mapping["properties"]["position"] = {"type": "boolean"}
    name = f"{parse_address(store.url).alias}-000009"
    client.indices.create(index=name, body={"mappings": mapping})
    head = client.get(index=index, id=indices.HEAD)["_source"]
    client.index(index=name, id=indices.HEAD, body=head)
    indices.point(client, parse_address(store.url).alias, name)
    with pytest.raises(StoreUnavailableError, match=r"has other fields\. Run `puente reindex`"):
        put(store, document("otro.es"), "Otro")
    assert store.documents() == ()


def test_an_index_of_another_encoder_is_refused(store):
    with pytest.raises(IndexMismatchError, match=r"was made with embedder.*Run `puente reindex"):
        open_store(store.url, embedder="other", dimension=EMBEDDER.dimension)


def test_what_a_dead_writer_left_running_in_the_engine_is_ended(store, client, index):
    put(store, document("otro.es"), "Otro")
    slow = {"requests_per_second": 1, "scroll_size": 1, "wait_for_completion": False}
    client.update_by_query(index=index, body={"query": {"match_all": {}}}, **slow)
    indices.Index(client, index).stop_rewriting()
    assert [
        task
        for node in client.tasks.list(actions="*/byquery")["nodes"].values()
        for task in node["tasks"]
    ] == []


def test_a_silent_server_is_given_up_in_time_and_used_again_when_it_speaks(store):
    with gate(store.url) as server:
        address = f"{server.address}/{parse_address(store.url).alias}"
        asked = open_store(address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
        server.can_answer.clear()
        started = time.monotonic()
        with deadline_in(ANSWER_SECONDS), pytest.raises(StoreUnavailableError, match="in time"):
            asked.keyword(ask("asilo"), limit=9)
        assert time.monotonic() - started < 2
        server.can_answer.set()
        assert asked.keyword(ask("asilo"), limit=9).total == 1
        asked.close()


@pytest.mark.usefixtures("impatient")
def test_a_write_that_loses_the_server_is_an_error_and_never_seen(store):
    def write_and_lose(server):
        with asked.writing() as writer:
            found = (segment("Otro", document=document("otro.es")),)
            writer.put(document("otro.es"), found, vectors(found))
            server.is_closed = True

    with gate(store.url) as server:
        address = f"{server.address}/{parse_address(store.url).alias}"
        asked = open_store(address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
        with pytest.raises(StoreUnavailableError):
            write_and_lose(server)
        asked.close()
    assert [each.id for each in store.documents()] == ["informe.es"]
