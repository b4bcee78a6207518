"""Twenty seconds of each target find no fault."""

import importlib.util
import subprocess
import sys

import pytest

from tests.guided_fuzz.targets import TARGETS, examples
from tests.paths import ROOT


@pytest.mark.parametrize("target", TARGETS)
def test_the_examples_that_fuzzing_begins_with_pass(target: str) -> None:
    found = examples(target)
    assert found
    for content in found:
        TARGETS[target](content)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_a_while_of_fuzzing_finds_no_fault(target: str) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("needs atheris: pip install --group fuzz")
    # The same seed each time: a new finding of the command must not fail an unrelated change.
    command = [sys.executable, "-m", "tests.guided_fuzz", "--seconds", "20", "--seed", "1"]
    done = subprocess.run([*command, "--targets", target], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-4000:]
