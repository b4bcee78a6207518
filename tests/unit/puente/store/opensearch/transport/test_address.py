"""Addresses of indexes in a cluster."""

import sys

import pytest

from puente.errors import StoreUnavailableError
from puente.model.documents import Visibility
from puente.store import exists, url_for
from puente.store.opensearch.transport.address import Address, parse_address


@pytest.mark.parametrize(
    ("url", "nodes", "alias"),
    [
        ("opensearch://localhost:9200", (("localhost", 9200),), "puente"),
        ("opensearch://localhost:9200/", (("localhost", 9200),), "puente"),
        ("opensearch://a.oas.org:1,b:2", (("a.oas.org", 1), ("b", 2)), "puente"),
        ("opensearch://h:1/puente-test", (("h", 1),), "puente-test"),
        ("opensearch://h:1/puente.restricted", (("h", 1),), "puente.restricted"),
    ],
)
def test_an_address_names_nodes_and_an_alias(url, nodes, alias):
    assert parse_address(url) == Address(nodes=nodes, alias=alias)


@pytest.mark.parametrize(
    "url",
    [
        "opensearch://",
        "opensearch://localhost",
        "opensearch://h:x",
        "opensearch://h:1/other",
        "opensearch://h:1/puente*",
        "opensearch://h:1/puente-000001",
        "opensearch://user:secret@h:1",
    ],
)
def test_another_address_says_what_to_write(url):
    with pytest.raises(StoreUnavailableError, match="Write opensearch://host:port"):
        parse_address(url)


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(StoreUnavailableError) as caught:
        parse_address("opensearch://user:secret@h:1")
    assert "secret" not in str(caught.value)


def test_without_the_client_the_remedy_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    for name in ("store", "backups"):  # the store, and the first of its modules with the client
        monkeypatch.delitem(sys.modules, f"puente.store.opensearch.{name}", raising=False)
    with pytest.raises(StoreUnavailableError, match=r"pip install 'puente\[opensearch\]'"):
        exists("opensearch://h:1")


@pytest.mark.parametrize(
    ("public", "restricted"),
    [
        ("opensearch://h:1,i:2", "opensearch://h:1,i:2/puente.restricted"),
        ("opensearch://h:1/puente-test", "opensearch://h:1/puente-test.restricted"),
    ],
)
def test_each_visibility_has_an_index_of_its_own(public, restricted):
    assert url_for(public, Visibility.PUBLIC) == public
    assert url_for(public, Visibility.RESTRICTED) == restricted
