"""Nobody outside can tell two worlds apart that differ only in what is restricted."""

from pathlib import Path

import pytest

from puente.model.documents import Visibility
from tests.twin_worlds.comparison import compare
from tests.twin_worlds.grounds import opensearch_ground, sqlite_ground
from tests.twin_worlds.history import History
from tests.twin_worlds.requests import ROUTES, name_of
from tests.twin_worlds.traces import find_traces, kept_of
from tests.twin_worlds.world import TwinWorld, make_worlds

REQUESTS = 560
OF_CLUSTER = 50
"""`python -m tests.twin_worlds` asks 20,000."""


def test_no_request_no_command_and_no_file_tells_the_worlds_apart(tmp_path):
    report = compare(sqlite_ground(tmp_path), REQUESTS, per_history=REQUESTS)
    assert report.shown == []
    assert (report.faults, report.requests) == (0, REQUESTS)
    assert report.marks > 20
    assert report.commands > 10
    # A route with 0 has answered nobody with anything: a new one may need values in `Asking`.
    assert set(report.found) == set(map(name_of, ROUTES))
    assert [route for route, count in report.found.items() if count == 0] == []


@pytest.mark.opensearch
def test_nothing_tells_the_worlds_apart_on_the_other_engine(cluster, tmp_path):
    ground = opensearch_ground(tmp_path, cluster)
    report = compare(ground, OF_CLUSTER, per_history=OF_CLUSTER, acts=4)
    assert report.shown == []
    assert (report.faults, report.requests) == (0, OF_CLUSTER)
    assert report.marks > 5


@pytest.fixture
def worlds(tmp_path):
    with make_worlds(sqlite_ground(tmp_path)) as made:
        yield made


def test_the_worlds_differ_for_who_may_see_the_difference(worlds):
    """The control: what is compared would show it, and traces of words would be found."""
    history = History("control", worlds)
    for _ in range(6):
        history.work_in_secret()
    seen = [
        each.clients[True, "everything"].get("/api/v1/documents?size=100").text for each in worlds
    ]
    assert seen[0] != seen[1]
    for world in worlds:
        marks = history.marks[world.name].given
        assert find_traces(marks, kept_of(world, Visibility.RESTRICTED)) != []
        public = [each for each in history.public_words.given if f"{each}" in _texts(world)]
        assert public == find_traces(public, kept_of(world))


def _texts(world: TwinWorld) -> str:
    return " ".join(world.public_texts()).lower()


def test_a_trace_in_a_file_is_found(tmp_path):
    file = Path(tmp_path / "pages")
    file.write_bytes(b"\x00ZARIPOLUM\x00")
    assert find_traces(["zaripolumk", "dofajunimk"], [file.read_bytes()]) == ["zaripolumk"]
