"""A language is a catalogue and nothing else: pages and commands speak one that was just added."""

import pytest

from service.i18n import interfaces
from service.i18n.catalogues import template
from service.i18n.translator import translator
from tests.fixtures.command_line import puente
from tests.fixtures.commands import Page
from tests.fixtures.languages import forget, marked, write_third_language

WORK = "ce-am-75-09-rev-2"
PORTUGUESE = {"LC_ALL": "pt_BR.UTF-8"}


@pytest.fixture(scope="module", autouse=True)
def catalogues(tmp_path_factory):
    """The catalogues in a temporary folder, with one more."""
    folder = tmp_path_factory.mktemp("locale")
    write_third_language(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interfaces, "CATALOGUES", folder)
        forget()
        yield
    forget()


@pytest.fixture(scope="module")
def english():
    """The texts of the template that have no values and are more than a name; not the examples."""
    messages = [each for each in template() if each.id and isinstance(each.id, str)]
    texts = {each.id for each in messages if not each.context.startswith("examples.")}
    return {text for text in texts if "{" not in text and " " in text and marked(text) != text}


@pytest.mark.parametrize(
    "address",
    [
        "/pt/", "/pt/help", "/pt/api", "/pt/search?q=constante", "/pt/search?q=zzz",
        "/pt/search?q=constante&year=soon", f"/pt/doc/{WORK}", "/pt/doc/notas",
        f"/pt/doc/{WORK}?version=en", "/pt/concordance", "/pt/concordance?q=constante",
        "/pt/divergences", f"/pt/divergences/{WORK}", "/pt/divergences/notas", "/pt/coverage",
        "/pt/symbol/CE/AM-75/09_rev._2", "/pt/nowhere", "/pt/doc/nowhere",
    ],
)  # fmt: skip
def test_a_page_speaks_it(client, english, address):
    answer = client.get(address)
    page = Page(answer.text)
    assert page.tags[0][1]["lang"] == "pt"
    said = {text for language, text in page.texts if language == "pt"}
    assert said & {"Skip· to· content·", "Skip· to· results·"}
    assert said & english == set()


def test_its_addresses_are_those_of_a_language(client):
    assert client.get("/", headers={"Accept-Language": "pt-BR"}).headers["location"] == "/pt/"
    assert client.get("/pt").headers["location"] == "/pt/"
    assert client.get("/fr/").status_code == 404


def test_it_is_in_the_switch_of_languages_under_its_own_name(client):
    page = Page(client.get("/es/help").text)
    assert {"/es/help", "/en/help", "/pt/help"} <= set(page.links)
    assert page.language_of("Português") == "pt"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 document·"),
        (1, "1 document·"),
        (2, "2 documents·"),
        (5, "5 documents·"),
        (21, "21 documents·"),
        (1_000_000, "1.000.000 de· documents·"),
    ],
)
def test_its_plurals_follow_the_rule_of_its_catalogue(count, text):
    assert translator("pt")("filters.documents", count=count) == text


def test_its_dates_are_those_of_the_language():
    assert translator("pt").date("2004-10-13") == "13 de outubro de 2004"


def test_the_help_of_a_command_speaks_it():
    done = puente("serve", "--help", **PORTUGUESE)
    assert "Serve· the· API· and· the· pages·." in done.stdout
    assert "Options·" in done.stdout


def test_an_error_speaks_it():
    done = puente("ingest", "/nowhere", PUENTE_LANGUAGE="pt")
    assert done.returncode == 2
    assert done.stderr.startswith("path-not-found: /nowhere: no· such· file·")


def test_a_report_speaks_it(own_index):
    done = puente("coverage", "--store", own_index, **PORTUGUESE)
    assert done.stdout.split()[:3] == [marked("work"), marked("versions"), marked("missing")]
    assert marked("complete") in done.stdout
