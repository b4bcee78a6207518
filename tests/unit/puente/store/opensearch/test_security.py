"""Certificates and credentials: what is asked of a server, what is sent, and what is never told."""

import base64
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from puente.errors import StoreUnavailableError
from puente.model.documents import Visibility
from puente.settings import Settings
from puente.store import exists, open_store, url_for
from puente.store.credentials import Access, Credentials
from service.cli.doctor import diagnose
from service.i18n.translator import translator
from tests.fixtures.builders import EMBEDDER, ask, document, ids, put
from tests.fixtures.gate import Authority, gate

NOBODY = "opensearch://127.0.0.1:9"
PASSWORD, KEY = "canary/p@ss:w0rd", "os_canary-k3y"
PUBLIC = Access(credentials=Credentials(user="puente", password=PASSWORD))


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def certificate(authority) -> Path:
    return authority.sign("valid")


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def refusal(url, access):
    with pytest.raises(StoreUnavailableError) as caught:
        exists(url, access)
    return str(caught.value)


@pytest.mark.parametrize(
    ("subject", "days", "remedy"),
    [
        ("IP:127.0.0.1", -1, "its certificate has expired. Renew it."),
        ("DNS:search.example", 2, "its certificate is for another host. Use the name that"),
    ],
)
def test_a_certificate_that_is_not_good_is_explained(authority, subject, days, remedy):
    bad = authority.sign("bad", subject, days=days)
    with gate(NOBODY, certificate=bad) as server:
        assert remedy in refusal(server.address, Access(authority=authority.certificate))


def test_a_certificate_of_another_authority_is_explained(certificate, tmp_path):
    other = Authority(tmp_path)
    with gate(NOBODY, certificate=certificate) as server:
        said = refusal(server.address, Access(authority=other.certificate))
    assert "is not signed by any in PUENTE_OPENSEARCH_CA" in said


def test_a_server_without_tls_is_explained(authority):
    with gate(NOBODY) as server:
        said = refusal(server.address, Access(authority=authority.certificate))
    assert "it does not speak TLS. Unset PUENTE_OPENSEARCH_CA" in said


def test_a_server_with_tls_that_is_asked_without_is_explained(certificate):
    with gate(NOBODY, certificate=certificate) as server:
        said = refusal(server.address, Access())
    assert "If it speaks TLS, set PUENTE_OPENSEARCH_CA" in said


def test_a_file_without_a_certificate_is_explained(certificate, tmp_path):
    (tmp_path / "empty.pem").write_text("nothing\n")
    with gate(NOBODY, certificate=certificate) as server:
        said = refusal(server.address, Access(authority=tmp_path / "empty.pem"))
    assert "PUENTE_OPENSEARCH_CA has no certificate" in said


@pytest.mark.parametrize(
    ("visibility", "sent"),
    [
        (Visibility.PUBLIC, basic("puente", PASSWORD)),
        (Visibility.RESTRICTED, f"ApiKey {KEY}"),
    ],
)
def test_each_index_is_asked_with_its_own_credentials(visibility, sent):
    access = Access(credentials=PUBLIC.credentials, restricted=Credentials(api_key=KEY))
    seen = []
    with gate(NOBODY, accept=lambda _, authorization: seen.append(authorization) or 401) as server:
        refusal(url_for(server.address, visibility), access)
    assert seen == [sent]


def test_without_other_credentials_the_restricted_index_is_asked_with_the_same():
    assert PUBLIC.to(Visibility.RESTRICTED) == PUBLIC.credentials


def test_the_settings_make_the_credentials(monkeypatch, authority):
    for name, value in {
        "API_KEY": KEY, "RESTRICTED_USER": "r", "RESTRICTED_PASSWORD": "s",
        "CA": str(authority.certificate),
    }.items():  # fmt: skip
        monkeypatch.setenv(f"PUENTE_OPENSEARCH_{name}", value)
    assert Settings().access == Access(
        credentials=Credentials(api_key=KEY),
        restricted=Credentials(user="r", password="s"),
        authority=authority.certificate,
    )


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PUENTE_OPENSEARCH_API_KEY", KEY, "PUENTE_OPENSEARCH_USER is set as well"),
        ("PUENTE_OPENSEARCH_RESTRICTED_API_KEY", f"{KEY}\n", "An API key is one word of ASCII"),
        ("PUENTE_OPENSEARCH_CA", "/no/such.pem", "there is no such file"),
    ],
)
def test_settings_that_cannot_be_are_refused_without_repeating_them(name, value, reason):
    environment = os.environ | {
        "PUENTE_OPENSEARCH_USER": "puente",
        "PUENTE_DEBUG": "1",
        name: value,
    }
    done = run("search", "x", environment=environment)
    assert f"{name}: " in done
    assert reason in done
    assert KEY not in done


