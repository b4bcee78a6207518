"""The audit trail only grows, and shows where it was tampered with."""

import json
import multiprocessing
import os
import stat
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest

from puente.audit.trail import (
    NOTHING_BEFORE,
    Act,
    AuditError,
    AuditTrail,
    Verification,
    read_trail,
    verify_trail,
)
from puente.model.documents import Visibility

START = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "below" / "audit.jsonl"


@pytest.fixture
def trail(path):
    times = (START + timedelta(seconds=n) for n in range(10**6))
    return AuditTrail(path, "ana", lambda: next(times))


def fill(trail, count=4):
    for number in range(count):
        trail.record(Act.ADDED, [f"{number}.es"], index=Visibility.PUBLIC)


def test_a_record_says_who_did_what_when(trail, path):
    trail.record(Act.WITHDRAWN, ["a.es"], index=Visibility.RESTRICTED, detail="Sin firma ñ")
    trail.record(Act.KEY_ADDED, ["luis"], who="eva")
    first, second = read_trail(path)
    assert (first.number, first.at, first.who, first.act, first.about, first.index) == (
        1, "2026-11-29T12:00:00+00:00", "ana", Act.WITHDRAWN, ("a.es",), Visibility.RESTRICTED,
    )  # fmt: skip
    assert (first.detail, first.previous) == ("Sin firma ñ", NOTHING_BEFORE)
    assert (second.number, second.who, second.index) == (2, "eva", None)
    assert second.previous == first.checksum
    assert verify_trail(path) == Verification(records=2, last=second.checksum)


def test_nobody_else_can_read_it(trail, path):
    before = os.umask(0)
    try:
        fill(trail, 1)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(AuditError, match="chmod 600"):
        fill(trail, 1)


@pytest.mark.parametrize(
    ("changed", "broken", "why"),
    [
        (lambda lines: [*lines[:1], lines[1].replace("1.es", "9.es"), *lines[2:]], 2, "written"),
        (lambda lines: [*lines[:1], *lines[2:]], 2, "follow"),
        (lambda lines: lines[1:], 1, "follow"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], 1, "follow"),
        (lambda lines: [*lines[:2], "nada\n", *lines[2:]], 3, "read"),
        (lambda lines: [*lines[:3], lines[3][:40]], 4, "cut off"),
        (lambda lines: [*lines, lines[0]], 5, "follow"),
    ],
)
def test_the_first_broken_record_is_named(trail, path, changed, broken, why):
    fill(trail)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(changed(lines)), "utf-8")
    found = verify_trail(path)
    assert (found.broken, why in found.why) == (broken, True)
    assert found.records == broken - 1


def test_a_record_that_was_sealed_anew_does_not_fit_the_next(trail, path):
    fill(trail)
    records = list(read_trail(path))
    lines = path.read_text("utf-8").splitlines()
    lines[1] = json.dumps(asdict(replace(records[1], who="eva").sealed()))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert verify_trail(path).broken == 3


def test_a_record_that_was_cut_off_gives_its_place_to_the_next(trail, path):
    """Its act was not begun: an act waits until its record is on the disk."""
    fill(trail, 2)
    whole = path.read_bytes()
    for cut in (1, len(whole) // 3):
        path.write_bytes(whole + whole[:cut])
        trail.record(Act.REMOVED, ["x.es"])
        assert [each.number for each in read_trail(path)] == [1, 2, 3]
        assert verify_trail(path).broken is None
    path.write_bytes(whole[:10])
    fill(trail, 1)
    assert [each.number for each in read_trail(path)] == [1]


def test_nothing_is_added_behind_what_cannot_be_read(trail, path):
    fill(trail, 1)
    with path.open("a") as stream:
        stream.write("nada\n")
    with pytest.raises(AuditError, match="its last record cannot be read"):
        fill(trail, 1)


def test_an_act_that_fails_is_recorded_as_not_done(trail, path):
    def fail():
        with trail.recorded(Act.REMOVED, ["a.es"], index=Visibility.PUBLIC):
            assert [each.act for each in read_trail(path)] == [Act.REMOVED]
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    _, failed = read_trail(path)
    assert (failed.act, failed.about, failed.detail) == (Act.FAILED, ("1",), "KeyError")


def test_what_cannot_be_recorded_is_not_done(tmp_path):
    trail = AuditTrail(tmp_path / "audit.jsonl")
    (tmp_path / "audit.jsonl").mkdir()
    done = []

    def act():
        with trail.recorded(Act.REMOVED, ["a.es"]):
            done.append(True)

    with pytest.raises(AuditError):
        act()
    assert done == []


def test_long_records_are_followed_too(trail, path):
    trail.record(Act.WITHDRAWN, ["a.es"], detail="motivo " * 20_000)
    trail.record(Act.WITHDRAWN, ["b.es"], detail="motivo " * 20_000)
    fill(trail, 1)
    assert verify_trail(path).records == 3


def write_some(path):
    fill(AuditTrail(path, "ana"), 20)


def test_several_programs_make_one_chain(path):
    context = multiprocessing.get_context("fork")
    programs = [context.Process(target=write_some, args=(path,)) for _ in range(3)]
    for each in programs:
        each.start()
    for each in programs:
        each.join()
    assert verify_trail(path).records == 60


def test_without_a_file_nothing_is_recorded(tmp_path):
    AuditTrail().record(Act.ADDED, ["a.es"])
    assert list(read_trail(tmp_path / "none.jsonl")) == []
    assert verify_trail(tmp_path / "none.jsonl") == Verification(records=0, last=NOTHING_BEFORE)
