"""Paragraphs near a vector, out of what a reader may see, on every store."""

from collections.abc import Callable

import pytest

from puente.catalogue.confined_reader import ConfinedReader
from puente.errors import UnheldValueError
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.model.queries import Role
from puente.search.nearness import nearest
from puente.store.protocol import Store
from tests.fixtures.builders import EMBEDDER, alignment, document, put

TEXT = "La migración es constante"


def _fill_one(store: Store) -> None:
    spanish = put(store, document("a.es"), TEXT, "Otra cosa")
    english = put(store, document("a.en"), "Migration is constant", "Something else")
    with store.writing() as writer:
        writer.link(alignment(spanish, english))


def _fill_other(store: Store) -> None:
    put(store, document("b.es", collection="other"), f"{TEXT}.")


def _fill(store: Store) -> None:
    _fill_one(store)
    _fill_other(store)


@pytest.fixture
def read(index_of: Callable[[Callable[[Store], None]], Store]) -> Store:
    return index_of(_fill)


def near(readers, limit=10, **filters):
    [vector] = EMBEDDER.embed([TEXT], role=Role.QUERY)
    return nearest(readers, vector, Filters(**filters), limit=limit)


def test_the_nearest_come_first_with_their_translations(read):
    first, second = near([read], limit=2)
    assert (first.shown.segment.id, second.shown.segment.id) == ("a.es.0001", "b.es.0001")
    assert first.score == pytest.approx(1, abs=0.02)
    assert first.score > second.score
    assert [each.text for each in first.shown.translations] == ["Migration is constant"]


def test_filters_and_limits_hold(read):
    found = near([read], languages=(Language.EN,))
    assert [each.shown.segment.id for each in found] == ["a.en.0001", "a.en.0002"]
    assert len(near([read], limit=1)) == 1
    with pytest.raises(UnheldValueError):
        near([read], collections=("nowhere",))


def test_what_a_reader_may_not_see_is_near_nothing(read):
    found = near([ConfinedReader(read, ["oas"])])
    assert {each.shown.document.id for each in found} == {"a.es", "a.en"}


def test_several_indexes_answer_as_one(read, index_of):
    assert near([index_of(_fill_one), index_of(_fill_other)]) == near([read])
