"""Links in the heads of answers."""

import pytest

from tests.fixtures.commands import Page


@pytest.mark.parametrize("address", ["/api/v1/collections", "/api/v1/nothing"])
def test_answers_of_the_api_say_where_it_is_described(client, address):
    assert client.get(address).headers["link"] == (
        '</openapi.json>; rel="service-desc"; type="application/openapi+json"'
    )


def test_pages_say_it_too(client):
    tags = Page(client.get("/es/").text).tags
    found = [each for tag, each in tags if tag == "link" and each["rel"] == "service-desc"]
    assert [each["href"] for each in found] == ["/openapi.json"]
