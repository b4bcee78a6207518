"""Cost of one accepted link of the seed pair: `python -m tests.bench.correction`.

`--store` names an index that does not exist yet, in an engine of your choice; in OpenSearch the
requests are counted too. Every figure is of one correction after another one, as editors work.
"""

import argparse
import cProfile
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from ingest.pipeline.ingest_files import ingest
from puente.corrections.review import CorrectionAction, ProposedCorrection
from puente.corrections.service import CorrectionService
from puente.embedding.e5 import SHIPPED
from puente.model.alignments import LinkStatus
from puente.model.documents import Visibility
from puente.store.opensearch.store import OpenSearchStore
from puente.store.protocol import Store
from service.bootstrap import stores_at
from tests.paths import SEEDS

ROUNDS = 5
"""Accepted links of which the median is given."""


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        stores_at(options.store or f"sqlite:///{folder}/bench.db", SHIPPED) as stores,
    ):
        ingest([SEEDS], stores, stores.embedder)
        print(json.dumps(measure(stores.open(Visibility.PUBLIC)), indent=2))


def measure(store: Store) -> dict[str, float | dict[str, int]]:
    """The figures, by name; the calls are those of the first correction of all."""
    profile = cProfile.Profile()
    accept = next_acceptance(store)
    profile.enable()
    accept()
    profile.disable()
    spent = []
    for _ in range(ROUNDS):
        accept = next_acceptance(store)
        started = time.process_time(), time.perf_counter()
        accept()
        spent.append((time.process_time() - started[0], time.perf_counter() - started[1]))
    processor, clock = (sorted(each)[ROUNDS // 2] for each in zip(*spent, strict=True))
    figures: dict[str, float | dict[str, int]] = {
        "calls": sum(each.callcount for each in profile.getstats()),
        "processor_ms": round(1000 * processor, 1),
        "clock_ms": round(1000 * clock, 1),
    }
    if isinstance(store, OpenSearchStore):
        figures["requests"] = requests(store)
    return figures


def next_acceptance(store: Store) -> Callable[[], object]:
    """The function that accepts the first link of the pair that nobody has looked at."""
    [summary] = store.alignments()
    service = CorrectionService([store])
    review = service.review(summary.source_id, summary.target_id)
    bead = next(
        bead
        for bead in review.alignment.beads
        if bead.source and bead.target and bead.status is LinkStatus.AUTOMATIC
    )
    proposed = ProposedCorrection(
        action=CorrectionAction.ACCEPT,
        source=bead.source,
        target=bead.target,
        version=review.version,
    )
    return partial(service.correct, summary.source_id, summary.target_id, proposed, author="ana")


def requests(store: OpenSearchStore) -> dict[str, int]:
    """The requests of one accepted link, by what they ask for."""
    found: Counter[str] = Counter()
    transport = store._client.transport
    perform = transport.perform_request

    def record(method: str, url: str, **values: object) -> object:
        found[f"{method} {url.rpartition('/')[2]}"] += 1
        return perform(method, url, **values)

    accept = next_acceptance(store)
    transport.perform_request = record
    accept()
    transport.perform_request = perform
    return dict(sorted(found.items()))


if __name__ == "__main__":
    main()
