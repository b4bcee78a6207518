"""What only a file can suffer: damage, locks, folders, threads, left-overs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from puente.errors import (
    IndexMismatchError,
    RollbackError,
    StoreUnavailableError,
    UnsoundIndexError,
)
from puente.model.documents import Visibility
from puente.model.segments import Segment
from puente.store import exists, open_store, url_for
from puente.store.backend import OpeningOptions
from puente.store.compatibility import Identity
from puente.store.sqlite import backups
from puente.store.sqlite.store import SqliteStore
from puente.text.tokenization import VERSION
from tests.fixtures.builders import EMBEDDER, alignment, ask, correction, document, put

IDENTITY = Identity(embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("postgres://host/db", "Write sqlite:///path/file.db"),
        ("puente.db", "Write sqlite:///path/file.db"),
        ("sqlite:///", "Write sqlite:///path/file.db"),
        ("sqlite:////dev/null/puente.db", "its folder cannot be made"),
        ("sqlite:////proc/puente.db", "its folder is writable"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_to_do(url: str, remedy: str) -> None:
    with pytest.raises(StoreUnavailableError, match=remedy):
        open_store(url, embedder="hashing-64", dimension=64)


def test_a_new_index_makes_its_folder_an_existing_one_is_not_looked_for(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a/b/puente.db"
    with pytest.raises(StoreUnavailableError):
        open_store(url, embedder="hashing-64", dimension=64, create=False)
    assert not (tmp_path / "a").exists()
    open_store(url, embedder="hashing-64", dimension=64).close()
    assert (tmp_path / "a" / "b" / "puente.db").is_file()


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        (Visibility.PUBLIC, "sqlite:////x/puente.db"),
        (Visibility.RESTRICTED, "sqlite:////x/puente.restricted.db"),
    ],
)
def test_each_visibility_has_a_file_of_its_own(visibility: Visibility, expected: str) -> None:
    assert url_for("sqlite:////x/puente.db", visibility) == expected


def test_a_restricted_address_keeps_a_name_without_an_ending() -> None:
    assert url_for("sqlite:///index", Visibility.RESTRICTED) == "sqlite:///index.restricted"


def test_an_index_that_does_not_exist_is_not_made_unasked(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    with pytest.raises(StoreUnavailableError, match="puente ingest"):
        opened(create=False)
    assert not exists(f"sqlite:///{path}")
    opened()
    assert exists(f"sqlite:///{path}")
    opened(create=False)


@pytest.mark.parametrize("content", [b"This is a letter, not a database. " * 99, b"\0" * 9999])
def test_a_file_that_is_no_database_is_refused_and_kept(
    opened: Callable[..., SqliteStore], path: Path, content: bytes
) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreUnavailableError, match="not an index of Puente"):
        opened()
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    apsw.Connection(str(path)).execute("CREATE TABLE letters (text)")
    with pytest.raises(StoreUnavailableError, match="not an index of Puente"):
        opened()


def test_an_empty_file_becomes_an_index(opened: Callable[..., SqliteStore], path: Path) -> None:
    path.touch()
    assert opened().index_state().documents == 0


def test_a_damaged_file_is_reported(opened: Callable[..., SqliteStore], path: Path) -> None:
    store = opened()
    put(store, document(), *["Los niños migrantes"] * 500)
    store.close()  # brings all that was written into the file itself
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(StoreUnavailableError, match="damaged"):
        opened().documents()


def test_a_sound_index_has_no_problems(opened: Callable[..., SqliteStore]) -> None:
    store = opened()
    put(store, document(), "Los niños", "a " * 300, "")
    assert store.problems() == ()


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("DELETE FROM segment WHERE n = 1", "1 documents whose segments are not all there"),
        ("DELETE FROM vector", "1 documents whose vectors are not all there"),
        ("DELETE FROM phrase WHERE rowid = 0", "1 segments without their words for phrases"),
        ("DELETE FROM posting WHERE term = 'es:nin'", "1 segments whose postings are not all"),
        ("UPDATE posting SET document_n = 9", "postings without a document"),
    ],
)
def test_what_contradicts_itself_is_found(
    opened: Callable[..., SqliteStore], path: Path, damage: str, problem: str
) -> None:
    store = opened()
    put(store, document(), "Los niños", "La trata")
    apsw.Connection(str(path)).execute(damage)
    assert problem in "; ".join(store.problems())


def test_an_index_of_another_analysis_is_read_and_rebuilt_but_not_written(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    put(opened(), document(), "Los niños")
    apsw.Connection(str(path)).execute("UPDATE meta SET value = '0' WHERE key = 'analyzer'")
    with pytest.raises(IndexMismatchError, match="analyzer 0"):
        opened()
    store = opened(identity=None)
    assert [made.id for made in store.documents()] == ["informe.es"]
    with pytest.raises(IndexMismatchError), store.writing():
        pass
    with store.rebuilding():
        pass
    assert opened().index_state().analyzer == VERSION


def test_an_index_of_another_schema_is_refused(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    opened()
    apsw.Connection(str(path)).execute("UPDATE meta SET value = 0 WHERE key = 'schema'")
    with pytest.raises(IndexMismatchError, match="schema 0"):
        opened(identity=None)


def test_a_file_locked_too_long_is_reported(opened: Callable[..., SqliteStore], path: Path) -> None:
    store = opened()
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError, match="locked"):
        put(store, document(), "Texto")
    assert store.documents() == ()
    other.execute("ROLLBACK")
    put(store, document(), "Texto")


def test_a_second_writer_of_the_process_waits_and_then_gives_up(
    opened: Callable[..., SqliteStore],
) -> None:
    store = opened()
    with (
        store.writing(),
        pytest.raises(StoreUnavailableError, match="another write"),
        store.writing(),
    ):
        pass


def test_a_closed_store_says_so(opened: Callable[..., SqliteStore]) -> None:
    store = opened()
    store.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        store.documents()
    with pytest.raises(StoreUnavailableError, match="closed"), store.writing():
        pass


def test_threads_read_while_another_writes(opened: Callable[..., SqliteStore]) -> None:
    store = opened(busy_seconds=30)
    stop = threading.Event()

    def read() -> bool:
        while not stop.is_set():
            total = store.keyword(ask("niños"), limit=9).total
            if total > store.index_state().segments:
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for number in range(20):
            put(store, document(f"d{number}.es"), "Los niños", "La trata")
        stop.set()
        assert [reader.result() for reader in readers] == [True] * 4
    assert store.keyword(ask("niños"), limit=9).total == 20


def test_a_rebuild_leaves_no_file_behind(opened: Callable[..., SqliteStore], path: Path) -> None:
    store = opened()
    with pytest.raises(KeyError), store.rebuilding():
        raise KeyError
    with store.rebuilding():
        pass
    store.close()
    assert sorted(path.parent.iterdir()) == [path, path.with_name("puente.db.before")]


@pytest.mark.parametrize("clear", ["writing", "rebuilding"])
def test_what_a_killed_rebuild_left_is_reported_and_removed_by_the_next_change(
    opened: Callable[..., SqliteStore], path: Path, clear: str
) -> None:
    leftover = path.with_name("puente.db.rebuilding")
    leftover.write_bytes(b"half a page")
    store = opened()
    assert store.problems() == (
        "puente.db.rebuilding was never finished (the next write or `puente reindex` removes it)",
    )
    with getattr(store, clear)():
        pass
    assert not leftover.exists()
    assert store.problems() == ()


def test_a_rebuild_under_way_is_no_problem_and_keeps_writers_out(
    opened: Callable[..., SqliteStore],
) -> None:
    store, other = opened(), opened()
    with store.rebuilding():
        assert other.problems() == store.problems() == ()
        with pytest.raises(StoreUnavailableError, match="locked"):
            put(other, document(), "El asilo")
    put(other, document(), "El asilo")


def test_a_write_that_slips_in_before_the_swap_is_not_lost(
    opened: Callable[..., SqliteStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = opened(), opened()
    replace_index = backups.replace_index

    def slip_in(*values: object) -> None:
        put(other, document(), "El asilo")
        replace_index(*values)

    monkeypatch.setattr(backups, "replace_index", slip_in)
    with (
        pytest.raises(StoreUnavailableError, match="another program wrote to it meanwhile"),
        store.rebuilding(),
    ):
        pass
    assert store.document_ids() == (document().id,)
    assert store.problems() == ()


def test_a_kept_index_whose_copying_was_cut_off_is_none(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    path.with_name("puente.db.before").touch()
    with pytest.raises(RollbackError, match="no earlier one is kept"):
        opened().roll_back(embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)


@pytest.mark.parametrize("content", [b"This is a letter. " * 999, b""])
def test_a_damaged_snapshot_is_not_restored(
    opened: Callable[..., SqliteStore], tmp_path: Path, content: bytes
) -> None:
    store = opened()
    put(store, document(), "El asilo")
    (tmp_path / "uno.db").write_bytes(content)
    with pytest.raises(UnsoundIndexError):
        store.restore_snapshot(
            str(tmp_path), "uno", embedder=EMBEDDER.name, dimension=EMBEDDER.dimension
        )
    assert store.document_ids() == (document().id,)


def test_snapshots_lie_beside_the_index_and_are_indexes_themselves(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    store = opened()
    put(store, document(), "El asilo")
    store.save_snapshot("", "uno")
    [copy] = (path.parent / "snapshots").iterdir()
    assert copy.name == "uno.db"
    found = SqliteStore(f"sqlite:///{copy}", OpeningOptions(identity=None, create=False))
    assert found.segments_of(document().id) == store.segments_of(document().id)
    found.close()


def test_two_rebuilds_at_a_time_are_refused(opened: Callable[..., SqliteStore]) -> None:
    with (
        opened().rebuilding(),
        pytest.raises(StoreUnavailableError, match="locked"),
        opened().rebuilding(),
    ):
        pass


def link_two(store: SqliteStore) -> tuple[Segment, Segment]:
    """Two versions, linked."""
    [first], [second] = (put(store, document(name), "Uno") for name in ("uno.es", "uno.en"))
    with store.writing() as writer:
        writer.link(alignment([first], [second]))
    return first, second


def age(path: Path) -> None:
    """Take from an index what it has had since people can correct links."""
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("DROP TABLE ruling; ALTER TABLE alignment DROP COLUMN summary")


def test_an_index_from_before_there_were_corrections_takes_them(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    store = opened()
    first, second = link_two(store)
    summaries = store.alignments()
    store.close()
    age(path)
    again = opened(create=False)
    assert (again.alignments(), again.corrected_pairs()) == (summaries, ())
    with again.writing() as writer:
        writer.add_correction(correction([first], [second]))
    assert again.corrected_pairs() == (("uno.en", "uno.es"),)


def test_an_index_from_before_there_were_corrections_can_be_gone_back_to(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    store = opened()
    link_two(store)
    store.save_snapshot("", "old.public")
    age(path.parent / "snapshots" / "old.public.db")
    made_by = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}
    store.restore_snapshot("", "old.public", **made_by)
    assert (len(store.alignments()), store.corrected_pairs()) == (1, ())
    age(path.with_name("puente.db.before"))
    store.roll_back(**made_by)
    assert (len(store.alignments()), store.corrected_pairs()) == (1, ())
