"""Entries that a write leaves in an index, and those that it does not."""

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from opensearchpy import OpenSearch

from puente.errors import SegmentNotFoundError
from puente.model.alignments import Bead
from puente.model.segments import Segment
from puente.store.opensearch import indices, publication
from puente.store.opensearch.store import OpenSearchStore
from puente.store.opensearch.transport.address import parse_address
from tests.fixtures.builders import alignment, ask, document, ids, put, segment, vectors

pytestmark = pytest.mark.opensearch

SPANISH, ENGLISH = document("informe.es"), document("report.en")


def index_of(client: OpenSearch, store: OpenSearchStore) -> str:
    return indices.current(client, parse_address(store.url).alias)


def entries(client: OpenSearch, store: OpenSearchStore) -> dict[str, object]:
    """Every entry of the index by its id, but for who has the right to write."""
    name = index_of(client, store)
    client.indices.refresh(index=name)
    hits = client.search(index=name, body={"size": 1_000, "query": {"match_all": {}}})
    found = {hit["_id"]: hit["_source"] for hit in hits["hits"]["hits"]}
    for field in ("writer", "lease"):
        del found["head"][field]
    return found


def link_two(store: OpenSearchStore) -> tuple[Segment, Segment]:
    """Two versions of one paragraph, linked."""
    first, second = segment("El asilo", document=SPANISH), segment("Asylum", document=ENGLISH)
    with store.writing() as writer:
        writer.put(SPANISH, [first], vectors([first]))
        writer.put(ENGLISH, [second], vectors([second]))
        writer.link(alignment([first], [second]))
    return first, second


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
@pytest.mark.parametrize("is_finished", [False, True])
def test_a_write_that_fails_leaves_every_entry_as_it_was(
    store: OpenSearchStore, client: OpenSearch, error: type[BaseException], *, is_finished: bool
) -> None:
    link_two(store)
    before = entries(client, store)
    with suppress(error), store.writing() as writer:
        writer.delete(ENGLISH.id)
        found = [segment("La trata", document=SPANISH), segment("El refugio", ordinal=2)]
        writer.put(SPANISH, found, vectors(found))
        writer.settle_pairing()
        if is_finished:
            writer.finish(0)
        raise error
    after = entries(client, store)
    # What was marked as replaced and is restored says that it was never retired.
    assert {key: _without_nulls(value) for key, value in after.items()} == {
        key: _without_nulls(value) for key, value in before.items()
    }


def _without_nulls(source: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in source.items() if value is not None}


def test_vectors_of_another_shape_undo_what_was_put_before_them(
    store: OpenSearchStore, client: OpenSearch
) -> None:
    link_two(store)
    before = entries(client, store)
    other = segment("La trata", document=document("otro.es"))

    def write() -> None:
        with store.writing() as writer:
            writer.put(document("otro.es"), [other], vectors([other]))
            writer.put(SPANISH, [segment("El asilo")], np.zeros((2, 64), np.float32))

    with pytest.raises(ValueError, match="shape"):
        write()
    assert entries(client, store) == before


def test_a_link_of_a_segment_that_is_not_the_documents_undoes_the_write(
    store: OpenSearchStore, client: OpenSearch
) -> None:
    first, second = link_two(store)
    before = entries(client, store)
    foreign = Bead(source=(second.id,), target=(second.id,), confidence=0.9)
    linked = alignment([first], [second])
    wrong = replace(linked, beads=(*linked.beads, foreign))
    with pytest.raises(SegmentNotFoundError, match=second.id), store.writing() as writer:
        writer.link(wrong)
    assert entries(client, store) == before


def test_what_is_put_twice_in_one_write_is_there_once(store: OpenSearchStore) -> None:
    with store.writing() as writer:
        for text in ("El asilo", "La trata"):
            writer.put(SPANISH, [segment(text)], vectors([segment(text)]))
    assert ids(store.keyword(ask("asilo trata"), limit=9)) == ["informe.es.0001"]
    assert store.keyword(ask("asilo"), limit=9).total == 0
    assert store.index_state().segments == 1


def test_what_is_put_and_deleted_in_one_write_was_never_there(
    store: OpenSearchStore, client: OpenSearch
) -> None:
    link_two(store)
    other = document("otro.es")
    found = [segment("La trata", document=other)]
    with store.writing() as writer:
        writer.put(other, found, vectors(found))
        writer.delete(other.id)
    assert [key for key in entries(client, store) if "otro" in key] == []
    assert store.document_ids() == (SPANISH.id, ENGLISH.id)


def test_what_was_replaced_is_removed_when_nobody_can_read_it_any_more(store, client, monkeypatch):
    monkeypatch.setattr(publication, "_KEPT_SECONDS", -1)
    for text in ("uno", "dos", "tres", "cuatro"):
        put(store, document(), text)
    client.indices.refresh(index=index_of(client, store))
    # The head, the document and its segment, and both as the last write replaced them.
    assert client.count(index=index_of(client, store))["count"] == 5
