"""The service as people start it, and Debian's Chromium to look at it."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn

from service.bootstrap import SearchServices
from service.web.app import create_app
from tests.fixtures.library import Library

COMMAND = [sys.executable, "-c", "from service.cli.main import main; main()"]


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of `puente demo` over the seeds."""
    arguments = [*COMMAND, "demo", "--port", "0"]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True) as service:
        said = iter(service.stderr.readline, "")
        address = next((line for line in said if line.startswith("Puente: ")), None)
        assert address, "puente demo ended before it served"
        yield address.split()[1].rstrip("/")
        service.terminate()


@contextmanager
def serve_library(library: Library) -> Iterator[str]:
    """The address of the pages over records in memory, served by a thread."""
    app = create_app(lambda: SearchServices(library, library))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    # It listens before the thread runs, so that the first request waits and is not refused.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("needs Debian's chromium (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site) -> Iterator[Callable]:
    """Opens an address in a fresh context; anything amiss in the console or the network fails."""
    contexts, faults = [], []

    def visit(address: str, **options):
        context = chromium.new_context(base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.extend(_amiss(message)))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.extend(_foreign(request.url, site)))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert faults == []


def _amiss(message) -> list[str]:
    """Words of the console, but that a page is the page of an error."""
    is_status = message.text.startswith("Failed to load resource")
    is_of_page = is_status and "/static/" not in message.location["url"]
    return [] if is_of_page else [f"{message.type}: {message.text}"]


def _foreign(url: str, site: str) -> list[str]:
    return [] if url.startswith((f"{site}/", "data:")) else [url]
