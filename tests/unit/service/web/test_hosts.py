"""Hosts: which the service answers for, whose pages may change something, whom it believes."""

import warnings
from ipaddress import ip_network

import pytest

from puente.errors import SettingsError
from service.access.keys import make_secret
from service.access.sign_in import KeyRing, SignIn
from service.bootstrap import SearchServices
from service.web.app import create_app
from service.web.hosts import Hosts, check_reach, origin_of

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PUBLIC = "https://puente.example.org"
PAGE = "/es-en/doc/ce-am-75-09-rev-2/review"
ANA = ("ana", "a-long-secret")


@pytest.fixture
def client_of(library):
    """Builds a client of a service with an address and proxies, which asks from an address."""

    def client_of(public_url="", proxies=(), peer="127.0.0.1"):
        hosts = Hosts(public_url=public_url, proxies=tuple(map(ip_network, proxies)))
        reading = SearchServices(library, library, library)
        app = create_app(lambda: reading, SignIn(KeyRing(editors=dict([ANA]))), hosts)
        return TestClient(
            app, "http://localhost:8000", raise_server_exceptions=False, follow_redirects=False,
            client=(peer, 4321),
        )  # fmt: skip

    return client_of


OWN_MACHINE = ["localhost", "127.0.0.1:8000", "LOCALHOST:9000", "[::1]:8000", "127.1.2.3"]


@pytest.mark.parametrize("host", OWN_MACHINE)
@pytest.mark.parametrize("public_url", ["", PUBLIC])
def test_the_machine_may_ask_itself(client_of, host, public_url):
    assert client_of(public_url).get("/es/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "localhost.evil.example", "evil.example:8000", "10.0.0.7", "", "a b",
        "localhost@evil.example", "evil.example/localhost", "puente.example.org.evil.example",
        "127.0.0.1.evil.example", "0.0.0.0", "[::2]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("public_url", ["", PUBLIC])
@pytest.mark.parametrize(
    "address", ["/es/", "/api/v1/export?format=csv", "/", "/es/search/", "/static/puente.css", "/x"]
)
def test_another_host_is_refused_and_not_repeated(client_of, host, public_url, address):
    answer = client_of(public_url).get(address, headers={"Host": host})
    assert (answer.status_code, "unknown-host" in answer.text) == (421, True)
    assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whoever_watches_the_machine_may_ask_by_any_name(client_of, path):
    answer = client_of(PUBLIC).get(path, headers={"Host": "10.0.0.7:8000"})
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["puente.example.org", "Puente.Example.org:443", "127.0.0.1:8000"])
def test_every_address_begins_with_the_known_one(client_of, host):
    client = client_of(PUBLIC)
    page = client.get("/es/doc/ce-am-75-09-rev-2", headers={"Host": host}).text
    assert f'href="{PUBLIC}/en/doc/ce-am-75-09-rev-2"' in page
    assert "127.0.0.1" not in page
    moved = client.get("/es/search/", headers={"Host": host})
    assert moved.headers["location"] == f"{PUBLIC}/es/search"


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Original-Host", "X-Host"])
@pytest.mark.parametrize("proxies", [(), ("127.0.0.1",)])
def test_no_other_header_names_a_host(client_of, name, proxies):
    client = client_of(proxies=proxies)
    for address in ("/es/doc/notas", "/es/search/", "/api/v1/export?format=csv"):
        answer = client.get(address, headers={name: "host=evil.example"})
        assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    ("public_url", "host", "origin", "is_own"),
    [
        ("", "localhost:8000", "http://localhost:8000", True),
        ("", "localhost:8000", "https://localhost:8000", False),
        ("", "localhost:8000", "http://localhost", False),
        ("", "localhost:8000", "http://localhost:9000", False),
        ("", "localhost", "http://localhost:80", True),
        ("", "localhost:8000", "http://127.0.0.1:8000", False),
        ("", "localhost:8000", "null", False),
        ("", "localhost:8000", "", False),
        (PUBLIC, "puente.example.org", PUBLIC, True),
        (PUBLIC, "puente.example.org", f"{PUBLIC}:443", True),
        (PUBLIC, "puente.example.org", "http://puente.example.org", False),
        (PUBLIC, "puente.example.org", f"{PUBLIC}:8443", False),
        (PUBLIC, "puente.example.org", "https://evil.example", False),
        (PUBLIC, "127.0.0.1:8000", "http://127.0.0.1:8000", True),
        (PUBLIC, "127.0.0.1:8000", PUBLIC, False),
    ],
)
def test_only_own_pages_change_something(client_of, public_url, host, origin, is_own):
    client = client_of(public_url)
    sent = {"Host": host, "Origin": origin}
    answer = client.post(PAGE, headers=sent, auth=ANA, content=b"")
    assert ("cross-site" in answer.text, answer.status_code == 403) == (not is_own, not is_own)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [PAGE, "/api/v1/search", "/nothing", "/static/puente.css"])
def test_every_changing_request_of_another_site_is_refused(client_of, method, path):
    answer = client_of().request(method, path, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, "cross-site" in answer.text) == (403, True)


def guesses(client, forwarded):
    for number in range(12):
        headers = {"X-Forwarded-For": forwarded(number)}
        answer = client.get(PAGE, auth=("ana", make_secret()), headers=headers)
    return answer.status_code


def test_a_stranger_cannot_say_where_guesses_come_from(client_of):
    assert guesses(client_of(peer="10.0.0.9"), lambda number: f"10.0.0.{number}") == 429


def test_a_trusted_proxy_says_who_guesses(client_of):
    client = client_of(proxies=["10.0.0.0/24"], peer="10.0.0.9")
    assert guesses(client, lambda number: f"192.0.2.{number}") == 401
    assert guesses(client, lambda number: f"192.0.2.{number}, 198.51.100.7, 10.0.0.8") == 429


def test_a_trusted_proxy_that_says_nothing_is_who_asks(client_of):
    client = client_of(proxies=["10.0.0.0/24"], peer="10.0.0.9")
    assert guesses(client, lambda number: "no address") == 429


@pytest.mark.parametrize(("proxies", "scheme"), [((), "http"), (("127.0.0.1",), "https")])
def test_only_a_trusted_proxy_says_that_it_was_asked_by_tls(client_of, proxies, scheme):
    client = client_of(proxies=proxies)
    answer = client.get("/es/search/", headers={"X-Forwarded-Proto": "https"})
    assert answer.headers["location"].partition(":")[0] == scheme


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_a_service_of_the_machine_needs_no_address(host):
    check_reach(host, "")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "puente.example.org", ""])
def test_a_service_that_others_reach_needs_an_address(host):
    check_reach(host, PUBLIC)
    with pytest.raises(SettingsError, match="PUENTE_PUBLIC_URL: is needed"):
        check_reach(host, "")


def test_an_origin_has_no_standard_port():
    assert origin_of("HTTPS://Puente.example:443/es/") == "https://puente.example"
    assert origin_of("http://puente.example:8080") == "http://puente.example:8080"
