"""Checksums of pages: where they come from, and what is done without them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from puente.errors import StoreUnavailableError
from puente.model.filters import Filters
from puente.model.queries import Role
from puente.store.sqlite import file
from puente.store.sqlite.disk import checksums
from puente.store.sqlite.store import SqliteStore
from tests.fixtures.builders import EMBEDDER, ask, document, put

MADE_BY = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}
TEXTS = [f"El asilo {number} y el refugio de los niños migrantes" for number in range(400)]


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Makes indexes as they were made before there were checksums."""
    with monkeypatch.context() as before:
        before.setattr(checksums, "start", lambda connection: None)
        yield before


def has_checksums(path: Path) -> bool:
    connection = file.open_file(path)
    try:
        return checksums.are_on(connection) and checksums.find_damaged_pages(connection) == ()
    finally:
        connection.close()


def test_all_that_is_made_has_checksums(opened: Callable[..., SqliteStore], path: Path) -> None:
    store = opened()
    put(store, document(), *TEXTS)
    store.save_snapshot("", "uno")
    with store.rebuilding() as writer:
        for made in store.documents():
            writer.put(made, store.segments_of(made.id), store.vectors_of(made.id))
    store.roll_back(**MADE_BY)
    store.restore_snapshot("", "uno", **MADE_BY)
    store.close()
    kept = path.with_name("puente.db.before")
    assert [has_checksums(each) for each in (path, kept, path.parent / "snapshots" / "uno.db")] == [
        True, True, True,
    ]  # fmt: skip


def test_an_index_without_checksums_is_used_and_says_what_adds_them(
    opened: Callable[..., SqliteStore], path: Path, unchecked: pytest.MonkeyPatch
) -> None:
    store = opened()
    put(store, document(), *TEXTS)
    unchecked.undo()
    put(store, document("otro.es"), "El asilo")
    assert len(store.segments_of(document().id)) == len(TEXTS)
    assert store.problems() == ("its pages have no checksums (`puente reindex` adds them)",)
    with store.rebuilding() as writer:
        for made in store.documents():
            writer.put(made, store.segments_of(made.id), store.vectors_of(made.id))
    store.close()
    again = opened()
    assert again.problems() == ()
    assert len(again.segments_of(document().id)) == len(TEXTS)
    assert has_checksums(path)


@pytest.mark.parametrize("way", ["roll back", "restore"])
def test_an_index_without_checksums_can_be_gone_back_to(
    opened: Callable[..., SqliteStore], path: Path, unchecked: pytest.MonkeyPatch, way: str
) -> None:
    store = opened()
    segments = put(store, document(), *TEXTS)
    store.save_snapshot("", "uno")
    unchecked.undo()
    with store.rebuilding():
        pass
    store.close()
    store = opened()
    if way == "roll back":
        store.roll_back(**MADE_BY)
    else:
        store.restore_snapshot("", "uno", **MADE_BY)
    store.close()
    again = opened()
    assert again.segments_of(document().id) == tuple(segments)
    assert again.problems() == ()


def test_a_header_that_has_lost_its_checksums_is_damage(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    opened().close()
    content = bytearray(path.read_bytes())
    content[20] = 0  # the bytes that are reserved at the end of each page
    path.write_bytes(content)
    with pytest.raises(StoreUnavailableError, match="damaged"):
        opened()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vector SET data = zeroblob(length(data))",
        "UPDATE posting SET data = zeroblob(length(data)) WHERE term = 'es:asil'",
        "UPDATE posting SET data = zeroblob(8) WHERE term = 'es:asil'",
        "UPDATE segment SET record = '{' || record",
        "UPDATE document SET record = '[]'",
    ],
)
def test_a_record_that_was_never_written_is_damage(
    opened: Callable[..., SqliteStore], path: Path, change: str
) -> None:
    store = opened()
    put(store, document(), *TEXTS)
    apsw.Connection(str(path)).execute(change)
    reader = opened()
    with pytest.raises(StoreUnavailableError, match="damaged"):
        ask_all(reader)


def ask_all(store: SqliteStore) -> None:
    [made] = store.documents()
    [segment, *_] = store.segments_of(made.id)
    [vector, *_] = EMBEDDER.embed([segment.text], role=Role.QUERY)
    store.nearest(vector, Filters(), limit=9)
    store.keyword(ask("asilo"), limit=9)
