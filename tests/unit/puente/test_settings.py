"""What an installation can set, and what is refused."""

import pytest
from pydantic import ValidationError

from puente.settings import Settings


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", {}),
        ("ana:a-long-secret", {"ana": "a-long-secret"}),
        (
            "ana:a-long-secret, José:another:secret",
            {"ana": "a-long-secret", "José": "another:secret"},
        ),
    ],
)
def test_editors_are_names_with_keys(monkeypatch, given, expected):
    monkeypatch.setenv("PUENTE_EDITORS", given)
    assert Settings().editor_keys == expected


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("ana", "Write name:key"),
        ("ana:short", "12 or more"),
        ("ana:with a space in it", "one word"),
        (":a-long-secret", "Write name:key"),
        ("ana:a-long-secret,", "Write name:key"),
        ("ana:a-long-secret,ana:another-secret", "twice"),
    ],
)
def test_editors_that_cannot_be_told_apart_are_refused_and_never_shown(monkeypatch, given, why):
    monkeypatch.setenv("PUENTE_EDITORS", given)
    with pytest.raises(ValidationError, match=why) as refused:
        Settings()
    assert "secret" not in str(refused.value)


def test_keys_are_not_shown(monkeypatch):
    monkeypatch.setenv("PUENTE_EDITORS", "ana:a-long-secret")
    assert "a-long-secret" not in repr(Settings())


def test_trusted_proxies_are_addresses_and_networks(monkeypatch):
    monkeypatch.setenv("PUENTE_TRUSTED_PROXIES", "127.0.0.1, 10.0.3.0/24,fd00::/8")
    assert list(map(str, Settings().proxies)) == ["127.0.0.1/32", "10.0.3.0/24", "fd00::/8"]


@pytest.mark.parametrize("given", ["proxy.example", "10.0.3.1/24", "10.0.3.0/33", "*"])
def test_proxies_that_are_no_addresses_are_refused(monkeypatch, given):
    monkeypatch.setenv("PUENTE_TRUSTED_PROXIES", given)
    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings()


def test_groups_and_what_is_served_are_lists_of_collections(monkeypatch):
    monkeypatch.setenv("PUENTE_GROUPS", "team:csm, team:crm,all:*,delegates:csm")
    monkeypatch.setenv("PUENTE_RESTRICTED", "csm, crm")
    settings = Settings()
    assert settings.collections_by_group == {
        "team": ("crm", "csm"),
        "all": None,
        "delegates": ("csm",),
    }
    assert settings.served_collections == ("crm", "csm")
    assert Settings(restricted="*").served_collections is None
    assert Settings(restricted="").served_collections == ()


@pytest.mark.parametrize("given", ["team", "team:", ":csm", "team:csm,x"])
def test_groups_without_a_collection_are_refused(monkeypatch, given):
    monkeypatch.setenv("PUENTE_GROUPS", given)
    with pytest.raises(ValidationError, match="group:collection"):
        Settings()


@pytest.mark.parametrize("prefix", ["OPENSEARCH", "OPENSEARCH_RESTRICTED"])
def test_a_password_can_come_from_a_file(monkeypatch, tmp_path, prefix):
    (tmp_path / "password").write_text("a-long-secret\n", "utf-8")
    monkeypatch.setenv(f"PUENTE_{prefix}_PASSWORD_FILE", str(tmp_path / "password"))
    access = Settings().access
    found = access.restricted if prefix.endswith("RESTRICTED") else access.credentials
    assert found.password == "a-long-secret"
    assert "a-long-secret" not in repr(Settings())


def test_a_password_is_given_in_one_way(monkeypatch, tmp_path):
    (tmp_path / "password").touch()
    monkeypatch.setenv("PUENTE_OPENSEARCH_PASSWORD", "a-long-secret")
    monkeypatch.setenv("PUENTE_OPENSEARCH_PASSWORD_FILE", str(tmp_path / "password"))
    with pytest.raises(
        ValidationError, match="PUENTE_OPENSEARCH_PASSWORD is set as well"
    ) as refused:
        Settings()
    assert "a-long-secret" not in str(refused.value)


def test_a_file_of_a_password_that_is_not_there_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setenv("PUENTE_OPENSEARCH_PASSWORD_FILE", str(tmp_path / "password"))
    with pytest.raises(ValidationError, match="opensearch_password_file"):
        Settings()
