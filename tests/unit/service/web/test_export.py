"""Alignments taken out: the route, the command, and what both refuse."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
import typer
from starlette.testclient import TestClient

from puente.interchange.tmx import TranslationUnit, read_tmx, write_tmx
from puente.model.documents import Language
from service.bootstrap import SearchServices
from service.cli import interchange
from service.web.api import reports
from service.web.app import create_app
from service.web.hosts import Hosts
from tests.conftest import SEEDS
from tests.fixtures.command_line import puente
from tests.fixtures.hosts import OWN


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_addresses_are_public_ones_where_they_are_known(library):
    app = create_app(
        lambda: SearchServices(library, library), hosts=Hosts(public_url="https://puente.example/")
    )
    client = TestClient(app, OWN)
    row = table(client.get("/api/v1/export?format=csv").content)[0]
    assert row["source address"] == "https://puente.example/es/doc/ce-am-75-09-rev-2#p1"
    page = client.get("/es/doc/ce-am-75-09-rev-2").text
    assert "https://puente.example/es/doc/ce-am-75-09-rev-2#p1" in page
    assert "localhost" not in page


def test_an_xliff_file_of_nothing_is_refused(client):
    answer = client.get("/api/v1/export?format=xliff&work=notas")
    assert (answer.status_code, answer.json()["code"]) == (404, "nothing-to-export")
    assert client.get("/api/v1/export?format=xliff&confirmed_only=true").status_code == 404
    assert client.get("/api/v1/export?format=tmx&work=notas").status_code == 200


@pytest.mark.parametrize(
    ("form", "media_type", "name"),
    [
        ("tmx", "application/x-tmx+xml", "puente-ce-am-75-09-rev-2.tmx"),
        ("csv", "text/csv; charset=utf-8", "puente-ce-am-75-09-rev-2.csv"),
        ("xliff", "application/xliff+xml", "puente-ce-am-75-09-rev-2.xlf"),
        (
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "puente-ce-am-75-09-rev-2.xlsx",
        ),
    ],
)  # fmt: skip
def test_an_export_is_a_file_of_its_kind(client, form, media_type, name):
    answer = client.get(f"/api/v1/export?format={form}&work=ce-am-75-09-rev-2")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"


def test_addresses_are_those_that_the_request_was_sent_to(client):
    rows = table(client.get("/api/v1/export?format=csv&least_confidence=0.9").content)
    assert [(row["source address"], row["target address"]) for row in rows] == [
        (
            "http://localhost/es/doc/ce-am-75-09-rev-2#p1",
            "http://localhost/en/doc/ce-am-75-09-rev-2#p1",
        )
    ]


def test_more_than_one_request_may_take_is_refused(client, monkeypatch):
    monkeypatch.setattr(reports, "MOST_PASSAGES", 3)
    answer = client.get("/api/v1/export")
    assert (answer.status_code, answer.json()["code"]) == (400, "export-too-large")
    assert answer.json()["detail"].startswith("These are 4 passages, and one request may take 3.")


def test_the_command_writes_what_the_route_answers(client_of, seeds, seed_index, tmp_path):
    out = tmp_path / "seeds.tmx"
    done = puente(
        "export", "--store", seed_index[0].url, "-o", out,
        PUENTE_PUBLIC_URL="http://localhost/",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    units = read_tmx(out.read_bytes())
    assert units == read_tmx(
        client_of(seeds.searcher, seeds.catalogue).get("/api/v1/export").content
    )
    assert len(units) == 20
    assert units[0].texts[Language.ES].startswith("En seguimiento a la resolución")
    assert units[0].properties["x-address-en"] == "http://localhost/en/doc/86f17f4806d5#p1"


def test_a_file_that_cannot_be_written_is_named(seed_index, tmp_path):
    done = puente("export", "--store", seed_index[0].url, "-o", tmp_path / "no" / "x.tmx")
    assert done.returncode == 2
    assert done.stderr.startswith("output-failed: ")


def test_an_address_that_is_none_is_refused(seed_index):
    done = puente("export", "--store", seed_index[0].url, PUENTE_PUBLIC_URL="puente")
    assert (done.returncode, done.stderr[:30]) == (2, "bad-setting: PUENTE_PUBLIC_URL")


def test_what_was_exported_can_be_confirmed_and_outlives_the_next_ingest(own_index, tmp_path):
    memory = tmp_path / "memory.tmx"
    puente("export", "--store", own_index, "--output", memory)
    done = puente("import", memory, "--store", own_index, "--author", "Ana", "--json")
    assert done.returncode == 0
    units = json.loads(done.stdout)["units"]
    assert {each["outcome"] for each in units} == {"linked"}
    puente("ingest", SEEDS, "--store", own_index)
    puente("export", "--store", own_index, "--confirmed-only", "--output", memory)
    confirmed = read_tmx(memory.read_bytes())
    assert len(units) == len(confirmed) == 20
    assert {each.properties["x-status"] for each in confirmed} == {"confirmed"}


def test_a_unit_that_is_not_found_gives_exit_code_one(own_index, tmp_path):
    memory = tmp_path / "memory.tmx"
    unit = TranslationUnit(id="7", texts={Language.ES: "nada", Language.EN: "nothing"})
    text = "".join(write_tmx([unit], "1.0", datetime(2026, 11, 21, tzinfo=UTC)))
    memory.write_text(text, encoding="utf-8")
    done = puente("import", memory, "--store", own_index, LC_ALL="es_UY.UTF-8")
    assert done.returncode == 1
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[1:] == [["7", "no", "hallado"], ["no", "hallados:", "1"]]


@pytest.mark.parametrize(("content", "code"), [(None, "path-not-found"), (b"no", "bad-import")])
def test_a_memory_that_cannot_be_read_is_named(seed_index, tmp_path, content, code):
    memory = tmp_path / "memory.tmx"
    if content:
        memory.write_bytes(content)
    done = puente("import", memory, "--store", seed_index[0].url)
    assert (done.returncode, done.stderr.split(":")[0]) == (2, code)


def test_an_account_without_a_name_must_say_who_confirms(monkeypatch):
    def fail():
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", fail)
    with pytest.raises(typer.BadParameter, match="no name"):
        interchange._user()
