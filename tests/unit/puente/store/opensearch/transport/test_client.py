"""What a server that cannot be used makes of an address: one message with the remedy."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from puente.errors import StoreUnavailableError
from puente.store import exists, open_store
from puente.store.deadline import deadline_in
from puente.store.opensearch.transport.client import connect, explained
from tests.fixtures.gate import gate

INFO = {"version": {"distribution": "opensearch", "number": "3.6.0"}}
PLUGINS = [{"component": "opensearch-knn"}]
HEALTHY = {"/": (200, INFO), "/_cat/plugins": (200, PLUGINS)}
ALIAS = HEALTHY | {"/_alias/puente": (200, {"puente-000001": {}})}


@pytest.fixture
def server() -> Iterator[Callable[[dict], tuple[str, list[str | None]]]]:
    """Starts a server that answers paths; gives its address and the credentials it is sent."""
    started = []

    def server(answers: dict) -> tuple[str, list[str | None]]:
        credentials: list[str | None] = []

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.do_GET()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def do_GET(self) -> None:
                credentials.append(self.headers["Authorization"])
                path = self.path.partition("?")[0]
                error = {"error": {"type": "security_exception"}}
                status, answer = answers.get(path, (401, error))
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=http.serve_forever, daemon=True).start()
        started.append(http)
        return f"opensearch://127.0.0.1:{http.server_port}", credentials

    yield server
    for http in started:
        http.shutdown()
        http.server_close()


@pytest.mark.parametrize(
    ("answers", "remedy"),
    [
        ({}, r"Correct PUENTE_OPENSEARCH_USER and _PASSWORD"),
        ({"/": (403, {"error": {"type": "security_exception"}})}, r"rights to the indices"),
        ({"/": (200, {"version": {"number": "8.1.0"}})}, r"not OpenSearch 2\.19 or newer\. Upg"),
        ({"/": (200, {})}, r"not OpenSearch 2\.19 or newer"),
        (
            {"/": (200, {"version": {"distribution": "opensearch", "number": "2.4.1"}})},
            r"not OpenSearch 2\.19 or newer",
        ),
        (HEALTHY | {"/_cat/plugins": (200, [])}, r"opensearch-plugin install opensearch-knn"),
        (
            HEALTHY | {"/_alias/puente": (503, {"error": {"type": "no_shard_available"}})},
            r"Try again when its health is yellow or green",
        ),
    ],
)
def test_a_server_that_cannot_be_used_says_what_to_do(server, answers, remedy):
    url, _ = server(answers)
    with pytest.raises(StoreUnavailableError, match=remedy):
        open_store(url, embedder="hashing-64", dimension=64)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_a_server_refuses_for_a_moment_is_asked_again(server, status):
    url, _ = server(ALIAS)
    statuses = [status, status, *[200] * 4]
    with gate(url, accept=lambda *_: statuses.pop(0)) as between:
        assert exists(f"{between.address}/puente") is True
    assert statuses == []


def test_what_keeps_being_refused_is_given_up_when_the_patience_ends(server):
    url, _ = server({"/": (503, {})})
    started = time.monotonic()
    with deadline_in(0.5), pytest.raises(StoreUnavailableError, match="the server is not ready"):
        exists(url)
    assert 0.3 < time.monotonic() - started < 0.6


def test_nothing_is_asked_once_the_patience_has_ended(server):
    url, asked = server(ALIAS)
    with deadline_in(0.0), pytest.raises(StoreUnavailableError, match="no server answered in time"):
        exists(url)
    assert asked == []


def test_of_several_nodes_one_that_is_gone_is_no_outage(server):
    url, _ = server(ALIAS)
    for _ in range(9):  # the first to be asked is drawn by lot
        assert exists(f"opensearch://127.0.0.1:9,{url.removeprefix('opensearch://')}") is True


def test_a_web_server_is_not_taken_for_opensearch():
    with gate("opensearch://127.0.0.1:9", accept=lambda *_: 201) as server:
        for action in (exists, lambda url: open_store(url, embedder="x", dimension=1)):
            with pytest.raises(StoreUnavailableError, match="not OpenSearch"):
                action(server.address)


def test_an_alias_of_two_indices_is_refused(server):
    url, _ = server(ALIAS | {"/_alias/puente": (200, {"puente-000001": {}, "mine": {}})})
    with pytest.raises(StoreUnavailableError, match=r"alias of mine and puente-000001\. Leave it"):
        exists(url)


def answered(*failures):
    """The body of a search request in which some parts failed."""
    return {"responses": [{"timed_out": False, "hits": {}}, *failures]}


@pytest.mark.parametrize(
    ("failure", "remedy"),
    [
        ({"status": 503, "error": {"type": "search_phase_execution_exception"}}, "Start the miss"),
        ({"timed_out": True}, "did not answer in time"),
    ],
)
def test_a_search_of_which_a_part_failed_is_no_answer(server, failure, remedy):
    url, _ = server({"/x/_msearch": (200, answered(failure))})
    client = connect(url)
    with deadline_in(0.2), pytest.raises(StoreUnavailableError, match=remedy), explained(url):
        client.msearch(body=[{}, {}], index="x")
    client.close()
