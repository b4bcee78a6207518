"""Asks two worlds that differ only in what is restricted; the exit status is 1 for any fault."""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.twin_worlds.comparison import compare
from tests.twin_worlds.grounds import Ground, opensearch_ground, sqlite_ground
from tools.opensearch_node.node import OpenSearchNodes


def main() -> int:
    """Compare the worlds and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--per-history", type=int, default=500)
    parser.add_argument("--acts", type=int, default=8, help="acts of a history")
    parser.add_argument("--keep", type=Path, help="a new folder that the worlds are left in")
    parser.add_argument("--engine", choices=("sqlite", "opensearch"), default="sqlite")
    chosen = parser.parse_args()
    logging.disable()
    with (
        tempfile.TemporaryDirectory() as made,
        _ground(chosen.engine, chosen.keep or Path(made)) as ground,
    ):
        report = compare(
            ground, chosen.requests, seed=chosen.seed, per_history=chosen.per_history,
            acts=chosen.acts,
        )  # fmt: skip
    print(json.dumps(vars(report), indent=2, ensure_ascii=False))
    return 1 if report.faults else 0


@contextmanager
def _ground(engine: str, folder: Path) -> Iterator[Ground]:
    """The ground of an engine; a node of OpenSearch is started for it."""
    if engine == "sqlite":
        yield sqlite_ground(folder)
        return
    with OpenSearchNodes() as nodes:
        yield opensearch_ground(folder, nodes.urls[0].replace("http:", "opensearch:"))


if __name__ == "__main__":
    sys.exit(main())
