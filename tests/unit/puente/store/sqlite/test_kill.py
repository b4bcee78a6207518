"""A killed writer loses no acknowledged document and leaves no half one."""

import itertools
import multiprocessing
import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from puente.store.backend import OpeningOptions
from puente.store.compatibility import Identity
from puente.store.sqlite.store import SqliteStore
from tests.fixtures.builders import EMBEDDER, alignment, document, segment, vectors

KILLS = 40
SEGMENTS = 30
IDENTITY = Identity(embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)


def write(url: str, start: int, acknowledge: Connection) -> None:
    """Put one document a transaction, linked to the one before, and tell after the commit."""
    store = SqliteStore(url, OpeningOptions(identity=IDENTITY, create=True))
    earlier = None
    for number in itertools.count(start):
        made = document(f"d{number:05}.es")
        texts = [f"Texto {number} de la parte {part}" for part in range(SEGMENTS)]
        found = [segment(text, document=made, ordinal=part) for part, text in enumerate(texts, 1)]
        with store.writing() as writer:
            writer.put(made, found, vectors(found))
            if earlier:
                writer.link(alignment(earlier, found))
        acknowledge.send(number)
        earlier = found


def write_until_killed(url: str, start: int, seconds: float, *, patient: bool) -> list[int]:
    """The numbers of the documents that were acknowledged; there is one where the kill waits."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=write, args=(url, start, sender))
    child.start()
    sender.close()
    if patient:
        receiver.poll(60)
    time.sleep(seconds)
    child.kill()
    child.join()
    acknowledged = []
    try:
        while True:
            acknowledged.append(receiver.recv())
    except EOFError:
        return acknowledged


@pytest.mark.slow
def test_forty_kills_lose_no_acknowledged_document_and_leave_no_half_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/puente.db"
    chance = random.Random(20)
    acknowledged = [-1]
    for number in range(KILLS):
        start = acknowledged[-1] + 2  # the one after the last acknowledged may be there too
        seconds = chance.uniform(0, 0.1)
        acknowledged += write_until_killed(url, start, seconds, patient=number % 2 == 0)
    store = SqliteStore(url, OpeningOptions(identity=IDENTITY, create=False))
    stored = [made.id for made in store.documents()]
    assert len(acknowledged) > KILLS // 2
    assert {f"d{number:05}.es" for number in acknowledged[1:]} <= set(stored)
    assert [len(store.segments_of(made)) for made in stored] == [SEGMENTS] * len(stored)
    assert store.problems() == ()
    store.close()
