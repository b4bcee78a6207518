import os
import threading
import time
from pathlib import Path

import pytest

from ingest.pipeline.watcher import WatchOptions, watch
from puente.errors import ManifestError, PathNotFoundError

QUICK = WatchOptions(every=0.05, settle=0.15)


class Watched:
    """A watch in a thread, and what it took and said."""

    def __init__(self, folder):
        self.folder, self.rounds, self.said = folder, [], []
        self.fail_with = None
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        watch(
            [self.folder], self.take, lambda error: self.said.append(str(error)), self.stop, QUICK
        )

    def take(self, ready):
        if self.fail_with:
            raise self.fail_with
        self.rounds.append(sorted(path.name for path in ready))

    def wait_for(self, *rounds):
        end = time.monotonic() + 10
        while self.rounds != list(rounds) and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.3)
        assert self.rounds == list(rounds)


@pytest.fixture
def watched(tmp_path):
    (tmp_path / "a.txt").write_text("uno", encoding="utf-8")
    made = Watched(tmp_path)
    yield made
    made.stop.set()
    made.thread.join()


def test_files_are_taken_once(watched):
    watched.wait_for(["a.txt"])


def test_new_and_changed_files_are_taken(watched):
    watched.wait_for(["a.txt"])
    (watched.folder / "b.txt").write_text("dos", encoding="utf-8")
    watched.wait_for(["a.txt"], ["b.txt"])
    (watched.folder / "a.txt").write_text("uno y medio", encoding="utf-8")
    watched.wait_for(["a.txt"], ["b.txt"], ["a.txt"])


def test_a_file_that_is_still_being_written_is_not_taken(watched):
    watched.wait_for(["a.txt"])
    with (watched.folder / "b.txt").open("w", encoding="utf-8") as stream:
        for _ in range(20):
            stream.write("y así sucesivamente\n")
            stream.flush()
            time.sleep(0.03)
            assert watched.rounds == [["a.txt"]]
    watched.wait_for(["a.txt"], ["b.txt"])


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_taken(watched):
    watched.wait_for(["a.txt"])
    times = (watched.folder / "a.txt").stat()
    other = watched.folder / ".b.txt"
    other.write_text("dos", encoding="utf-8")
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(watched.folder / "a.txt")
    watched.wait_for(["a.txt"], ["a.txt"])


def test_a_manifest_that_changes_calls_for_its_files(watched):
    watched.wait_for(["a.txt"])
    (watched.folder / "manifest.toml").write_text('[files."a.txt"]\n', encoding="utf-8")
    watched.wait_for(["a.txt"], ["a.txt"])


def test_a_file_that_is_gone_is_a_reason_to_look(watched):
    watched.wait_for(["a.txt"])
    (watched.folder / "a.txt").unlink()
    watched.wait_for(["a.txt"], [])


def test_a_round_that_cannot_be_done_is_said_once_and_tried_again(tmp_path):
    (tmp_path / "a.txt").write_text("uno", encoding="utf-8")
    watched = Watched(tmp_path)
    watched.fail_with = ManifestError("manifest.toml", "half written")
    time.sleep(0.8)
    assert (watched.rounds, len(watched.said)) == ([], 1)
    watched.fail_with = None
    watched.wait_for(["a.txt"])
    watched.stop.set()
    watched.thread.join()


def test_a_folder_that_is_not_there_at_the_start_is_a_mistake():
    with pytest.raises(PathNotFoundError):
        watch([Path("/nowhere")], print, print, threading.Event(), QUICK)
