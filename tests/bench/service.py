"""How fast people are answered: `python -m tests.bench.service`.

Commands are timed as whole processes; questions are those of tests/quality, asked over HTTP and
straight from the searcher, over the seeds and over many synthetic segments (tests/bench/store.py).
"""

import argparse
import csv
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from puente.catalogue.catalogue import Catalogue
from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.search.searcher import Searcher
from puente.store import open_store
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from tests.bench import store as store_bench
from tests.paths import ROOT

PUENTE = Path(sys.executable).with_name("puente")


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), options.segments), indent=2))


def measure(folder: Path, segments: int) -> dict[str, float]:
    """The figures, by name."""
    asked = questions()
    url = f"sqlite:///{folder}/seeds.db"
    figures = {
        "help_s": _seconds([PUENTE, "--help"]),
        "first_start_to_answer_s": _start_to_answer(url, asked[0]),
        "second_start_to_answer_s": _start_to_answer(url, asked[0]),
        "ingest_seeds_s": _seconds(
            [PUENTE, "ingest", ROOT / "seeds", "--store", f"sqlite:///{folder}/again.db"], runs=1
        ),
        "search_process_s": _seconds([PUENTE, "search", "remesas", "--store", url]),
    }
    with _service(url) as (address, process), _connection(address) as connection:
        for question in asked:  # warm
            _ask(connection, question)
        figures |= percentiles("http", asked, lambda question: _ask(connection, question))
        figures["service_resident_mib"] = _resident(process.pid)
    figures |= _in_process(url, "seeds", asked)
    store_bench.ingest(folder / "many.db", store_bench.Texts(), segments)
    figures |= _in_process(f"sqlite:///{folder}/many.db", f"{segments}", asked, name="bench")
    return {name: round(value, 3) for name, value in figures.items()}


def questions() -> list[str]:
    """Every question of tests/quality."""
    rows: list[str] = []
    for half in ("tune", "held"):
        path = ROOT / "tests" / "quality" / f"queries.{half}.tsv"
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows += [row["text"] for row in reader]
    return rows


def _in_process(
    url: str, label: str, asked: Sequence[str], *, name: str = SHIPPED
) -> dict[str, float]:
    """Percentiles of warm searches without HTTP."""
    embedder = open_embedder(SHIPPED)
    store = open_store(url, embedder=name, dimension=embedder.dimension, create=False)
    searcher = Searcher([store], embedder, load_lexicon(), load_glossary())
    for question in asked:
        searcher.search(question)
    figures = percentiles(f"search_{label}", asked, searcher.search)
    state = Catalogue([store]).state()
    store.close()
    return {**figures, f"search_{label}_segments": state.segments}


def percentiles(name: str, asked: Iterable[Any], call: Callable[[Any], object]) -> dict[str, float]:
    """How long the calls take: the middle one, and the one that 99 of 100 are faster than."""
    spent = []
    for question in asked:
        started = time.perf_counter()
        call(question)
        spent.append((time.perf_counter() - started) * 1000)
    return {
        f"{name}_p50_ms": float(np.percentile(spent, 50)),
        f"{name}_p99_ms": float(np.percentile(spent, 99)),
    }


def _start_to_answer(url: str, question: str) -> float:
    """What `make run` does after installation, until the first answer."""
    started = time.perf_counter()
    subprocess.run(
        [PUENTE, "ingest", ROOT / "seeds", "--store", url], check=True, capture_output=True
    )
    with _service(url) as (address, _), _connection(address) as connection:
        _ask(connection, question)
        return time.perf_counter() - started


@contextmanager
def _service(url: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with subprocess.Popen(
        [PUENTE, "serve", "--store", url, "--port", "0"], stderr=subprocess.PIPE, text=True
    ) as process:
        said = iter(process.stderr.readline, "")  # type: ignore[union-attr]
        address = next(line.split()[1] for line in said if line.startswith("Puente: "))
        try:
            yield address, process
        finally:
            process.send_signal(signal.SIGINT)


def _connection(address: str) -> closing[http.client.HTTPConnection]:
    """A connection that is kept, as a browser's is."""
    parts = urllib.parse.urlsplit(address)
    return closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30))


def _ask(connection: http.client.HTTPConnection, question: str) -> None:
    connection.request("GET", f"/api/v1/search?{urllib.parse.urlencode({'q': question})}")
    answer = connection.getresponse()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(answer.read())
    json.load(answer)


def _seconds(command: Sequence[str | Path], runs: int = 5) -> float:
    """The median wall time of a whole process."""
    spent = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        spent.append(time.perf_counter() - started)
    return float(np.median(spent))


def _resident(pid: int) -> float:
    """The memory a process holds, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
