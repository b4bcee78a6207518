"""Corrections through an ingest: what people said of links holds when the texts come again."""

import pytest

from ingest.pairing.corrected_pairs import decided_pairs
from ingest.pipeline.index_sync import Destination
from ingest.pipeline.ingest_files import ingest
from ingest.pipeline.version_links import link_versions
from puente.corrections.apply import make_correction
from puente.corrections.service import CorrectionService
from puente.model.alignments import Decision, DivergenceKind, LinkStatus
from puente.model.documents import Visibility
from puente.model.reports import Proposal, ProposalReason
from puente.store import open_store
from service.bootstrap import stores_at
from tests.fixtures.builders import EMBEDDER, alignment, correction, document, put

NAMES = ("a.es", "b.en", "c.en")


@pytest.fixture
def stores(tmp_path, seed_folder):
    """The seeds, and a person who says that paragraph 19 of the one is 18 of the other."""
    with stores_at(f"sqlite:///{tmp_path}/puente.db", EMBEDDER.name) as stores:
        ingest([seed_folder], stores, stores.embedder)
        store = stores.open(Visibility.PUBLIC)
        alignment = the_alignment(store)
        moved = make_correction(
            alignment,
            store.segments_of(alignment.source_id)[18:19],
            store.segments_of(alignment.target_id)[17:18],
            Decision.CONFIRMED,
            author="ana",
            made="2026-11-21T12:00:00Z",
        )
        with store.writing() as writer:
            writer.add_correction(moved)
        yield stores


@pytest.fixture
def store(tmp_path):
    """An empty index."""
    opened = open_store(
        f"sqlite:///{tmp_path}/puente.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    yield opened
    opened.close()


def the_alignment(store):
    [summary] = store.alignments()
    return store.alignment(summary.source_id, summary.target_id)


def corrected_links(stores, visibility=Visibility.PUBLIC):
    beads = the_alignment(stores.open(visibility)).beads
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
    ("written", "changed", "number", "status"),
    [
        (b"En este sentido", b"En tal sentido", "0019", LinkStatus.CONFIRMED),
        # Another text has another number.
        (b"3. La OEA compart", b"3. La OEA no compart", "0021", LinkStatus.STALE),
    ],
)
def test_a_correction_holds_when_its_document_has_changed(
    stores, seed_folder, written, changed, number, status
):
    rewrite(seed_folder, written, changed)
    ingest([seed_folder], stores, stores.embedder)
    assert corrected_links(stores) == [(number, "0018", status)]


def test_a_correction_holds_when_its_document_was_away(stores, seed_folder):
    store = stores.open(Visibility.PUBLIC)
    with store.writing() as writer:
        writer.delete(the_alignment(store).source_id)
    assert store.alignments() == ()
    ingest([seed_folder], stores, stores.embedder)
    assert corrected_links(stores) == [("0019", "0018", LinkStatus.CONFIRMED)]


def test_a_correction_goes_with_its_documents_to_another_index(stores, seed_folder):
    destination = Destination(visibility=Visibility.RESTRICTED)
    (seed_folder / "manifest.toml").unlink()
    for _ in range(2):
        ingest([seed_folder], stores, stores.embedder, destination)
        assert corrected_links(stores, Visibility.RESTRICTED) == [
            ("0019", "0018", LinkStatus.CONFIRMED)
        ]
    pair = stores.open(Visibility.RESTRICTED).corrected_pairs()[0]
    assert len(stores.open(Visibility.RESTRICTED).corrections(*pair)) == 1


def test_a_pair_that_stands_yields_to_one_that_a_person_confirmed(store):
    spanish, english, other = (put(store, document(name), "Uno") for name in NAMES)
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
        writer.add_correction(correction(spanish, other))
    found = link_versions(store, frozenset({other[0].document_id}))
    assert [(each.source_id, each.target_id) for each in found.pairs] == [("a.es", "c.en")]
    assert [each.target_id for each in store.alignments()] == ["c.en"]


def test_a_pair_that_a_person_confirmed_yields_to_no_other(store):
    spanish, english, other = (put(store, document(name), "Uno") for name in NAMES)
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
        writer.add_correction(correction(spanish, english))
        writer.add_correction(correction(spanish, other))
    assert link_versions(store).pairs == ()
    assert [each.target_id for each in store.alignments()] == ["b.en"]


def test_links_come_with_their_divergences(seed_index):
    beads = the_alignment(seed_index[0].open(Visibility.PUBLIC)).beads
    found = {int(bead.source[0][-4:]): [d.kind for d in bead.divergences] for bead in beads}
    assert {number: kinds for number, kinds in found.items() if kinds} == {
        13: [DivergenceKind.CLAUSE],
        17: [DivergenceKind.DATE, DivergenceKind.NAME, DivergenceKind.CLAUSE],
        18: [DivergenceKind.DATE],
    }


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([Decision.CONFIRMED], [("a.es", "c.en")]),
        ([Decision.REJECTED], []),
        ([Decision.CONFIRMED, Decision.REJECTED], []),
        ([Decision.CONFIRMED, Decision.REJECTED, Decision.CONFIRMED], [("a.es", "c.en")]),
    ],
)
def test_a_confirmed_link_makes_versions_of_its_documents(store, decisions, expected):
    spanish, _, english = (put(store, document(name), "Uno") for name in NAMES)
    with store.writing() as writer:
        for decision in decisions:
            writer.add_correction(correction(english, spanish, decision))
    assert list(decided_pairs(store.documents(), store).confirmed) == expected
    assert list(decided_pairs(store.documents()[:2], store).confirmed) == []


def decide(store, first, second, decision):
    CorrectionService([store]).decide(first, second, decision, author="ana")


def pair_of(store):
    return [(each.source_id, each.target_id) for each in store.alignments()]


def test_documents_that_a_person_parted_stay_apart_when_they_come_again(stores, seed_folder):
    store = stores.open(Visibility.PUBLIC)
    pair = pair_of(store)[0]
    decide(store, *pair, Decision.REJECTED)
    assert pair_of(store) == []
    rewrite(seed_folder, b"En este sentido", b"En tal sentido")
    found = ingest([seed_folder], stores, stores.embedder)
    assert (found.pairs, found.proposals, pair_of(store)) == ((), (), [])
    decide(store, *pair, Decision.CONFIRMED)
    assert pair_of(store) == [pair]


def test_documents_that_a_person_paired_are_versions_when_they_come_again(store):
    spanish, english, _ = (put(store, document(name), "Uno") for name in NAMES)
    ids = spanish[0].document_id, english[0].document_id
    decide(store, *ids, Decision.CONFIRMED)
    with store.writing() as writer:
        writer.delete(ids[0])
    put(store, document(ids[0]), "Otro texto de otro día")
    link_versions(store, frozenset({ids[0]}))
    assert pair_of(store) == [ids]


def test_what_was_left_to_people_stays_so_until_it_is_settled(store):
    spanish, english, _ = (put(store, document(name), "Uno") for name in NAMES)
    left = Proposal(
        source_id=spanish[0].document_id,
        target_id=english[0].document_id,
        score=0.6,
        reason=ProposalReason.FIGURES,
    )
    with store.writing() as writer:
        writer.propose([left])
    link_versions(store, frozenset())
    assert store.proposals() == (left,)
    link_versions(store, frozenset({left.target_id}))
    assert store.proposals() == ()
