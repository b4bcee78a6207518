import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.pipeline.rejections import Rejections
from ingest.pipeline.worker_protocol import Refusal
from ingest.sources.listing import SourceFile
from puente.model.reports import Reason

FILE = SourceFile(path=Path("a.txt"), source="a.txt", checksum="c0ffee", size=3)
EMPTY = Refusal(reason=Reason.EMPTY, detail="the file is empty")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "refused.jsonl"


def test_a_refusal_is_found_again_by_another_run(path):
    Rejections(path).add("place", FILE, EMPTY)
    assert Rejections(path).find("place", FILE) == EMPTY


def test_other_bytes_or_another_place_are_read(path):
    quarantine = Rejections(path)
    quarantine.add("place", FILE, EMPTY)
    assert quarantine.find("place", replace(FILE, checksum="beef")) is None
    assert quarantine.find("elsewhere", FILE) is None


def test_a_file_that_could_not_be_opened_is_tried_each_time():
    quarantine = Rejections()
    unread = replace(FILE, checksum="")
    for _ in range(5):
        quarantine.add("place", unread, replace(EMPTY, reason=Reason.INTERNAL))
    assert quarantine.find("place", unread) is None


def test_readers_of_another_version_get_their_chance(path, monkeypatch):
    Rejections(path).add("place", FILE, EMPTY)
    monkeypatch.setattr("ingest.pipeline.rejections.version", lambda _: "9.0")
    assert Rejections(path).find("place", FILE) is None


@pytest.mark.parametrize("reason", [Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED, Reason.INTERNAL])
def test_what_may_pass_is_tried_three_times(path, reason):
    refusal = Refusal(reason=reason, detail="")
    tries = 0
    while Rejections(path).find("place", FILE) is None:
        Rejections(path).add("place", FILE, refusal)
        tries += 1
    assert tries == 3


def test_a_released_file_is_forgotten(path):
    quarantine = Rejections(path)
    quarantine.add("place", FILE, EMPTY)
    quarantine.release("place", FILE)
    assert quarantine.find("place", FILE) is None
    assert Rejections(path).find("place", FILE) is None


def test_a_line_that_was_cut_off_is_no_record(path):
    Rejections(path).add("place", FILE, EMPTY)
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"place": "pl')
    assert Rejections(path).find("place", FILE) == EMPTY


def test_the_file_does_not_grow_for_ever_and_is_for_its_owner(path):
    for number in range(20):
        Rejections(path).add("place", replace(FILE, checksum=str(number)), EMPTY)
    assert len(path.read_text(encoding="utf-8").splitlines()) < 4
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
