import pytest

from puente.model.documents import Language
from puente.search.within_document import read_wanted
from service.web.pages.views.document.finds import find
from tests.fixtures.builders import segment


def finds_in(places, *, total=24, number=None):
    """The finds of a document of so many paragraphs, of which those at the places have the word."""
    segments = [
        segment("El agua." if at in places else "El aire.", ordinal=at + 1) for at in range(total)
    ]
    return find(read_wanted("agua"), [(each,) for each in segments], number)


def test_finds_are_counted_in_equal_stretches_of_the_document():
    found = finds_in({0, 1, 5, 23}, number=2).stretches
    assert [each.count for each in found] == [2, 0, 1, *[0] * 8, 1]
    assert [each.number for each in found if each.count] == [1, 3, 4]
    assert [each.is_shown for each in found] == [True, *[False] * 11]
    assert [(each.begins, each.ends) for each in (found[0], found[6], found[-1])] == [
        (0, 8), (50, 58), (92, 100),
    ]  # fmt: skip


def test_a_short_document_has_as_many_stretches_as_paragraphs():
    assert [each.count for each in finds_in({1}, total=3).stretches] == [0, 1, 0]


@pytest.mark.parametrize(
    ("first", "number", "around"),
    [
        (0, None, (None, 1)),
        (5, None, (1, 2)),
        (6, None, (2, 3)),
        (21, None, (3, None)),
        (0, 1, (None, 2)),
        (21, 2, (1, 3)),
        (0, 3, (2, None)),
    ],
)
def test_the_finds_around_the_one_looked_at_or_the_page_have_numbers(first, number, around):
    assert finds_in({0, 5, 20}, number=number).around(first) == around


def test_a_row_of_two_versions_counts_once():
    rows = [
        (segment("Artículo 5"), segment("Article 5", language=Language.EN)),
        (segment("Artículo 6", ordinal=2), segment("Article 5", language=Language.EN, ordinal=2)),
    ]
    found = find(read_wanted("5"), rows, 2)
    assert [each.id for each in found.segments] == ["informe.es.0001", "informe.en.0002"]
    assert (found.places, found.place, found.part(1), len(found.ids)) == ((0, 1), 1, 2, 3)


@pytest.mark.parametrize(("number", "place"), [(None, None), (1, 0), (3, 20), (4, None)])
def test_the_find_that_is_looked_at_has_a_place(number, place):
    assert finds_in({0, 5, 20}, number=number).place == place


def test_only_what_was_found_is_marked():
    segments = [segment("Agua y aire."), segment("El agua.", ordinal=2)]
    found = find(read_wanted("agua aire"), [segments], None)
    assert [(each.start, each.end) for each in found.marks(segments[0], "Agua y aire.")] == [
        (0, 4), (7, 11),
    ]  # fmt: skip
    assert found.marks(segments[1], "El agua.") == ()


def test_nothing_is_found_without_words():
    assert find(read_wanted(""), [(segment("El agua."),)], 1).segments == ()
