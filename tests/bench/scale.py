"""A store as it grows: `python -m tests.bench.scale --sizes 10000,100000,1000000 --keep DIR`.

Documents of tests/bench/parallel.py come behind the seeds, through Puente's own writer. At each
size the index is merged and measured: how fast it grew, what it weighs, how long the questions of
tests/quality take and how well they are answered among all that, which of the truly nearest
vectors are found, and what Puente adds to its engine's time. `DIR` keeps the sentences' vectors,
the index and one JSON line for each size; a run goes on where an earlier one ended.
"""

import argparse
import json
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ingest.pipeline.ingest_files import ingest
from puente.catalogue.catalogue import Catalogue
from puente.embedding.e5 import SHIPPED
from puente.embedding.protocol import Embedder
from puente.evaluation.questions import load_questions
from puente.evaluation.retrieval_metrics import evaluate
from puente.model.documents import Visibility
from puente.model.queries import Role
from puente.search.searcher import Searcher
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.bootstrap import Stores, stores_at
from tests.bench.parallel import CORPUS, SEGMENTS_A_PAIR, SIDES, Collection, Pair, Version
from tests.bench.recall import DEPTHS, exact, nearest, recall
from tests.bench.service import ROOT, percentiles, questions
from tests.bench.wire import Repeater, Request, listening, milliseconds
from tools.opensearch_node.node import OpenSearchNodes

SEEDS = ROOT / "seeds"
QUALITY = ROOT / "tests" / "quality"
# 10,000 segments: what a write costs beside its documents no longer counts.
_PAIRS_A_WRITE = 50
# Each merge makes the graph of its vectors anew: fewer, larger ones while the index grows.
_GROWING = {"index.merge.policy.segments_per_tier": 50, "index.merge.policy.max_merge_at_once": 50}
_EMBEDDED = 300
_MERGE_SECONDS = 4 * 3600
_START_SECONDS = 1800
_LEASE_SECONDS = 35

Figures = dict[str, float]


