"""Confidence that two documents are versions of each other, by what speaks for and against it."""

import pytest

from ingest.pairing.evidence import Evidence, Statements
from ingest.pairing.number_agreement import NumberAgreement
from ingest.pairing.symbol_relation import SAME_SYMBOL, Relation
from puente.model.documents import Language, Provenance, Symbol
from puente.model.reports import ProposalReason
from tests.fixtures.builders import document
from tests.fixtures.pairing import Entry, pair
from tests.fixtures.versions import version

NOTHING_AGAINST = Relation(1, None)
SYMBOL = Symbol(text="CIM/doc.7/05", organ="CIM", kind="doc", number=7, year=2005)
PLACES = ("Lima", "Quito", "Bogotá", "Caracas", "Asunción", "Montevideo", "Managua", "Panamá")


def evidence(**values):
    return Evidence(
        **{
            "score": 1.0,
            "links": 30,
            "numbers": NumberAgreement(shared=0.9, contradicted=0.0),
            "relation": NOTHING_AGAINST,
            "days": Statements.UNKNOWN,
            "titles": Statements.UNKNOWN,
            **values,
        }
    )


def numbers(shared, contradicted):
    return {"numbers": NumberAgreement(shared=shared, contradicted=contradicted)}


@pytest.mark.parametrize(
    ("values", "are_versions", "reason"),
    [
        (numbers(0.9, 0.0), True, None),
        (numbers(0.45, 0.0), False, ProposalReason.FIGURES),
        (numbers(0.9, 0.1), False, ProposalReason.FIGURES),
        (numbers(0.45, 0.1) | {"days": Statements.SAME}, True, None),
        (numbers(0.9, 0.5) | {"days": Statements.SAME}, False, ProposalReason.FIGURES),
        (numbers(0.4, 0.5) | {"relation": SAME_SYMBOL}, True, None),
        ({"days": Statements.OTHER}, True, None),
        ({"days": Statements.OTHER, "links": 4}, False, ProposalReason.DATE),
        (numbers(0.7, 0.0) | {"days": Statements.OTHER}, False, ProposalReason.DATE),
        ({"titles": Statements.OTHER}, False, ProposalReason.TITLE),
        ({"links": 0}, False, ProposalReason.LITTLE),
    ],
)
def test_what_speaks_against_a_pair_lowers_the_confidence(values, are_versions, reason):
    weighed = evidence(**values)
    assert weighed.are_versions is are_versions
    assert 0 <= weighed.confidence <= evidence().confidence
    if reason:
        assert weighed.reason is reason


def test_differing_figures_never_forbid_a_proposal():
    assert evidence(**numbers(0.0, 1.0)).confidence == pytest.approx(0.1)


def entry(identifier, texts, **values):
    name, _, language = identifier.rpartition(".")
    return Entry(
        document=document(identifier, **values), segments=version(texts, Language(language), name)
    )


def acts(language, year):
    """Paragraphs about something in a place each, on days of a year."""
    said = {
        Language.ES: "La delegación visitó {} el {} de mayo de {} con las autoridades",
        Language.EN: "The delegation visited {} on May {}, {} with the authorities",
    }[language]
    return [said.format(place, day, year) for day, place in enumerate(PLACES, 3)]


def outcome(spanish, english):
    found = pair([spanish, english])
    if found.pairs:
        return "pair"
    return found.proposals[0].reason.value if found.proposals else "nothing"


def test_one_symbol_makes_a_pair_whatever_the_figures_say():
    spanish = entry("a.es", acts("es", 2005), symbol=SYMBOL)
    english = entry("b.en", acts("en", 2006), symbol=SYMBOL)
    assert outcome(spanish, english) == "pair"
    assert pair([spanish, english]).pairs[0].score < 0.6
    without = entry("a.es", acts("es", 2005)), entry("b.en", acts("en", 2006))
    assert pair(without).pairs == ()


def test_the_day_a_file_was_saved_speaks_against_nothing():
    saved = (Provenance(field="date", origin="file"),)
    stated = (Provenance(field="date", origin="title block"),)
    spanish = entry("a.es", acts("es", 2005), date="2005-06-01", provenance=stated)
    for provenance, expected in ((saved, "pair"), (stated, "year")):
        english = entry("b.en", acts("en", 2005), date="2019-02-11", provenance=provenance)
        assert outcome(spanish, english) == expected


@pytest.mark.parametrize(
    ("spanish", "english", "expected"),
    [
        ("Segundo informe sobre migrantes", "Seventh Report on Migrants", "title"),
        ("Informe anual 2000", "Annual Report 2005", "title"),
        ("Informe de la XXIV reunión", "Report of the Twenty-Fifth Meeting", "title"),
        ("Segundo informe sobre migrantes", "Second Report on Migrants", "pair"),
        ("Informe de la XXIV reunión", "Report of the Twenty-fourth Meeting", "pair"),
        ("Informe sobre migrantes", "Report on Migrants", "pair"),
    ],
)
def test_reports_of_a_series_are_told_by_the_numbers_in_their_titles(spanish, english, expected):
    first = entry("a.es", acts("es", 2005), title=spanish)
    second = entry("b.en", acts("en", 2005), title=english)
    assert outcome(first, second) == expected


def test_a_title_a_heading_and_a_paragraph_are_no_sure_pair():
    shared = "La Comisión agradece a los Estados su cooperación con la Relatoría"
    said = "The Commission thanks the States for their cooperation with the Rapporteurship"
    spanish = entry("a.es", ["Informe sobre migrantes", "I. Introducción", shared])
    english = entry("b.en", ["Report on migrants", "I. Introduction", said])
    found = pair([spanish, english])
    assert [each.score for each in (*found.pairs, *found.proposals)] == [
        pytest.approx(0.5, abs=0.05)
    ]


def test_the_surest_of_doubtful_pairs_is_taken():
    """An order of another day in the same case reads alike; its own version comes first."""
    spanish = entry("a.es", acts("es", 2005), date="2005-06-01")
    later = entry("b.en", acts("en", 2005), date="2005-06-30")
    own = entry("c.en", acts("en", 2005)[:-2], date="2005-06-01")
    assert [each.target_id for each in pair([spanish, later, own]).pairs] == ["c.en"]
