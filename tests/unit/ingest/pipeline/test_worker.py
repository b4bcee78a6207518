"""The process that has files read, spoken to in frames over its own streams."""

import contextlib
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.pipeline.read_document import read_document
from ingest.pipeline.worker import _read
from ingest.pipeline.worker_protocol import Limits, Refusal, Request, answers, receive, send
from ingest.sources.listing import list_files
from puente.model.documents import Visibility
from puente.model.reports import Reason
from tests.paths import ROOT, SEEDS

SEED = SEEDS / "004_d0817203a57a5ef9.txt"


def request(path, **limits):
    """The request to read a file, None for a file that there is none of."""
    (file,) = list_files([path]) if path else (None,)
    return Request(
        file=file, collection="oas", visibility=Visibility.PUBLIC, limits=Limits(**limits)
    )


@contextlib.contextmanager
def worker(temporary):
    """A running worker that has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from ingest.pipeline.worker import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    with process:
        ready = json.loads(receive(process.stdout))
        assert ready.keys() == {"is_offline"}
        try:
            yield process
        finally:
            process.stdin.close()
            process.wait(10)


def ask(process, asked):
    send(process.stdin, pickle.dumps(asked))
    return answers().validate_json(receive(process.stdout))


def test_a_worker_answers_one_request_after_the_other(tmp_path):
    asked = request(SEED)
    with worker(tmp_path) as process:
        assert [ask(process, asked) for _ in range(2)] == [read_document(asked.file)] * 2


def test_a_worker_goes_when_its_requests_end(tmp_path):
    with worker(tmp_path) as process:
        pass
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_is_refused_and_the_next_one_is_read(tmp_path):
    (tmp_path / "vacio.txt").write_bytes(b"")
    with worker(tmp_path) as process:
        assert ask(process, request(tmp_path / "vacio.txt")) == Refusal(
            reason=Reason.EMPTY, detail="the file is empty"
        )
        assert ask(process, request(SEED)) == read_document(request(SEED).file)


def test_an_answer_over_its_limit_is_refused(tmp_path):
    with worker(tmp_path) as process:
        refusal = ask(process, request(SEED, answer=1024))
    assert refusal.reason is Reason.TOO_BIG
    assert refusal.detail == "it gives over 0 MiB of records. Split the file."


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's list of open files is Linux's")
def test_a_worker_prints_nothing_between_its_frames(tmp_path):
    with worker(tmp_path) as process:
        streams = Path(f"/proc/{process.pid}/fd")
        assert [str((streams / number).readlink()) for number in "01"] == ["/dev/null"] * 2


def test_a_failure_of_puente_itself_says_where_it_is():
    refusal = _read(request(None))
    assert refusal.reason is Reason.INTERNAL
    assert "(AttributeError in read_document.py, line " in refusal.detail
    assert refusal.trace.startswith("Traceback")
