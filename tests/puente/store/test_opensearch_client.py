"""What a server that cannot be used makes of an address: one message with the remedy."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from puente.errors import StoreUnavailableError
from puente.store import exists, open_store
from puente.store.access import Access

INFO = {"version": {"distribution": "opensearch", "number": "3.6.0"}}
PLUGINS = [{"component": "opensearch-knn"}]
HEALTHY = {"/": (200, INFO), "/_cat/plugins": (200, PLUGINS)}


@pytest.fixture
def server() -> Iterator[Callable[[dict], tuple[str, list[str | None]]]]:
    """Starts a server that answers paths; gives its address and the credentials it is sent."""
    started = []

    def server(answers: dict) -> tuple[str, list[str | None]]:
        credentials: list[str | None] = []

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
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


def test_the_user_and_the_password_are_sent_and_never_shown(server):
    url, credentials = server({})
    access = Access(user="puente", password="secret")
    with pytest.raises(StoreUnavailableError) as caught:
        exists(url, access)
    assert credentials == ["Basic " + base64.b64encode(b"puente:secret").decode()]
    assert "secret" not in str(caught.value) + repr(access)
