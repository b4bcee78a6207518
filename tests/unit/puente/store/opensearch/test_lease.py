"""The right to write an index: who has it, for how long, and what becomes of it."""

import threading
import time
from collections.abc import Callable

import pytest
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError

from puente.errors import StoreBusyError, StoreUnavailableError
from puente.store.opensearch.indices import Index
from puente.store.opensearch.lease import Lease, read_head, take_lease
from puente.store.opensearch.store import OpenSearchStore
from puente.store.opensearch.transport.address import parse_address
from tests.fixtures.builders import ask, document, put, segment, vectors

pytestmark = pytest.mark.opensearch


@pytest.fixture
def alias(store: OpenSearchStore) -> str:
    return parse_address(store.url).alias


@pytest.fixture
def lease(client: OpenSearch, alias: str) -> Callable[[], Lease]:
    """Makes the lease of one more writer, which has read the head as it is now."""

    def lease() -> Lease:
        head = read_head(client, alias)
        return Lease("opensearch://x", Index(client, head.name), head)

    return lease


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers whose lease has run out when they have taken it."""
    monkeypatch.setattr("puente.store.opensearch.lease._LEASE_SECONDS", -1.0)
    monkeypatch.setattr("puente.store.opensearch.lease.Lease._keep", lambda _: None)


def test_one_writer_has_it_and_the_next_when_it_is_given_back(lease: Callable[[], Lease]) -> None:
    first = lease()
    assert first.take()
    assert not lease().take()
    first.end({})
    assert first.has_ended
    second = lease()
    assert second.take()
    second.give_up()


def test_of_two_that_saw_it_free_one_has_it(lease: Callable[[], Lease]) -> None:
    first, second = lease(), lease()
    assert (first.take(), second.take()) == (True, False)
    first.give_up()


def test_what_is_given_back_with_changes_is_the_new_head(
    lease: Callable[[], Lease], client: OpenSearch, alias: str
) -> None:
    own = lease()
    before = own.head
    own.take()
    own.end({"generation": before.generation + 1})
    after = read_head(client, alias)
    assert after.generation == before.generation + 1
    assert after.source == {
        **before.source,
        "generation": before.generation + 1,
        "lease": 0,
        "writer": own._writer,
    }


def test_what_is_given_up_leaves_the_head_but_for_the_writer(
    lease: Callable[[], Lease], client: OpenSearch, alias: str
) -> None:
    own = lease()
    before = own.head.source
    own.take()
    assert read_head(client, alias).source["lease"] > time.time() * 1000
    own.give_up()
    assert read_head(client, alias).source == {**before, "writer": own._writer}


@pytest.mark.usefixtures("silent")
def test_what_ran_out_belongs_to_who_takes_it(lease: Callable[[], Lease]) -> None:
    first = lease()
    assert first.take()
    second = lease()
    assert second.take()
    with pytest.raises(StoreUnavailableError, match="another writer took over"):
        first.check()
    assert first.has_ended
    second.check()
    with pytest.raises(StoreUnavailableError, match="another writer took over"):
        first.end({"generation": 99})
    second.give_up()


def test_it_is_kept_up_for_longer_than_its_time(
    lease: Callable[[], Lease], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("puente.store.opensearch.lease._LEASE_SECONDS", 1.5)
    own = lease()
    assert own.take()
    time.sleep(2.5)
    assert not lease().take()
    own.give_up()


def test_a_renewal_whose_answer_was_lost_counts(
    lease: Callable[[], Lease], client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = lease()
    write = client.index

    def write_twice(**values: object) -> object:
        write(**values)
        return write(**values)  # as the client asks again that heard nothing

    monkeypatch.setattr(client, "index", write_twice)
    assert own.take()
    monkeypatch.undo()
    own.extend()
    own.give_up()


def test_the_engine_refuses_a_head_that_has_changed_since(
    lease: Callable[[], Lease], client: OpenSearch
) -> None:
    own = lease()
    head = own.head
    assert own.take()
    number, term = head.version
    with pytest.raises(ConflictError):
        client.index(
            index=head.name, id="head", body=head.source, if_seq_no=number, if_primary_term=term
        )
    own.give_up()


def test_who_comes_second_waits_and_then_gives_up(
    lease: Callable[[], Lease], client: OpenSearch, alias: str
) -> None:
    own = lease()
    own.take()
    with pytest.raises(StoreBusyError, match="another write is under way"):
        take_lease("opensearch://x", client, alias, 0.2, lambda _: None)
    threading.Timer(0.3, own.give_up).start()
    looked: list[str] = []
    taken = take_lease("opensearch://x", client, alias, 30, looked.append)
    assert set(looked) == {taken.head.name} == {own.head.name}
    taken.give_up()


def test_an_index_that_is_refused_is_not_taken(
    lease: Callable[[], Lease], client: OpenSearch, alias: str
) -> None:
    def refuse(name: str) -> None:
        raise KeyError(name)

    with pytest.raises(KeyError):
        take_lease("opensearch://x", client, alias, 0.1, refuse)
    own = lease()
    assert own.take()
    own.give_up()


def test_a_second_writer_is_refused_until_the_first_has_ended(store, opened):
    other = opened()
    with (
        store.writing(),
        pytest.raises(StoreUnavailableError, match="another write is under way"),
        other.writing(),
    ):
        pass
    put(other, document(), "El asilo")
    assert store.keyword(ask("asilo"), limit=9).total == 1


@pytest.mark.usefixtures("silent")
def test_a_writer_that_was_silent_too_long_changes_nothing_after_another(store, opened):
    made = document()
    found = (segment("El asilo", document=made),)

    def write() -> None:
        with store.writing() as writer:
            writer.put(made, found, vectors(found))
            put(opened(), document("otro.es"), "Otro")

    with pytest.raises(StoreUnavailableError, match="another writer took over"):
        write()
    assert [each.id for each in store.documents()] == ["otro.es"]


@pytest.mark.usefixtures("silent")
def test_a_writer_that_was_silent_goes_on_where_nobody_took_over(store):
    put(store, document(), "El asilo")
    assert [each.id for each in store.documents()] == [document().id]
