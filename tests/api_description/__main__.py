"""Sends cases made from the description of the API; the exit status is 1 for any fault."""

import argparse
import json
import logging
import sys
import tempfile
from pathlib import Path

from tests.api_description.cases import run_cases
from tests.fixtures.restricted import make_world


def main() -> int:
    """Run the cases and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--store", help="a new index; without it a file that goes at the end")
    chosen = parser.parse_args()
    # Refusals of keys are lines of the log, and half of the cases have such keys.
    logging.disable()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        world = make_world(folder, chosen.store or f"sqlite:///{folder}/puente.db")
        report = run_cases(world, chosen.cases, first_seed=chosen.seed)
    print(json.dumps(vars(report), indent=2, ensure_ascii=False))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
