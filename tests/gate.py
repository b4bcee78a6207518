"""A server in front of another: with TLS, asking for credentials, closed or silent as a test wants.

The published node of OpenSearch has no security plugin: this stands where that would.
"""

import http.client
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

# Each of the two connections has its own.
_OWN = {"host", "connection", "content-length", "transfer-encoding"}

# Each of the two connections has its own.
_OWN = {"host", "connection", "content-length", "transfer-encoding"}

Accept = Callable[[str, str | None], int]
"""The status of a request by its path and its Authorization; 200 lets it through."""


class Gate:
    """What a test sees of the server: its port, and whether it is silent."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"opensearch://127.0.0.1:{port}"
        self.is_closed = False
        self.can_answer = threading.Event()
        self.can_answer.set()


@contextmanager
def gate(
    upstream: str,
    *,
    certificate: Path | None = None,
    accept: Accept = lambda _path, _authorization: 200,
) -> Iterator[Gate]:
    """A gate to the server at an `opensearch://` address; `certificate` is a PEM with its key."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            made.can_answer.wait(30)
            if made.is_closed:
                self.close_connection = True
                return
            status = accept(self.path, self.headers["Authorization"])
            if status == 200:
                self._pass(body)
            else:
                self._send(status, {"Content-Type": "text/plain"}, b"Unauthorized")

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

        def _pass(self, body: bytes) -> None:
            hosts = upstream.removeprefix("opensearch://").partition("/")[0]
            headers = {k: v for k, v in self.headers.items() if k.lower() not in _OWN}
            with closing(http.client.HTTPConnection(hosts, timeout=30)) as connection:
                connection.request(self.command, self.path, body, headers)
                answer = connection.getresponse()
                self._send(answer.status, dict(answer.getheaders()), answer.read())

        def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that does not like the certificate goes away."""

    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    made = Gate(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        made.can_answer.set()
        server.shutdown()
        server.server_close()


class Authority:
    """Signs certificates with OpenSSL's command, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.certificate = folder / "authority.pem"
        self._openssl(
            "req", "-x509", *_KEY, "-days", "2", "-subj", "/CN=Authority",
            "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign",
            "-keyout", folder / "authority.key", "-out", self.certificate,
        )  # fmt: skip

    def sign(self, name: str, subject: str = "IP:127.0.0.1", *, days: int = 2) -> Path:
        """A certificate for a host, with its key."""
        request, key, signed = (self._folder / f"{name}.{end}" for end in ("csr", "key", "crt"))
        self._openssl(
            "req", *_KEY, "-subj", "/CN=node", "-addext", f"subjectAltName={subject}",
            "-keyout", key, "-out", request,
        )  # fmt: skip
        self._openssl(
            "x509", "-req", "-in", request, "-CA", self.certificate, "-days", str(days),
            "-CAkey", self._folder / "authority.key", "-copy_extensions", "copy", "-out", signed,
        )  # fmt: skip
        both = self._folder / f"{name}.pem"
        both.write_bytes(key.read_bytes() + signed.read_bytes())
        return both

    @staticmethod
    def _openssl(*arguments: str | Path) -> None:
        try:
            subprocess.run(["openssl", *arguments], check=True, capture_output=True)
        except FileNotFoundError:
            pytest.skip("needs the command openssl")


_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
