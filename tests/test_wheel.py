"""The wheel is whole: installed alone, it answers as the working copy does."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

PACKAGES = ("puente", "ingest", "service", "index_templates", "seeds")
LONG = {"003_f0108a1cdbcb2580.txt"}
"""It takes most of the time that the seeds take, and the others say as much of a wheel."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a wheel is built from, and of what must not come into it."""
    copy = tmp_path_factory.mktemp("sources")
    for name in (*PACKAGES, "tools", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, sources)
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new environment with the wheel, which finds its dependencies in the running one.

    The path file adds that one's folder alone: its own path files, and with them the working copy
    that is installed there, are not read.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    run(
        sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python,
        "install", "--quiet", "--no-index", "--no-deps", wheel,
    )  # fmt: skip
    [packages] = folder.glob("lib/python*/site-packages")
    running = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "dependencies.pth").write_text("\n".join(sorted(running)), encoding="utf-8")
    yield folder
    shutil.rmtree(folder)


def run(*command: str | Path) -> str:
    """The output of a command that knows nothing of the working copy."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd="/", capture_output=True, encoding="utf-8", env=known, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_has_every_file_of_the_packages_and_no_other(sources, wheel):
    expected = {
        path.relative_to(sources).as_posix()
        for package in PACKAGES
        for path in (sources / package).rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == expected


def test_what_is_imported_is_the_wheel_and_developers_tools_are_not_there(environment):
    program = (
        "import importlib.util as find, json;"
        f"print(json.dumps([find.find_spec(name) is not None and find.find_spec(name).origin"
        f" for name in {[*PACKAGES, 'tools', 'tests']!r}]))"
    )
    *found, tools, tests = json.loads(run(environment / "bin" / "python", "-c", program))
    [packages] = environment.glob("lib/python*/site-packages")
    assert found == [str(packages / name / "__init__.py") for name in PACKAGES]
    assert (tools, tests) == (False, False)


def test_the_wheel_indexes_its_seeds_and_answers(environment, tmp_path):
    puente, store = environment / "bin" / "puente", f"sqlite:///{tmp_path}/puente.db"
    [packages] = environment.glob("lib/python*/site-packages")
    files = [path for path in (packages / "seeds").glob("*.txt") if path.name not in LONG]
    run(puente, "ingest", *sorted(files), "--store", store)
    answer = json.loads(run(puente, "search", "duplication of efforts", "--store", store, "--json"))
    first = answer["hits"][0]
    assert "avoiding duplication of efforts" in first["text"]
    assert "evitar la duplicidad de esfuerzos" in first["translations"][0]["text"]
    assert first["legs"] == ["keyword", "vector"]
