"""The cost of the checksums of pages: `python -m tests.bench.checksums --segments 20000`.

One index is asked with and without them by turns, in seconds on a processor: each round opens it
anew, asks for nearest vectors, which reads all of them, and asks questions by words that are new.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from statistics import median
from unittest.mock import patch

import apsw
import numpy as np

from puente.model.filters import Filters
from puente.store import open_store
from puente.store.sqlite import file
from puente.store.sqlite.disk import checksums
from tests.bench.store import DIMENSION, LIMIT, Texts, ingest

_BYTES, _PAGE = 8, 4096


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder) / "bench.db", asked.segments, asked.rounds)))


def measure(path: Path, segments: int, rounds: int) -> dict[str, float]:
    """The processor time with checksums as a share of that without, by what is asked."""
    texts = Texts()
    ingest(path, texts, segments)
    connect = file.connect

    def unchecked(*given: object, **options: object) -> apsw.Connection:
        connection = connect(*given, **options)
        connection.pragma("checksum_verification", "OFF")
        return connection

    spent: dict[str, list[tuple[float, float]]] = {"opening_and_vectors": [], "questions": []}
    for _ in range(rounds):
        queries = [texts.query() for _ in range(30)]
        pair = []
        for way in (connect, unchecked):
            with patch.object(file, "connect", way), patch.object(checksums, "check_are_on"):
                pair.append(_ask(path, queries))
        for name, values in zip(spent, zip(*pair, strict=True), strict=True):
            spent[name].append(values)
    started = time.process_time()
    connection = connect(path, busy_seconds=1)
    checksums.find_damaged_pages(connection)
    connection.close()
    return {
        "segments": segments,
        "rounds": rounds,
        "size": round(_PAGE / (_PAGE - _BYTES), 4),
        "file_bytes_a_segment": path.stat().st_size / segments,
        "all_pages_s": round(time.process_time() - started, 3),
        **{
            name: round(median(checked / bare for checked, bare in values), 3)
            for name, values in spent.items()
        },
        **{
            f"{name}_s": round(median(checked for checked, _ in values), 4)
            for name, values in spent.items()
        },
    }


def _ask(path: Path, queries: list[object]) -> tuple[float, float]:
    started = time.process_time()
    store = open_store(f"sqlite:///{path}", embedder="bench", dimension=DIMENSION)
    vector = np.zeros(DIMENSION, np.float32)
    vector[0] = 1
    store.nearest(vector, Filters(), limit=LIMIT)
    opened = time.process_time()
    for query in queries:
        store.keyword(query, limit=LIMIT)
    ended = time.process_time()
    store.close()
    return opened - started, ended - opened


if __name__ == "__main__":
    main()
