"""How fast and how big a store is: `python -m tests.bench.store --segments 100000`.

The segments are paragraphs of the seeds with a third of their words replaced by others, drawn by
Zipf's law from the seeds' words and as many made-up ones, so that the vocabulary grows with the
collection as it does in real text. The vectors are random around 1,000 centres.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from puente.model.documents import Language
from puente.model.filters import Filters
from puente.model.queries import Concept, KeywordQuery, Term
from puente.store import open_store
from puente.text.tokenization import stem, tokens, words
from tests.fixtures.builders import document, segment

DIMENSION = 512
SEGMENTS_A_DOCUMENT = 60
LIMIT = 200


class Texts:
    """An endless supply of paragraphs like the seeds'."""

    def __init__(self) -> None:
        files = sorted(resources.files("seeds").iterdir(), key=lambda file: file.name)
        text = "\n".join(f.read_text(encoding="utf-8") for f in files if f.name.endswith(".txt"))
        self._random = random.Random(1)
        self._paragraphs = [line.split() for line in text.splitlines() if len(line.split()) > 8]
        known = sorted(set(words(text)))
        made_up = ["".join(self._random.sample("aeioulnrstmcdp", 7)) for _ in known * 4]
        self.words = [word for pair in zip(known * 5, made_up, strict=False) for word in pair]
        self._random.shuffle(self.words)
        self._weights = np.cumsum(1 / np.arange(1, len(self.words) + 1)).tolist()

    def paragraph(self) -> str:
        """A paragraph of a seed with a third of its words replaced."""
        found = list(self._random.choice(self._paragraphs))
        for position in self._random.sample(range(len(found)), len(found) // 3):
            [found[position]] = self._random.choices(self.words, cum_weights=self._weights)
        return " ".join(found)

    def query(self) -> KeywordQuery:
        """Six words of a paragraph, each with three more terms as a lexicon would give them."""
        typed = [word for word in words(self.paragraph()) if len(word) > 3][:6]
        return KeywordQuery(
            concepts=tuple(
                Concept(
                    terms=(
                        Term(language=Language.ES, stem=stem(word, Language.ES)),
                        *self._translations(word),
                    )
                )
                for word in typed
            )
        )

    def _translations(self, word: str) -> Iterator[Term]:
        yield Term(language=Language.EN, stem=stem(word, Language.EN), weight=0.5)
        for other in self._random.choices(self.words, cum_weights=self._weights, k=2):
            yield Term(language=Language.EN, stem=stem(other, Language.EN), weight=0.2)


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), options.segments, options.queries), indent=2))


def measure(folder: Path, count: int, queries: int) -> dict[str, float]:
    """The figures, by name."""
    texts, path = Texts(), folder / "bench.db"
    figures = {"segments": count, **ingest(path, texts, count)}
    before = memory()
    started = time.perf_counter()
    store = open_store(f"sqlite:///{path}", embedder="bench", dimension=DIMENSION)
    asked = [texts.query() for _ in range(queries)]
    store.keyword(asked[0], limit=LIMIT)
    figures["open_and_first_query_s"] = time.perf_counter() - started
    for query in asked:  # warm
        store.keyword(query, limit=LIMIT)
    filtered = Filters(languages=(Language.ES,), collections=("crm",))
    vectors = np.random.default_rng(3).normal(size=(queries, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    figures |= _timed("keyword", asked, lambda query: store.keyword(query, limit=LIMIT))
    figures |= _timed("facets_after_keyword", asked[-8:], store.facets)
    narrowed = [KeywordQuery(concepts=query.concepts, filters=filtered) for query in asked]
    figures |= _timed("keyword_filtered", narrowed, lambda query: store.keyword(query, limit=LIMIT))
    started = time.perf_counter()
    store.nearest(vectors[0], Filters(), limit=LIMIT)
    figures["first_nearest_s"] = time.perf_counter() - started
    figures |= _timed("nearest", vectors, lambda row: store.nearest(row, Filters(), limit=LIMIT))
    figures |= _timed(
        "nearest_filtered", vectors, lambda row: store.nearest(row, filtered, limit=LIMIT)
    )
    figures["reading_mib"] = memory() - before
    figures |= _timed("fts5_or", asked, _fts5(path, folder / "fts5.db"))
    figures["keyword_to_fts5"] = figures["keyword_p50_ms"] / figures["fts5_or_p50_ms"]
    store.close()
    return {name: round(value, 3) for name, value in figures.items()}


def ingest(path: Path, texts: Texts, count: int) -> dict[str, float]:
    """Puts `count` segments, one transaction a document; only the store's own time counts."""
    store = open_store(f"sqlite:///{path}", embedder="bench", dimension=DIMENSION)
    generator = np.random.default_rng(2)
    centres = generator.normal(size=(1_000, DIMENSION)).astype(np.float32)
    spent = 0.0
    for number in range(count // SEGMENTS_A_DOCUMENT):
        language = (Language.ES, Language.EN)[number % 2]
        made = document(f"d{number}.{language}", collection=("oas", "crm", "csm")[number % 3])
        segments = [
            segment(texts.paragraph(), document=made, ordinal=ordinal)
            for ordinal in range(1, SEGMENTS_A_DOCUMENT + 1)
        ]
        rows = centres[generator.integers(1_000, size=len(segments))]
        rows = rows + generator.normal(size=rows.shape, scale=0.7).astype(np.float32)
        rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        started = time.perf_counter()
        with store.writing() as writer:
            writer.put(made, segments, rows)
        spent += time.perf_counter() - started
    store.close()
    return {
        "ingest_segments_a_second": count / spent,
        "file_mib": path.stat().st_size / 2**20,
        "file_bytes_a_segment": path.stat().st_size / count,
    }


def _fts5(index: Path, scratch: Path) -> Callable[[KeywordQuery], object]:
    """Plain FTS5 with bm25() over the same terms: what the store's own ranking is compared to."""
    connection = apsw.Connection(str(scratch))
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5 (words, content = '')")
    store = open_store(f"sqlite:///{index}", embedder="bench", dimension=DIMENSION)
    with connection:
        for made in store.documents():
            connection.executemany(
                "INSERT INTO plain (words) VALUES (?)",
                [
                    (" ".join(token.stem for token in tokens(found.text, made.language)),)
                    for found in store.segments_of(made.id)
                ],
            )
    store.close()

    def search(query: KeywordQuery) -> object:
        terms = {term.stem for concept in query.concepts for term in concept.terms}
        return connection.execute(
            "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY bm25(plain) LIMIT ?",
            (" OR ".join(f'"{term}"' for term in sorted(terms)), LIMIT),
        ).fetchall()

    return search


def _timed(name: str, values: Iterable[Any], call: Callable[[Any], object]) -> dict[str, float]:
    spent = []
    for value in values:
        started = time.perf_counter()
        call(value)
        spent.append((time.perf_counter() - started) * 1000)
    return {
        f"{name}_p50_ms": float(np.percentile(spent, 50)),
        f"{name}_p99_ms": float(np.percentile(spent, 99)),
    }


def memory() -> float:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
