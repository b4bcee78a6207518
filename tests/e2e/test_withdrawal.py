"""A document is withdrawn while the service runs, and its readers are told in their language."""

import os
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import COMMAND
from tests.e2e.test_review import serve

pytestmark = pytest.mark.browser

DOCUMENT, WORK = "86f17f4806d5.es", "86f17f4806d5"
NOTICE = "Véase la versión revisada."


@pytest.fixture
def site(own_index: str) -> Iterator[str]:
    with serve(own_index) as address:
        yield address


def withdraw(index: str, *options: str) -> None:
    command = [*COMMAND, "withdraw", DOCUMENT, *options]
    environment = {**os.environ, "PUENTE_STORE": index}
    subprocess.run(command, env=environment, check=True, capture_output=True)


def test_readers_of_both_languages_are_told_at_once(open_page, own_index):
    page = open_page(f"/es/doc/{WORK}")
    expect(page.locator(".numbered").first).to_be_visible()
    withdraw(own_index, "--reason", "Sin firma", "--public-notice", NOTICE)
    for address, title in (
        (f"/es/doc/{WORK}", "Documento retirado"),
        (f"/en/doc/{WORK}", "Document withdrawn"),
        (f"/es-en/doc/{WORK}", "Documento retirado"),
    ):
        answer = page.request.get(address)
        assert (answer.status, title in answer.text(), NOTICE in answer.text()) == (410, True, True)
        assert "Sin firma" not in answer.text()
    spoken = {"Accept-Language": "es"}
    problem = page.request.get(f"/api/v1/documents/{DOCUMENT}", headers=spoken)
    assert (problem.status, problem.json()["title"]) == (410, "Documento retirado")
    page.goto("/es/search?q=procesos+regionales+de+consulta")
    assert WORK not in page.content()
    withdraw(own_index, "--undo")
    assert page.request.get(f"/es/doc/{WORK}").status == 410
