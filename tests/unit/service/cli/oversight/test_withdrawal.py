"""A person takes a document out, and it stays out."""

import json

import pytest

from tests.fixtures.command_line import puente

HASHING = {"PUENTE_EMBEDDER": "hashing-64"}
TEXTS = {"uno": "El asilo y la apatridia", "dos": "La trata de personas"}


@pytest.fixture
def store(tmp_path):
    """The address of a public and a restricted index of one document each."""
    url = f"sqlite:///{tmp_path}/index/puente.db"
    for name, visibility in (("uno", "public"), ("dos", "restricted")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
        assert run("ingest", tmp_path / name, "--visibility", visibility, store=url).returncode == 0
    return url


def run(command, *arguments, store, **environment):
    return puente(command, *arguments, "--store", store, **{**HASHING, **environment})


def ids(store):
    done = run("search", "asilo trata", "--visibility", "restricted", "--json", store=store)
    return sorted(hit["document"] for hit in json.loads(done.stdout)["hits"])


def document_of(store, text):
    done = run("search", text, "--visibility", "restricted", "--json", store=store)
    return json.loads(done.stdout)["hits"][0]["document"]


def records(store):
    return json.loads(run("audit", "list", "--json", store=store).stdout)


def test_a_withdrawn_document_stays_so(store, tmp_path):
    one, two = document_of(store, "asilo"), document_of(store, "trata")
    assert run("snapshot", "antes", store=store).returncode == 0
    done = run("withdraw", one, "--reason", "Sin firma", store=store)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"Withdrawn: {one}. ")
    again = run("ingest", tmp_path / "uno", "--json", store=store)
    (file,) = json.loads(again.stdout)["files"]
    assert (again.returncode, file["outcome"], file["document_id"]) == (0, "withheld", one)
    for command in (["reindex"], ["restore", "antes"], ["rollback"]):
        assert run(*command, store=store).returncode == 0, command
        assert ids(store) == [two]
    assert [each["act"] for each in records(store)[2:]] == [
        "document-withdrawn", "index-restored", "index-restored", "index-rolled-back",
        "index-rolled-back",
    ]  # fmt: skip
    withdrawn = records(store)[2]
    assert (withdrawn["about"], withdrawn["index"], withdrawn["detail"]) == (
        [one], "public", "Sin firma",
    )  # fmt: skip
    assert "Sin firma" not in "".join(
        path.read_text("latin-1") for path in (tmp_path / "index").glob("*.db")
    )


def test_a_withdrawal_is_undone(store, tmp_path):
    two = document_of(store, "trata")
    run("withdraw", two, "--reason", "Duda", store=store)
    done = run("withdraw", two, "--undo", store=store)
    assert (done.returncode, f"No longer withdrawn: {two}." in done.stderr) == (0, True)
    run("ingest", tmp_path / "dos", store=store)
    assert two in ids(store)
    public = run("search", "trata", "--json", store=store)
    assert json.loads(public.stdout)["hits"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nadie.es", "--reason", "x"), "document-not-found: No document has the id “nadie.es”."),
        (("nadie.es", "--undo"), "not-withdrawn: “nadie.es” is not withdrawn; nothing was changed"),
        (("nadie.es",), "say why, for the audit trail"),
        (("nadie.es", "--reason", " "), "say why, for the audit trail"),
        (("nadie.es", "--undo", "--public-notice", "x"), "it is for a withdrawal"),
    ],
)
def test_wrong_use_changes_nothing(store, arguments, said):
    before = records(store)
    done = run("withdraw", *arguments, store=store)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert records(store) == before
    assert len(ids(store)) == 2


def test_a_second_withdrawal_is_an_error(store):
    one = document_of(store, "asilo")
    run("withdraw", one, "--reason", "Sin firma", store=store)
    done = run("withdraw", one, "--reason", "Sin firma", store=store)
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "document-withdrawn")


def test_a_withdrawal_speaks_spanish(store):
    one = document_of(store, "asilo")
    done = run("withdraw", one, "--reason", "Sin firma", store=store, PUENTE_LANGUAGE="es")
    assert done.stderr.startswith(f"Retirado: {one}. Seguirá retirado")


def test_the_file_of_a_withdrawn_document_is_kept_no_longer(store, tmp_path):
    run("ingest", tmp_path / "uno", store=store, PUENTE_KEEP_FILES="true")
    folder = tmp_path / "index" / "puente.db.files"
    assert [each.read_text("utf-8") for each in (folder / "public").iterdir()] == [TEXTS["uno"]]
    # Whether or not files are to be kept by now.
    run("withdraw", document_of(store, "asilo"), "--reason", "Sin firma", store=store)
    assert list((folder / "public").iterdir()) == []
