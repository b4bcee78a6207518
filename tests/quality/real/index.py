"""Index of the seeds and of the real documents of ../shared, which the questions are asked of.

`python -m tests.quality.real.index FOLDER` makes `FOLDER/real.db` with the shipped encoder; another
run leaves alone what is whole there and goes on where one was stopped. `--store URL` names another
place (`opensearch://host:port/puente-real` too) and `--embedder` another encoder. It takes
minutes.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.pipeline.ingest_files import IngestOptions, ingest
from puente.embedding.e5 import SHIPPED
from puente.model.documents import Visibility
from puente.model.reports import IngestReport, Outcome
from service.bootstrap import stores_at
from service.cli.output import progress_bar
from tests.paths import SEEDS
from tests.quality.pairs import COLLECTION, REALDOCS
from tests.quality.structure import DOCUMENTS

FOLDERS = (SEEDS, COLLECTION, REALDOCS)


def build(store: str, embedder: str, jobs: int) -> IngestReport:
    """Bring the index at an address up to date with FOLDERS, pairs included; raises StoreError."""
    with stores_at(store, embedder) as stores, progress_bar() as show:
        options = IngestOptions(jobs=jobs, only=frozenset(_documents()))
        report = ingest(FOLDERS, stores, stores.embedder, report_progress=show, options=options)
        state = stores.open(Visibility.PUBLIC).index_state()
    print(f"{state.documents} documents, {state.segments} segments in {store}")
    return report


def _documents() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (each.resolve() for each in folder.rglob("*") if each.suffix in DOCUMENTS)


def main() -> None:
    """Build the index and name what could not be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("folder", type=Path, nargs="?", help="gets real.db")
    place.add_argument("--store", help="address of the index, instead of a folder")
    parser.add_argument("--embedder", default=SHIPPED)
    parser.add_argument("--jobs", type=int, default=1, help="files read at a time")
    chosen = parser.parse_args()
    if missing := [each for each in FOLDERS if not each.is_dir()]:
        sys.exit(f"SKIPPED: needs {missing[0].name} in ../shared")
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    store = chosen.store or f"sqlite:///{chosen.folder.resolve()}/real.db"
    report = build(store, chosen.embedder, chosen.jobs)
    rejected = [each for each in report.files if each.outcome is Outcome.REJECTED]
    for each in rejected:
        print(f"rejected: {each.source}", file=sys.stderr)
    sys.exit(bool(rejected))


if __name__ == "__main__":
    main()
