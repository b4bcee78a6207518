"""What only an index in a cluster can suffer: other writers, writers that died, missing servers."""

from contextlib import suppress

import numpy as np
import pytest

from ingest.maintenance.reindex import reindex
from puente.errors import SnapshotPlaceError, StoreUnavailableError
from puente.model.documents import Language, Visibility
from puente.model.filters import FILTERS, Filters
from puente.model.identifiers import SegmentId
from puente.store import exists, open_store, url_for
from puente.store.compatibility import Identity
from puente.store.opensearch import indices, mapping, publication
from puente.store.opensearch.transport.address import parse_address
from puente.text.tokenization import exact_words, tokens
from tests.fixtures.builders import EMBEDDER, alignment, ask, document, ids, put, segment, vectors

pytestmark = pytest.mark.opensearch

IDENTITY = Identity(embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
ES, EN = Language.ES, Language.EN


def names(client, store):
    return indices.names(client, parse_address(store.url).alias)


def die_while_writing(store, monkeypatch, *, marked):
    """Leave what a writer leaves that was killed before it could make its write visible."""
    monkeypatch.setattr(publication.Changes, "clear_leftovers", lambda *_: None)
    with suppress(KeyError), store.writing() as writer:
        for made in (document("uno.es"), document("dos.es")):
            found = (segment("Segundo", document=made),)
            writer.put(made, found, vectors(found))
        if marked:
            writer.finish(0)
        raise KeyError
    monkeypatch.undo()


@pytest.mark.parametrize("marked", [False, True])
def test_what_a_killed_writer_left_is_never_seen(store, monkeypatch, marked):
    put(store, document("uno.es"), "Primero", "Asilo")
    before = store.index_state()
    die_while_writing(store, monkeypatch, marked=marked)
    assert store.index_state() == before
    put(store, document("tres.es"), "Tercero")
    assert [found.id for found in store.documents()] == ["tres.es", "uno.es"]
    assert ids(store.keyword(ask("primero segundo asilo"), limit=9)) == [
        "uno.es.0001",
        "uno.es.0002",
    ]
    assert store.problems() == ()


def test_the_index_before_is_kept_until_the_next_rebuild(store, client):
    for _ in range(3):
        with store.rebuilding() as writer:
            found = (segment("El asilo"),)
            writer.put(document(), found, vectors(found))
    alias = parse_address(store.url).alias
    assert names(client, store) == [f"{alias}-000003", f"{alias}-000004"]


@pytest.mark.parametrize("clear", ["writing", "rebuilding"])
def test_what_a_killed_rebuild_left_is_reported_and_removed_by_the_next_program(
    store, opened, client, clear
):
    put(store, document(), "El asilo")
    alias = parse_address(store.url).alias
    indices.make(client, f"{alias}-000002", IDENTITY, 0)
    assert store.problems() == (
        f"{alias}-000002 was never finished (the next write or `puente reindex` removes it)",
    )
    with getattr(opened(), clear)():
        pass
    assert store.problems() == ()


def test_a_rebuild_under_way_is_no_problem_and_keeps_writers_out(store, opened):
    other = opened()
    with store.rebuilding():
        assert other.problems() == ()
        with pytest.raises(StoreUnavailableError, match="another write is under way"):
            put(other, document(), "El asilo")
    put(other, document(), "El asilo")


def test_a_snapshot_taken_before_a_crashed_write_was_undone_is_whole(
    store, client, tmp_path, monkeypatch
):
    put(store, document("uno.es"), "Primero", "Asilo")
    before = store.documents(), store.keyword(ask("primero segundo asilo"), limit=9)
    die_while_writing(store, monkeypatch, marked=True)
    [node] = client.nodes.info(metric="settings")["nodes"].values()
    [folder] = node["settings"]["path"]["repo"]
    place = f"{folder}/{parse_address(store.url).alias}"
    store.save_snapshot(place, "uno")
    with store.writing() as writer:
        writer.delete(document("uno.es").id)
    store.restore_snapshot(place, "uno", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    assert (store.documents(), store.keyword(ask("primero segundo asilo"), limit=9)) == before


@pytest.mark.parametrize("name", ["000002", "before"])
def test_names_that_the_engine_needs_are_no_addresses(cluster, name):
    with pytest.raises(StoreUnavailableError, match="not an address"):
        open_store(f"{cluster}/puente-{name}", embedder="hashing-64", dimension=64)


def test_a_repository_that_nobody_registered_is_refused(store):
    with pytest.raises(SnapshotPlaceError, match=r"knows no repository.*PUENTE_SNAPSHOTS"):
        store.save_snapshot("", "uno")
    put(store, document(), "El asilo")


def test_a_rebuild_that_fails_leaves_no_index_behind(store, client):
    with pytest.raises(KeyError), store.rebuilding():
        raise KeyError
    assert len(names(client, store)) == 1
    put(store, document(), "El asilo")


def test_a_rebuild_carries_alignments_over(store):
    spanish, english = document("informe.es"), document("report.en")
    first, second = segment("Apatridia", document=spanish), segment("Stateless", document=english)
    with store.rebuilding() as writer:
        writer.put(spanish, [first], vectors([first]))
        writer.put(english, [second], vectors([second]))
        writer.link(alignment([first], [second]))
    assert ids(store.keyword(ask("stateless"), limit=9)) == ["report.en.0001", "informe.es.0001"]
    assert store.versions(store.document(spanish.id).work_id) == (
        store.document(english.id),
        store.document(spanish.id),
    )


def test_more_entries_than_a_page_are_all_read(store, monkeypatch):
    monkeypatch.setattr("puente.store.opensearch.queries._PAGE", 2)
    made = document()
    found = put(store, made, *"abcde")
    assert store.segments_of(made.id) == found


def test_a_segment_that_is_missing_is_a_problem(store, client):
    put(store, document(), "Uno", "Dos")
    [index] = names(client, store)
    body = {"query": {"term": {"segment_id": SegmentId("informe.es.0002")}}}
    client.delete_by_query(index=index, body=body, refresh=True)
    assert store.problems() == ("1 documents whose segments are not all there",)


def test_an_index_that_does_not_exist_is_not_made_unasked(cluster_address, opened):
    with pytest.raises(StoreUnavailableError, match="puente ingest"):
        opened(create=False)
    assert not exists(cluster_address)
    opened()
    assert exists(cluster_address)


def test_a_restricted_index_never_moves_a_public_score(store, opened, client):
    put(store, document(), "El asilo", "La trata")
    alone = store.keyword(ask("asilo"), limit=9)
    restricted = opened(url_for(store.url, Visibility.RESTRICTED))
    put(restricted, document("reservado.es"), "El asilo", "El asilo")
    assert store.keyword(ask("asilo"), limit=9) == alone
    indices.drop(client, f"{parse_address(restricted.url).alias}-000001")


def test_a_closed_store_says_so(store):
    store.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        store.documents()


def test_a_field_that_no_template_has_is_refused(store, client):
    from opensearchpy.exceptions import RequestError

    with pytest.raises(RequestError, match="strict_dynamic_mapping_exception"):
        client.index(index=names(client, store)[0], body={"type": "segment", "other": 1})


@pytest.mark.parametrize("url", ["opensearch://127.0.0.1:9", "opensearch://127.0.0.1:9/puente-x"])
def test_a_server_that_is_not_there_says_what_to_do(url):
    with pytest.raises(StoreUnavailableError, match=r"no server answers\. Start it"):
        open_store(url, embedder="hashing-64", dimension=64)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ES, "Los niños, las niñas y los gobiernos de la región"),
        (ES, "mujeres casos luces leyes crisis año años día"),
        (ES, "EE.UU. ratificó la resolución AG/RES. 2356 (XXXVIII-O/08): 1.383.000 personas"),
        (EN, "Organized crime internationally: the archaeologists’ children"),
        (EN, "The U.S. delegation’s 1,383,000 policies weren't O'Neill's"),
        (Language.PT, "A migração e as crianças"),
        (Language.FR, "L’été des réfugiés"),
        (ES, "Ñandú, Łódź, Øresund, ½, ²"),
    ],
)
def test_the_engine_takes_the_stems_of_the_analysis_as_they_are(store, client, language, text):
    expected = [token.stem for token in tokens(text, language)]
    [index] = names(client, store)
    for field, words in ((f"body.{language}", expected), ("exact", exact_words(text))):
        body = {"field": field, "text": " ".join(words)}
        found = client.indices.analyze(index=index, body=body)["tokens"]
        assert [token["token"] for token in found] == words


