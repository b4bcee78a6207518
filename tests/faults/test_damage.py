"""A byte of the index changes by itself: no other answer, one clear error, and doctor finds it."""

from pathlib import Path

import pytest

from tests.faults.damage import Questions, is_found, outcomes


@pytest.fixture
def index(own_index: str) -> Path:
    return Path(own_index.removeprefix("sqlite:///"))


def faults(index: Path, seeds: range) -> list[str]:
    """Faults in how the damage of each seed was met."""
    questions = Questions()
    whole = questions.ask(index)
    assert whole is not None
    assert not is_found(index)
    found = []
    for outcome in outcomes(questions, index, seeds):
        if outcome.answer not in (None, whole):
            found.append(f"{outcome.seed}: another answer after {outcome.kind}")
        if not outcome.is_found:
            found.append(f"{outcome.seed}: doctor does not see {outcome.kind}")
    return found


def test_damage_is_an_error_and_never_another_answer(index: Path) -> None:
    assert faults(index, range(12)) == []


@pytest.mark.slow
def test_fifty_times_damage_is_an_error_and_never_another_answer(index: Path) -> None:
    assert faults(index, range(100, 160)) == []
