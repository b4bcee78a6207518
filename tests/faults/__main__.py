"""Kills nodes under load; the exit status is 1 when anything was lost or answered wrongly."""

import argparse
import json
import sys
from dataclasses import asdict

from tests.faults.rounds import run_rounds


def main() -> int:
    """Run the rounds: a JSON line after each, and the report at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hangs", type=int, default=0, help="rounds more, of a node that hangs")
    chosen = parser.parse_args()
    report = run_rounds(
        chosen.rounds,
        chosen.seed,
        hangs=chosen.hangs,
        tell=lambda so_far: print(json.dumps(asdict(so_far)), flush=True),
    )
    print(json.dumps(asdict(report), indent=2, ensure_ascii=False))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
