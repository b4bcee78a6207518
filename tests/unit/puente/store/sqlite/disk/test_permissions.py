"""Who may read what is made, and an index that lies where nothing can be written."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from ingest.pipeline.rejections import Rejections
from ingest.pipeline.worker_protocol import Refusal
from ingest.sources.listing import SourceFile
from puente.model.reports import Reason
from puente.store.backend import OpeningOptions
from puente.store.compatibility import Identity
from puente.store.sqlite import file
from puente.store.sqlite.disk import permissions
from puente.store.sqlite.store import SqliteStore
from tests.fixtures.builders import EMBEDDER, document, put
from tests.paths import ROOT

IDENTITY = Identity(embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
READER = """
import json, os, sys, tempfile
from puente.errors import StoreError
from puente.store import open_store
from puente.store.sqlite.store import SqliteStore
from tests.fixtures.builders import EMBEDDER, ask, document, put

def opened(url, **options):
    return open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension, **options)


with tempfile.TemporaryDirectory() as folder:  # imports all, which nobody might not find
    store = opened(f"sqlite:///{folder}/puente.db")
    put(store, document(), "El asilo")
    store.keyword(ask("asilo"), limit=9)
    store.close()
if os.geteuid() == 0:  # root may write anywhere
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
said = []
try:
    store = opened(sys.argv[1], create=False)
    for line in sys.stdin:
        if line.strip() == "write":
            put(store, document("otro.es"), "El refugio")
        found = store.keyword(ask("asilo"), limit=9)
        said = [[each.segment_id for each in found.scored], list(store.problems())]
        print(json.dumps(said), flush=True)
except StoreError as error:
    print(json.dumps(str(error)), flush=True)
"""


def modes_in(folder: Path) -> dict[str, int]:
    """The permissions of every file below a folder, and of the folders."""
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode)
        for path in folder.rglob("*")
    }


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Everybody may do everything with what is made, unless its maker says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_a_restricted_index_and_all_that_is_made_of_it_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    connect = apsw.Connection

    def watched(name: str, **options: object) -> apsw.Connection:
        if name != ":memory:":
            made.append(stat.S_IMODE(Path(name).stat().st_mode))
        return connect(name, **options)

    monkeypatch.setattr(apsw, "Connection", watched)
    url = f"sqlite:///{tmp_path}/nuevo/puente.restricted.db"
    store = SqliteStore(url, OpeningOptions(identity=IDENTITY))
    put(store, document(), "El asilo")
    store.save_snapshot("", "uno.restricted")
    with store.rebuilding():
        assert (
            stat.S_IMODE((tmp_path / "nuevo/puente.restricted.db.rebuilding").stat().st_mode)
            == 0o600
        )
    modes = modes_in(tmp_path)
    store.close()
    assert set(made) == {0o600}, "SQLite was handed a file that others could have opened"
    assert {name: modes[name] for name in modes} == {
        "nuevo": 0o700,
        "nuevo/puente.restricted.db": 0o600,
        "nuevo/puente.restricted.db-wal": 0o600,
        "nuevo/puente.restricted.db-shm": 0o600,
        "nuevo/puente.restricted.db.before": 0o600,
        "nuevo/snapshots": 0o700,
        "nuevo/snapshots/uno.restricted.db": 0o600,
    }


def test_a_public_index_is_as_open_as_it_was(tmp_path: Path) -> None:
    before = os.umask(0o022)
    store = SqliteStore(f"sqlite:///{tmp_path}/nuevo/puente.db", OpeningOptions(identity=IDENTITY))
    store.close()
    os.umask(before)
    assert modes_in(tmp_path) == {"nuevo": 0o755, "nuevo/puente.db": 0o644}


@pytest.mark.usefixtures("open_umask")
def test_what_is_kept_of_refused_files_is_private(tmp_path: Path) -> None:
    path = tmp_path / "puente.db.refused.jsonl"
    letter = SourceFile(path=tmp_path / "a.pdf", source="a.pdf", checksum="0" * 64, size=1)
    for place in range(3):
        Rejections(path).add("uno", letter, Refusal(reason=Reason.TIMEOUT, detail=str(place)))
    Rejections(path)  # makes it anew, without the lines that others have replaced
    assert len(path.read_text("utf-8").splitlines()) == 1
    assert modes_in(tmp_path) == {path.name: 0o600}


def test_a_restricted_file_that_others_can_read_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "puente.restricted.db"
    store = SqliteStore(f"sqlite:///{path}", OpeningOptions(identity=IDENTITY))
    assert store.problems() == ()
    path.chmod(0o640)
    assert store.problems() == (
        f"puente.restricted.db can be read by other users (chmod 600 {path})",
    )
    store.close()


class Asked:
    """A process without rights that reads an index and answers line by line."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", READER, f"sqlite:///{path}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip

    def __call__(self, line: str = "") -> object:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture
