"""The commands of keys: a key is shown once, listed without itself, and taken back."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest

from puente.settings import Settings
from service.access.key_file import KeyFile
from service.access.keys import KEY_PATTERN, digest_of, now
from service.bootstrap import key_file_of
from tests.fixtures.command_line import puente

OPTIONS = ("--scope", "correct", "--collection", "oas")


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("PUENTE_KEYS", str(tmp_path / "keys.json"))
    monkeypatch.setenv("PUENTE_AUDIT", str(tmp_path / "audit.jsonl"))
    return KeyFile(tmp_path / "keys.json")


def test_a_new_key_is_printed_alone_and_kept_as_a_checksum(file):
    done = puente("keys", "add", "ana", *OPTIONS, "--scope", "admin", "--collection", "crm")
    secret = done.stdout.strip()
    assert (done.returncode, bool(KEY_PATTERN.fullmatch(secret))) == (0, True)
    (key,) = file.read()
    assert (key.name, key.digest, key.scopes) == ("ana", digest_of(secret), ("correct", "admin"))
    assert (key.collections, key.expires) == (("oas", "crm"), key.made + timedelta(days=365))
    assert secret not in done.stderr + file.path.read_text()
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_no_two_keys_are_alike(file):
    names = ("ana", "luis", "ñandú")
    assert len({puente("keys", "add", name, *OPTIONS).stdout for name in names}) == 3


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("never", None),
        ("2099-12-31", datetime(2100, 1, 1, tzinfo=UTC)),
        ("90d", timedelta(days=90)),
    ],
)
def test_a_key_ends_when_it_is_told(file, typed, end):
    puente("keys", "add", "ana", *OPTIONS, "--expires", typed)
    (key,) = file.read()
    assert key.expires == (key.made + end if isinstance(end, timedelta) else end)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("a b", *OPTIONS), "is no name"),
        (("a:b", *OPTIONS), "is no name"),
        (("", *OPTIONS), "is no name"),
        (("ana", "--scope", "correct"), "--all-collections"),
        (("ana", *OPTIONS, "--all-collections"), "--all-collections"),
        (("ana", *OPTIONS, "--expires", "2020-01-31"), "over already"),
        (("ana", *OPTIONS, "--expires", "0d"), "over already"),
        (("ana", *OPTIONS, "--expires", "soon"), "no day"),
        (("ana", *OPTIONS, "--expires", "2027-02-30"), "no day"),
    ],
)
def test_a_key_that_is_described_wrongly_is_not_made(file, arguments, why):
    done = puente("keys", "add", *arguments)
    assert (done.returncode, done.stdout, file.read()) == (2, "", ())
    assert done.stderr.startswith("bad-key: No key was made: ")
    assert why in done.stderr


def test_a_scope_is_needed_and_known(file):
    assert puente("keys", "add", "ana", "--collection", "oas").returncode == 2
    assert puente("keys", "add", "ana", *OPTIONS, "--scope", "everything").returncode == 2
    assert file.read() == ()


def test_a_key_is_taken_back_once_and_then_the_name_may_have_another(file):
    puente("keys", "add", "ana", *OPTIONS)
    again = puente("keys", "add", "ana", *OPTIONS)
    assert (again.returncode, again.stderr.partition(":")[0]) == (2, "key-exists")
    assert puente("keys", "revoke", "ana").returncode == 0
    twice = puente("keys", "revoke", "ana")
    assert (twice.returncode, twice.stderr.partition(":")[0]) == (2, "key-not-found")
    assert puente("keys", "add", "ana", *OPTIONS).returncode == 0
    assert [each.state(now()) for each in file.read()] == ["revoked", "valid"]


def test_a_list_shows_no_key_and_no_checksum(file):
    secret = puente("keys", "add", "ana", *OPTIONS).stdout.strip()
    puente("keys", "add", "luis", "--scope", "read-restricted", "--all-collections")
    puente("keys", "revoke", "luis")
    listed = json.loads(puente("keys", "list", "--json").stdout)
    assert [(each["name"], each["state"], each["collections"]) for each in listed] == [
        ("ana", "valid", ["oas"]),
        ("luis", "revoked", None),
    ]
    table = puente("keys", "list").stdout
    for text in (table, json.dumps(listed)):
        assert secret not in text
        assert digest_of(secret) not in text
    assert [line.split()[:2] for line in table.splitlines()[1:]] == [
        ["ana", "valid"],
        ["luis", "revoked"],
    ]


def test_keys_are_beside_the_index(tmp_path, monkeypatch):
    monkeypatch.delenv("PUENTE_KEYS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    beside = key_file_of(Settings(store=f"sqlite:///{tmp_path}/puente.db")).path
    assert beside == tmp_path / "puente.db.keys.json"
    assert key_file_of(Settings(store="opensearch://node:9200")).path.parent == (
        tmp_path / "data" / "puente"
    )


def test_a_file_that_others_may_open_is_named(file):
    puente("keys", "add", "ana", *OPTIONS)
    file.path.chmod(0o644)
    done = puente("keys", "list")
    assert (done.returncode, done.stderr.partition(":")[0]) == (2, "bad-key-file")
    assert str(file.path) in done.stderr


def test_a_service_that_others_reach_is_not_started_without_its_address(tmp_path):
    url = f"sqlite:///{tmp_path}/puente.db"
    puente("ingest", "seeds", "--store", url)
    done = puente("serve", "--host", "0.0.0.0", "--port", "0", "--store", url)
    assert (done.returncode, done.stderr.partition(" is needed")[0]) == (
        2,
        "bad-setting: PUENTE_PUBLIC_URL:",
    )


def test_editors_of_the_environment_are_told_what_replaces_them(tmp_path):
    url = f"sqlite:///{tmp_path}/puente.db"
    puente("ingest", "seeds", "--store", url)
    done = puente("serve", "--host", "0.0.0.0", "--store", url, PUENTE_EDITORS="ana:a-long-secret")
    assert "puente keys add ana --scope correct --all-collections" in done.stderr
    assert "a-long-secret" not in done.stderr
