"""What every aligner promises, with an encoder and without."""

from collections import Counter

import pytest

from puente.alignment.aligner import align
from puente.alignment.scoring import PARAGRAPHS, SENTENCES
from puente.alignment.similarity import cosine_similarity
from puente.embedding.hashing import HashingEmbedder
from puente.model.documents import Language
from tests.fixtures.versions import version

SPANISH = version(
    [
        "INFORME SOBRE MIGRACIÓN",
        "La Comisión se reunió el 13 de febrero de 2009 en Washington, D.C.",
        "Aprobó el temario. Eligió a su Presidente.",
        "Este párrafo falta en la otra versión, que no lo tradujo nunca.",
        "La OEA y la OIM financiarán 24 proyectos de cooperación.",
        "La OEA y la OIM financiarán 24 proyectos de cooperación.",
    ],
    Language.ES,
)
ENGLISH = version(
    [
        "REPORT ON MIGRATION",
        "The Committee met in Washington, D.C., on February 13, 2009.",
        "It approved the agenda.",
        "It elected its Chair.",
        "The OAS and IOM will finance 24 cooperation projects.",
    ],
    Language.EN,
)
SIDES = {
    "both": (SPANISH, ENGLISH),
    "no source": ((), ENGLISH),
    "no target": (SPANISH, ()),
    "nothing": ((), ()),
    "one language": (SPANISH, version([s.text for s in SPANISH], Language.ES, "copia")),
    "empty texts": (version(["", ""], Language.ES), version([""], Language.EN)),
}


@pytest.fixture(params=[None, HashingEmbedder()], ids=["words", "encoder"])
def similarity(request):
    return request.param and cosine_similarity(request.param)


@pytest.fixture(params=SIDES.values(), ids=SIDES.keys())
def sides(request):
    return request.param


@pytest.fixture(params=[PARAGRAPHS, SENTENCES], ids=["paragraphs", "sentences"])
def alignment(request, sides, similarity):
    return align(*sides, similarity, request.param)


def test_every_segment_is_in_exactly_one_bead(alignment, sides):
    source, target = sides
    assert Counter(i for b in alignment.beads for i in b.source) == Counter(s.id for s in source)
    assert Counter(i for b in alignment.beads for i in b.target) == Counter(s.id for s in target)


def test_no_bead_is_empty(alignment):
    assert all(bead.source or bead.target for bead in alignment.beads)


def test_beads_are_runs_in_the_order_of_the_source(alignment, sides):
    firsts = [bead.source[0] for bead in alignment.beads if bead.source]
    assert firsts == sorted(firsts)
    for side, segments in zip(("source", "target"), sides, strict=True):
        ids = [segment.id for segment in segments]
        for bead in alignment.beads:
            run = getattr(bead, side)
            start = ids.index(run[0]) if run else 0
            assert list(run) == ids[start : start + len(run)]


def test_confidences_and_the_score_are_between_0_and_1(alignment):
    values = [alignment.score, *(bead.confidence for bead in alignment.beads)]
    assert all(0 <= value <= 1 for value in values)


def test_links_say_their_reasons(alignment):
    linked = [bead for bead in alignment.beads if bead.source and bead.target]
    assert all(dict(bead.reasons).keys() >= {"score", "neighbours"} for bead in linked)


def test_the_answer_is_the_same_every_time(sides, similarity):
    assert align(*sides, similarity) == align(*sides, similarity)


def test_the_answer_is_the_same_whoever_is_the_source(sides, similarity):
    there, back = align(*sides, similarity), align(*reversed(sides), similarity)
    assert {(b.source, b.target, b.confidence) for b in there.beads} == {
        (b.target, b.source, b.confidence) for b in back.beads
    }
    assert there.score == pytest.approx(back.score)


def test_the_documents_are_those_of_the_segments(alignment, sides):
    owners = tuple(side[0].document_id if side else "" for side in sides)
    assert (alignment.source_id, alignment.target_id) == owners
