"""What int8 costs: `python -m tests.bench.quantisation`.

The questions of tests/quality over the seeds, once with the vectors as the store keeps them and
once with those that the encoder made.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np

from ingest.pipeline.ingest_files import ingest
from puente.catalogue.catalogue import Catalogue
from puente.embedding.e5 import SHIPPED
from puente.evaluation.questions import load_questions
from puente.evaluation.retrieval_metrics import Metrics, evaluate
from puente.model.documents import Visibility
from puente.model.queries import Role
from puente.search.retrieval import RetrievalOptions
from puente.search.searcher import Searcher, SearchOptions
from puente.store.quantisation import Quantised, quantise
from puente.store.sqlite import generation
from puente.store.sqlite.vectors import VectorIndex
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.bootstrap import Stores, stores_at
from tests.bench.service import ROOT

QUALITY = ROOT / "tests" / "quality"
SEARCHES = {
    "all of it": SearchOptions(),
    "meaning alone": SearchOptions(
        retrieval=RetrievalOptions(keyword_weight=0.0, vector_weight=1.0), least_score=0.0
    ),
}
_LOAD = generation._load_vectors


def main() -> None:
    """Print a table."""
    print("| search | vectors | half | nDCG@10 | recall@100 | MRR | hit@1 | hit@10 |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/seeds.db"
        with stores_at(url, SHIPPED) as stores:
            ingest([ROOT / "seeds"], stores, stores.embedder)
            as_floats = _floats(stores)
        for vectors, load in (("int8", _LOAD), ("float32", as_floats)):
            with patch.object(generation, "_load_vectors", load), stores_at(url, SHIPPED) as stores:
                for search, options in SEARCHES.items():
                    for half in ("tune", "held"):
                        figures = _figures(stores, options, half)
                        print(f"| {search} | {vectors} | {half} | {_row(figures)} |", flush=True)


def _floats(stores: Stores) -> Callable[[Any, int], VectorIndex]:
    """What loads the vectors that the encoder made in the place of those that were stored."""
    store = stores.open(Visibility.PUBLIC)
    texts = [each.text for made in store.documents() for each in store.segments_of(made.id)]
    rows = stores.embedder.embed(texts, role=Role.PASSAGE)
    stored = quantise(rows).rows
    made = {kept.tobytes(): row for kept, row in zip(stored, rows, strict=True)}

    def load(connection: Any, dimension: int) -> VectorIndex:
        index = _LOAD(connection, dimension)
        floats: Any = np.stack([made[kept.tobytes()] for kept in index.vectors.rows])
        return replace(index, vectors=Quantised(rows=floats, scales=np.ones(len(floats), "f4")))

    return load


def _figures(stores: Stores, options: SearchOptions, half: str) -> Metrics:
    store = stores.open(Visibility.PUBLIC)
    searcher = Searcher([store], stores.embedder, load_lexicon(), load_glossary(), options)
    paths = (QUALITY / f"queries.{half}.tsv", QUALITY / f"qrels.{half}.tsv")
    questions = load_questions(*paths, Catalogue([store]))
    return evaluate(questions, searcher.search).overall


def _row(figures: Metrics) -> str:
    values = (figures.ndcg_10, figures.recall_100, figures.mrr, figures.hit_1, figures.hit_10)
    return " | ".join(f"{value:.4f}" for value in values if value is not None)


if __name__ == "__main__":
    main()