def shelf(path: Path, opened: Callable[..., SqliteStore]) -> Iterator[Path]:
    """A folder that everybody may read and nobody may write, with an index in it."""
    store = opened()
    put(store, document(), "El asilo")
    store.close()
    with tempfile.TemporaryDirectory() as folder:  # pytest's own may not be entered by others
        shutil.copy(path, folder)
        Path(folder).chmod(0o555)
        yield Path(folder) / path.name
        Path(folder).chmod(0o755)


@pytest.fixture
def ask_as_nobody(shelf: Path) -> Iterator[Asked]:
    with closing(Asked(shelf)) as asked:
        yield asked


def test_an_index_is_read_where_nothing_can_be_written(ask_as_nobody: Asked, shelf: Path) -> None:
    before = sorted(shelf.parent.iterdir())
    assert ask_as_nobody() == [["informe.es.0001"], []]
    assert sorted(shelf.parent.iterdir()) == before == [shelf]


def test_a_write_where_nothing_can_be_written_is_refused(ask_as_nobody: Asked) -> None:
    assert "cannot be written. Check its permissions" in str(ask_as_nobody("write"))


def test_what_another_user_writes_is_seen_where_nothing_can_be_written(
    ask_as_nobody: Asked, shelf: Path
) -> None:
    assert ask_as_nobody() == [["informe.es.0001"], []]
    shelf.parent.chmod(0o755)
    writer = SqliteStore(f"sqlite:///{shelf}", OpeningOptions(identity=IDENTITY))
    for end in (".es", ".en"):  # into the log, which the reader has then open
        put(writer, document(f"otro{end}"), "El asilo")
        shelf.parent.chmod(0o555)
    assert ask_as_nobody() == [["informe.es.0001", "otro.en.0001", "otro.es.0001"], []]
    put(writer, document("tres.es"), "El asilo")
    writer.close()  # and into the file
    found, _ = ask_as_nobody()
    assert found == ["informe.es.0001", "otro.en.0001", "otro.es.0001", "tres.es.0001"]


def test_a_log_that_cannot_be_read_is_no_reason_to_leave_it_out(shelf: Path) -> None:
    store = SqliteStore(f"sqlite:///{shelf}", OpeningOptions(identity=IDENTITY))
    put(store, document("otro.es"), "El asilo")
    kept = shelf.with_name("copy.db")
    for ending in ("", "-wal"):
        shutil.copy(f"{shelf}{ending}", f"{kept}{ending}")
    store.close()
    with closing(Asked(kept)) as asked:
        assert "Check that it exists and that its folder is writable" in str(asked())


def test_a_file_that_changes_under_a_reader_is_no_answer(
    opened: Callable[..., SqliteStore], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened()
    put(store, document(), "El asilo")
    store.close()
    for module in (file, permissions):
        monkeypatch.setattr(module, "is_writable", lambda path: False)
    monkeypatch.setattr("puente.store.sqlite.store.is_writable", lambda path: False)
    reader = opened(create=False)
    with pytest.raises(Exception, match="written to while it was read"), reader.view():
        os.utime(path)