def run(*arguments, environment):
    """What a command says on both streams."""
    command = [Path(sys.executable).with_name("puente"), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    return done.stdout + done.stderr


def test_an_address_with_a_password_is_refused_and_not_repeated():
    address = f"opensearch://puente:{PASSWORD}@127.0.0.1:9"
    environment = os.environ | {"PUENTE_STORE": address, "PUENTE_EMBEDDER": EMBEDDER.name}
    for command in (("doctor",), ("search", "x"), ("ingest", "seeds"), ("serve", "--port", "0")):
        said = run(*command, environment=environment)
        assert "it is not an address" in said
        assert "p@ss" not in said
        assert "w0rd" not in said


@pytest.fixture
def told(caplog) -> Iterator[list[str]]:
    """Everything that any library logs, down to the client's own trace of its requests."""
    caplog.set_level(logging.DEBUG)
    trace = logging.getLogger("opensearchpy.trace")
    trace.setLevel(logging.DEBUG)
    trace.addHandler(caplog.handler)
    told: list[str] = []
    yield told
    trace.removeHandler(caplog.handler)
    trace.setLevel(logging.NOTSET)
    records = caplog.get_records("call")
    told += [text for record in records for text in (record.getMessage(), str(record.__dict__))]
    secrets = (PASSWORD, KEY, basic("puente", PASSWORD).removeprefix("Basic "))
    assert {record.name for record in records} >= {"opensearch", "opensearchpy.trace"}
    assert [secret for secret in secrets for text in told if secret in text] == []


@pytest.mark.parametrize(
    "access", [PUBLIC, Access(credentials=Credentials(api_key=KEY))], ids=["password", "key"]
)
@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_refusal_tells_no_secret(told, access, status, monkeypatch):
    monkeypatch.setattr("puente.store.opensearch.transport.client.OPENING_SECONDS", 0.2)
    with gate(NOBODY, accept=lambda *_: status) as server:
        try:
            open_store(server.address, embedder="hashing-64", dimension=64, access=access)
        except StoreUnavailableError as error:
            told += [*traceback.format_exception(error), repr(error)]
    told.append(repr(access))
    assert any("cannot be used" in text for text in told)


def test_the_doctor_and_the_settings_tell_no_secret(told, monkeypatch):
    monkeypatch.setenv("PUENTE_OPENSEARCH_USER", "puente")
    monkeypatch.setenv("PUENTE_OPENSEARCH_PASSWORD", PASSWORD)
    monkeypatch.setenv("PUENTE_OPENSEARCH_RESTRICTED_API_KEY", KEY)
    with gate(NOBODY, accept=lambda *_: 401) as server:
        settings = Settings(store=server.address, embedder=EMBEDDER.name)
        told += [repr(settings), str(settings.model_dump()), repr(settings.access)]
        findings = diagnose(settings, translator("en"))
    told += [repr(findings)]
    [public, restricted] = findings[-2:]
    assert (public.is_fault, restricted.is_fault) == (True, True)
    assert "the user, the password or the API key is wrong" in public.state


@pytest.mark.opensearch
def test_work_over_tls_with_credentials_is_as_without_and_tells_no_secret(
    told, cluster_address, certificate, authority
):
    access = Access(
        credentials=PUBLIC.credentials,
        restricted=Credentials(api_key=KEY),
        authority=authority.certificate,
    )

    def accept(path, authorization):
        if authorization == basic("puente", PASSWORD):
            return 403 if ".restricted" in path else 200
        return 200 if authorization == f"ApiKey {KEY}" else 401

    name = cluster_address.rpartition("/")[2]
    with gate(cluster_address, certificate=certificate, accept=accept) as server:
        for visibility in Visibility:
            url = url_for(f"{server.address}/{name}", visibility)
            store = open_store(
                url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension, access=access
            )
            put(store, document(), "El asilo", "La trata")
            assert ids(store.keyword(ask("asilo"), limit=9)) == ["informe.es.0001"]
            store.close()
        restricted = url_for(f"{server.address}/{name}", Visibility.RESTRICTED)
        with pytest.raises(StoreUnavailableError, match="rights to the indices"):
            exists(restricted, Access(credentials=access.credentials, authority=access.authority))
