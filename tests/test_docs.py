"""The documentation says what is there, and what it shows can be typed."""

import doctest
import json
import os
import re
import shlex
import subprocess
import sys
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import typer

from puente.errors import PuenteError
from puente.model.reports import Reason
from puente.originals.kept_files import KeptFile, KeptFiles
from puente.settings import Settings, default_store
from puente.symbols.finding import parse_symbol
from service.bootstrap import SearchServices
from service.cli.main import app
from service.web.app import create_app
from service.web.server import AddressError
from tests.fixtures.builders import alignment, document, segment
from tests.fixtures.command_line import puente
from tests.fixtures.hosts import OWN
from tests.fixtures.library import Library
from tests.paths import ROOT
from tools import generate_reference

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


DOCS = ROOT / "docs"
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
GUIDES = sorted([*(ROOT / name for name in PAGES), *DOCS.rglob("*.md")])
COMMANDS = generate_reference.commands_of(typer.main.get_command(app))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SERVING = {"serve", "demo"}


@dataclass(frozen=True)
class Shown:
    """A command line of a guide, with the output that stands below it, if any."""

    guide: str
    line: str
    output: str

    @property
    def stages(self):
        """The commands of the pipe as lists of words, without variables and redirections."""
        lexer = shlex.shlex(self.line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        stages = [[]]
        for token in lexer:
            if set(token) <= set("|&;"):
                stages.append([])
            elif stages[-1] or not re.match(r"\w+=", token):
                stages[-1].append(token)
        return [stage[: stage.index(">")] if ">" in stage else stage for stage in stages]


def shown_in(guide):
    """Every command line of the guide's console and sh blocks."""
    name, text = guide.relative_to(ROOT).as_posix(), guide.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        language, body = match[1], match[2].replace("\\\n", " ")
        if language == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, _, output = part.partition("\n")
                yield Shown(name, line, output.strip())
        elif language == "sh":
            for line in filter(None, body.splitlines()):
                yield Shown(name, line, "")


SHOWN = [each for guide in GUIDES for each in shown_in(guide)]


def stages_of(program):
    found = [(each, stage) for each in SHOWN for stage in each.stages]
    return [
        pytest.param(stage[1:], id=f"{each.guide}: {shlex.join(stage)}")
        for each, stage in found
        if stage and Path(stage[0]).name == program
    ]


class Originals(KeptFiles):
    """Originals that are there for every document."""

    def open(self, document):
        return KeptFile(stream=BytesIO(b"%PDF"), media_type="application/pdf", size=4)


def api():
    """The application over the document that the examples of docs/api.md are about."""
    symbol = parse_symbol("CE/AM-75/09 rev. 2")
    versions = [document(f"ce-am-75-09-rev-2.{code}", symbol=symbol) for code in ("es", "en")]
    segments = [
        segment("Migración", document=version, ordinal=12, label="12.", official_number="12")
        for version in versions
    ]
    library = Library(versions, segments, [alignment(segments[:1], segments[1:])])
    return create_app(lambda: SearchServices(library, library, library), originals=Originals())


@pytest.mark.parametrize("name", ["cli.md", "api.md", "settings.md"])
def test_the_reference_is_what_the_code_says(name):
    assert (DOCS / name).read_text(encoding="utf-8") == generate_reference.pages()[name], (
        "run `make docs`"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options(name):
    section = re.search(
        rf"^## `puente {name}`$.*?^(?=## )", (DOCS / "cli.md").read_text("utf-8"), re.DOTALL | re.M
    )[0]
    options = [option for each in COMMANDS[name].params for option in each.opts if "--" in option]
    assert [option for option in options if f"`{option}`" not in section] == []


def test_every_route_is_documented():
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    application = api()
    routers = [each.original_router for each in application.routes if not hasattr(each, "path")]
    routes = [each for router in routers for each in router.routes]
    routes += [each for each in application.routes if hasattr(each, "path")]
    paths = {each.path_format for each in routes}
    assert {"/api/v1/search", "/openapi.json", "/{ui}/help"} <= paths
    assert [path for path in sorted(paths) if f"{path}`" not in text] == []


def test_every_setting_is_documented():
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`PUENTE_{name.upper()}`" not in text] == []


def test_the_default_store_is_where_the_settings_say(monkeypatch):
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/ana")
    shown = default_store().replace("/home/ana", "$HOME")
    assert f"`{shown}`" in (DOCS / "settings.md").read_text(encoding="utf-8")


def codes(kind=PuenteError):
    """The codes of all errors below a class, in the modules that the service loads."""
    for each in kind.__subclasses__():
        yield vars(each).get("code")
        yield from codes(each)


def test_every_error_code_is_documented():
    text = "".join((DOCS / name).read_text(encoding="utf-8") for name in ("cli.md", "api.md"))
    expected = {*filter(None, codes()), *Reason}
    assert AddressError.code in expected
    assert [code for code in sorted(expected) if f"| `{code}` |" not in text] == []


@pytest.mark.parametrize("arguments", stages_of("puente"))
def test_a_shown_command_can_be_typed(arguments):
    name, *rest = arguments
    if not name.startswith("--"):
        if name not in COMMANDS:
            name = f"{name} {rest.pop(0)}"
        COMMANDS[name].make_context(name, rest)


@pytest.mark.parametrize("arguments", stages_of("make"))
def test_a_shown_target_is_in_the_makefile(arguments):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([\w-]+):", makefile, re.MULTILINE)
    assert [each for each in arguments if "=" not in each and each not in targets] == []


@pytest.mark.parametrize(
    ("guide", "arguments"),
    [
        pytest.param(each.guide, stage, id=f"{each.guide}: {stage[-1]}")
        for each in SHOWN
        for stage in each.stages
        # tests/unit/service/web/pages/test_review.py sends what changes something.
        if stage[:1] == ["curl"] and "http://127.0.0.1" in each.line and "--json" not in stage
    ],
)
def test_a_shown_request_is_answered(guide, arguments, request):
    of_samples = guide != "docs/api.md"
    asked = request.getfixturevalue("seeds") if of_samples else None
    application = create_app(lambda: asked) if of_samples else api()
    (address,) = (each for each in arguments if each.startswith("http"))
    parameters = [each.split("=", 1) for each in arguments if re.match(r"\w+=", each)] or None
    answer = TestClient(application, OWN).get(address.partition(":8000")[2], params=parameters)
    assert (answer.status_code, "problem" in answer.headers["content-type"]) == (200, False)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(stage, id=f"{each.guide}: {stage[-1]}")
        for each in SHOWN
        for stage in each.stages
        # What an editor sends changes something, and is for tests of corrections.
        if stage[:1] == ["curl"] and "--json" in stage and "--user" not in stage
    ],
)
def test_what_is_shown_to_be_sent_is_answered(arguments, seeds):
    (address,) = (each for each in arguments if each.startswith("http"))
    body = json.loads(arguments[arguments.index("--json") + 1])
    client = TestClient(create_app(lambda: seeds), OWN)
    assert client.post(address.partition(":8000")[2], json=body).status_code == 200


