"""Requests made from the description of the API: what it says of them is true."""

import importlib.util
import json
import subprocess
import sys

import pytest

from tests.paths import ROOT


@pytest.mark.slow
def test_the_description_is_true_of_what_it_allows() -> None:
    report = _run("--cases", "3000")
    assert report["faults"] == 0, report["shown"]
    assert report["cases"] == 3000
    assert min(report["operations"].values()) >= 100
    # What is refused throughout is not tried: each route answers some of them.
    assert min(report["answered"].values()) >= 3
    # Former addresses are asked for as well: 301 and 410 are what the description says of them.
    for status in ("301", "410"):
        counts = [n for answer, n in report["answers"].items() if answer.startswith(status)]
        assert sum(counts) >= 5, status


@pytest.mark.slow
@pytest.mark.opensearch
def test_it_is_true_of_the_other_engine(cluster_address: str) -> None:
    report = _run("--cases", "400", "--seed", "1000", "--store", cluster_address)
    assert report["faults"] == 0, report["shown"]
    assert report["cases"] == 400


def _run(*options: str) -> dict:
    """The report of the command: a process of its own, for it silences the log."""
    if importlib.util.find_spec("schemathesis") is None:
        pytest.skip("needs schemathesis: pip install --group fuzz")
    command = [sys.executable, "-m", "tests.api_description", *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout, done.stderr[-4000:]
    return json.loads(done.stdout)
