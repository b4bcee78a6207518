"""One thing has one name, the field's: what modules, classes and functions may be called."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

PACKAGES = ("puente", "ingest", "service", "tools")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
# docs/glossary.md has what each of these is called instead.
OLD_WORDS = {
    "canaries", "canary", "cover", "deed", "doubt", "doubts", "figures", "hello", "imprint",
    "judgement", "patience", "pulse", "quarantine", "radar", "ruling", "rulings", "sandbox",
    "shelf", "shown", "temper", "trust", "verdict", "warden",
}  # fmt: skip
QUESTION = re.compile(r"(What|Which|Whether|How|Why|When|Where)\b")
PLAIN = MODULES
# How corrections were spoken of: no method is called so either.
OLD_VERBS = {"judge", "rule", "ruled", "show"}
MOST_MODULES = 13
"""In one folder, beside its `__init__`: what a reader takes in at a look."""


def words(name: str) -> set[str]:
    """The words of a name in snake_case or CamelCase."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def definitions(path: Path) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node


def docstrings(path: Path) -> Iterator[str]:
    """The texts that stand alone: of the module, its classes and functions, and of attributes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield text.strip()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_name_is_one_of_the_old_words(path):
    names = [path.stem, *(node.name for node in definitions(path))]
    assert {name for name in names if words(name) & OLD_WORDS} == set()


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_docstring_begins_with_a_question(path):
    assert [text for text in docstrings(path) if QUESTION.match(text)] == []


def methods(path: Path) -> Iterator[str]:
    """The methods of a module's classes; a property of a record is a noun, and may be any."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.FunctionDef) and not each.decorator_list:
                    yield each.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_method_is_one_of_the_old_verbs(path):
    assert set(methods(path)) & (OLD_VERBS | OLD_WORDS) == set()


def test_no_two_classes_have_one_name():
    homes = defaultdict(list)
    for path in MODULES:
        for node in definitions(path):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_no_folder_has_more_modules_than_a_reader_takes_in():
    counts = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert {str(f.relative_to(ROOT)): n for f, n in counts.items() if n > MOST_MODULES} == {}


def test_the_words_of_a_name_are_told_apart():
    assert words("TitleBlockFields") == {"title", "block", "fields"}
    assert words("_read_ruling") == {"read", "ruling"}


def test_every_docstring_of_a_module_is_read(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        'class Some:\n    """What it is."""\n    size: int\n    """How big."""\n'
        '    def read(self):\n        """Read it."""\n',
        encoding="utf-8",
    )
    found = list(docstrings(module))
    assert found == ["What it is.", "How big.", "Read it."]
    assert [bool(QUESTION.match(text)) for text in found] == [True, True, False]
