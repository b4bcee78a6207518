"""The seeds, indexed once by the real pipeline with the shipped encoder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import IngestReport, ingest
from puente.embedding import SHIPPED
from service.wiring import Reading, Stores, open_reading, stores_at

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stores, IngestReport]]:
    """The stores that hold the seeds, and the report of their ingest. Not to be written to."""
    folder = tmp_path_factory.mktemp("seeds")
    with stores_at(f"sqlite:///{folder}/puente.db", SHIPPED) as stores:
        report = ingest([SEEDS], stores, stores.embedder)
        yield stores, report


@pytest.fixture(scope="session")
def seeds(seed_index: tuple[Stores, IngestReport]) -> Reading:
    """What answers questions over the seeds."""
    return open_reading(seed_index[0])


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


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
