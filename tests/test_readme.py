"""The first five minutes: what the README says up to its first answers is typed as it stands."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT, SEEDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
INSTALL, ASK = (
    README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    for heading in ("Install and try", "What you can ask")
)
(STARTING, PREPARING) = re.findall(r"^```sh\n(.*?)^```$", INSTALL, re.DOTALL | re.MULTILINE)
ASKED = [
    re.match(r"\$ (.*)\n((?:.*\n)*)", block).groups()
    for block in re.findall(r"^```console\n(.*?)^```$", ASK, re.DOTALL | re.MULTILINE)
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A folder as it is after cloning, where the installation of this test run takes the place."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(SEEDS, folder / "seeds", ignore=shutil.ignore_patterns("__*"))
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / "installed").touch()
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """The environment of somebody who has set nothing; the port is any that is free."""
    return {
        "HOME": str(tmp_path_factory.mktemp("home")),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "PORT": "0",
    }


@pytest.fixture(scope="module")
def served(checkout, environment) -> Iterator[str]:
    """The address that `make run` says."""
    assert STARTING.startswith("make run ")
    with subprocess.Popen(
        ["make", "run"], cwd=checkout, env=environment, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as make:  # fmt: skip
        said = []
        for line in make.stderr:
            said.append(line)
            if line.startswith("Puente: "):
                break
        else:
            pytest.fail("".join(said))
        yield line.split()[1]
        os.killpg(make.pid, 15)


@pytest.mark.parametrize(("command", "shown"), ASKED, ids=[command for command, _ in ASKED])
def test_a_second_terminal_gets_the_answers_that_are_shown(
    served, checkout, environment, command, shown
):
    done = subprocess.run(
        ["sh", "-ec", f"{PREPARING}\n{command}"], cwd=checkout, env=environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    rules = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.OutputChecker().check_output(shown.strip(), done.stdout.strip(), rules), (
        f"{done.stdout}\n{done.stderr}"
    )


def test_the_samples_stay_in_the_folder(served, checkout, environment):
    assert (checkout / ".puente" / "puente.db").exists()
    assert not list(Path(environment["HOME"]).rglob("puente.db"))
