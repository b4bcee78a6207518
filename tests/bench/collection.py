"""Ingest of real documents into an empty index: `python -m tests.bench.collection [FOLDER]`.

The folder is `../shared/collection` where none is named. Processor time is that of this process
and of the children that read the files, and pairing is everything from the last file on.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from ingest.pipeline import ingest_files
from ingest.pipeline.ingest_files import IngestOptions, ingest
from puente.embedding.e5 import SHIPPED
from service.bootstrap import stores_at
from tests.paths import SHARED


@dataclass
class _Spent:
    """Seconds of the clock and of processors."""

    wall: float = 0.0
    processor: float = 0.0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Add what passes meanwhile."""
        wall, processor = time.perf_counter(), _processor_seconds()
        yield
        self.wall += time.perf_counter() - wall
        self.processor += _processor_seconds() - processor


def measure(folder: Path, jobs: int) -> dict[str, object]:
    """Ingest a folder once; what came of it and what it took."""
    whole, pairing = _Spent(), _Spent()
    link_versions = ingest_files.link_versions

    def counted(*given: object) -> object:
        with pairing.counting():
            return link_versions(*given)

    with (
        tempfile.TemporaryDirectory() as made,
        stores_at(f"sqlite:///{made}/puente.db", SHIPPED) as stores,
        patch.object(ingest_files, "link_versions", counted),
    ):
        with whole.counting():
            report = ingest([folder], stores, stores.embedder, options=IngestOptions(jobs=jobs))
        states = [each.index_state() for each in stores.opened.values()]
    return {
        "files": len(report.files),
        "documents": sum(state.documents for state in states),
        "segments": sum(state.segments for state in states),
        "pairs": len(report.pairs),
        "proposals": len(report.proposals),
        "seconds": round(whole.wall, 1),
        "processor seconds": round(whole.processor, 1),
        "share of pairing": round(pairing.processor / whole.processor, 3),
    }


def _processor_seconds() -> float:
    used = (resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED / "collection")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.folder, chosen.jobs), indent=2))


if __name__ == "__main__":
    main()
