"""An advisory fails the check; a database that cannot be reached is named and fails nothing."""

import json

import pytest

from tools.supply_chain.advisories import judge

WEAK = {"id": "PYSEC-1", "fix_versions": ["2.0"]}


@pytest.mark.parametrize(
    ("answer", "said", "status", "line"),
    [
        ({"vulns": [WEAK]}, "", 1, "letra 1.0: PYSEC-1, mended in 2.0"),
        ({"vulns": []}, "", 0, "No advisory for 1 packages."),
        (None, "Traceback\nConnectionError: no way", 0, "NOT CHECKED: the database of advisories"),
        (None, "", 0, "NOT CHECKED"),
        ({"skip_reason": "not found"}, "", 0, "NOT CHECKED: the database of advisories"),
    ],
)
def test_what_is_known_of_a_package(
    capsys: pytest.CaptureFixture[str],
    answer: dict[str, object] | None,
    said: str,
    status: int,
    line: str,
) -> None:
    packages = [{"name": "letra", "version": "1.0", **(answer or {})}]
    text = json.dumps({"dependencies": packages}) if answer else ""
    assert judge(text, said) == status
    assert line in capsys.readouterr().err


def test_packages_that_the_database_did_not_answer_for_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    packages = [
        {"name": "letra", "version": "1.0", "vulns": []},
        {"name": "otra", "skip_reason": "not found"},
    ]
    assert judge(json.dumps({"dependencies": packages}), "") == 0
    said = capsys.readouterr().err
    assert said == "NOT CHECKED: otra.\nNo advisory for 1 packages.\n"
