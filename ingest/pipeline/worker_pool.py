"""Files are read in children with limits; this is the parent's side, which opens no document."""

import atexit
import contextlib
import json
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from ingest.pipeline.worker_protocol import (
    Limits,
    ReadDocument,
    Ready,
    Refusal,
    Request,
    answers,
    receive,
    send,
)
from ingest.sources.listing import SourceFile
from puente.errors import ExtractionError
from puente.model.documents import Visibility
from puente.model.reports import Reason

_LOGGER = logging.getLogger(__name__)
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from ingest.pipeline.worker import main; main()"
)
# Passwords and keys of the environment are not for what reads hostile files.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
# A process with threads must not fork; files are read side by side instead.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
_SECONDS_TO_END = 5


class WorkerPool:
    """Reads files in children with limits, as many at a time as threads ask."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._workers: list[_WorkerProcess] = []
        self._idle: list[_WorkerProcess] = []

    def attempt(
        self,
        file: SourceFile,
        *,
        collection: str = "oas",
        visibility: Visibility = Visibility.PUBLIC,
    ) -> ReadDocument | Refusal:
        """The document of a file, or why there is none."""
        request = Request(
            file=replace(file, path=file.path.absolute()),
            collection=collection,
            visibility=visibility,
            limits=self._limits,
        )
        try:
            with self._free_worker() as worker:
                content = worker.ask(request)
        except (EOFError, OSError):
            return Refusal(reason=Reason.CRASHED, detail="the process that reads files was ended")
        return _checked(content, request)

    def is_offline(self) -> bool:
        """Test for workers without network; raises EOFError, OSError."""
        with self._free_worker() as worker:
            return worker.is_offline

    def interrupt(self) -> None:
        """End what is being read."""
        for worker in set(self._workers) - set(self._idle):
            worker.end()

    def close(self) -> None:
        """End what is being read, and the processes."""
        while self._workers:
            self._workers.pop().end()
        self._idle.clear()

    @contextlib.contextmanager
    def _free_worker(self) -> Iterator["_WorkerProcess"]:
        """A process for one question; after an error it is not asked again."""
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _WorkerProcess()
            self._workers.append(worker)
        try:
            yield worker
        except BaseException:
            worker.end()
            with contextlib.suppress(ValueError):  # closed meanwhile
                self._workers.remove(worker)
            raise
        self._idle.append(worker)


class _WorkerProcess:
    """A process of `ingest.pipeline.worker`."""

    def __init__(self) -> None:
        passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        path = json.dumps([str(Path(each).absolute()) for each in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=passed | _ONE_THREAD,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the parent
        )
        self._input, self._output = _open(self._process.stdin), _open(self._process.stdout)
        self._ready: Ready | None = None

    @property
    def is_offline(self) -> bool:
        """Test for children without network; raises EOFError, OSError."""
        return self._wait_until_ready().is_offline

    def ask(self, request: Request) -> bytes:
        """Its answer; raises EOFError, OSError when it is ended."""
        self._wait_until_ready()
        send(self._input, pickle.dumps(request))
        return receive(self._output)

    def _wait_until_ready(self) -> Ready:
        """The first thing that it says, which it says once."""
        if self._ready is None:
            self._ready = TypeAdapter(Ready).validate_json(receive(self._output))
        return self._ready

    def end(self) -> None:
        """End it with the child it may have; it goes when its requests end."""
        with contextlib.suppress(OSError):  # what could not be sent
            self._input.close()
        try:
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._output.close()


def read_safely(
    file: SourceFile,
    *,
    collection: str = "oas",
    visibility: Visibility = Visibility.PUBLIC,
) -> ReadDocument:
    """The document of a file, read in a child with limits; raises ExtractionError."""
    answer = attempt(file, collection=collection, visibility=visibility)
    if isinstance(answer, Refusal):
        raise ExtractionError(file.path, answer.reason, answer.detail)
    return answer


def attempt(
    file: SourceFile,
    *,
    collection: str = "oas",
    visibility: Visibility = Visibility.PUBLIC,
) -> ReadDocument | Refusal:
    """The same with the reason as a value: what the processes of a cluster are given to do."""
    return _shared().attempt(file, collection=collection, visibility=visibility)


@contextlib.contextmanager
def reading_threads(executor: Executor | None, jobs: int) -> Iterator[Executor]:
    """The executor that runs `attempt`: the given one, or as many threads of this process as jobs.

    What is still being read at the end, where an error or a signal cut off the rest, is ended.
    """
    if executor is not None:
        yield executor
        return
    threads = ThreadPoolExecutor(jobs)
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        _shared().interrupt()
        threads.shutdown()


@cache
def _shared() -> WorkerPool:
    """The pool of this process; one that it was forked from has another."""
    pool = WorkerPool()
    atexit.register(pool.close)
    os.register_at_fork(after_in_child=_shared.cache_clear)
    return pool


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise EOFError
    return stream


def _checked(content: bytes, request: Request) -> ReadDocument | Refusal:
    """The answer of a child, which may have been taken over by what it read."""
    try:
        answer = answers().validate_json(content)
    except ValidationError:
        return Refusal(reason=Reason.CRASHED, detail="its reader gave no answer")
    if isinstance(answer, Refusal):
        if answer.trace:
            _LOGGER.debug("%s: %s\n%s", request.file.source, answer.detail, answer.trace)
        return answer
    file = request.file
    given = (
        file.source,
        file.checksum,
        file.given.collection or request.collection,
        file.given.visibility or request.visibility,
    )
    for version in answer.versions:
        told = version.document
        if given != (told.source, told.checksum, told.collection, told.visibility):
            return Refusal(reason=Reason.CRASHED, detail="its reader gave another document")
    return answer
