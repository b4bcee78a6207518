import pytest

from puente.errors import EmptyQueryError
from puente.model.alignments import Alignment, Bead
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.search.concordance import find_translations
from tests.fixtures.builders import document, segment
from tests.fixtures.library import Library

SPANISH = (
    "Los procesos regionales de consulta continúan.",
    "La consulta es uno de los procesos que las delegaciones llaman regionales.",
    "Los derechos humanos y los derechos de los migrantes.",
    "Sin traducción: derechos.",
)
ENGLISH = (
    "The regional consultative processes continue.",
    "Consultation is one of the processes that delegations call regional.",
    "Human rights and the rights of migrants.",
)


def library():
    versions = document("acta.es"), document("acta.en")
    sides = [
        [segment(text, document=version, ordinal=k) for k, text in enumerate(texts, 1)]
        for version, texts in zip(versions, (SPANISH, ENGLISH), strict=True)
    ]
    beads = tuple(
        Bead(source=(first.id,), target=(second.id,), confidence=0.9)
        for first, second in zip(*sides, strict=False)
    )
    linked = Alignment(source_id="acta.es", target_id="acta.en", beads=beads, score=0.9)
    return Library(versions, sides[0] + sides[1], [linked])


def found(text, *languages, page=1, size=10):
    asked = Filters(languages=languages)
    return find_translations(library(), text, filters=asked, page=page, size=size)


def lines(answer):
    """Each row as its paragraph, the words in it, and what is marked in the translation."""
    return [
        (
            row.segment.id,
            [row.segment.text[each.start : each.end] for each in row.matches],
            [row.text[each.start : each.end] for each in row.probable],
        )
        for row in answer.rows
    ]


def test_a_phrase_in_quotes_is_found_word_for_word():
    assert lines(found('"procesos regionales"')) == [
        ("acta.es.0001", ["procesos regionales"], ["regional consultative processes"])
    ]


def test_words_are_found_wherever_they_stand_those_together_first():
    assert lines(found("consulta procesos regionales")) == [
        (
            "acta.es.0001",
            ["procesos regionales de consulta"],
            ["regional consultative processes"],
        ),
        (
            "acta.es.0002",
            ["consulta", "procesos", "regionales"],
            ["Consultation", "processes", "regional"],
        ),
    ]


def test_every_occurrence_is_marked_with_its_own_counterpart():
    (line,) = lines(found("derechos", Language.ES))
    assert line == ("acta.es.0003", ["derechos", "derechos"], ["rights", "rights"])


def test_words_are_found_in_either_language():
    (line,) = lines(found("human rights"))
    assert line == ("acta.en.0003", ["Human rights"], ["derechos humanos"])
    assert lines(found("human rights", Language.ES)) == []


def test_inflected_words_are_found_and_accents_do_not_matter():
    assert [line[1] for line in lines(found("DERECHO MIGRANTE", Language.ES))] == [
        ["derechos de los migrantes"]
    ]


def test_a_word_of_one_language_is_not_looked_for_in_the_other():
    assert [line[0] for line in lines(found("migrantes"))] == ["acta.es.0003"]
    assert [line[0] for line in lines(found("migrants"))] == ["acta.en.0003"]


def test_words_of_which_the_language_was_guessed_wrong_are_found():
    assert [line[0] for line in lines(found("the Regionales"))] == ["acta.es.0001", "acta.es.0002"]


def test_a_paragraph_that_is_alike_in_both_languages_is_one_row():
    answer = find_translations(_alike(), "MERCOSUR", page=1, size=10)
    assert [row.segment.id for row in answer.rows] == ["nota.es.0001"]


def _alike():
    versions = document("nota.es"), document("nota.en")
    sides = [segment("MERCOSUR", document=version) for version in versions]
    bead = Bead(source=(sides[0].id,), target=(sides[1].id,), confidence=0.9)
    return Library(
        versions,
        sides,
        [Alignment(source_id="nota.es", target_id="nota.en", beads=(bead,), score=1)],
    )


def test_pages_are_cut_from_all_rows():
    answer = found("consulta procesos regionales", page=2, size=1)
    assert [row.segment.id for row in answer.rows] == ["acta.es.0002"]
    assert (answer.total, answer.total_is_exact) == (2, True)
    assert found("consulta", page=9).rows == ()


@pytest.mark.parametrize("text", ["", "…", '""'])
def test_words_have_to_be_given(text):
    with pytest.raises(EmptyQueryError):
        found(text)
