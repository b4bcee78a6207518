"""The seeds, indexed once by the real pipeline with the shipped encoder."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from ingest.pipeline.ingest_files import ingest
from puente.embedding.e5 import SHIPPED
from puente.model.reports import IngestReport
from puente.store.sqlite.backups import copy_to
from puente.store.sqlite.file import open_file
from service.bootstrap import SearchServices, Stores, open_services, stores_at
from tests.fixtures.cluster import new_cluster_address
from tests.paths import SEEDS

# The suite draws the same examples each time, so that it fails by what was changed and not by
# luck; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("suite", derandomize=True)
settings.register_profile("search")
settings.load_profile("suite")


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stores, IngestReport]]:
    """The stores that hold the seeds, and the report of their ingest. Not to be written to."""
    folder = tmp_path_factory.mktemp("seeds")
    with stores_at(f"sqlite:///{folder}/puente.db", SHIPPED) as stores:
        report = ingest([SEEDS], stores, stores.embedder)
        yield stores, report


@pytest.fixture(scope="session")
def seeds(seed_index: tuple[Stores, IngestReport]) -> SearchServices:
    """What answers questions over the seeds."""
    return open_services(seed_index[0])


@pytest.fixture
def own_index(seed_index: tuple[Stores, IngestReport], tmp_path: Path) -> str:
    """The address of an index of the seeds that the test may write to: a copy, made in no time."""
    made, own = seed_index[0].url.removeprefix("sqlite:///"), tmp_path / "own.db"
    with closing(open_file(Path(made))) as source:
        copy_to(own, source)
    return f"sqlite:///{own}"


@pytest.fixture
def seed_folder(tmp_path: Path) -> Path:
    """A copy of the seeds that a test may change."""
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("__*"))
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew: review the diff"
    )
    parser.addoption(
        "--require-opensearch", action="store_true", help="fail where a node cannot be started"
    )
    parser.addoption(
        "--contract-backend", action="append", default=[], metavar="MODULE:NAME",
        help="try the promises of a store on this ContractBackend, too",
    )  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep on one worker what shares a node or a browser's site, and what stands in one file."""
    for item in items:
        kinds = [kind for kind in ("opensearch", "browser") if item.get_closest_marker(kind)]
        group = kinds[0] if kinds else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a real node of OpenSearch, started for the session (12 s, then once 40)."""
    node = subprocess.Popen(
        [sys.executable, "-m", "tools.opensearch_node", "--brief"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    address = node.stdout.readline().strip()
    if not address:
        _, said = node.communicate()
        refuse = pytest.fail if request.config.getoption("--require-opensearch") else pytest.skip
        refuse(f"no OpenSearch node could be started: {said.strip().splitlines()[-1]}")
    yield address.replace("http://", "opensearch://")
    node.communicate()


@pytest.fixture
def cluster_address(cluster: str, request: pytest.FixtureRequest) -> str:
    """Where an index can be made in the cluster; it is removed at the end."""
    return new_cluster_address(cluster, request)