def test_vectors_are_searched_as_the_embedded_store_quantises_them(store):
    found = put(store, document(), *(f"Texto {number}" for number in range(30)))
    [asked] = vectors([segment("Texto 7")])
    expected = vectors(found) @ asked
    ranking = store.nearest(asked, ask("x").filters, limit=30)
    scores = {scored.segment_id: scored.score for scored in ranking.scored}
    measured = np.array([scores[each.id] for each in found])
    assert np.abs(measured - expected).max() < 0.02


def test_an_index_from_before_some_filters_has_them_with_its_next_write(opened, client):
    with pytest.MonkeyPatch.context() as former:
        lacking_later_filters(former)
        former_store = opened()
        put(former_store, document("viejo.es", **LATER), "El asilo")
    store = opened()
    [index] = names(client, store)
    asked = [ask("asilo", filters=Filters(**{f"{name}s": (LATER[name],)})) for name in LATER]
    assert not LATER.keys() & fields(client, index)
    # Nobody knows of the old document: a filter finds nothing there, and it is no error.
    assert [ids(store.keyword(query, limit=9)) for query in asked] == [[], []]
    put(store, document("nuevo.es", **LATER), "El asilo")
    assert fields(client, index) >= LATER.keys()
    assert [ids(store.keyword(query, limit=9)) for query in asked] == [["nuevo.es.0001"]] * 2
    reindex(store, EMBEDDER)
    both = ["nuevo.es.0001", "viejo.es.0001"]
    assert [ids(store.keyword(query, limit=9)) for query in asked] == [both] * 2


LATER = {"committee": "CAJP", "session": "XXXVIII-O"}
"""Filters that came after the first release, with a value each."""


def fields(client, index):
    return client.indices.get_mapping(index=index)[index]["mappings"]["properties"].keys()


def lacking_later_filters(patch):
    """Be the first release for as long as the patch holds."""
    template = indices.load_template

    def load(name):
        found = template(name)
        for later in LATER if name == "fields" else ():
            del found["template"]["mappings"]["properties"][later]
        return found

    filters = tuple(each for each in FILTERS if each.name not in LATER)
    patch.setattr(indices, "load_template", load)
    patch.setattr(indices, "FILTERS", filters)
    patch.setattr(mapping, "FILTERS", filters)
