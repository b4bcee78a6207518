"""Nothing that a file holds, and no name it bears, stops a run or is answered with a wrong code."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.pipeline.worker_pool import WorkerPool
from ingest.pipeline.worker_protocol import Limits, Refusal
from ingest.sources.listing import list_files
from puente.model.reports import Reason
from tests.badfiles.catalogue import bad_files, no_files, write
from tests.badfiles.files import GOOD
from tests.fuzz import FAILURES, fuzz

# Less than what users get, so that what has no end is over sooner.
LIMITS = Limits(seconds=60, cpu_seconds=10, memory=1 << 30)
ROUNDS = 30


@pytest.fixture(scope="module")
def sandbox():
    made = WorkerPool(LIMITS)
    yield made
    made.close()


def code_of(sandbox, path):
    (file,) = list_files([path])
    answer = sandbox.attempt(file)
    return answer.reason.value if isinstance(answer, Refusal) else "read"


def test_every_bad_file_is_answered_with_a_right_code(sandbox, tmp_path):
    def attempt(file):
        return file, code_of(sandbox, write(file, tmp_path))

    with ThreadPoolExecutor(2) as pool:
        answered = list(pool.map(attempt, bad_files()))
    assert len(answered) >= 120
    assert [(file.name, code) for file, code in answered if code not in file.allowed] == []


def test_what_is_no_file_is_refused_without_waiting_for_it(sandbox, tmp_path):
    wanted = {path.name: code for path, code in no_files(tmp_path)}
    files = list_files([tmp_path])
    assert {file.source for file in files} == set(wanted)
    refusals = {file.source: sandbox.attempt(file).reason.value for file in files}
    assert refusals == wanted


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(GOOD))
def test_damaged_files_are_read_or_refused_for_what_they_are(kind):
    found = list(fuzz([kind], ROUNDS, jobs=2))
    assert len(found) == ROUNDS
    assert [each for each in found if each[2] in FAILURES] == []


def test_every_reason_is_in_the_catalogue_or_comes_of_the_machine():
    named = {code for file in bad_files() for code in file.allowed}
    # A row of a manifest, not a file, is what bad-manifest is about.
    assert set(Reason) - named == {Reason.INTERNAL, Reason.BAD_MANIFEST}
