"""Linked data of a document in a browser that keeps to the policy of the pages."""

import json
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import serve_library
from tests.fixtures.long_documents import judgment

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_library(judgment(20)) as address:
        yield address


def test_linked_data_is_read_and_nothing_is_refused(open_page, site):
    page = open_page("/es/doc/sentencia")
    said = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert said["@id"] == f"{site}/es/doc/sentencia"
    assert page.locator("link[rel=canonical]").get_attribute("href") == said["@id"]


@pytest.mark.parametrize("address", ["/es/", "/es/browse", "/es/documents", "/es/doc/sentencia"])
def test_marks_of_mails_and_networks_are_left_out(open_page, address):
    page = open_page(f"{address}?utm_source=boletin&fbclid=1&fbclid=2")
    assert page.locator("article.error").count() == 0
    links = page.locator("a[href*=utm_], a[href*=fbclid], link[href*=utm_]")
    assert links.count() == 0
