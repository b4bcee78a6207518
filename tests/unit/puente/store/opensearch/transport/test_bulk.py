"""What is sent again when a part of a bulk request fails, on a server that says so."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opensearchpy import OpenSearch

from puente.errors import StoreUnavailableError
from puente.store.opensearch.transport.bulk import BulkWriter

Answer = Callable[[list[str]], tuple[int, dict]]


class Server:
    """A server that answers each bulk request by a script, and remembers the ids it was sent."""

    def __init__(self, *script: Answer) -> None:
        self.sent: list[list[str]] = []
        self.bodies: list[str] = []
        remaining = list(script)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                heads = [json.loads(line) for line in body.splitlines() if "_id" in line]
                ids = [next(iter(head.values()))["_id"] for head in heads]
                outer.sent.append(ids)
                outer.bodies.append(body)
                status, answer = (remaining.pop(0) if remaining else all_done)(ids)
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


def all_done(ids: list[str]) -> tuple[int, dict]:
    return 200, {"items": [{"index": {"_id": each, "status": 201}} for each in ids]}


def failing(identifier: str, status: int, kind: str = "rejected_execution") -> Answer:
    def answer(ids: list[str]) -> tuple[int, dict]:
        error = {"type": kind, "reason": "full"}
        return 200, {
            "items": [
                {"index": {"_id": each, "status": status, "error": error}}
                if each == identifier
                else {"index": {"_id": each, "status": 201}}
                for each in ids
            ]
        }

    return answer


def refusing(status: int) -> Answer:
    return lambda _: (status, {"error": {"type": "unavailable"}, "status": status})


@pytest.fixture
def writing() -> Iterator[Callable[..., tuple[BulkWriter, Server, list[float]]]]:
    opened = []

    def writing(*script: Answer) -> tuple[BulkWriter, Server, list[float]]:
        server, pauses = Server(*script), []
        client = OpenSearch(f"http://127.0.0.1:{server.http.server_port}", max_retries=0)
        opened.append((server, client))
        bulk = BulkWriter("opensearch://x:1", lambda lines: client.bulk(body=lines), pauses.append)
        return bulk, server, pauses

    yield writing
    for server, client in opened:
        client.close()
        server.http.shutdown()
        server.http.server_close()


@pytest.mark.parametrize("status", [429, 503])
def test_only_what_failed_is_sent_again_after_a_pause(writing, status):
    bulk, server, pauses = writing(failing("b", status), failing("b", status))
    for identifier in "abc":
        bulk.index(identifier, {})
    bulk.flush()
    assert server.sent == [["a", "b", "c"], ["b"], ["b"]]
    assert pauses == [0.5, 1.0]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_request_that_was_refused_whole_is_sent_again(writing, status):
    bulk, server, _ = writing(refusing(status))
    bulk.index("a", {})
    bulk.flush()
    assert server.sent == [["a"], ["a"]]


def test_what_can_never_succeed_is_an_error_at_once(writing):
    bulk, server, pauses = writing(failing("a", 400, "strict_dynamic_mapping_exception"))
    bulk.index("a", {})
    with pytest.raises(StoreUnavailableError, match=r"other fields\. Run `puente reindex`"):
        bulk.flush()
    assert (len(server.sent), pauses) == (1, [])


def test_what_keeps_failing_is_an_error_with_the_remedy(writing):
    bulk, server, pauses = writing(*[failing("a", 429)] * 6)
    bulk.index("a", {})
    with pytest.raises(StoreUnavailableError, match=r"overloaded\. Try again later"):
        bulk.flush()
    assert len(server.sent) == 6
    assert sum(pauses) == 15.5


def test_a_server_that_is_gone_is_an_error_with_the_remedy(writing):
    bulk, server, pauses = writing()
    server.http.shutdown()
    server.http.server_close()
    bulk.index("a", {})
    with pytest.raises(StoreUnavailableError, match="no server answers"):
        bulk.flush()
    assert len(pauses) == 5


def test_of_two_actions_on_one_entry_the_later_is_sent(writing):
    bulk, server, _ = writing()
    bulk.index("a", {"n": 1})
    bulk.delete("a")
    bulk.index("a", {"n": 2})
    bulk.flush()
    assert server.bodies == ['{"index": {"_id": "a"}}\n{"n": 2}\n']


def test_removing_what_is_not_there_is_no_error(writing):
    gone = {"items": [{"delete": {"_id": "a", "status": 404, "result": "not_found"}}]}
    bulk, server, _ = writing(lambda _: (200, gone))
    bulk.delete("a")
    bulk.flush()
    assert server.sent == [["a"]]


def test_a_request_is_sent_before_it_grows_too_big(writing):
    bulk, server, _ = writing()
    for identifier in "abc":
        bulk.index(identifier, {"text": "x" * 3_000_000})
    bulk.flush()
    assert server.sent == [["a", "b"], ["c"]]


def test_nothing_to_send_asks_nobody(writing):
    bulk, server, _ = writing()
    bulk.flush()
    assert server.sent == []
