"""The security headers, on whatever is answered."""

import pytest

from service.web.middleware import SECURITY_HEADERS
from tests.fixtures.library import Library


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/es/",
        "/en/search?q=constante",
        "/es/doc/notas",
        "/es-en/doc/ce-am-75-09-rev-2",
        "/es/symbol/CE/AM-75/09 rev.2",
        "/es/nothing",
        "/en/api",
        "/api/v1/search?q=a",
        "/api/v1/nothing",
        "/healthz",
        "/readyz",
        "/metrics",
        "/favicon.ico",
        "/openapi.json",
        "/robots.txt",
        "/static/puente.css",
        "/static/puente.js",
        "/static/favicon.svg",
    ],
)
def test_every_answer_carries_the_security_headers(client, address):
    headers = client.get(address).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "address", ["/es/", "/api/v1/collections", "/healthz", "/openapi.json", "/static/puente.css"]
)
def test_head_is_answered_as_get_without_the_body(client, address):
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers


@pytest.mark.parametrize("address", ["/en/", "/api/v1/collections"])
def test_a_failure_carries_them_too(client_of, address):
    class Broken(Library):
        def collections(self):
            raise ValueError

    answer = client_of(Broken((), ())).get(address)
    assert answer.status_code == 500
    assert answer.headers.items() >= {k.lower(): v for k, v in SECURITY_HEADERS.items()}.items()


def test_nothing_may_be_loaded_from_elsewhere_or_inline():
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
