"""`puente ingest` as people and machines run it: watching, cut off, on a cluster."""

import json
import os
import signal
import subprocess
import sys
import time
import unicodedata

import pytest

from puente.embedding.e5 import SHIPPED
from puente.model.documents import Visibility
from service.bootstrap import rejections_path, stores_at
from tests.fixtures.command_line import puente
from tests.unit.service.cli.test_main import rows

TEXT = "La migración laboral creció en la región durante el año {n}."


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "documents"
    made.mkdir()
    add(made, "uno", 1)
    return made


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/index/puente.db"


def add(folder, name, number):
    (folder / f"{name}.txt").write_text(TEXT.format(n=number), encoding="utf-8")


class Watching:
    """A real process that watches a folder; its reports are its lines."""

    def __init__(self, folder, url, *options):
        started = [sys.executable, "-c", "from service.cli.main import main; main()"]
        asked = ["ingest", folder, "--store", url, "--json"]
        command = [*started, *asked, "--watch", "--every", "0.2", "--settle", "0.2"]
        self.process = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def report(self):
        return {
            file["source"]: file["outcome"]
            for file in json.loads(self.process.stdout.readline())["files"]
        }

    def end(self, number):
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_takes_what_comes_until_it_is_ended(folder, url, number):
    watching = Watching(folder, url)
    assert watching.report() == {"uno.txt": "added"}
    add(folder, "dos", 2)
    (folder / "vacio.txt").write_bytes(b"")
    found = watching.report()
    found |= {} if len(found) == 2 else watching.report()
    assert found == {"dos.txt": "added", "vacio.txt": "rejected"}
    assert watching.end(number) == 0


def test_a_watch_that_was_killed_goes_on_where_it_was(folder, url):
    watching = Watching(folder, url)
    assert watching.report() == {"uno.txt": "added"}
    for number in range(2, 40):
        add(folder, f"n{number}", number)
    time.sleep(1)
    assert watching.end(signal.SIGKILL) == -signal.SIGKILL
    report = json.loads(puente("ingest", folder, "--store", url, "--json").stdout)
    assert {file["outcome"] for file in report["files"]} <= {"added", "unchanged"}
    with stores_at(url, SHIPPED) as stores:
        store = stores.open(Visibility.PUBLIC)
        assert len(store.documents()) == 39
        assert store.problems() == ()


def test_a_row_that_is_wrong_holds_back_its_file_under_a_watch(folder, url):
    """K13: a manifest in NFC refused the file in NFD, and the watched folder stood still."""
    watching = Watching(folder, url)
    assert watching.report() == {"uno.txt": "added"}
    name = unicodedata.normalize("NFD", "Resolución_São")
    row = f"{unicodedata.normalize('NFC', name)}.txt,public\n"
    (folder / "manifest.csv").write_text(f"file,visibility\nuno.txt,quizá\n{row}")
    add(folder, name, 2)
    (folder / "actas").mkdir()
    add(folder / "actas", "acta1", 3)
    found = {}
    while len(found) < 3:
        found |= watching.report()
    assert found == {
        "Resolución_São.txt": "added", "actas/acta1.txt": "added", "uno.txt": "rejected",
    }  # fmt: skip
    assert watching.end(signal.SIGTERM) == 0


@pytest.mark.parametrize(
    ("locale", "kept", "made"),
    [
        ("es_PE.UTF-8", "Siguen restringidos", "Antes restringido y ahora público:"),
        ("en_US.UTF-8", "Still restricted", "Restricted before and public now:"),
    ],
)
def test_what_is_restricted_is_published_by_a_deliberate_act(folder, url, locale, kept, made):
    puente("ingest", folder, "--store", url, "--visibility", "restricted")
    done = puente("ingest", folder, "--store", url, "--visibility", "public", LC_ALL=locale)
    assert kept in done.stdout
    again = ["ingest", folder, "--store", url, "--publish", "--visibility", "public"]
    assert made in puente(*again, LC_ALL=locale).stdout
    refused = puente(*again)
    assert (refused.returncode, refused.stderr.split(":")[0]) == (2, "nothing-to-publish")


def test_publishing_is_no_matter_of_a_watch(folder, url):
    done = puente("ingest", folder, "--store", url, "--publish", "--watch")
    assert done.returncode == 2
    assert "--publish" in done.stderr


def test_a_report_is_written_as_json_prints_it(folder, url, tmp_path):
    done = puente("ingest", folder, "--store", url, "--json", "--report", tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == rows(done)[0]


def test_a_report_that_cannot_be_written_is_named(folder, url):
    done = puente("ingest", folder, "--store", url, "--report", "/nowhere/report.json")
    assert (done.returncode, done.stderr.splitlines()[-1].split(":")[:2]) == (
        2, ["output-failed", " /nowhere/report.json"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "words"),
    [("es_PE.UTF-8", "rechazados: 1"), ("en_US.UTF-8", "rejected: 1"), ("C", "rejected: 1")],
)
def test_the_table_counts_and_says_what_to_do_in_the_language_of_the_terminal(
    folder, url, locale, words
):
    (folder / "vacio.txt").write_bytes(b"")
    done = puente("ingest", folder, "--store", url, LC_ALL=locale)
    assert done.returncode == 1
    assert words in done.stdout


def test_a_refused_file_is_remembered_beside_the_index(folder, url, tmp_path):
    (folder / "vacio.txt").write_bytes(b"")
    puente("ingest", folder, "--store", url)
    assert rejections_path(url) == tmp_path / "index" / "puente.db.refused.jsonl"
    refused = json.loads(rejections_path(url).read_text(encoding="utf-8"))
    assert (refused["source"], refused["reason"]) == ("vacio.txt", "empty")


def test_a_cluster_that_is_not_there_is_named(folder, url):
    done = puente("ingest", folder, "--store", url, "--cluster", "tcp://127.0.0.1:9")
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "cluster-unavailable")


@pytest.fixture
def scheduler():
    """The address of a Dask scheduler on this machine with two workers."""
    distributed = pytest.importorskip("distributed", reason="needs the extra puente[cluster]")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None,
        protocol="tcp", host="127.0.0.1",
    ) as cluster:  # fmt: skip
        yield cluster.scheduler_address


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_what_threads_give(folder, url, tmp_path, scheduler):
    for number in range(2, 9):
        add(folder, f"n{number}", number)
    (folder / "vacio.txt").write_bytes(b"")
    here = puente("ingest", folder, "--store", f"sqlite:///{tmp_path}/here.db", "--json")
    there = puente("ingest", folder, "--store", url, "--json", "--cluster", scheduler)
    assert there.returncode == 1, there.stderr
    assert rows(there) == rows(here)
