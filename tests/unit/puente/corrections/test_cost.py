"""Cost of a correction: what is written for it, and what is not looked at."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType

import apsw
import pytest

from puente.embedding.hashing import HashingEmbedder
from puente.embedding.universal import UniversalEmbedder
from puente.store import open_store
from puente.store.protocol import Store
from puente.text import tokenization
from tests.fixtures.builders import EMBEDDER
from tests.fixtures.corrections import CORRECTIONS, LINK, correct, put_versions

ANALYSIS: dict[CodeType, str] = {
    function.__code__: function.__name__
    for function in (
        tokenization.tokens,
        tokenization.words,
        tokenization.exact_words,
        HashingEmbedder.embed,
        UniversalEmbedder.embed,
    )
}
CHANGES = (apsw.SQLITE_INSERT, apsw.SQLITE_UPDATE, apsw.SQLITE_DELETE)


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/puente.db"
    opened = open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    put_versions(opened)
    yield opened
    opened.close()


@contextmanager
def analysed() -> Iterator[Counter[str]]:
    """The calls that analyse or embed a text meanwhile, by function."""
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in ANALYSIS:
            calls[ANALYSIS[frame.f_code]] += 1

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def written(store: Store, change: Callable[[], object]) -> Counter[str]:
    """The rows that a change writes, by table."""
    tables = ("posting", "phrase", "segment", "vocabulary", "vector", "citation", "document",
              "alignment", "bead", "bead_segment", "ruling")  # fmt: skip
    prepared: set[str] = set()

    def note(operation: int, table: str | None, *_: str | None) -> int:
        if operation in CHANGES and table in tables:
            prepared.add(table)
        return apsw.SQLITE_OK

    connection = store._writer
    connection.set_authorizer(note)
    try:
        before = connection.total_changes()
        change()
        rows = connection.total_changes() - before
    finally:
        connection.set_authorizer(None)
    return Counter(dict.fromkeys(prepared, 1)) | Counter(rows=rows)


def test_the_counter_sees_what_is_analysed(store):
    with analysed() as calls:
        EMBEDDER.embed(["uno"], role="passage")
        put_versions(store)
    assert calls.keys() >= {"tokens", "words", "exact_words", "embed"}


@pytest.mark.parametrize("kind", ["accept", "reject", "alone"])
def test_to_accept_or_reject_a_link_analyses_no_text(store, kind):
    with analysed() as calls:
        correct(store, *CORRECTIONS[kind])
    assert calls == {}


def test_to_accept_a_link_writes_the_link_and_its_correction(store):
    # A row each of ruling, bead, alignment, and the generation in meta.
    tables = written(store, lambda: correct(store, *CORRECTIONS["accept"]))
    assert tables == {"ruling": 1, "bead": 1, "alignment": 1, "rows": 4}


def test_a_moved_link_writes_the_words_of_its_own_segments_alone(store):
    before = postings(store)
    correct(store, LINK, [3], [4])
    changed = {term for term, data in postings(store).items() if before.get(term) != data}
    changed |= before.keys() - postings(store).keys()
    touched = {name for name, _ in changed}
    # Segments 3 and 4 of both: asylum and statelessness change places; no other word is written.
    assert {"es:apatridi", "en:asylum"} <= touched
    assert not {"es:trat", "en:traffick", "es:sesion", "en:session"} & touched


def postings(store: Store) -> dict[tuple[str, int], bytes]:
    rows = store._writer.execute("SELECT term, document_n, data FROM posting")
    return {(term, document): data for term, document, data in rows}


@pytest.mark.parametrize("kinds", [[kind] for kind in CORRECTIONS] + [list(CORRECTIONS)])
def test_the_postings_are_those_of_an_index_made_anew(store, tmp_path, kinds):
    for kind in kinds:
        correct(store, *CORRECTIONS[kind])
    again = open_store(
        f"sqlite:///{tmp_path}/again.db", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
    )
    with again.writing() as writer:
        for name in ("acta.es", "acta.en", "acta.pt"):
            segments = store.segments_of(name)
            writer.put(store.document(name), segments, store.vectors_of(name))
        for each in store.alignments():
            writer.link(store.alignment(each.source_id, each.target_id))
    assert postings(again) == postings(store)
    lengths = "SELECT n, id, work_id, lengths FROM document ORDER BY n"
    assert again._writer.execute(lengths).fetchall() == store._writer.execute(lengths).fetchall()
    again.close()
