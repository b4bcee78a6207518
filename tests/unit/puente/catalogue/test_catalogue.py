"""Several indexes as if they were one."""

from dataclasses import replace

import pytest

from puente.catalogue.catalogue import Catalogue
from puente.model.identifiers import WorkId
from puente.store import open_store
from puente.store.sqlite.file import select
from service.web.pages.views.versions import other_versions
from tests.fixtures.builders import EMBEDDER, alignment, correction, document, put


@pytest.fixture
def stores(tmp_path):
    """Two indexes: each with two versions that are linked, and a correction of them."""
    opened = []
    for name in ("uno", "dos"):
        url = f"sqlite:///{tmp_path}/{name}.db"
        store = open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
        first, second = (put(store, document(f"{name}.{code}"), "Uno") for code in ("es", "en"))
        with store.writing() as writer:
            writer.link(alignment(first, second))
            writer.add_correction(correction(first, second))
        opened.append(store)
    yield opened
    for store in opened:
        store.close()


def test_alignments_and_corrections_are_those_of_all_indexes(stores):
    catalogue = Catalogue(stores)
    assert [each.source_id for each in catalogue.alignments()] == ["uno.es", "dos.es"]
    assert catalogue.corrections("dos.en", "dos.es") == stores[1].corrections("dos.es", "dos.en")
    assert len(catalogue.corrections("dos.en", "dos.es")) == 1


def test_documents_of_all_indexes_are_listed_by_id_or_by_date(stores):
    for store, name, date in zip(stores, ("tres", "cuatro"), ("2012-05", "2013"), strict=True):
        put(store, document(f"{name}.es", date=date), "Uno")
    catalogue = Catalogue(stores)
    by_id = ["cuatro.es", "dos.en", "dos.es", "tres.es", "uno.en", "uno.es"]
    assert [each.id for each in catalogue.documents()] == by_id
    by_date = ["cuatro.es", "tres.es", "dos.en", "dos.es", "uno.en", "uno.es"]
    assert [each.id for each in catalogue.documents(newest_first=True)] == by_date


def test_nothing_is_joined_across_indexes_by_id(stores):
    first, second = stores
    sides = [put(second, document(f"uno.{code}"), "Otro") for code in ("es", "en")]
    with second.writing() as writer:
        writer.link(alignment(*sides))
        writer.add_correction(replace(correction(*sides), author="Revisora"))
    put(second, document("otro.fr", work_id=WorkId("uno")), "Autre")
    catalogue = Catalogue(stores)
    assert catalogue.corrections("uno.es", "uno.en") == first.corrections("uno.es", "uno.en")
    assert catalogue.work("uno") == first.versions("uno")
    assert catalogue.work("otro") == second.versions("uno")


@pytest.fixture
def rows(monkeypatch):
    """Rows that each statement gave which an index was asked."""
    counts = []

    def counting(connection, statement, values=()):
        found = select(connection, statement, values)
        counts.append(len(found))
        return found

    monkeypatch.setattr("puente.store.sqlite.view.select", counting)
    return counts


def test_a_work_is_looked_up_by_its_key(stores, rows):
    first, _ = stores
    for number in range(30):
        put(first, document(f"acta-{number}.es"), "Acta")
    put(first, document("record.en", work_id=WorkId("acta-7")), "Record")
    rows.clear()
    for slug in ("acta-7", "record", "record.en"):
        found = Catalogue([first]).work(slug)
        assert [each.id for each in found] == ["record.en", "acta-7.es"]
    assert rows == [2, 0, 1, 2, 0, 1, 2]


def test_the_other_versions_of_many_documents_are_one_question_to_each_index(stores, rows):
    first, second = stores
    documents = [document(f"acta-{number}.es") for number in range(30)]
    for each in documents:
        put(first, each, "Acta")
    put(second, document("acta-7.en"), "Record")
    rows.clear()
    found = other_versions(Catalogue(stores), documents)
    assert rows == [30, 1]
    assert found["acta-7.es"] == second.documents_named(["acta-7.en"])
    assert found["acta-8.es"] == ()
