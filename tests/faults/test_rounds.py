"""Two nodes die and one hangs: nothing is lost, and nobody waits."""

import pytest

from tests.faults.rounds import run_rounds


@pytest.mark.slow
@pytest.mark.usefixtures("cluster")  # skips where no node can be started
@pytest.mark.opensearch
def test_what_was_acknowledged_outlives_the_nodes():
    report = run_rounds(2, hangs=1)
    assert report.faults == ()
    assert report.writes_acknowledged > 0
    assert report.searches_right > 0
    assert report.readings_right > 0
