"""Which licences a delivered package may have."""

from email.message import Message

import pytest
from packaging.requirements import Requirement

from tools.supply_chain import licences


class Package:
    """A package that says something about its licence."""

    name = "letra"
    requires = ()

    def __init__(self, **said: str) -> None:
        self.metadata = Message()
        for field, value in said.items():
            self.metadata[field.replace("_", "-")] = value


@pytest.mark.parametrize(
    ("said", "is_refused"),
    [
        ({"License_Expression": "MIT"}, False),
        ({"License_Expression": "GPL-3.0-only"}, True),
        ({"License_Expression": "AGPL-3.0-or-later"}, True),
        ({"License_Expression": "LGPL-2.1-or-later"}, False),
        ({"License_Expression": "MIT OR GPL-2.0-or-later"}, False),
        ({"License_Expression": "MIT AND GPL-2.0-only"}, True),
        ({"Classifier": "License :: OSI Approved :: GNU Affero General Public License v3"}, True),
        ({"Classifier": "License :: OSI Approved :: GNU General Public License v2 (GPLv2)"}, True),
        ({"Classifier": "License :: GNU Lesser General Public License v3 (LGPLv3)"}, False),
        ({"License": "GPL v3"}, True),
        ({"License": "BSD\nlong text"}, False),
        ({}, True),
    ],
)  # fmt: skip
def test_a_licence_that_is_handed_on_is_refused(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], is_refused: bool
) -> None:
    monkeypatch.setattr(licences, "distribution", lambda name: Package(**said))
    assert [name for name, _ in licences.find_refused([Requirement("letra")])] == (
        ["letra"] if is_refused else []
    )


def test_what_puente_is_delivered_with_can_be_delivered() -> None:
    delivered = [Requirement(each) for each in licences.DELIVERED]
    names = {package.name.lower() for package in licences.closure(delivered)}
    assert {"puente", "apsw", "pydantic-core", "opensearch-py", "numpy"} <= {
        name.replace("_", "-") for name in names
    }
    assert dict(licences.find_refused(delivered)) == {}
