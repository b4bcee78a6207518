"""What looks after an index, as people type it: made anew, gone back, copied, restored."""

import json

import pytest

from tests.unit.service.cli.test_main import puente

HASHING = {"PUENTE_EMBEDDER": "hashing-64"}
TEXTS = {"uno": "El asilo y la apatridia", "dos": "La trata de personas"}


@pytest.fixture
def store(tmp_path):
    """The address of a public and a restricted index of one document each."""
    url = f"sqlite:///{tmp_path}/index/puente.db"
    for name, visibility in (("uno", "public"), ("dos", "restricted")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
        ingest(folder, url, visibility)
    return url


def ingest(folder, url, visibility="public"):
    done = puente("ingest", folder, "--store", url, "--visibility", visibility, **HASHING)
    assert done.returncode == 0, done.stderr


def run(command, *arguments, store, **environment):
    return puente(command, *arguments, "--store", store, **{**HASHING, **environment})


def found(store, question):
    done = run("search", question, "--visibility", "restricted", "--json", store=store)
    return [hit["text"] for hit in json.loads(done.stdout)["hits"]]


def test_reindex_and_rollback_say_what_is_in_use_for_each_visibility(store, tmp_path):
    done = run("reindex", store=store)
    assert done.returncode == 0
    assert done.stderr.count("The index before is kept: `puente rollback`") == 2
    (tmp_path / "uno" / "tres.txt").write_text("Otra cosa sobre el asilo", encoding="utf-8")
    ingest(tmp_path / "uno", store)
    done = run("rollback", store=store)
    assert done.returncode == 0
    public, restricted = done.stderr.splitlines()
    assert public.startswith(f"{store}: back to 1 documents, 1 segments, generation ")
    assert "run `puente ingest`. Put aside: 2 documents, 2 segments" in public
    assert "puente.restricted.db: back to 1 documents" in restricted
    assert found(store, "asilo") == [TEXTS["uno"]]


def test_rollback_without_a_kept_index_is_wrong_usage(store):
    done = run("rollback", store=store)
    assert done.returncode == 2
    assert done.stderr.count("cannot-roll-back: ") == 2


def test_a_visibility_that_cannot_go_back_does_not_keep_the_other(store, tmp_path):
    run("reindex", store=store)
    (tmp_path / "index" / "puente.restricted.db.before").unlink()
    done = run("rollback", store=store)
    assert done.returncode == 1
    assert f"{store}: back to" in done.stderr
    assert "puente.restricted.db cannot go back" in done.stderr


def test_a_snapshot_brings_both_visibilities_back(store, tmp_path):
    before = [found(store, question) for question in ("asilo", "trata")]
    done = run("snapshot", "lunes", store=store)
    assert (done.returncode, done.stdout) == (0, "")
    for name in ("uno", "dos"):
        (tmp_path / name / f"{name}.txt").write_text("Nada de eso", encoding="utf-8")
    ingest(tmp_path / "uno", store)
    ingest(tmp_path / "dos", store, "restricted")
    assert [found(store, question) for question in ("asilo", "trata")] == [[], []]
    assert run("restore", "lunes", store=store).returncode == 0
    assert [found(store, question) for question in ("asilo", "trata")] == before


@pytest.mark.parametrize(
    ("command", "environment", "said"),
    [
        (("snapshot", "lunes"), {}, "snapshot-exists: "),
        (("snapshot", "Lunes"), {}, "bad-snapshot-name: "),
        (("restore", "../lunes"), {}, "bad-snapshot-name: "),
        (("restore", "martes"), {}, "Choose one of these: lunes."),
        (("restore", "martes"), {"PUENTE_SNAPSHOTS": "/nowhere"}, "Run `puente snapshot`"),
        (("snapshot", "martes"), {"PUENTE_SNAPSHOTS": "/proc/x"}, "snapshots-unavailable: "),
        (("restore", "lunes"), {"PUENTE_EMBEDDER": "e5-small-es-en-2"}, "snapshot-mismatch: "),
    ],
)
def test_what_cannot_be_done_is_one_line_with_a_code(store, command, environment, said):
    run("snapshot", "lunes", store=store)
    done = run(*command, store=store, **environment)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert found(store, "asilo") == [TEXTS["uno"]]


def test_a_snapshot_is_restored_where_there_is_no_index_yet(store, tmp_path):
    run("snapshot", "lunes", store=store)
    elsewhere = f"sqlite:///{tmp_path}/other/puente.db"
    place = {"PUENTE_SNAPSHOTS": f"{tmp_path}/index/snapshots"}
    assert run("restore", "lunes", store=elsewhere, **place).returncode == 0
    assert found(elsewhere, "trata") == found(store, "trata") == [TEXTS["dos"]]
