"""The service as people start it, and Debian's Chromium to look at it."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

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
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.extend(_foreign(request.url, site)))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert faults == []


def _foreign(url: str, site: str) -> list[str]:
    return [] if url.startswith((f"{site}/", "data:")) else [url]
