from concurrent.futures import Executor, Future
from pathlib import Path

from ingest.pipeline.index_sync import Destination
from ingest.pipeline.read_ahead import ReadAhead
from ingest.pipeline.worker_protocol import Refusal
from ingest.sources.listing import SourceFile
from puente.model.documents import Visibility
from puente.model.reports import Reason


class Recording(Executor):
    """Refuses every file, and records what it was asked to read."""

    def __init__(self):
        self.asked = []
        self.options = []

    def submit(self, function, /, *arguments, **options):
        (file,) = arguments
        self.asked.append(file.source)
        self.options.append(options)
        future = Future()
        future.set_result(Refusal(reason=Reason.EMPTY, detail=file.source))
        return future


def files(*names):
    """Files whose checksum is the first letter of their name."""
    return [SourceFile(path=Path(name), source=name, checksum=name[0], size=0) for name in names]


def queue(*, most, known=()):
    pool = Recording()
    ahead = ReadAhead(pool, Destination(collection="csm", visibility=Visibility.RESTRICTED), most)
    return pool, ahead, lambda file: file.source in known


def test_files_come_in_their_order_while_so_many_are_read():
    pool, ahead, is_known = queue(most=2)
    turns = ahead.in_order(files("a", "b", "c", "d"), is_known)
    assert next(turns).file.source == "a"
    assert pool.asked == ["a", "b", "c"]
    assert [each.file.source for each in turns] == ["b", "c", "d"]
    assert pool.asked == ["a", "b", "c", "d"]


def test_a_file_is_read_for_its_destination():
    pool, ahead, is_known = queue(most=1)
    list(ahead.in_order(files("a"), is_known))
    assert pool.options == [{"collection": "csm", "visibility": Visibility.RESTRICTED}]


def test_a_known_file_is_not_read():
    pool, ahead, is_known = queue(most=4, known=["b"])
    assert [each.reading is None for each in ahead.in_order(files("a", "b"), is_known)] == [
        False,
        True,
    ]
    assert pool.asked == ["a"]


def test_the_same_bytes_are_read_again_only_when_their_answer_is_asked_for():
    pool, ahead, is_known = queue(most=4)
    first, second = ahead.in_order(files("a1", "a2"), is_known)
    assert pool.asked == ["a1"]
    assert ahead.answer(second) == Refusal(reason=Reason.EMPTY, detail="a2")
    assert ahead.answer(first) == Refusal(reason=Reason.EMPTY, detail="a1")
    assert pool.asked == ["a1", "a2"]
