"""Commands in Spanish: help, errors and reports; what programs read is the same."""

import json

import pytest
import typer

from service.cli.main import app
from service.i18n.translator import translator
from tests.conftest import SEEDS
from tests.fixtures.command_line import puente
from tests.paths import ROOT
from tools.generate_reference import commands_of, pages

GROUP = typer.main.get_command(app)
COMMANDS = commands_of(GROUP)
SPANISH = {"LC_ALL": "es_UY.UTF-8"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_in_spanish(name):
    done = puente(*name.split(), "--help", **SPANISH)
    say = translator("es").help
    shown = " ".join(done.stdout.replace("│", " ").split())
    assert "Uso: puente" in shown
    assert "Muestra este mensaje y termina." in shown
    command = COMMANDS[name]
    assert say(command.help) != command.help
    expected = [command.help, *(each.help for each in command.params)]
    assert [text for text in expected if say(text) not in shown or text in shown] == []


def test_the_list_of_commands_is_in_spanish():
    done = puente("--help", **SPANISH)
    say = translator("es").help
    assert [
        each.help for each in GROUP.commands.values() if say(each.help) not in done.stdout
    ] == []
    assert "Órdenes" in done.stdout


def test_help_is_in_english_after_it_was_in_spanish():
    assert "Opciones" in puente("serve", "--help", **SPANISH).stdout
    english = puente("serve", "--help").stdout
    assert "Options" in english
    assert "Serve the API and the pages." in english


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["serve", "--port", "x"], "Valor no válido para '--port': debe ser un número entero"),
        (["serve", "--port", "-1"], "Valor no válido para '--port': debe ser mayor o igual que 0"),
        (["embed", "--role", "z"], "'z' no es uno de 'query', 'passage'."),
        (["serve", "--prt"], "No existe la opción --prt (opciones posibles: --port)"),
        (["search"], "Falta el argumento 'query'."),
        (["nothing"], "No existe la orden 'nothing'."),
        (["doctor", "x"], "Sobran argumentos (x)"),
        (["serve", "--port"], "La opción '--port' requiere un valor."),
        (["symbols", "--help=1"], "La opción '--help' no admite ningún valor."),
    ],
)
def test_an_error_of_usage_is_in_spanish(arguments, text):
    done = puente(*arguments, **SPANISH)
    assert (done.returncode, done.stdout) == (2, "")
    assert text in done.stderr


def test_an_error_of_usage_leads_to_the_help_in_spanish():
    lines = puente("serve", "--prt", **SPANISH).stderr.splitlines()
    assert lines[:2] == [
        "Uso: puente serve [OPCIONES]", "Escriba 'puente serve --help' para obtener ayuda.",
    ]  # fmt: skip
    assert lines[2].startswith("╭─ Error ─")


def test_an_error_is_in_spanish_and_its_code_is_not():
    done = puente("ingest", "/nowhere", **SPANISH)
    assert done.returncode == 2
    assert done.stderr == (
        "path-not-found: /nowhere: no existe ese archivo ni esa carpeta. Compruebe la ruta.\n"
    )


def test_a_setting_wins_over_the_locale():
    assert "no existe" in puente("ingest", "/nowhere", PUENTE_LANGUAGE="es").stderr
    assert "no such file" in puente("ingest", "/nowhere", **SPANISH, PUENTE_LANGUAGE="en").stderr


def test_a_language_that_is_not_there_is_refused():
    done = puente("doctor", PUENTE_LANGUAGE="tlh")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("bad-setting: PUENTE_LANGUAGE: ")


def test_a_report_is_in_spanish(tmp_path):
    (tmp_path / "vacio.txt").write_bytes(b"")
    done = puente("ingest", tmp_path, "--store", f"sqlite:///{tmp_path}/p.db", **SPANISH)
    lines = done.stdout.splitlines()
    columns = ["archivo", "resultado", "documento", "título", "segmentos", "motivo"]
    assert lines[0].split() == columns
    assert lines[1].split(maxsplit=2)[1:] == ["rechazado", "empty: el archivo está vacío"]
    assert lines[2] == "rechazados: 1"


def test_answers_are_counted_in_spanish(own_index):
    done = puente(
        "search", "duplication of efforts", "--store", own_index, "--size", "1", **SPANISH
    )
    assert done.stdout.splitlines()[-1].startswith("1-1 de ")


def test_what_programs_read_is_the_same_in_every_language(own_index):
    for arguments in (["doctor"], ["coverage"], ["divergences"], ["ingest", SEEDS]):
        command = [*arguments, "--store", own_index, "--json"]
        english, spanish = puente(*command), puente(*command, **SPANISH)
        assert json.loads(spanish.stdout) == json.loads(english.stdout)
        assert spanish.returncode == english.returncode


def test_the_reference_is_in_english_in_any_locale(monkeypatch):
    monkeypatch.setenv("LC_ALL", "es_UY.UTF-8")
    monkeypatch.setenv("PUENTE_LANGUAGE", "es")
    assert pages()["cli.md"] == (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
