from dataclasses import replace

from puente.catalogue.divergence_survey import (
    diverging_passages,
    gravest_passages,
    survey_divergences,
)
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


MEDIUM = replace(LOW, severity=Severity.MEDIUM)


def ranked(catalogue, severity=None, *, start=0, count=20):
    found = gravest_passages(
        catalogue, survey_divergences(catalogue), severity, start=start, count=count
    )
    return [each.source[0].text for each in found.shown], found.total


def test_passages_stand_by_severity_and_within_it_by_document():
    catalogue = library(a=[LOW, MEDIUM], b=[HIGH, LOW, HIGH], c=[None, HIGH])
    assert ranked(catalogue) == (["b 1", "b 3", "c 2", "a 2", "b 2", "a 1"], 6)
    assert ranked(catalogue, Severity.HIGH) == (["b 1", "b 3", "c 2"], 3)
    assert ranked(catalogue, Severity.LOW, start=1, count=5) == (["a 1"], 2)


def test_pages_of_passages_make_up_the_whole():
    catalogue = library(a=[LOW, MEDIUM], b=[HIGH, LOW, HIGH], c=[None, HIGH])
    whole, total = ranked(catalogue)
    for size in (1, 2, 4):
        pages = [ranked(catalogue, start=start, count=size)[0] for start in range(0, 8, size)]
        assert [each for page in pages for each in page] == whole
    assert total == len(whole)


def test_only_the_documents_of_a_page_are_read(monkeypatch):
    catalogue = library(**{f"w{number:02}": [HIGH] for number in range(30)})
    read = []
    segments = Library.segments
    monkeypatch.setattr(
        Library, "segments", lambda self, name: read.append(name) or segments(self, name)
    )
    assert ranked(catalogue, start=10, count=3)[0] == ["w10 1", "w11 1", "w12 1"]
    assert len(read) == 6