def main() -> None:
    """Build, measure and print one JSON object for each size, and a table of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("opensearch", "sqlite"), default="opensearch")
    parser.add_argument("--sizes", default="10000,100000,1000000", help="segments")
    parser.add_argument("--keep", type=Path, help="the folder of the data (default: temporary)")
    parser.add_argument("--heap", default="2g", help="the node's")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--build", action="store_true", help="grow to the last size and merge")
    only.add_argument("--measure", action="store_true", help="measure the index as it is")
    options = parser.parse_args()
    if not CORPUS.exists():
        raise SystemExit(f"SKIPPED: needs {CORPUS.name} in ../shared/corpora")
    sizes = sorted(int(size) for size in options.sizes.split(","))
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"{options.engine}.jsonl"
        with (
            _engine(options.engine, folder, options.heap) as url,
            stores_at(url, SHIPPED) as stores,
            kept.open("a", encoding="utf-8") as lines,
        ):
            bench = _Bench(stores, Collection(stores.embedder, folder))
            for figures in _steps(bench, sizes, options):
                line = json.dumps({name: round(value, 4) for name, value in figures.items()})
                lines.write(f"{line}\n")
                lines.flush()
                print(line, flush=True)
        print(table([json.loads(line) for line in kept.read_text("utf-8").splitlines()]))


def _steps(bench: "_Bench", sizes: Sequence[int], options: argparse.Namespace) -> Iterator[Figures]:
    """The figures of each thing done."""
    if options.measure:
        yield bench.measure()
        return
    if options.build:
        yield bench.grow(sizes[-1])
        return
    for size in sizes:
        if bench.segments < size:
            yield bench.grow(size)
            yield bench.measure()


def table(figures: Iterable[Figures]) -> str:
    """The figures by size, side by side; of two on one thing the later."""
    sizes: dict[float, Figures] = {}
    for found in figures:
        sizes.setdefault(found["segments"], {}).update(found)
    names = dict.fromkeys(name for found in sizes.values() for name in found)
    rows = [
        [name, *(f"{found[name]:,.5g}" if name in found else "" for found in sizes.values())]
        for name in names
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@contextmanager
def _engine(name: str, folder: Path, heap: str) -> Iterator[str]:
    """The address of the index."""
    if name == "sqlite":
        yield f"sqlite:///{folder}/scale.db"
        return
    with OpenSearchNodes(1, heap, folder / "opensearch", _START_SECONDS) as nodes:
        yield nodes.urls[0].replace("http:", "opensearch:")


class _Bench:
    """An index that grows and is measured."""

    def __init__(self, stores: Stores, collection: Collection) -> None:
        self._url = stores.url
        self._embedder = stores.embedder
        self._collection = collection
        self._seeds = len(ingest([SEEDS], stores, stores.embedder).files)
        self._store = stores.open(Visibility.PUBLIC)

    @property
    def segments(self) -> int:
        """How many made segments the index has."""
        return self._pairs * SEGMENTS_A_PAIR

    @property
    def _pairs(self) -> int:
        return (self._store.index_state().documents - self._seeds) // len(SIDES)

    def grow(self, size: int) -> Figures:
        """Put documents until the index has so many segments."""
        first, last = self._pairs, size // SEGMENTS_A_PAIR
        self._tune(_GROWING)
        total = engine = 0.0
        for start in range(first, last, _PAIRS_A_WRITE):
            numbers = range(start, min(start + _PAIRS_A_WRITE, last))
            pairs = [self._collection.pair(number) for number in numbers]
            with listening() as heard:
                total += milliseconds(partial(self._write, pairs)) / 1000
            engine += sum(request.seconds for request in heard)
            done = (numbers.stop - first) * SEGMENTS_A_PAIR
            rate = f"{done / total:.0f} a second, {engine / total:.0%} of it in the engine"
            _tell(f"{numbers.stop * SEGMENTS_A_PAIR:,} of {size:,} segments, {rate}")
        self._tune(dict.fromkeys(_GROWING))
        figures = {
            "segments": float(self._store.index_state().segments),
            "merge_s": milliseconds(self._merge) / 1000,
        }
        if added := max(last - first, 0) * SEGMENTS_A_PAIR:
            figures |= {
                "written_segments": added,
                "written_a_second": added / total,
                "in_the_engine": engine / total,
            }
        return figures

    def _write(self, pairs: Sequence[Pair]) -> None:
        """Put documents and their alignments, in one write."""
        with self._store.writing() as writer:
            for pair in pairs:
                for version in pair.versions:
                    writer.put(version.document, version.segments, version.vectors)
                writer.link(pair.alignment)
            writer.settle_pairing()

    def measure(self) -> Figures:
        """What is to be known of the index as it is."""
        asked = questions()
        state = self._store.index_state()
        searcher, words = self._searcher(self._embedder), self._searcher(None)
        figures: Figures = {"segments": state.segments, "documents": state.documents}
        figures |= self._weight(state.segments)
        figures["embedded_a_second"] = self._embedding_rate()
        figures["first_question_s"] = milliseconds(lambda: searcher.search(asked[0])) / 1000
        for question in asked:  # warm
            searcher.search(question)
            words.search(question)
        figures |= percentiles("hybrid", asked, searcher.search)
        figures |= percentiles("keyword", asked, words.search)
        if self._is_opensearch:
            figures |= self._overhead(searcher, asked)
        figures |= self._nearest(asked)
        for half in ("tune", "held"):
            figures |= self._quality(searcher, half)
        return figures

    def _searcher(self, embedder: Embedder | None) -> Searcher:
        return Searcher([self._store], embedder, load_lexicon(), load_glossary())

    def _embedding_rate(self) -> float:
        """Whole paragraphs that the encoder embeds in a second."""
        versions = [
            version for number in (0, 1) for version in self._collection.pair(number).versions
        ]
        texts = [each.text for version in versions for each in version.segments][:_EMBEDDED]
        spent = milliseconds(lambda: self._embedder.embed(texts, role=Role.PASSAGE))
        return len(texts) / spent * 1000

    def _overhead(self, searcher: Searcher, asked: Sequence[str]) -> Figures:
        """A question through Puente beside the same requests sent bare, turn by turn."""
        repeater = Repeater(self._address)
        whole, bare, heard_of = [], [], []
        for question in asked:
            with listening() as heard:
                searcher.search(question)
            requests = list(heard)
            heard_of.append(requests)
            bare.append(repeater.seconds(requests))
            whole.append(milliseconds(lambda asked=question: searcher.search(asked)) / 1000)
        shares = np.array(whole) / np.array(bare) - 1
        return {
            "requests_a_question": float(np.mean([len(each) for each in heard_of])),
            "bytes_a_question": float(np.mean([_bytes(each) for each in heard_of])),
            "bare_p50_ms": float(np.percentile(bare, 50)) * 1000,
            "bare_p99_ms": float(np.percentile(bare, 99)) * 1000,
            "added_by_puente": sum(whole) / sum(bare) - 1,
            "added_by_puente_median": float(np.median(shares)),
        }

    def _nearest(self, asked: Sequence[str]) -> Figures:
        """Recall and speed of the nearest vectors, asked as a search asks them."""
        rows = self._embedder.embed(asked, role=Role.QUERY)
        figures: Figures = {}
        for language, (floats, integers) in exact(rows, self._versions()).items():
            ask = partial(nearest, self._store, language)
            for row in rows:  # warm
                ask(row)
            figures |= percentiles(f"vector_{language}", rows, ask)
            found = [ask(row) for row in rows]
            among = integers.ids[:, : max(DEPTHS)].tolist()
            for depth in DEPTHS:
                figures[f"recall_{depth}_{language}"] = recall(found, integers, depth)
                figures[f"recall_{depth}_{language}_of_float"] = recall(found, floats, depth)
                figures[f"int8_{depth}_{language}_of_float"] = recall(among, floats, depth)
        return figures

    def _versions(self) -> Iterator[Version]:
        """All documents of the index with the vectors that they were given."""
        for made in self._store.documents():
            if not made.id.startswith("scale-"):
                segments = self._store.segments_of(made.id)
                texts = [each.text for each in segments]
                yield Version(made, segments, self._embedder.embed(texts, role=Role.PASSAGE))
        for number in range(self._pairs):
            yield from self._collection.pair(number).versions

    def _quality(self, searcher: Searcher, half: str) -> Figures:
        """How well the seeds' questions are answered among everything else."""
        paths = (QUALITY / f"queries.{half}.tsv", QUALITY / f"qrels.{half}.tsv")
        loaded = load_questions(*paths, Catalogue([self._store]))
        report = evaluate(loaded, searcher.search).overall
        return {
            f"{half}_{name}": getattr(report, name) or 0.0
            for name in ("ndcg_10", "recall_100", "hit_1", "hit_10", "refused")
        }

    @property
    def _is_opensearch(self) -> bool:
        return self._url.startswith("opensearch:")

    @property
    def _address(self) -> str:
        return self._url.partition("//")[2]

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://{self._address}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=_MERGE_SECONDS) as answer:
            said: dict[str, Any] = json.load(answer)
            return said

    def _tune(self, settings: Mapping[str, object]) -> None:
        if self._is_opensearch:
            self._ask("PUT", "/puente/_settings", settings)

    def _merge(self) -> None:
        """Leave one segment of the engine, without what was replaced."""
        if not self._is_opensearch:
            return
        # What was replaced is kept until a lease on it, renewed every 30 s, has moved on.
        self._ask("POST", "/puente/_flush")
        time.sleep(_LEASE_SECONDS)
        self._ask("POST", "/puente/_flush")
        _tell("merging")
        self._ask("POST", "/puente/_forcemerge?max_num_segments=1")
        # Searches see the merged segment only then: the index never refreshes by itself.
        self._ask("POST", "/puente/_refresh")

    def _weight(self, segments: int) -> Figures:
        """Bytes a segment: in all, and of each kind of file (vec are vectors, vex their graph)."""
        if not self._is_opensearch:
            file = Path(self._url.removeprefix("sqlite:///"))
            parts = file.parent.glob(f"{file.name}*")  # the log beside it, too
            return {"bytes_a_segment": sum(part.stat().st_size for part in parts) / segments}
        found = self._ask("GET", "/puente/_stats/segments?include_segment_file_sizes=true")
        parts = found["_all"]["primaries"]["segments"]
        sizes = {name: each["size_in_bytes"] for name, each in parts["file_sizes"].items()}
        largest = sorted(sizes, key=lambda name: -sizes[name])[:8]
        [node] = self._ask("GET", "/_nodes/stats/jvm")["nodes"].values()
        return {
            "bytes_a_segment": sum(sizes.values()) / segments,
            **{f"bytes_a_segment_{name}": sizes[name] / segments for name in largest},
            "engine_segments": parts["count"],
            "heap_used_mib": node["jvm"]["mem"]["heap_used_in_bytes"] / 2**20,
        }


def _bytes(requests: Sequence[Request]) -> int:
    return sum(len(request.body) for request in requests)


def _tell(what: str) -> None:
    print(time.strftime("%H:%M:%S"), what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
