"""Runs the web server on a socket that is bound before the address is told."""

import socket
from collections.abc import Callable

import uvicorn

from puente.errors import PuenteError
from service.app import create_app
from service.wiring import Reading


class AddressError(PuenteError):
    """An address that cannot be listened on."""

    code = "address-in-use"

    def __init__(self, host: str, port: int, detail: str) -> None:
        super().__init__(f"{host}:{port}: {detail}. Free it, or choose another with --port.")


def run(reading: Reading, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted; raises AddressError."""
    listener = _listen(host, port)
    config = uvicorn.Config(
        create_app(reading.searcher, reading.catalogue), log_level="warning", access_log=False
    )
    say(f"Puente: http://{host}:{listener.getsockname()[1]}/")
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise AddressError(host, port, error.strerror or str(error)) from error
    return listener
