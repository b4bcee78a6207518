"""Error codes are stable: programs and scripts read them, with the statuses beside them."""

import csv
import importlib
import pkgutil
from dataclasses import astuple, dataclass

import pytest

import ingest
import puente
import service
import service.cli.main
from puente.errors import ExtractionError, PuenteError
from puente.model.reports import Reason
from service.web.problems import status_of
from tests.paths import ROOT

TABLE = ROOT / "tests" / "fixtures" / "error_codes.tsv"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what a command ends with, and the API's status, empty for none."""

    code: str
    error: str
    http_status: str
    exit_status: str


def recorded() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [Row(**fields) for fields in csv.DictReader(lines, delimiter="\t")]


def errors() -> list[type[PuenteError]]:
    """Every error class of the three packages, a class behind its parent."""
    for package in (puente, ingest, service):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found: list[type[PuenteError]] = [PuenteError]
    for kind in found:
        found += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.split(".")[0] != "tests"]


def exit_status(kind: type[PuenteError], monkeypatch: pytest.MonkeyPatch) -> int:
    """The status with which the command ends on an error of this class."""

    def fail() -> None:
        raise kind.__new__(kind)

    monkeypatch.setattr(service.cli.main, "app", fail)
    with pytest.raises(SystemExit) as ended:
        service.cli.main.main()
    return ended.value.code


def stated(monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """The table as the code has it now, in order of code and class."""
    rows = []
    for kind in errors():
        codes = list(Reason) if issubclass(kind, ExtractionError) else [kind.code]
        status = status_of(kind)
        shown = str(status.value) if status else ""
        ended = str(exit_status(kind, monkeypatch))
        rows += [Row(str(code), kind.__name__, shown, ended) for code in codes]
    return sorted(rows, key=astuple)


def test_codes_and_statuses_are_the_recorded_ones(monkeypatch, capsys):
    """Whoever changes one changes the table too, and says so in the change log."""
    assert stated(monkeypatch) == recorded()


def test_a_code_that_changes_is_seen(monkeypatch):
    monkeypatch.setattr("puente.errors.EmptyQueryError.code", "nothing-asked")
    assert stated(monkeypatch) != recorded()
