"""The process that has each file read in a child of its own, and holds the child to its limits.

`ingest.pipeline.worker_pool` starts it and speaks with it in frames over its standard streams;
neither of the two opens a document. It has the readers loaded and no threads, so it may fork, and a
child costs milliseconds where a new interpreter takes a third of a second.
"""

import contextlib
import ctypes
import gc
import math
import os
import pickle
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import IO, NoReturn

from pydantic import TypeAdapter

from ingest.extraction.heartbeat import listen
from ingest.pipeline.read_document import read_document
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
from ingest.sources.listing import list_files
from puente.errors import ExtractionError
from puente.model.reports import Reason

_CHUNK = 1 << 20
# Stands before an answer, where JSON may have any number of them: a page was recognised.
_BEAT = b"\n"
_OPEN_FILES = 64
# Nothing that reads a document writes files of this size; tesseract gets a page as an image.
_FILE_SIZE = 256 << 20
_SAMPLE = """CONSEJO PERMANENTE DE LA ORGANIZACIÓN DE LOS ESTADOS AMERICANOS
OEA/Ser.G
CE/AM-75/09 rev. 2
13 febrero 2009
Original: español

I. INTRODUCCIÓN
RECORDANDO la resolución AG/RES. 2356 (XXXVIII-O/08),\tQuito
RESUELVE:
1. Encomendar al Consejo que a) informe; y b) dé seguimiento. The Council is instructed to report.
"""
# Linux, <sched.h> and <linux/prctl.h>.
_NEW_USER, _NEW_NETWORK, _NO_NEW_PRIVILEGES, _DIE_WITH_PARENT = 0x10000000, 0x40000000, 38, 1


def main() -> None:
    """Answer requests until the parent is gone."""
    requests, replies = _take_streams()
    is_offline = _leave_network()
    with (
        tempfile.TemporaryDirectory(prefix="puente-") as folder,
        contextlib.suppress(EOFError, BrokenPipeError),
    ):
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        _load(Path(folder))
        send(replies, TypeAdapter(Ready).dump_json(Ready(is_offline=is_offline)))
        while True:
            # It comes from the parent and from nobody else.
            request: Request = pickle.loads(receive(requests))  # nosec B301
            send(replies, _supervise(request, requests.fileno()))
            _empty(Path(folder))


def _take_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The streams of the parent, out of reach of what a library prints or a program reads."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, replies


