"""Engines by the scheme of an address, and a third one that is plugged in."""

import subprocess
import sys

import pytest

from puente.errors import StoreUnavailableError
from puente.model.documents import Visibility
from puente.store import exists, find_snapshots, is_served, open_store, refused_path, url_for
from puente.store.registry import ENGINES
from tests.fixtures.builders import EMBEDDER, document, put
from tests.fixtures.third_store import ENGINE, SCHEME
from tests.paths import ROOT


@pytest.fixture
def url(monkeypatch, tmp_path):
    """An address of a third store that has been registered."""
    monkeypatch.setitem(ENGINES, SCHEME, ENGINE)
    return f"{SCHEME}:{tmp_path}/puente"


def test_a_third_store_is_opened_by_its_address(url, tmp_path):
    assert not exists(url)
    store = open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    put(store, document("informe.es"), "El asilo")
    store.close()
    again = open_store(url, embedder=None, dimension=None, create=False)
    assert again.document_ids() == ("informe.es",)
    again.close()
    assert exists(url)
    assert (tmp_path / "puente").is_file()


def test_a_third_store_answers_for_its_addresses(url):
    assert url_for(url, Visibility.PUBLIC) == url
    assert url_for(url, Visibility.RESTRICTED) == f"{url}.restricted"
    assert is_served(url)
    assert refused_path(url) is None
    assert find_snapshots(url, "").names == frozenset()


def test_an_address_of_no_engine_is_told_which_there_are(url):
    with pytest.raises(StoreUnavailableError) as caught:
        open_store("postgres://ana:secret@h/db", embedder=None, dimension=None)
    assert str(caught.value) == (
        "The store postgres://h/db cannot be used: it is not an address. Write"
        " sqlite:///path/file.db, opensearch://host:port or shelf:/folder/name."
    )


def test_a_third_store_runs_the_contract():
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-k", SCHEME, "-p", "no:cacheprovider",
            "--contract-backend", "tests.fixtures.third_store:CONTRACT",
            "tests/contract/test_store_vectors.py",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
