"""Both stores answer the questions alike: the same analysis, the same arithmetic."""

from dataclasses import asdict
from pathlib import Path

import pytest

from ingest.pipeline.ingest_files import ingest
from puente.embedding.e5 import SHIPPED
from puente.evaluation.questions import load_questions
from puente.evaluation.retrieval_metrics import evaluate
from service.bootstrap import open_services, stores_at

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"


def measure(reading):
    """The figures of the half tuned on, by type of question."""
    questions = load_questions(
        HERE / "queries.tune.tsv", HERE / "qrels.tune.tsv", reading.catalogue
    )
    report = evaluate(questions, reading.searcher.search)
    return {name: _but_times(asdict(figures)) for name, figures in report.by_type.items()}


def _but_times(figures):
    return {name: value for name, value in figures.items() if "milliseconds" not in name}


@pytest.mark.slow
@pytest.mark.opensearch
def test_the_figures_are_the_same_on_both_stores(seeds, cluster_address):
    with stores_at(cluster_address, SHIPPED) as stores:
        ingest([SEEDS], stores, stores.embedder)
        distributed = measure(open_services(stores))
    embedded = measure(seeds)
    assert distributed.keys() == embedded.keys()
    for name, figures in embedded.items():
        assert distributed[name] == pytest.approx(figures, abs=0.02, nan_ok=True), name