def runnable():
    """The command lines with an output, of commands that come to an end."""
    return [
        pytest.param(each, id=f"{each.guide}: {each.line}")
        for each in SHOWN
        if each.output
        and any(stage[:1] == ["puente"] and stage[1] not in SERVING for stage in each.stages)
    ]


@pytest.mark.parametrize("shown", runnable())
def test_a_shown_output_is_what_the_command_prints(shown, seed_index, tmp_path, monkeypatch):
    empty = f"sqlite:///{tmp_path}/puente.db"
    store = empty if shown.stages[0][1] == "ingest" else seed_index[0].url
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PUENTE_STORE": store, "COLUMNS": "100"}
    match shown.stages:
        case [["puente", *arguments]] if ">" not in shown.line:
            monkeypatch.chdir(ROOT)
            done = puente(*arguments, **environment)
        case _:
            done = subprocess.run(
                shown.line, shell=True, cwd=ROOT, capture_output=True, encoding="utf-8",
                timeout=60, env={**os.environ, "PATH": path, **environment}, check=False,
            )  # fmt: skip
    rules = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    said = done.stdout.strip()
    assert doctest.OutputChecker().check_output(shown.output.strip(), said, rules), (
        f"{said}\n{done.stderr}"
    )


def anchors(guide):
    """The anchors of a guide's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", guide.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.relative_to(ROOT).as_posix())
def test_a_relative_link_leads_somewhere(guide):
    text = FENCE.sub("", guide.read_text(encoding="utf-8"))
    links = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", text)
    relative = [link for pair in links for link in pair if link and ":" not in link]
    for link in relative:
        path, _, anchor = link.partition("#")
        target = guide.parent / path if path else guide
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link
