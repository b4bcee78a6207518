"""Documents, versions side by side and symbols as Markdown."""

import pytest
from markdown_it import MarkdownIt

from service.web.doors.markdown import plain
from service.web.doors.negotiation import markdown_of, prefers_markdown
from tests.fixtures.commands import Page
from tests.unit.service.web.test_injection import PAYLOADS

HOST = "http://localhost"
WORK = "ce-am-75-09-rev-2"


def test_a_document_has_its_title_facts_and_paragraphs_with_their_addresses(client):
    answer = client.get(f"/es/doc/{WORK}.md")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["link"] == f'<{HOST}/es/doc/{WORK}>; rel="canonical"'
    lines = answer.text.splitlines()
    assert lines[0] == "# Orden del día"
    assert "- Signatura: CE/AM-75/09 rev. 2" in lines
    assert "- Fecha: 13 de febrero de 2009" in lines
    assert f"La migración es constante. [p2]({HOST}/es/doc/{WORK}#p2)" in lines
    assert f"## I. Introducción [p1]({HOST}/es/doc/{WORK}#p1)" in lines
    assert f"a) Desarrollo [p3]({HOST}/es/doc/{WORK}#p3)" in lines
    assert f"[inglés]({HOST}/es/doc/{WORK}.md?version=en)" in answer.text


def test_a_version_is_shown_when_it_is_asked_for(client):
    assert client.get(f"/es/doc/{WORK}.md?version=en").text.startswith("# Order of business\n")
    assert client.get("/en/doc/notas.md").text.startswith("# Notas\n")


def test_two_versions_stand_in_a_table(client):
    lines = client.get(f"/es-en/doc/{WORK}.md").text.splitlines()
    assert lines[4:6] == ["| español | inglés |", "| --- | --- |"]
    assert lines[7] == (
        f"| La migración es constante. [p2]({HOST}/es/doc/{WORK}#p2)"
        f" | Migration is constant. [p2]({HOST}/en/doc/{WORK}#p2) |"
    )
    assert {line.count("|") for line in lines[4:]} == {3}


def test_a_symbol_has_its_documents_and_who_cites_it(client):
    text = client.get("/en/symbol/CE/AM-75/09_rev._2.md").text
    assert f"- [Orden del día]({HOST}/es/doc/{WORK}.md) (Spanish)" in text
    assert f"La CRM ratificó el documento CE/AM-75/09 rev. 2. [p1]({HOST}/es/doc/notas#p1)" in text


def test_another_spelling_of_a_symbol_moves(client):
    answer = client.get("/en/symbol/CE/AM-75/09 rev.2.md")
    assert (answer.status_code, answer.headers["location"]) == (
        301, "/en/symbol/CE/AM-75/09_rev._2.md",
    )  # fmt: skip


def test_a_former_name_of_a_work_moves(client_of, library):
    versions = library.work(WORK)
    library.work = lambda slug: versions if slug in (WORK, "former") else ()
    client = client_of(library)
    for address, there in (
        ("/en/doc/former.md", f"/en/doc/{WORK}.md"),
        ("/en/doc/former.md?version=es", f"/en/doc/{WORK}.md?version=es"),
        ("/en-es/doc/former.md", f"/en-es/doc/{WORK}.md"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["location"]) == (301, there)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/es/doc/nothing.md", "document-not-found"),
        ("/es-en/doc/notas.md", "version-not-found"),
        ("/es/symbol/nothing.md", "not-a-symbol"),
        ("/pt/doc/notas.md", "not-found"),
    ],
)
def test_what_is_not_there_is_a_problem_for_programs(client, address, code):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == code


@pytest.mark.parametrize(
    "address", ["/es/doc/notas", f"/es-en/doc/{WORK}", "/en/symbol/CE/AM-75/09_rev._2"]
)
def test_the_same_address_gives_markdown_to_who_asks_for_it(client, address):
    page = client.get(address, headers={"Accept": "text/html,*/*;q=0.8"})
    text = client.get(address, headers={"Accept": "text/markdown, text/html;q=0.9"})
    assert page.headers["content-type"].startswith("text/html")
    assert text.text == client.get(f"{address}.md").text
    for answer in (page, text):
        assert "Accept" in answer.headers["vary"].split(", ")
    (link,) = [
        each["href"]
        for tag, each in Page(page.text).tags
        if tag == "link" and each.get("type") == "text/markdown"
    ]
    assert link == f"{HOST}{address}.md"


@pytest.mark.parametrize(
    ("accept", "is_preferred"),
    [
        ("text/markdown", True),
        ("text/html, text/markdown", True),
        ("text/markdown;q=0.5, */*;q=0.8", False),
        ("text/markdown;q=0.9, text/*;q=0.3", True),
        ("text/markdown;q=0", False),
        ("text/markdown;q=much", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_who_likes_markdown_no_less_than_pages_gets_it(accept, is_preferred):
    assert prefers_markdown(accept) == is_preferred


@pytest.mark.parametrize("address", ["/es/", "/es/search?q=a", "/es-en/doc/a/review", "/es/doc/"])
def test_other_pages_have_no_markdown(address):
    assert markdown_of(address) == ""


@pytest.mark.parametrize(
    "text",
    [
        *PAYLOADS[:10], "1. Recordando", "12) *Notas*", "- guion", "# no heading", "+ más",
        "AG/RES. 2141 (XXXV-O/05)", "a | b", "---", "===", "`x`", "![a](b)", "https://a.b/c_d_e",
        "~~no~~", "5 * 3 * 2", "\\*", "[1]: http://a.b", "&copy;", "<!-- a -->",
    ],
)  # fmt: skip
def test_no_text_becomes_a_mark(text):
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(plain(text))
    assert [each.type for each in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    (inline,) = [each for each in tokens if each.type == "inline"]
    assert {each.type for each in inline.children} <= {"text", "text_special"}
    assert "".join(each.content for each in inline.children) == " ".join(text.split())
