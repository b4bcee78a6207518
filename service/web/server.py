"""Runs the web server on a socket that is bound before the address is told."""

import errno
import gc
import socket
from collections.abc import Callable

import uvicorn

from puente.errors import PuenteError, SettingsError
from puente.originals.kept_files import NOTHING_KEPT, KeptFiles
from service.access.sign_in import SignIn
from service.bootstrap import SearchServices
from service.web.app import create_app
from service.web.hosts import Hosts, check_reach
from service.web.pages.site import Site
from service.web.sign_on import SignOn


class AddressError(PuenteError):
    """An address that another program listens on."""

    code = "address-in-use"

    def __init__(self, host: str, port: int, detail: str) -> None:
        super().__init__(
            "{host}:{port}: {detail}. Free it, or choose another with --port.",
            host=host,
            port=port,
            detail=detail,
        )


class BadAddressError(PuenteError):
    """An address that is not one of this machine, or not open to this user."""

    code = "bad-address"

    def __init__(self, host: str, port: int, detail: str) -> None:
        super().__init__(
            "{host}:{port}: {detail}. Choose another with --host or --port.",
            host=host,
            port=port,
            detail=detail,
        )


def run(
    open_reading: Callable[[], SearchServices],
    host: str,
    port: int,
    say: Callable[[str], None],
    sign_in: SignIn | None = None,
    hosts: Hosts = Hosts(),
    sign_on: SignOn | None = None,
    originals: KeptFiles = NOTHING_KEPT,
    site: Site = Site(),
) -> None:
    """Serve until interrupted; raises AddressError, BadAddressError or SettingsError."""
    listener = _listen(host, port)
    try:
        check_reach(host, hosts.public_url)
    except SettingsError:
        listener.close()
        raise
    app = create_app(open_reading, sign_in, hosts, sign_on, originals=originals, site=site)
    # Otherwise it would take the word of whatever runs on this machine for who asks.
    config = uvicorn.Config(app, log_level="warning", access_log=False, proxy_headers=False)
    # The lexicon is some 100,000 tuples that live as long as the process: to walk them again at
    # every full collection cost a tenth of a request.
    gc.collect()
    gc.freeze()
    say(f"Puente: http://{host}:{listener.getsockname()[1]}/")
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on: 40 ms more on a connection that is kept.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, UnicodeError) as error:
        listener.close()
        number, detail = getattr(error, "errno", None), getattr(error, "strerror", None)
        refusal = AddressError if number == errno.EADDRINUSE else BadAddressError
        raise refusal(host, port, detail or str(error)) from error
    return listener
