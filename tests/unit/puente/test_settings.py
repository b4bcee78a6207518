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
