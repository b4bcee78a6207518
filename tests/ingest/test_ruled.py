"""Rulings through an ingest: what people said of links holds when the texts come again."""

import pytest

from ingest.pipeline import ingest
from ingest.ruled import ruled_pairs, with_ruled_pairs
from puente.records import DivergenceKind, DocumentPair, LinkStatus, Verdict, Visibility
from puente.rulings import make_ruling
from puente.store import open_store
from service.wiring import stores_at
from tests.builders import EMBEDDER, document, put, ruling


@pytest.fixture
def stores(tmp_path, seed_folder):
    """The seeds, and a person who says that paragraph 19 of the one is 18 of the other."""
    with stores_at(f"sqlite:///{tmp_path}/puente.db", EMBEDDER.name) as stores:
        ingest([seed_folder], stores, stores.embedder)
        store = stores.open(Visibility.PUBLIC)
        alignment = the_alignment(store)
        moved = make_ruling(
            alignment,
            store.segments_of(alignment.source_id)[18:19],
            store.segments_of(alignment.target_id)[17:18],
            Verdict.CONFIRMED,
            author="ana",
            made="2026-11-21T12:00:00Z",
        )
        with store.writing() as writer:
            writer.rule(moved)
        yield stores


def the_alignment(store):
    [summary] = store.alignments()
    return store.alignment(summary.source_id, summary.target_id)


def ruled_links(stores):
    beads = the_alignment(stores.open(Visibility.PUBLIC)).beads
    return [
        (bead.source[0][-4:], bead.target[0][-4:], bead.status)
        for bead in beads
        if bead.status is not LinkStatus.AUTOMATIC
    ]


def rewrite(folder, written, changed):
    [file] = folder.glob("000_*")
    content = file.read_bytes()
    assert written in content
    file.write_bytes(content.replace(written, changed))


@pytest.mark.parametrize(
    ("written", "changed", "status"),
    [
        (b"En este sentido", b"En tal sentido", LinkStatus.CONFIRMED),
        (b"3. La OEA compart", b"3. La OEA no compart", LinkStatus.STALE),
    ],
)
def test_a_ruling_holds_when_its_document_has_changed(
    stores, seed_folder, written, changed, status
):
    rewrite(seed_folder, written, changed)
    ingest([seed_folder], stores, stores.embedder)
    assert ruled_links(stores) == [("0019", "0018", status)]


def test_a_ruling_holds_when_its_document_was_away(stores, seed_folder):
    store = stores.open(Visibility.PUBLIC)
    with store.writing() as writer:
        writer.delete(the_alignment(store).source_id)
    assert store.alignments() == ()
    ingest([seed_folder], stores, stores.embedder)
    assert ruled_links(stores) == [("0019", "0018", LinkStatus.CONFIRMED)]


def test_links_come_with_their_divergences(seed_index):
    beads = the_alignment(seed_index[0].open(Visibility.PUBLIC)).beads
    found = {int(bead.source[0][-4:]): [d.kind for d in bead.divergences] for bead in beads}
    assert {number: kinds for number, kinds in found.items() if kinds} == {
        13: [DivergenceKind.CLAUSE],
        17: [DivergenceKind.DATE, DivergenceKind.NAME, DivergenceKind.CLAUSE],
        18: [DivergenceKind.DATE],
    }


NAMES = ("a.es", "b.en", "c.en", "d.es")


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.CONFIRMED, [("a.es", "c.en", 1.0)]),
        (Verdict.REJECTED, [("a.es", "b.en", 0.8), ("d.es", "c.en", 0.7)]),
    ],
)
def test_a_confirmed_link_makes_versions_of_its_documents(tmp_path, verdict, expected):
    store = open_store(
        f"sqlite:///{tmp_path}/puente.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    first, _, third, _ = (put(store, document(name), "Uno") for name in NAMES)
    with store.writing() as writer:
        writer.rule(ruling(third, first, verdict))
    found = [("a.es", "b.en", 0.8), ("d.es", "c.en", 0.7)]
    pairs = [DocumentPair(source_id=a, target_id=b, score=score) for a, b, score in found]
    ruled = with_ruled_pairs(pairs, ruled_pairs(store))
    assert [(each.source_id, each.target_id, each.score) for each in ruled] == expected
    store.close()
