"""Addresses live for ever: each leads to its text or says that it is gone."""

from pathlib import Path

import pytest

from tests.fixtures.address_histories import follow_on_sqlite


@pytest.mark.parametrize("seed", range(40))
def test_every_address_leads_to_its_text_or_says_that_it_is_gone(seed: int, tmp_path: Path) -> None:
    history, outcome = follow_on_sqlite(tmp_path, seed)
    assert (outcome.wrong, outcome.dead) == ([], []), history.steps
