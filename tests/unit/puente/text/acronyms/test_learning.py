import pytest

from puente.model.acronyms import Acronym, Introduced, Introducing, NamedAcronym
from puente.model.documents import Language
from puente.model.identifiers import SegmentId
from puente.text.acronyms.learning import introduced_by, learn
from tests.fixtures.builders import segment


def introducing(text, place, *counterparts, language=Language.ES):
    found = introduced_by(segment(text, language=language))
    return Introducing(
        segment_id=SegmentId(place),
        language=language,
        introduced=found,
        counterparts=tuple(map(SegmentId, counterparts)),
    )


def pairs(*texts):
    """Acronyms learned of (Spanish, English) paragraphs, each pair of a document of its own."""
    segments = []
    for number, (spanish, english) in enumerate(texts):
        places = f"d{number}.es.0001", f"d{number}.en.0001"
        segments.append(introducing(spanish, places[0], places[1]))
        segments.append(introducing(english, places[1], places[0], language=Language.EN))
    return [(named(each.spanish), named(each.english)) for each in learn(segments).known]


def named(side: NamedAcronym | None):
    return side and (side.acronym, side.name)


def test_an_acronym_of_other_letters_is_paired_by_the_words_of_its_name():
    assert pairs(
        ("la Organización de los Estados Americanos (OEA)", "Organization of American States (OAS)")
    ) == [
        (
            ("OEA", "Organización de los Estados Americanos"),
            ("OAS", "Organization of American States"),
        )
    ]


def test_a_name_that_is_not_spelt_is_paired_by_its_acronym_from_where_it_begins():
    [(_, english)] = pairs(
        (
            "el Departamento Administrativo de Seguridad (DAS)",
            "the Ministry of Justice and the Administrative Department of Security (DAS)",
        )
    )
    assert english == ("DAS", "Administrative Department of Security")


@pytest.mark.parametrize(
    "texts",
    [
        ("la Corte Suprema de Justicia (CSJ)", "the Military Service Office of Peru (CSJ)"),
        ("el Comité contra la Tortura (CCT)", "the World Trade Organization (WTO)"),
    ],
)
def test_names_that_do_not_translate_each_other_are_not_paired(texts):
    assert all(spanish is None or english is None for spanish, english in pairs(texts))


def test_an_acronym_of_one_language_needs_the_letters_of_its_name():
    assert pairs(("la Corporación Nacional de Trigo (XYZ)", "nothing")) == []


def test_an_acronym_of_several_things_is_left_out_unless_most_documents_mean_the_same():
    jury = ("la Corte Penal Juvenil (CPJ)", "")
    press = ("el Comité de Protección de los Jueces (CPJ)", "")
    assert pairs(jury, press) == []
    assert pairs(jury, press, jury) == [(("CPJ", "Corte Penal Juvenil"), None)]


@pytest.mark.parametrize(
    "name", ["Red de Estudios Democráticos (RED)", "Plan de Acción Zonal (PAZ)"]
)
def test_an_acronym_that_is_a_word_is_left_out(name):
    assert pairs((f"la {name}", "")) == []


def test_what_is_learned_names_the_paragraphs_that_prove_it():
    segments = [
        introducing("la Organización Internacional para las Migraciones (OIM)", "a.es.0007"),
        introducing("nada", "b.es.0001"),
    ]
    proof = NamedAcronym(
        acronym="OIM",
        name="Organización Internacional para las Migraciones",
        segment_id=SegmentId("a.es.0007"),
    )
    assert learn(segments).known == (Acronym(spanish=proof),)


def test_other_languages_teach_nothing():
    assert (
        introduced_by(segment("Organização dos Estados Americanos (OEA)", language=Language.PT))
        == ()
    )


def test_an_index_keeps_no_more_than_twenty_of_a_paragraph():
    text = " ".join(
        f"Alta Corte {letter * 4} (AC{letter})" for letter in "BCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    assert len(introduced_by(segment(text))) == 20
    assert introduced_by(segment("Alta Corte Bbbb (ACB)")) == (
        Introduced(acronym="ACB", name="Alta Corte Bbbb", is_spelt=True),
    )
