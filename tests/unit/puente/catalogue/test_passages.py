"""Passages of an index that is written to while they are read."""

import pytest

from puente.catalogue.catalogue import Catalogue
from puente.catalogue.coverage import survey_coverage
from puente.catalogue.passages import passages, version_pairs
from puente.search.concordance import find_translations
from puente.store import open_store
from tests.fixtures.builders import EMBEDDER, alignment, document, put

SPANISH, ENGLISH = ("Uno", "Dos", "Tres"), ("One", "Two", "Three")


@pytest.fixture
def store(tmp_path):
    """An index with a work whose versions are aligned paragraph by paragraph."""
    url = f"sqlite:///{tmp_path}/puente.db"
    opened = open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension, create=True)
    link(opened, SPANISH, ENGLISH)
    yield opened
    opened.close()


def link(store, spanish, english, work="acta"):
    sides = [
        put(store, document(f"{work}.{language}"), *texts)
        for language, texts in (("es", spanish), ("en", english))
    ]
    with store.writing() as writer:
        writer.link(alignment(*sides))


def delete(store):
    with store.writing() as writer:
        writer.delete("acta.en")


class Interrupted(Catalogue):
    """A catalogue whose index is written to after it was first asked for something."""

    def __init__(self, store, asked, write):
        super().__init__([store])
        self._waiting = {asked: lambda: write(store)}

    def _answer(self, asked, answer):
        write = self._waiting.pop(asked, None)
        if write:
            write()
        return answer

    def alignment(self, *ids):
        return self._answer("alignment", super().alignment(*ids))

    def alignments(self):
        return self._answer("alignments", super().alignments())

    def documents(self, *filters):
        return self._answer("documents", super().documents(*filters))

    def matching(self, query, *, limit):
        return self._answer("matching", super().matching(query, limit=limit))


def texts(catalogue):
    found = [each for pair in version_pairs(catalogue) for each in passages(catalogue, pair)]
    return [tuple(" ".join(s.text for s in side) for _, side in each.sides) for each in found]


def test_a_document_that_is_replaced_meanwhile_gives_its_own_links(store):
    def replace(store):
        link(store, ("Cero", *SPANISH), ("Zero", *ENGLISH))

    catalogue = Interrupted(store, "alignment", replace)
    assert texts(catalogue) == list(zip(("Cero", *SPANISH), ("Zero", *ENGLISH), strict=True))


@pytest.mark.parametrize("asked", ["alignment", "alignments"])
def test_a_document_that_is_deleted_meanwhile_gives_none(store, asked):
    assert texts(Interrupted(store, asked, delete)) == []


def test_versions_that_come_meanwhile_wait(store):
    def add(store):
        put(store, document("acta.es"), *SPANISH)
        other = put(store, document("acta.pt", work_id="acta"), *SPANISH)
        with store.writing() as writer:
            writer.link(alignment(store.segments_of("acta.es"), other))

    assert texts(Interrupted(store, "documents", add)) == []


def test_a_work_that_is_deleted_meanwhile_lacks_nothing(store):
    def delete_both(store):
        with store.writing() as writer:
            writer.delete("acta.es")
            writer.delete("acta.en")

    coverage = survey_coverage(Interrupted(store, "documents", delete_both))
    assert (coverage.works, coverage.whole) == ((), 0)


def test_a_translation_that_is_deleted_meanwhile_has_no_row(store):
    found = find_translations(Interrupted(store, "matching", delete), "dos", page=1, size=9)
    assert found.rows == ()
