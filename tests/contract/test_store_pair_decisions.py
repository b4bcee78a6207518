"""People's decisions on two documents as a whole, kept and carried out on every engine."""

import pytest

from puente.corrections.pair_decisions import decision_on_pair
from puente.corrections.service import CorrectionService
from puente.errors import CorrectionError, DocumentNotFoundError
from puente.model.alignments import Decision
from puente.model.identifiers import DocumentId
from puente.model.reports import Proposal, ProposalReason
from puente.store.protocol import Store
from tests.fixtures.builders import alignment, correction, document, put

SPANISH, ENGLISH, OTHER = map(DocumentId, ("informe.es", "report.en", "study.en"))
LEFT = Proposal(source_id=SPANISH, target_id=ENGLISH, score=0.6, reason=ProposalReason.FIGURES)
ELSEWHERE = Proposal(source_id=SPANISH, target_id=OTHER, score=0.6, reason=ProposalReason.YEAR)


@pytest.fixture
def library(store: Store) -> Store:
    """A Spanish document and two English ones, none aligned; one pair is left to people."""
    put(store, document(SPANISH), "La trata de personas en 2008", "Fin")
    put(store, document(ENGLISH), "Trafficking in persons in 2009", "End")
    put(store, document(OTHER), "Asylum", "End")
    with store.writing() as writer:
        writer.propose([LEFT, ELSEWHERE])
    return store


def decide(store: Store, decision: Decision, first=ENGLISH, second=SPANISH):
    return CorrectionService([store]).decide(first, second, decision, author="ana")


def aligned(store: Store) -> list[tuple[str, str]]:
    return [(each.source_id, each.target_id) for each in store.alignments()]


def test_what_a_person_says_are_versions_is_aligned(library: Store) -> None:
    found = decide(library, Decision.CONFIRMED)
    assert aligned(library) == [(SPANISH, ENGLISH)]
    assert library.alignment(SPANISH, ENGLISH) == found
    assert [each.divergences for each in found.beads if each.divergences]
    assert library.proposals() == (ELSEWHERE,)
    assert decision_on_pair(library.corrections(SPANISH, ENGLISH)) is Decision.CONFIRMED


def test_what_a_person_says_are_none_is_parted(library: Store) -> None:
    decide(library, Decision.CONFIRMED)
    assert decide(library, Decision.REJECTED) is None
    assert aligned(library) == []
    assert decision_on_pair(library.corrections(SPANISH, ENGLISH)) is Decision.REJECTED
    assert {each.work_id for each in library.documents()} == {"informe", "report", "study"}


def test_a_pair_that_nobody_confirmed_yields_to_a_persons(library: Store) -> None:
    sides = library.segments_of(SPANISH), library.segments_of(OTHER)
    with library.writing() as writer:
        writer.link(alignment(*sides))
    decide(library, Decision.CONFIRMED)
    assert aligned(library) == [(SPANISH, ENGLISH)]


def test_a_pair_that_a_person_confirmed_is_first_to_be_parted(library: Store) -> None:
    decide(library, Decision.CONFIRMED, OTHER)
    with pytest.raises(CorrectionError, match="Say first that they are not"):
        decide(library, Decision.CONFIRMED)
    assert aligned(library) == [(SPANISH, OTHER)]
    assert library.corrections(SPANISH, ENGLISH) == ()
    decide(library, Decision.REJECTED, OTHER)
    decide(library, Decision.CONFIRMED)
    assert aligned(library) == [(SPANISH, ENGLISH)]


def test_documents_in_one_language_are_no_versions(library: Store) -> None:
    with pytest.raises(CorrectionError, match="one language"):
        decide(library, Decision.CONFIRMED, OTHER, ENGLISH)


@pytest.mark.parametrize("pair", [(SPANISH, "nada.en"), ("nada.en", SPANISH)])
def test_of_what_is_not_there_nothing_is_decided(library: Store, pair) -> None:
    with pytest.raises(DocumentNotFoundError, match="nada"):
        decide(library, Decision.CONFIRMED, *pair)


def test_a_decision_on_the_whole_changes_no_link(library: Store) -> None:
    decide(library, Decision.CONFIRMED)
    before = library.alignment(SPANISH, ENGLISH)
    assert decide(library, Decision.CONFIRMED) == before


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ("whole+", Decision.CONFIRMED),
        ("whole-", Decision.REJECTED),
        ("whole+ whole-", Decision.REJECTED),
        ("link+ whole-", Decision.REJECTED),
        ("whole- link+", Decision.CONFIRMED),
        ("whole- link+ link-", None),
        ("whole+ link-", Decision.CONFIRMED),
        ("link+ link-", None),
    ],
)
def test_the_last_word_on_a_pair_counts(library: Store, decisions, expected) -> None:
    sides = library.segments_of(SPANISH)[:1], library.segments_of(ENGLISH)[:1]
    made = [
        correction(
            *(sides if each.startswith("link") else ((), ())),
            Decision.CONFIRMED if each.endswith("+") else Decision.REJECTED,
        )
        for each in decisions.split()
    ]
    assert decision_on_pair(made) is expected
