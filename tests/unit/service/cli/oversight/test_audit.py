"""The audit trail as people list it and check it."""

import json

import pytest

from puente.audit.trail import Act, AuditTrail, read_trail
from tests.fixtures.command_line import puente


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("PUENTE_AUDIT", str(tmp_path / "audit.jsonl"))
    return tmp_path / "audit.jsonl"


@pytest.fixture
def trail(path):
    made = AuditTrail(path, "ana")
    made.record(Act.ADDED, ["a.es"])
    made.record(Act.WITHDRAWN, ["a.es"], detail="Sin firma")
    return made


def test_records_are_listed(trail):
    rows = puente("audit", "list").stdout.splitlines()
    assert rows[0].split() == ["number", "time", "who", "what", "about", "index", "detail"]
    assert rows[2].split()[0::2][:1] == ["2"]
    assert "document withdrawn" in rows[2]
    assert "Sin firma" in rows[2]
    spoken = puente("audit", "list", PUENTE_LANGUAGE="es").stdout
    assert "documento retirado" in spoken
    listed = json.loads(puente("audit", "list", "--json").stdout)
    assert [(each["who"], each["act"], each["about"]) for each in listed] == [
        ("ana", "document-added", ["a.es"]),
        ("ana", "document-withdrawn", ["a.es"]),
    ]


def test_a_sound_chain_is_confirmed_with_its_last_checksum(trail, path):
    *_, last = read_trail(path)
    done = puente("audit", "verify")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        f"{path}: 2 records, and the chain is whole. Its last checksum, to be noted elsewhere:"
        f" {last.checksum}\n"
    )


def test_the_first_broken_record_is_named(trail, path):
    trail.record(Act.REMOVED, ["b.es"])
    path.write_text(path.read_text("utf-8").replace("Sin firma", "Con firma"), "utf-8")
    done = puente("audit", "verify")
    assert done.returncode == 1
    assert f"{path}: record 2 is broken: it is not as it was written." in done.stderr
    spoken = puente("audit", "verify", PUENTE_LANGUAGE="es").stderr
    assert "el asiento 2 no es válido: no está como se escribió" in spoken


def test_a_checksum_noted_elsewhere_shows_that_the_end_was_cut_off(trail, path):
    first, last = read_trail(path)
    for noted in (first, last):
        assert puente("audit", "verify", "--noted", noted.checksum).returncode == 0
    path.write_text(path.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    assert puente("audit", "verify").returncode == 0
    done = puente("audit", "verify", "--noted", last.checksum)
    assert (done.returncode, "Records that were there are missing" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", ["list", "verify"])
def test_a_trail_that_is_not_there_is_an_error(path, command):
    done = puente("audit", command)
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "no-audit-trail")


def test_keys_are_recorded_without_their_secret(path, tmp_path, monkeypatch):
    monkeypatch.setenv("PUENTE_KEYS", str(tmp_path / "keys.json"))
    options = ("--scope", "correct", "--collection", "oas", "--collection", "crm")
    secret = puente("keys", "add", "luis", *options).stdout.strip()
    puente("keys", "add", "luis", *options)
    puente("keys", "revoke", "luis")
    assert [(each.act, each.about, each.detail) for each in read_trail(path)] == [
        (Act.KEY_ADDED, ("luis",), "correct: oas, crm"),
        (Act.KEY_ADDED, ("luis",), "correct: oas, crm"),
        (Act.FAILED, ("2",), "KeyExistsError"),
        (Act.KEY_REVOKED, ("luis",), ""),
    ]
    assert secret not in path.read_text("utf-8")
