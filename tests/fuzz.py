"""Damaged files are read or refused with a code; nothing else may happen.

`python -m tests.fuzz --rounds 10000` reads as many of every format, each in its own child, and says
what became of them; 1 is the exit code where a file failed Puente or took too long.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from ingest.pipeline.worker_pool import WorkerPool
from ingest.pipeline.worker_protocol import Limits, Refusal
from ingest.sources.listing import SourceFile
from puente.model.reports import Reason
from tests.badfiles.files import GOOD
from tests.badfiles.mutants import mutant

FAILURES = frozenset({Reason.INTERNAL, Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED})
_LIMITS = Limits(seconds=30, cpu_seconds=20)
_BATCH = 64


def fuzz(kinds: Sequence[str], rounds: int, jobs: int) -> Iterator[tuple[str, int, str, str]]:
    """The kind, the seed, the code and the detail of each damaged file."""
    sandbox = WorkerPool(_LIMITS)
    numbered = ((kind, seed) for seed in range(rounds) for kind in kinds)
    try:
        with ThreadPoolExecutor(jobs) as pool, tempfile.TemporaryDirectory() as folder:
            while batch := list(islice(numbered, _BATCH)):
                yield from pool.map(lambda each: _attempt(sandbox, Path(folder), *each), batch)
    finally:
        sandbox.close()


def _attempt(sandbox: WorkerPool, folder: Path, kind: str, seed: int) -> tuple[str, int, str, str]:
    path = folder / f"{seed}.{kind}"
    content = mutant(kind, seed)
    path.write_bytes(content)
    answer = sandbox.attempt(
        SourceFile(path=path, source=path.name, checksum="0" * 64, size=len(content))
    )
    path.unlink()
    if isinstance(answer, Refusal):
        return kind, seed, answer.reason.value, answer.detail
    return kind, seed, "read", ""


def main(arguments: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kinds", nargs="*", choices=sorted(GOOD), default=sorted(GOOD))
    asked = parser.parse_args(list(arguments))
    counts: Counter[tuple[str, str]] = Counter()
    failed, start = False, time.monotonic()
    for kind, seed, code, detail in fuzz(asked.kinds, asked.rounds, asked.jobs):
        counts[kind, code] += 1
        if code in FAILURES:
            failed = True
            print(f"{kind} {seed}: {code}: {detail}")
    for (kind, code), count in sorted(counts.items()):
        print(f"{kind:6}{code:14}{count:8,}")
    print(f"{counts.total():,} files in {time.monotonic() - start:,.0f} s")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
