from puente.catalogue.divergence_survey import diverging_passages, survey_divergences
from puente.catalogue.passages import version_pairs
from puente.model.alignments import Alignment, Bead, Divergence, DivergenceKind, Severity
from tests.fixtures.builders import document, segment
from tests.fixtures.library import Library

HIGH, LOW = (
    Divergence(kind=DivergenceKind.NUMBER, severity=each, source=("21",))
    for each in (Severity.HIGH, Severity.LOW)
)


def library(**found):
    """Works named by letters, each with a bead for each of its divergences or none."""
    documents = [document(f"{work}.{lang}") for work in found for lang in ("es", "en")]
    segments = [
        segment(f"{work} {k}", document=each, ordinal=k)
        for work, divergences in found.items()
        for each in documents
        if each.work_id == work
        for k in range(1, len(divergences) + 1)
    ]
    return Library(documents, segments, [_linked(*each) for each in found.items()])


def _linked(work, divergences):
    beads = tuple(
        Bead(
            source=(f"{work}.es.{k:04}",), target=(f"{work}.en.{k:04}",), confidence=1,
            divergences=tuple(filter(None, (found,))),
        )
        for k, found in enumerate(divergences, 1)
    )  # fmt: skip
    return Alignment(source_id=f"{work}.es", target_id=f"{work}.en", beads=beads, score=1)


def test_works_with_most_of_the_gravest_stand_first():
    found = survey_divergences(
        library(a=[LOW], b=[None], c=[HIGH], d=[HIGH, LOW], e=[LOW], f=[HIGH, HIGH])
    )
    assert [pair.source.work_id for pair in found] == ["f", "d", "c", "a", "e"]


def test_only_the_passages_that_diverge_are_shown():
    catalogue = library(a=[None, HIGH, None, LOW])
    found = diverging_passages(catalogue, version_pairs(catalogue, work="a"))
    assert [each.source[0].text for each in found] == ["a 2", "a 4"]
    assert [each.bead.divergences for each in found] == [(HIGH,), (LOW,)]
