import numpy as np
import pytest

from puente.alignment.aligner import align
from puente.alignment.scoring import SENTENCES
from puente.model.documents import Language
from puente.model.segments import SegmentKind
from tests.fixtures.builders import document, segment
from tests.fixtures.versions import links, version

SPANISH = [
    "La Comisión Especial de Asuntos Migratorios se reunió el 13 de febrero de 2009.",
    "Se aprobó el temario, documento CE/AM-59/08 rev. 1. El Presidente agradeció a la CIDH.",
    "La OEA compartirá información con la CRM sobre la base de datos legales.",
    "El presupuesto fue de 1.383.000 dólares, un 3,5 % más que en 2007.",
]
ENGLISH = [
    "The Special Committee on Migration Issues met on February 13, 2009.",
    "The agenda was approved as document CE/AM-59/08 rev. 1. The Chair thanked the IACHR.",
    "The OAS will share information with the RCM on the legal database.",
    "The budget was 1,383,000 dollars, 3.5 % more than in 2007.",
]


def aligned(spanish, english, **options):
    source, target = version(spanish, Language.ES), version(english, Language.EN)
    return links(align(source, target, **options), source, target)


def test_paragraphs_are_linked_one_to_one():
    assert aligned(SPANISH, ENGLISH) == [((n,), (n,)) for n in range(4)]


@pytest.mark.parametrize("place", range(4))
def test_a_paragraph_alone_is_linked_with_its_translation(place):
    assert aligned([SPANISH[place]], [ENGLISH[place]]) == [((0,), (0,))]


@pytest.mark.parametrize("place", range(1, 4))
def test_a_paragraph_alone_is_not_linked_with_another(place):
    assert aligned([SPANISH[0]], [ENGLISH[place]]) == [((), (0,)), ((0,), ())]


def test_what_one_version_lacks_is_linked_to_nothing():
    assert aligned(SPANISH, ENGLISH[:1] + ENGLISH[2:]) == [
        ((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), (2,)),
    ]  # fmt: skip


def test_what_is_added_follows_the_bead_before_it():
    assert aligned(SPANISH[:1] + SPANISH[2:], ENGLISH) == [
        ((0,), (0,)), ((), (1,)), ((1,), (2,)), ((2,), (3,)),
    ]  # fmt: skip


@pytest.mark.parametrize("options", [{}, {"options": SENTENCES}], ids=["paragraphs", "sentences"])
def test_a_paragraph_split_in_two_is_one_bead(options):
    first, second = ENGLISH[1].split(". The")
    assert aligned(SPANISH, [ENGLISH[0], f"{first}.", f"The{second}", *ENGLISH[2:]], **options) == [
        ((0,), (0,)), ((1,), (1, 2)), ((2,), (3,)), ((3,), (4,)),
    ]  # fmt: skip


def test_paragraphs_in_another_order_are_linked_across():
    moved = [ENGLISH[0], ENGLISH[2], ENGLISH[3], ENGLISH[1]]
    assert aligned(SPANISH, moved) == [((0,), (0,)), ((1,), (3,)), ((2,), (1,)), ((3,), (2,))]


def test_footnotes_are_aligned_with_footnotes():
    def notes_at(end, texts, owner):
        kinds = [SegmentKind.PARAGRAPH] * len(texts)
        kinds[end] = SegmentKind.FOOTNOTE
        return tuple(
            segment(text, document=owner, ordinal=n, kind=kind)
            for n, (text, kind) in enumerate(zip(texts, kinds, strict=True), start=1)
        )

    source = notes_at(0, [SPANISH[3], *SPANISH[:3]], document("informe.es"))
    target = notes_at(-1, ENGLISH, document("informe.en"))
    found = links(align(source, target), source, target)
    assert found == [((0,), (3,)), ((1,), (0,)), ((2,), (1,)), ((3,), (2,))]


def test_the_same_label_speaks_for_a_link():
    def items(labels, language):
        owner = document(f"informe.{language}")
        return tuple(
            segment("Otros asuntos", document=owner, ordinal=n, label=label)
            for n, label in enumerate(labels, start=1)
        )

    source, target = items(["1.", "2.", "3."], "es"), items(["2.", "3."], "en")
    assert links(align(source, target), source, target) != [((0,), (0,)), ((1,), (1,)), ((2,), ())]


def test_a_link_says_its_reasons():
    source, target = version(SPANISH, Language.ES), version(ENGLISH, Language.EN)
    reasons = dict(align(source, target).beads[3].reasons)
    assert reasons["numbers shared"] == 1.0
    assert reasons["neighbours"] == 1.0


def test_unrelated_documents_score_next_to_nothing():
    other = ["The sun rises in the east.", "Cats sleep all day.", "Bread is baked at night."]
    source, target = version(SPANISH, Language.ES), version(other, Language.EN)
    assert align(source, target).score < 0.1


@pytest.mark.parametrize("said", [Language.ES, Language.EN])
def test_one_language_twice_is_not_linked(said):
    source = version(SPANISH, Language.ES)
    target = version(SPANISH, said, "copia")
    alignment = align(source, target)
    assert alignment.score == 0
    assert not [bead for bead in alignment.beads if bead.source and bead.target]


def test_long_versions_are_cut_at_anchors_and_aligned_in_pieces():
    numbers = range(10_000, 11_400)
    spanish = [f"La decisión {n} fue adoptada por la Asamblea General." for n in numbers]
    english = [f"Decision {n} was adopted by the General Assembly." for n in numbers if n % 50]
    expected = [
        ((place,), (len([m for m in numbers if m % 50 and m < n]),) if n % 50 else ())
        for place, n in enumerate(numbers)
    ]
    assert aligned(spanish, english) == expected


@pytest.mark.parametrize(("few", "many"), [(2, 30_000), (2000, 2600)], ids=["lopsided", "uncut"])
def test_memory_is_bounded_whatever_is_aligned(few, many):
    source = version([f"El informe {n % 50} de la OEA." for n in range(few)], Language.ES)
    target = version([f"Report {n % 50} of the OAS." for n in range(many)], Language.EN)
    largest = 0

    def similarity(these, those):
        nonlocal largest
        largest = max(largest, len(these) * len(those))
        return np.zeros((len(these), len(those)), np.float32)

    alignment = align(source, target, similarity)
    assert largest <= 5_000_000
    assert len({i for bead in alignment.beads for i in bead.target}) == many
