"""Files are read in children, and whatever a child does the parent gets an answer."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.pipeline.read_document import read_document
from ingest.pipeline.worker_pool import WorkerPool, _checked, read_safely
from ingest.pipeline.worker_protocol import Limits, ReadDocument, Request, answers
from ingest.sources.listing import list_files
from puente.errors import ExtractionError
from puente.model.documents import Visibility
from puente.model.reports import Reason
from tests.conftest import SEEDS

PARAGRAPH = "La resolución {n} de la Asamblea General encomendó un informe sobre la migración."


@pytest.fixture(scope="module")
def pool():
    made = WorkerPool()
    yield made
    made.close()


@pytest.fixture(scope="module")
def long_text(tmp_path_factory):
    """A text that takes several seconds to read."""
    path = tmp_path_factory.mktemp("long") / "long.txt"
    paragraphs = (" ".join(PARAGRAPH.format(n=n) for n in range(n, n + 9)) for n in range(20_000))
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return file_at(path)


def file_at(path):
    (file,) = list_files([path])
    return file


def limited(file, **limits):
    pool = WorkerPool(Limits(**limits))
    try:
        return pool.attempt(file)
    finally:
        pool.close()


def children_of(pid):
    """The processes that a process started, by the kernel's word."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(each) for each in found]


def eventually(look):
    """What a look gives once it gives something, within ten seconds."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError(look)


def worker_of(pool):
    return pool._workers[0]._process.pid


@pytest.mark.parametrize("file", list_files([SEEDS]), ids=lambda file: file.source)
def test_what_a_child_read_is_what_reading_gives(pool, file):
    assert pool.attempt(file) == read_document(file)


def test_a_document_goes_where_the_request_says(pool):
    file = file_at(SEEDS / "004_d0817203a57a5ef9.txt")
    read = pool.attempt(file, collection="crm", visibility=Visibility.RESTRICTED)
    assert (read.document.collection, read.document.visibility) == ("crm", Visibility.RESTRICTED)


def test_a_refusal_keeps_its_reason(tmp_path):
    (tmp_path / "vacio.txt").write_bytes(b"")
    with pytest.raises(ExtractionError, match=r"vacio.txt: the file is empty") as caught:
        read_safely(file_at(tmp_path / "vacio.txt"))
    assert caught.value.reason is Reason.EMPTY


def test_a_path_may_be_relative_to_where_the_parent_is(pool, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Acta del foro.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert isinstance(pool.attempt(file_at(Path("a.txt"))), ReadDocument)


def test_a_name_that_is_no_text_can_be_read(pool, tmp_path):
    path = tmp_path / os.fsdecode(b"acta-\xff.txt")
    path.write_text("Acta del foro.", encoding="utf-8")
    assert pool.attempt(file_at(path)).document.source == "acta-\\xff.txt"


@pytest.mark.parametrize(
    ("limits", "reason", "words"),
    [
        ({"seconds": 0.5}, Reason.TIMEOUT, "over 0 seconds"),
        ({"cpu_seconds": 1}, Reason.TIMEOUT, "over 90 seconds"),
        ({"memory": 64 << 20}, Reason.MEMORY, "over 64 MiB of memory"),
    ],
)
def test_a_file_over_a_limit_is_refused_with_its_reason(long_text, limits, reason, words):
    refusal = limited(long_text, **limits)
    assert refusal.reason is reason
    assert words in refusal.detail


def test_a_document_of_too_many_records_is_too_big():
    refusal = limited(file_at(next(SEEDS.glob("003*"))), answer=100_000)
    assert refusal.reason is Reason.TOO_BIG


@pytest.mark.parametrize(
    ("number", "reason"),
    [(signal.SIGSEGV, Reason.CRASHED), (signal.SIGABRT, Reason.CRASHED),
     (signal.SIGKILL, Reason.MEMORY)],
)  # fmt: skip
def test_a_child_that_dies_is_a_refusal_and_the_next_file_is_read(pool, long_text, number, reason):
    def kill():
        os.kill(eventually(lambda: pool._workers and children_of(worker_of(pool)))[0], number)

    killer = threading.Thread(target=kill)
    killer.start()
    assert pool.attempt(long_text).reason is reason
    killer.join()
    assert isinstance(pool.attempt(file_at(next(SEEDS.glob("004*")))), ReadDocument)


def test_a_process_that_was_killed_is_replaced(pool):
    file = file_at(next(SEEDS.glob("004*")))
    pool.attempt(file)
    os.kill(worker_of(pool), signal.SIGKILL)
    assert pool.attempt(file).reason is Reason.CRASHED
    assert isinstance(pool.attempt(file), ReadDocument)


def test_an_interruption_ends_what_is_being_read(pool, long_text):
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(pool.attempt, long_text)
        worker = eventually(lambda: pool._workers and worker_of(pool))
        (child,) = eventually(lambda: children_of(worker))
        pool.interrupt()
        assert future.result().reason is Reason.CRASHED
    assert not Path(f"/proc/{child}").exists()


def test_nothing_is_left_of_a_parent_that_was_killed(long_text):
    code = (
        "import sys; from pathlib import Path; from ingest.sources.listing import list_files;"
        " from ingest.pipeline.worker_pool import read_safely;"
        " read_safely(list_files([Path(sys.argv[1])])[0])"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, long_text.path], cwd=SEEDS.parent)
    (worker,) = eventually(lambda: children_of(parent.pid))
    (child,) = eventually(lambda: children_of(worker))
    parent.kill()
    parent.wait()
    eventually(lambda: not Path(f"/proc/{worker}").exists())
    assert not Path(f"/proc/{child}").exists()


def test_secrets_of_the_environment_are_not_passed_on(monkeypatch):
    monkeypatch.setenv("PUENTE_OPENSEARCH_PASSWORD", "canary")
    pool = WorkerPool()
    pool.is_offline()
    environment = Path(f"/proc/{worker_of(pool)}/environ").read_bytes()
    pool.close()
    assert b"PATH=" in environment
    assert b"canary" not in environment


def test_an_answer_for_another_visibility_is_not_believed():
    asked = Request(
        file=file_at(next(SEEDS.glob("004*"))),
        collection="oas",
        visibility=Visibility.RESTRICTED,
        limits=Limits(),
    )
    answer = answers().dump_json(read_document(asked.file, visibility=Visibility.PUBLIC))
    assert _checked(answer, asked).reason is Reason.CRASHED


@pytest.mark.parametrize("content", [b"", b"{", b"\x80\x04N.", b'{"document": {}}'])
def test_an_answer_that_is_none_is_a_crash(content):
    asked = Request(
        file=file_at(next(SEEDS.glob("004*"))),
        collection="oas",
        visibility=Visibility.PUBLIC,
        limits=Limits(),
    )
    assert _checked(content, asked).reason is Reason.CRASHED
