"""Asks two worlds that differ only in what is restricted; the exit status is 1 for any fault."""

import argparse
import json
import logging
import sys
import tempfile
from pathlib import Path

from tests.twin_worlds.comparison import compare, sqlite_ground


def main() -> int:
    """Compare the worlds and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--per-history", type=int, default=500)
    parser.add_argument("--keep", type=Path, help="a new folder that the worlds are left in")
    chosen = parser.parse_args()
    logging.disable()
    with tempfile.TemporaryDirectory() as made:
        ground = sqlite_ground(chosen.keep or Path(made))
        report = compare(ground, chosen.requests, seed=chosen.seed, per_history=chosen.per_history)
    print(json.dumps(vars(report), indent=2, ensure_ascii=False))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
