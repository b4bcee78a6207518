"""The guide for language models."""

import re

from tests.fixtures.builders import document
from tests.fixtures.library import Library


def test_the_guide_says_what_there_is_and_its_links_lead_there(client):
    answer = client.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    title, _, summary, *_ = answer.text.splitlines()
    assert (title, summary[:2]) == ("# Puente", "> ")
    links = re.findall(r"\]\((http://localhost[^)]*)\)", answer.text)
    assert len(links) == 11
    for each in links:
        assert client.get(each.removeprefix("http://localhost")).status_code == 200


def test_a_failure_is_told_to_programs(client_of):
    class Broken(Library):
        def collections(self):
            raise ValueError

    answer = client_of(Broken([document()], ())).get("/llms.txt")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
