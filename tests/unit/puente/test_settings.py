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
