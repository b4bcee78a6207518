from dataclasses import replace

import pytest

from puente.alignment.aligner import align
from puente.alignment.warnings import are_in_one_language, find_warnings
from puente.model.documents import Language
from tests.fixtures.versions import version
from tests.unit.ingest.pairing.test_matcher import OTHER
from tests.unit.puente.alignment.test_aligner import ENGLISH, SPANISH


def doubts(source, target):
    return find_warnings(align(source, target), source, target)


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        (ENGLISH, ()),
        (ENGLISH[:1], ()),
        (OTHER, ("unrelated",)),
        ([], ("empty",)),
        (["", " "], ("empty",)),
        (SPANISH, ("same-language",)),
    ],
    ids=["versions", "excerpt", "unrelated", "nothing", "empty lines", "same language"],
)
def test_an_alignment_that_is_not_to_be_trusted_says_why(english, expected):
    assert doubts(version(SPANISH, Language.ES), version(english, Language.EN)) == expected


def test_two_documents_in_one_declared_language_say_so():
    source, target = (
        version(texts, Language.ES, name) for texts, name in ((SPANISH, "a"), (OTHER, "b"))
    )
    assert doubts(source, target) == ("same-language",)


@pytest.mark.parametrize(
    ("spanish", "english", "expected"),
    [
        ("Se reunió el grupo para ver el informe", "Se reunió el grupo para ver el informe", True),
        ("total regional total general", "total regional total general", False),
    ],
)
def test_a_short_text_beside_its_copy_is_in_one_language(spanish, english, expected):
    source, target = version([spanish], Language.ES), version([english], Language.EN)
    assert are_in_one_language(source, target) is expected


def test_long_versions_that_quote_each_other_are_in_two_languages():
    """Judgments of 700 paragraphs have most small words of the other language in a quotation."""
    said = [f"El párrafo {n} de la sentencia se refiere a los hechos del caso" for n in range(50)]
    quoted = ["The paragraph of the judgment refers to the facts of the case"]
    spanish = version([*said, *quoted], Language.ES)
    answer = [f"Paragraph {n} of the judgment refers to the facts of the case" for n in range(50)]
    english = version([*answer, "El párrafo de la sentencia se refiere a los hechos"], Language.EN)
    assert not are_in_one_language(spanish, english)
    mixed = tuple(replace(s, language=Language.EN) if s is spanish[-1] else s for s in spanish)
    answered = tuple(replace(s, language=Language.ES) if s is english[-1] else s for s in english)
    assert not are_in_one_language(mixed, answered)


def test_what_was_not_compared_is_said_and_nobody_is_sure_that_it_has_no_counterpart():
    source = version([f"El informe {n % 50} de la OEA." for n in range(2300)], Language.ES)
    target = version([f"Report {n % 50} of the OAS." for n in range(2300)], Language.EN)
    alignment = align(source, target)
    assert find_warnings(alignment, source, target) == ("too-long",)
    assert max(bead.confidence for bead in alignment.beads) < 1e-9


@pytest.mark.slow
def test_thirty_thousand_lines_a_side_are_aligned():
    numbers = range(100_000, 130_000)
    source = version((f"La decisión {n} fue adoptada." for n in numbers), Language.ES)
    target = version((f"Decision {n} was adopted." for n in numbers), Language.EN)
    alignment = align(source, target)
    assert find_warnings(alignment, source, target) == ()
    assert [len(bead.source) for bead in alignment.beads] == [1] * 30_000
