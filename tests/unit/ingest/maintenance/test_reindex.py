"""An index made anew: what it carries over, and what keeps it from being put to use."""

import pytest

from ingest.maintenance.reindex import reindex
from ingest.maintenance.smoke_test import known_item_places
from ingest.pipeline.ingest_files import ingest
from puente.catalogue.catalogue import Catalogue
from puente.embedding.hashing import HashingEmbedder
from puente.errors import IndexMismatchError, UnsoundIndexError
from puente.model.documents import Visibility
from puente.model.queries import Role
from puente.store import open_store
from puente.store.quantisation import quantise
from puente.store.sqlite.writer import SqliteWriter
from service.bootstrap import stores_at
from tests.conftest import SEEDS
from tests.fixtures.builders import EMBEDDER, correction, document, put, segment


class OtherEmbedder(HashingEmbedder):
    name = "hashing-other"

    def embed(self, texts, *, role, language=None):
        return super().embed([text[::-1] for text in texts], role=role, language=language)


@pytest.fixture
def store(tmp_path):
    """An index of the seeds, by the hashing encoder."""
    with stores_at(f"sqlite:///{tmp_path}/puente.db", EMBEDDER.name) as stores:
        ingest([SEEDS], stores, stores.embedder)
        store = stores.open(Visibility.PUBLIC)
        [summary] = store.alignments()
        sides = [store.segments_of(each) for each in (summary.source_id, summary.target_id)]
        with store.writing() as writer:
            writer.add_correction(correction(sides[0][:1], sides[1][:1]))
        yield store


def content(store):
    return (
        store.documents(),
        [store.segments_of(each) for each in store.document_ids()],
        [store.alignment(each.source_id, each.target_id) for each in store.alignments()],
        [store.corrections(*pair) for pair in store.corrected_pairs()],
        store.spellings(["migracion", "migrantx"]),
        store.index_state().pairing_is_due,
    )


class CountingEmbedder(HashingEmbedder):
    """The encoder of the index, which counts the texts that it is given."""

    embedded = 0

    def embed(self, texts, *, role, language=None):
        self.embedded += len(texts)
        return super().embed(texts, role=role, language=language)


def test_vectors_of_the_same_encoder_are_taken_along_but_not_of_a_damaged_index(store, monkeypatch):
    vectors = [store.vectors_of(each).tolist() for each in store.document_ids()]
    embedder = CountingEmbedder()
    assert reindex(store, embedder) == 5
    assert embedder.embedded == 0
    assert [store.vectors_of(each).tolist() for each in store.document_ids()] == vectors
    monkeypatch.setattr(store, "problems", lambda: ("1 documents whose vectors are not all there",))
    assert reindex(store, embedder) == 5
    assert embedder.embedded == sum(map(len, vectors))


def test_everything_is_carried_over_to_another_encoder(store):
    before = content(store)
    assert reindex(store, OtherEmbedder()) == 5
    with pytest.raises(IndexMismatchError, match="puente reindex"):
        open_store(store.url, embedder=EMBEDDER.name, dimension=64)
    reopened = open_store(store.url, embedder="hashing-other", dimension=64)
    assert content(reopened) == before
    document_id = reopened.document_ids()[0]
    text = reopened.segments_of(document_id)[0].text
    [vector] = OtherEmbedder().embed([text], role=Role.PASSAGE)
    assert reopened.vectors_of(document_id)[0] @ vector > 0.99
    reopened.close()


def put_all_but_one(put):
    def put_some(self, document, segments, vectors):
        if document.id != "cajp-gt-tm-14-04-add-5.es":
            put(self, document, segments, vectors)

    return put_some


LOSSES = [
    ("put", put_all_but_one(SqliteWriter.put), "5 documents were put into it, and it has 4"),
    ("link", lambda *_: None, "1 alignments were put into it, and it has 0"),
    ("add_correction", lambda *_: None, "1 corrections were put into it, and it has 0"),
    ("_write_postings", lambda *_: None, "is not found by its words"),
    ("_insert_citations", lambda *_: None, "is not found by its citation of"),
    ("finish", lambda *_: None, "is not found by its words"),
]


@pytest.mark.parametrize(("method", "broken", "problem"), LOSSES)
def test_an_index_that_lost_something_is_not_put_to_use(
    store, monkeypatch, method, broken, problem
):
    before, state = content(store), store.index_state()
    monkeypatch.setattr(SqliteWriter, method, broken)
    with pytest.raises(UnsoundIndexError, match=problem):
        reindex(store, EMBEDDER)
    monkeypatch.undo()
    assert (content(store), store.index_state()) == (before, state)
    assert store.problems() == ()


def test_vectors_of_other_segments_are_noticed(store, monkeypatch):
    monkeypatch.setattr("puente.store.sqlite.writer.quantise", lambda vectors: quantise(-vectors))
    with pytest.raises(
        UnsoundIndexError, match=r"\d+ of \d+ segments are not found by their vector"
    ):
        reindex(store, EMBEDDER)


def test_the_documents_own_symbols_are_asked_for(store, monkeypatch):
    monkeypatch.setattr("puente.store.sqlite.writer._symbol_number", lambda _: None)
    with pytest.raises(UnsoundIndexError, match=r"is not found by its (symbol|citation)"):
        reindex(store, EMBEDDER)


@pytest.mark.opensearch
def test_an_index_in_a_cluster_is_asked_too(cluster_address, monkeypatch):
    store = open_store(cluster_address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    put(store, document("uno.es"), "El asilo", "La apatridia en la región")
    before = content(store)
    assert reindex(store, EMBEDDER) == 1
    monkeypatch.setattr("puente.store.opensearch.mapping.phrase_words", lambda _: "otra")
    with pytest.raises(UnsoundIndexError, match="is not found by its words"):
        reindex(store, EMBEDDER)
    monkeypatch.undo()
    assert content(store) == before
    assert store.problems() == ()
    store.close()


def test_an_empty_index_is_made_anew(tmp_path):
    with stores_at(f"sqlite:///{tmp_path}/puente.db", EMBEDDER.name) as stores:
        store = stores.create(Visibility.PUBLIC)
        assert reindex(store, EMBEDDER) == 0
        assert store.index_state().generation == 1


@pytest.mark.parametrize(
    ("documents", "places"), [(0, set()), (1, {0}), (3, {0, 1, 2}), (40, set(range(0, 40, 2)))]
)
def test_known_items_come_from_the_whole_collection(documents, places):
    assert known_item_places(documents) == places


def test_paragraphs_of_an_earlier_version_get_official_numbers_for_good(tmp_path):
    """Addresses that the new index told lead to their text when the one before comes back."""
    made_by = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}
    store = open_store(f"sqlite:///{tmp_path}/puente.db", **made_by)
    acta = document("acta.es")
    put(store, acta, segment("Uno", document=acta, label="7."))
    reindex(store, EMBEDDER)
    assert store.segments_of(acta.id)[0].official_number == "7"
    store.roll_back(**made_by)
    assert store.segments_of(acta.id)[0].official_number is None
    assert Catalogue([store]).paragraph(acta.id, "7") == store.segments_of(acta.id)[0]
    store.close()
