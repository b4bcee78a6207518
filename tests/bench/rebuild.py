"""What a rebuild takes while questions are asked: `python -m tests.bench.rebuild --segments 20000`.

`--store` names an index that does not exist yet, in an engine of your choice. The memory is what
the rebuild added to the most that the process had held before, tables of the open index included.
"""

import argparse
import json
import multiprocessing
import tempfile
import threading
import time

from ingest.maintenance.reindex import reindex
from puente.model.documents import Language
from puente.model.queries import Filters, Role
from puente.store import open_store
from tests.bench.store import SEGMENTS_A_DOCUMENT, Texts, memory
from tests.fixtures.builders import EMBEDDER, document, segment


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=20_000)
    parser.add_argument("--store")
    parser.add_argument("--silent", action="store_true", help="ask no questions meanwhile")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/bench.db"
        print(json.dumps(measure(url, options.segments, asking=not options.silent), indent=2))


def measure(url: str, count: int, *, asking: bool) -> dict[str, float]:
    """The figures, by name."""
    # In another process: what filling takes is not to hide what the rebuild takes.
    filling = multiprocessing.get_context("spawn").Process(target=fill, args=(url, count))
    filling.start()
    filling.join()
    texts = Texts()
    stop, answers = threading.Event(), []
    questions = [texts.query() for _ in range(100)]
    made_by = {"embedder": EMBEDDER.name, "dimension": EMBEDDER.dimension}
    reader = open_store(url, **made_by)

    def ask() -> None:
        while not stop.is_set():
            ranking = reader.keyword(questions[len(answers) % len(questions)], limit=10)
            answers.append(len(ranking.scored))

    store = open_store(url, **made_by)
    [vector] = EMBEDDER.embed(["asilo"], role=Role.QUERY)
    store.nearest(vector, Filters(), limit=10)
    before = memory()
    asker = threading.Thread(target=ask)
    if asking:
        asker.start()
    started = time.perf_counter()
    reindex(store, EMBEDDER)
    spent = time.perf_counter() - started
    stop.set()
    if asking:
        asker.join()
    return {
        "segments": count,
        "rebuild_s": round(spent, 1),
        "added_mib": round(memory() - before, 1),
        "questions": len(answers),
        "without_answer": answers.count(0),
    }


def fill(url: str, count: int) -> None:
    """Put documents of sixty segments each."""
    texts = Texts()
    store = open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    with store.writing() as writer:
        for number in range(count // SEGMENTS_A_DOCUMENT):
            made = document(f"d{number}.{(Language.ES, Language.EN)[number % 2]}")
            found = [
                segment(texts.paragraph(), document=made, ordinal=ordinal)
                for ordinal in range(1, SEGMENTS_A_DOCUMENT + 1)
            ]
            vectors = EMBEDDER.embed([each.text for each in found], role=Role.PASSAGE)
            writer.put(made, found, vectors)
    store.close()


if __name__ == "__main__":
    main()
