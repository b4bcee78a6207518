"""The commands as people run them: arguments in, data on stdout, talk on stderr, an exit code."""

import json
import os
import re
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from ingest.extraction.pdf import ocr
from tests.badfiles.portable import page, pdf, stream
from tests.conftest import SEEDS
from tests.fixtures.command_line import puente

ES, EN = SEEDS / "000_b970aea098a26726.txt", SEEDS / "001_cb9db84e974536e1.txt"


def rows(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The address of an index of the seeds that the command made."""
    url = f"sqlite:///{tmp_path_factory.mktemp('cli')}/puente.db"
    done = puente("ingest", SEEDS, "--store", url)
    assert done.returncode == 0, done.stderr
    return url


def test_help_names_every_command_of_the_design():
    done = puente("--help")
    names = (
        "ingest extract sentences symbols pair align embed search eval serve demo doctor reindex"
        " rollback snapshot restore export import divergences coverage"
    )
    assert done.returncode == 0
    assert [name for name in names.split() if f" {name} " not in done.stdout] == []


def test_the_version_is_said():
    done = puente("--version")
    assert (done.returncode, done.stdout) == (0, f"puente {version('puente')}\n")


def test_a_report_names_documents_by_their_titles(store, tmp_path):
    url = f"sqlite:///{tmp_path}/titles.db"
    lines = puente("ingest", SEEDS, "--store", url).stdout.splitlines()
    documents = json.loads(puente("ingest", SEEDS, "--store", url, "--json").stdout)["files"]
    (pair,) = [line for line in lines if "  =  " in line]
    assert all(name.strip().endswith(")") for name in pair.split("  (0")[0].split("  =  "))
    assert not re.match(r"[0-9a-f]{12}\.", pair)
    for each in documents:
        (row,) = [line for line in lines if line.startswith(each["source"])]
        after = row.partition(each["document_id"])[2]
        assert re.search("[a-z]{3}", after, re.IGNORECASE), row


def test_ingesting_again_changes_nothing_and_says_so(store):
    report = json.loads(puente("ingest", SEEDS, "--store", store, "--json").stdout)
    assert [each["outcome"] for each in report["files"]] == ["unchanged"] * 5


def test_a_rejected_file_gives_exit_code_one_and_its_reason(store, tmp_path):
    (tmp_path / "vacio.txt").write_bytes(b"")
    done = puente("ingest", tmp_path, "--store", store, "--json")
    assert done.returncode == 1
    (file,) = json.loads(done.stdout)["files"]
    assert (file["outcome"], file["reason"]) == ("rejected", "empty")


def test_search_answers_what_the_api_answers(store):
    done = puente("search", "trafficking in persons", "--store", store, "--json", "--size", "3")
    answer = json.loads(done.stdout)
    assert len(answer["hits"]) == 3
    expected = {
        "document",
        "segment",
        "source",
        "language",
        "text",
        "score",
        "legs",
        "translations",
    }
    assert expected <= set(answer["hits"][0])
    assert answer["hits"][0]["language"] == "es"


def test_search_prints_results_with_their_translation(store):
    done = puente("search", "duplication of efforts", "--store", store)
    assert "avoiding duplication of efforts" in done.stdout
    assert "duplicidad de esfuerzos" in done.stdout


def test_search_says_why_when_it_is_asked(store):
    why = "– In the text: trata (for “trafficking”), personas (for “persons”)"
    question = ("search", "trafficking in persons", "--store", store, "--size", "1")
    assert why not in puente(*question).stdout
    assert why in puente(*question, "--why").stdout


def test_search_can_be_ordered_by_date_and_says_what_it_understood(store):
    done = puente("search", "migrantes", "--store", store, "--json", "--sort", "date")
    answer = json.loads(done.stdout)
    assert answer["sort"] == "date"
    dates = [hit["date"] for hit in answer["hits"]]
    assert dates == sorted(dates, reverse=True)
    done = puente("search", "informes desde 2009", "--store", store)
    assert done.stdout.startswith("only documents of 2009 or later (--no-years: of any year)")
    done = puente("search", "informes desde 2009", "--store", store, "--no-years")
    assert "only documents" not in done.stdout


def test_search_takes_words_as_they_are_written_on_demand(store):
    asked = ("search", "remittances", "--store", store, "--json")
    assert json.loads(puente(*asked).stdout)["answered"]
    assert not json.loads(puente(*asked, "--no-expand").stdout)["answered"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["a" * 10_000], "query-too-long"),
        ([" "], "empty-query"),
        (["x", "--page", "0"], "bad-page"),
        (["x", "--year", "soon"], "bad-filter"),
    ],
)
def test_a_bad_question_is_one_line_with_its_code(store, arguments, code):
    done = puente("search", *arguments, "--store", store)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{code}: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ingest", "/nowhere"], "path-not-found"),
        (["extract", "/nowhere.txt"], "path-not-found"),
        (["search", "x", "--store", "sqlite:////nowhere/at/all.db"], "store-unavailable"),
        (["search", "x", "--store", "mysql://host"], "store-unavailable"),
        (["serve", "--store", "sqlite:////nowhere/at/all.db"], "store-unavailable"),
        (["eval", "/nowhere.tsv", "/nowhere.tsv"], "bad-evaluation"),
    ],
)
def test_wrong_set_up_is_one_line_with_its_code(store, arguments, code):
    arguments = [*arguments, "--store", store] if arguments[0] in {"ingest", "eval"} else arguments
    done = puente(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{code}: ")
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_is_named(store):
    done = puente("search", "x", "--store", store, PUENTE_PORT="many")
    assert done.returncode == 2
    assert done.stderr == (
        "bad-setting: PUENTE_PORT: it must be a whole number. Correct the variable or unset it.\n"
    )


def test_an_encoder_that_is_not_there_is_named_with_the_remedy(store):
    done = puente("search", "x", "--store", store, PUENTE_EMBEDDER="/no/model")
    assert done.returncode == 2
    assert done.stderr.startswith("embedder-unavailable: ")


def test_an_index_of_another_encoder_is_refused_until_it_is_rebuilt(store, tmp_path):
    url = f"sqlite:///{tmp_path}/other.db"
    puente("ingest", ES, "--store", url)
    other = {"PUENTE_EMBEDDER": "hashing-64"}
    done = puente("search", "migrantes", "--store", url, **other)
    assert done.returncode == 2
    assert f"puente reindex --store {url}" in done.stderr
    assert puente("reindex", "--store", url, **other).returncode == 0
    assert puente("search", "migrantes", "--store", url, **other).returncode == 0


def test_extract_prints_the_document_and_then_its_segments():
    first, *rest = rows(puente("extract", ES, "--jsonl"))
    assert first["document"]["language"] == "es"
    assert [row["segment"]["ordinal"] for row in rest] == list(range(1, len(rest) + 1))


def test_symbols_prints_one_array_a_line():
    done = puente("symbols", stdin="AG/RES. 2356 (XXXVIII-0/08)\nnada\nCE/AM-59/08 rev.1\n")
    (found,), none, (meeting,) = rows(done)
    assert none == []
    assert found == {
        "raw": "AG/RES. 2356 (XXXVIII-0/08)", "start": 0, "end": 27,
        "symbol": "AG/RES. 2356 (XXXVIII-O/08)", "organ": "AG", "kind": "RES", "number": 2356,
        "year": 2008, "session": "XXXVIII-O", "meeting": None, "rev": None, "add": None,
        "corr": None,
    }  # fmt: skip
    assert (meeting["organ"], meeting["kind"], meeting["rev"]) == ("CE/AM", "doc", 1)


def test_sentences_prints_one_array_a_line():
    text = "Según AG/RES. 2356, la OEA actuó. Los EE.UU. también.\n"
    (split,) = rows(puente("sentences", "--lang", "es", stdin=text))
    assert split == ["Según AG/RES. 2356, la OEA actuó.", "Los EE.UU. también."]


def test_pair_finds_the_two_versions_among_the_seeds():
    (found,) = json.loads(puente("pair", SEEDS, "--json").stdout)["pairs"]
    assert (found["es"], found["en"]) == (str(ES), str(EN))
    assert 0 < found["score"] <= 1


def test_pair_says_that_it_found_nothing():
    done = puente("pair", ES)
    assert (done.stdout, done.returncode) == ("", 0)
    assert done.stderr.endswith("No two of the files translate each other.\n")


def test_pair_proposes_what_bears_another_revision(tmp_path):
    for name, file, revision in (("a", ES, 1), ("b", EN, 2)):
        (tmp_path / f"{name}.txt").write_bytes(file.read_bytes())
        with (tmp_path / "manifest.toml").open("a", encoding="utf-8") as manifest:
            manifest.write(f'[files."{name}.txt"]\nsymbol = "CE/AM-75/09 rev. {revision}"\n')
    answer = json.loads(puente("pair", tmp_path, "--json").stdout)
    assert answer["pairs"] == []
    (found,) = answer["proposals"]
    assert (found["es"], found["en"]) == (str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert found["reason"] == "revision"


def test_pair_looks_at_every_file_of_one_symbol(tmp_path):
    for name, file in (("es", ES), ("en", EN)):
        text = file.read_text(encoding="utf-8")
        (tmp_path / f"{name}.txt").write_text(f"CE/AM-75/09 rev. 2\n{text}", encoding="utf-8")
    (tmp_path / "nota.txt").write_text("CE/AM-75/09 rev. 2\nNota de remisión del Ecuador.\n")
    (found,) = json.loads(puente("pair", tmp_path, "--json").stdout)["pairs"]
    assert (Path(found["es"]).name, Path(found["en"]).name) == ("es.txt", "en.txt")


def test_align_counts_segments_as_extract_prints_them():
    answer = json.loads(puente("align", ES, EN, "--json").stdout)
    assert [(each["es"], each["en"]) for each in answer["links"]] == [([n], [n]) for n in range(20)]
    assert 0 < answer["score"] <= 1


def test_align_takes_each_line_for_a_paragraph_when_told(tmp_path):
    spanish, english = tmp_path / "a.txt", tmp_path / "b.txt"
    spanish.write_text(
        "El 13 de febrero de 2009 se reunió la CEAM.\nLa CRM tiene 11 países miembros.\n"
    )
    english.write_text("The CEAM met on February 13, 2009.\nThe RCM has 11 member countries.\n")
    answer = json.loads(puente("align", spanish, english, "--lines", "--json").stdout)
    assert [(each["es"], each["en"]) for each in answer["links"]] == [([0], [0]), ([1], [1])]


# Where tesseract is installed it finds that there are no words in the picture.
SCAN = "empty" if ocr.ocr_languages() else "needs-ocr"


def scan():
    """A file whose only page is a picture."""
    picture = stream(
        bytes(600 * 800),
        "/Type/XObject/Subtype/Image/Width 600/Height 800/ColorSpace/DeviceGray/BitsPerComponent 8",
    )
    draw = stream(b"612 0 0 792 0 0 cm /Im Do")
    return pdf(*page(draw, picture, resources="/XObject<</Im 6 0 R>>"))


@pytest.mark.parametrize(
    ("file", "code", "exit_code"),
    [("empty.txt", "empty", 1), ("scan.pdf", SCAN, 1), ("other.txt", "unrelated", 0)],
)
def test_align_says_what_makes_its_answer_doubtful(tmp_path, file, code, exit_code):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "scan.pdf").write_bytes(scan())
    (tmp_path / "other.txt").write_text("Cats sleep all day.\nBread is baked at night.\n")
    done = puente("align", ES, tmp_path / file, "--json")
    answer = json.loads(done.stdout)
    assert answer["warnings"] == [code]
    assert [each for each in answer["links"] if each["es"] and each["en"]] == []
    assert done.stderr.startswith(f"{code}: ")
    assert done.returncode == exit_code


def test_a_document_aligned_with_itself_is_said_to_be_in_one_language():
    answer = json.loads(puente("align", ES, ES, "--json").stdout)
    assert answer["warnings"] == ["same-language"]
    assert answer["score"] == 0


def test_embed_prints_a_vector_of_unit_length_a_line():
    first, second = rows(puente("embed", "--role", "query", stdin="remesas\nremittances\n"))
    assert len(first) == 384
    assert sum(x * x for x in first) == pytest.approx(1, abs=1e-4)
    assert sum(x * y for x, y in zip(first, second, strict=True)) > 0.4
    assert puente("embed", "--role", "other").returncode == 2


def test_eval_measures_the_questions(store):
    quality = SEEDS.parent / "tests" / "quality"
    done = puente(
        "eval", quality / "queries.tune.tsv", quality / "qrels.tune.tsv", "--store", store, "--json"
    )
    report = json.loads(done.stdout)
    assert report["overall"]["questions"] == 80
    assert report["by_type"]["symbol"]["hit_1"] == 1.0


@pytest.mark.parametrize(
    ("locale", "recognition", "isolation"),
    [("es_UY.UTF-8", "reconocimiento de texto", "aislamiento de la lectura"),
     ("C", "text recognition", "isolation of reading")],
)  # fmt: skip
def test_doctor_says_how_files_are_read(store, locale, recognition, isolation):
    done = puente("doctor", "--store", store, LC_ALL=locale, PATH="/nowhere")
    assert re.search(rf"✓ +{recognition} +.*tesseract", done.stdout)
    assert re.search(rf"✓ +{isolation} +\w", done.stdout)


def test_doctor_finds_no_fault_in_a_sound_index(store):
    done = puente("doctor", "--store", store, "--json")
    assert done.returncode == 0
    assert [each["name"] for each in json.loads(done.stdout) if each["is_fault"]] == []


def test_demo_answers_a_question_without_any_set_up(tmp_path):
    command = [sys.executable, "-c", "from service.cli.main import main; main()", "demo", "--check"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"HOME": str(tmp_path)}
    )
    assert done.returncode == 0
    assert "results for “trafficking in persons”" in done.stderr


def test_a_port_in_use_is_named(store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = puente("serve", "--store", store, "--port", taken.getsockname()[1])
    assert done.returncode == 2
    assert done.stderr.startswith("address-in-use: ")


@pytest.mark.parametrize("host", ["198.51.100.1", "a..b"])
def test_an_address_of_another_machine_is_named(store, host):
    done = puente("serve", "--store", store, "--host", host, "--port", "0")
    assert done.returncode == 2
    assert done.stderr.startswith(f"bad-address: {host}:0: ")


def test_a_line_that_is_not_utf8_is_named():
    done = puente("symbols", stdin="nada\nárbol\n".encode("cp1252"))
    assert (done.returncode, done.stdout) == (2, "[]\n")
    assert done.stderr.startswith("bad-input-encoding: standard input, line 2: ")


def test_what_nobody_foresaw_is_one_line(monkeypatch):
    def fail(text):
        raise ValueError("odd")

    monkeypatch.setattr("puente.symbols.finding.find_symbols", fail)
    done = puente("symbols", stdin="x\n")
    assert done.returncode == 2
    assert done.stderr == "internal: ValueError: odd (PUENTE_DEBUG=1 shows the traceback)\n"
    with pytest.raises(ValueError, match="odd"):
        puente("symbols", stdin="x\n", PUENTE_DEBUG="1")


def test_results_are_not_wrapped_where_nobody_reads_them_on_a_screen(store):
    done = puente("search", "duplication of efforts", "--store", store, COLUMNS="40")
    text = "Delegations emphasized the importance of avoiding duplication of efforts as well as"
    assert text in done.stdout


def test_a_file_name_in_a_table_stays_on_one_line(store, tmp_path):
    name = f"{'informe-' * 20}.txt"
    (tmp_path / name).write_bytes(b"")
    assert name in puente("ingest", tmp_path, "--store", store, COLUMNS="40").stdout


def puente_process(*arguments, **options):
    """Run the command in a process of its own, with the streams that a shell gives it."""
    command = [sys.executable, "-c", "from service.cli.main import main; main()", *arguments]
    return subprocess.run(command, check=False, stderr=subprocess.PIPE, timeout=60, **options)


@pytest.mark.parametrize("form", [["--json"], []])
def test_a_full_disk_is_one_line(store, form):
    with Path("/dev/full").open("w") as full:
        done = puente_process("search", "remesas", "--store", store, *form, stdout=full)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "output-failed: standard output: No space left on device. Make room, or send it elsewhere."
    ]


@pytest.mark.parametrize("form", [["--json"], []])
def test_output_is_utf8_in_any_locale(store, form):
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = puente_process(
        "search", "migrantes", "--store", store, *form,
        stdout=subprocess.PIPE, env={**os.environ, **plain},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert "migración" in done.stdout.decode("utf-8")