def _leave_network() -> bool:
    """Give up the network, and what setuid programs could give back; whether it was permitted."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        return bool(libc.unshare(_NEW_NETWORK) == 0)
    if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    # Under its own name, else it could make no file.
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"),
                       ("gid_map", f"{group} {group} 1")):  # fmt: skip
        Path("/proc/self", name).write_text(text, encoding="ascii")
    return True


def _load(folder: Path) -> None:
    """Load what the first file would load (50 ms), so that children share it."""
    sample = folder / "sample.txt"
    sample.write_text(_SAMPLE, encoding="utf-8")
    answers().dump_json(read_document(list_files([sample])[0]))
    gc.collect()
    gc.freeze()  # a child that touches no object's counter copies no page


def _empty(folder: Path) -> None:
    """Remove what a child that was ended left behind."""
    for left in folder.iterdir():
        with contextlib.suppress(OSError):
            left.unlink()


def _supervise(request: Request, parent: int) -> bytes:
    """The answer of a child that reads the file, or why there is none."""
    limits = request.limits
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _read_and_exit(request, writing)
    os.close(writing)
    try:
        content, refusal = _collect(reading, parent, limits)
    finally:
        os.close(reading)
        # A child that is done has its exit status already; what it started ends with it.
        for end in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                end(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
    refusal = refusal or _judge(status, usage, limits)
    return content if refusal is None else answers().dump_json(refusal)


def _collect(reading: int, parent: int, limits: Limits) -> tuple[bytes, Refusal | None]:
    """The answer that the child writes, within the limits; raises EOFError without a parent."""
    content = bytearray()
    poller = select.poll()
    poller.register(reading, select.POLLIN)
    poller.register(parent, 0)  # its end is always told
    start = last = time.monotonic()
    while True:
        left = min(last + limits.seconds, start + limits.total_seconds) - time.monotonic()
        events = dict(poller.poll(max(left, 0) * 1000))
        if parent in events:
            raise EOFError
        if reading not in events:
            return b"", _too_slow(limits)
        chunk = os.read(reading, _CHUNK)
        if not chunk:
            return bytes(content), None
        if not content and not chunk.strip(_BEAT):
            last = time.monotonic()
            continue
        content += chunk
        if len(content) > limits.answer:
            detail = f"it gives over {limits.answer >> 20} MiB of records. Split the file."
            return b"", Refusal(reason=Reason.TOO_BIG, detail=detail)


def _judge(status: int, usage: resource.struct_rusage, limits: Limits) -> Refusal | None:
    """The refusal that the end of a child means for its file; None for an ordinary end."""
    if not os.WIFSIGNALED(status):
        return None if os.WEXITSTATUS(status) == 0 else _crashed(f"exit {os.WEXITSTATUS(status)}")
    ended_by = signal.Signals(os.WTERMSIG(status))
    if ended_by is signal.SIGXCPU:
        return _too_slow(limits)
    # The kernel's own kill is for memory; pdfium aborts when it gets no more.
    if ended_by is signal.SIGKILL or usage.ru_maxrss * 1024 > limits.memory / 2:
        return _too_much_memory(limits)
    return _crashed(ended_by.name)


def _too_slow(limits: Limits) -> Refusal:
    detail = f"reading it took over {limits.seconds:.0f} seconds"
    return Refusal(reason=Reason.TIMEOUT, detail=detail)


def _too_much_memory(limits: Limits) -> Refusal:
    detail = f"reading it took over {limits.memory >> 20} MiB of memory"
    return Refusal(reason=Reason.MEMORY, detail=detail)


def _crashed(how: str) -> Refusal:
    return Refusal(reason=Reason.CRASHED, detail=f"its reader crashed ({how})")


def _read_and_exit(request: Request, writing: int) -> NoReturn:
    """In the child: read the file, write the answer and end, whatever happens."""
    code = 1
    try:
        _confine(request.limits, writing)
        content = memoryview(answers().dump_json(_read(request)))
        while content:
            content = content[os.write(writing, content) :]
        code = 0
    except MemoryError:
        os.write(writing, answers().dump_json(_too_much_memory(request.limits)))
        code = 0
    finally:
        os._exit(code)


def _confine(limits: Limits, writing: int) -> None:
    """Put this process under the limits, and those it starts."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The streams of the parent are not for what reads hostile files.
    os.closerange(3, writing)
    os.closerange(writing + 1, _OPEN_FILES)
    os.dup2(1, 2)  # what libraries print of hostile files is of no use to anyone
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        # Where memory runs out all the same, this is the process to end.
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    for kind, limit in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))

    def renew() -> None:
        _renew(limits)
        os.write(writing, _BEAT)

    _renew(limits)
    listen(renew)


def _renew(limits: Limits) -> None:
    """Give this process its share of a core's time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, math.ceil(limits.total_seconds)))


def _read(request: Request) -> ReadDocument | Refusal:
    """The document of the file, or why there is none."""
    try:
        return read_document(
            request.file, collection=request.collection, visibility=request.visibility
        )
    except ExtractionError as error:
        return Refusal(reason=error.reason, detail=error.detail)
    except MemoryError:
        return _too_much_memory(request.limits)
    except RecursionError:
        return Refusal(reason=Reason.BOMB, detail="its parts are nested without end")
    # The guard of one document: what nobody foresaw must not stop a run.
    except Exception as error:  # noqa: BLE001
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
        detail = f"Puente failed on it ({where}). Report it with the file."
        trace = traceback.format_exc()
        return Refusal(reason=Reason.INTERNAL, detail=detail, trace=trace)
