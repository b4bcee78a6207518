"""What each part of the search brings: `python -m tests.quality.ablation`.

Every variant answers the questions of tests/quality over the seeds, indexed for this in a
temporary folder; the table of docs/quality.md is what this prints.
"""

import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from ingest.pipeline.ingest_files import ingest
from puente.catalogue.catalogue import Catalogue
from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.embedding.protocol import Embedder
from puente.evaluation.questions import Question, load_questions
from puente.evaluation.retrieval_metrics import Metrics, evaluate
from puente.model.documents import Visibility
from puente.model.identifiers import SegmentId
from puente.model.results import Scored
from puente.search.fusion import Leg, order
from puente.search.retrieval import RetrievalOptions
from puente.search.searcher import Searcher, SearchOptions
from puente.store import open_store
from puente.store.bm25 import Bm25Options, FieldOptions
from puente.store.protocol import Store
from puente.text.glossary import Glossary, load_glossary
from puente.text.lexicon import Lexicon, load_lexicon

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
NO_LEXICON, NO_GLOSSARY = Lexicon([]), Glossary([], [])


def main() -> None:
    """Print a table of the variants, on both halves of the questions."""
    with tempfile.TemporaryDirectory() as folder:
        embedder = open_embedder(SHIPPED)
        index = _Index(f"sqlite:///{folder}/seeds.db", embedder)
        print("| search | half | nDCG@10 | recall@100 | MRR | hit@1 | hit@10 | refused |")
        print("|---|---|---|---|---|---|---|---|")
        for name, figures_of in _variants(index, embedder).items():
            for half in ("tune", "held"):
                print(f"| {name} | {half} | {_row(figures_of(half))} |", flush=True)


class _Index:
    """The seeds in a store, opened anew for other weights of the fields."""

    def __init__(self, url: str, embedder: Embedder) -> None:
        self._url = url
        self._embedder = embedder
        ingest([SEEDS], self, embedder)

    def create(self, visibility: Visibility) -> Store:
        del visibility
        return self.open()

    def find(self, visibility: Visibility) -> None:
        """Nothing: the index is new."""

    def open(self, options: Bm25Options = Bm25Options()) -> Store:
        embedder = self._embedder
        return open_store(
            self._url, embedder=embedder.name, dimension=embedder.dimension, options=options
        )


def _variants(index: _Index, embedder: Embedder) -> dict[str, Callable[[str], Metrics]]:
    everything = Bm25Options()
    alone = FieldOptions(weight=0.0)
    words_only = RetrievalOptions(keyword_weight=1.0)
    meaning_only = SearchOptions(
        retrieval=RetrievalOptions(keyword_weight=0.0, vector_weight=1.0), least_score=0.0
    )
    full = SearchOptions()

    def over(
        options: SearchOptions = full,
        *,
        encoder: Embedder | None = embedder,
        lexicon: Lexicon | None = None,
        glossary: Glossary | None = None,
        fields: Bm25Options = everything,
    ) -> Callable[[str], Metrics]:
        store = index.open(fields)
        searcher = Searcher(
            [store], encoder, lexicon or load_lexicon(), glossary or load_glossary(), options
        )
        return lambda half: _figures(searcher, Catalogue([store]), half)

    fused_by_rank = over(replace(full, least_score=0.0))
    return {
        "all of it": over(),
        "words alone (no encoder)": over(replace(full, retrieval=words_only), encoder=None),
        "words alone, no lexicon, no glossary": over(
            replace(full, retrieval=words_only),
            encoder=None,
            lexicon=NO_LEXICON,
            glossary=NO_GLOSSARY,
        ),
        "meaning alone (the encoder)": over(meaning_only),
        "no lexicon": over(lexicon=NO_LEXICON),
        "no glossary": over(glossary=NO_GLOSSARY),
        "no heading field": over(fields=replace(everything, heading=alone)),
        "no translation field": over(fields=replace(everything, translation=alone)),
        "reciprocal rank fusion": lambda half: _with_rank_fusion(fused_by_rank, half),
    }


def _with_rank_fusion(figures_of: Callable[[str], Metrics], half: str) -> Metrics:
    """The figures with the legs fused by rank alone (Cormack et al., 2009), k = 60."""

    def fuse(legs: Iterable[Leg], *, least_share: float) -> tuple[Scored, ...]:
        del least_share  # the whole ranking is fused
        parts: dict[SegmentId, list[float]] = defaultdict(list)
        for leg in legs:
            for rank, each in enumerate(leg.ranking.scored, 1):
                parts[each.segment_id].append(1 / (60 + rank))
        return order(Scored(segment_id=i, score=math.fsum(p)) for i, p in parts.items())

    with patch("puente.search.retrieval.fuse", fuse):
        return figures_of(half)


def _figures(searcher: Searcher, catalogue: Catalogue, half: str) -> Metrics:
    questions: tuple[Question, ...] = load_questions(
        HERE / f"queries.{half}.tsv", HERE / f"qrels.{half}.tsv", catalogue
    )
    return evaluate(questions, searcher.search).overall


def _row(figures: Metrics) -> str:
    values = (
        figures.ndcg_10, figures.recall_100, figures.mrr, figures.hit_1, figures.hit_10,
        figures.refused,
    )  # fmt: skip
    return " | ".join(f"{value:.3f}" for value in values if value is not None)


if __name__ == "__main__":
    main()
