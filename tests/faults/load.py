"""What goes on while nodes die: one writer, and readers who ask the web service all the time."""

import http.client
import json
import random
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from puente.errors import StoreUnavailableError
from puente.model.alignments import Alignment
from puente.model.identifiers import DocumentId
from puente.model.segments import Segment
from puente.store.protocol import Store
from tests.fixtures.builders import alignment, document, segment, vectors

SEGMENTS = 12
_PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Two versions of a document, written together with their alignment."""

    word: str
    """In every segment, and in no other work."""
    versions: tuple[tuple[Segment, ...], tuple[Segment, ...]]
    alignment: Alignment

    @property
    def segments(self) -> dict[str, str]:
        """The texts of both versions by segment."""
        return {each.id: each.text for version in self.versions for each in version}


def make_work(number: int) -> Work:
    """The work of a number, always the same."""
    word = "".join("bdfgklmnrt"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:05}")
    spanish, english = (
        tuple(
            segment(
                f"{word} {text} {ordinal}",
                document=document(f"prueba-{number:05}.{language}"),
                ordinal=ordinal,
            )
            for ordinal in range(1, SEGMENTS + 1)
        )
        for language, text in (("es", "protege a los migrantes"), ("en", "protects migrants"))
    )
    return Work(word=word, versions=(spanish, english), alignment=alignment(spanish, english))


class Writer(threading.Thread):
    """Writes one work after the other, and remembers which were acknowledged."""

    def __init__(self, store: Store) -> None:
        super().__init__(daemon=True)
        self._store = store
        self._ended = threading.Event()
        self.acknowledged: list[Work] = []
        self.failed: list[Work] = []
        self.longest_seconds = 0.0

    def run(self) -> None:
        """Write until the end."""
        for number in range(100_000):
            if self._ended.wait(_PAUSE_SECONDS):
                return
            work, started = make_work(number), time.monotonic()
            try:
                with self._store.writing() as writer:
                    for segments in work.versions:
                        writer.put(document(segments[0].document_id), segments, vectors(segments))
                    writer.link(work.alignment)
            except StoreUnavailableError:
                self.failed.append(work)
            else:
                self.acknowledged.append(work)
            self.longest_seconds = max(self.longest_seconds, time.monotonic() - started)

    def end(self) -> None:
        """Finish the write that is under way, and no other."""
        self._ended.set()
        self.join()


@dataclass(slots=True)
class Answers:
    """What the readers were answered."""

    asked: int = 0
    searches_right: int = 0
    readings_right: int = 0
    unavailable: int = 0
    wrong: list[str] = field(default_factory=list)
    longest_seconds: float = 0.0


class Reader(threading.Thread):
    """Asks the service for acknowledged works, and checks what it answers."""

    def __init__(self, address: str, writer: Writer, seed: int) -> None:
        super().__init__(daemon=True)
        self._address = urllib.parse.urlsplit(address)
        self._writer = writer
        self._random = random.Random(seed)
        self._ended = threading.Event()
        self.answers = Answers()

    def run(self) -> None:
        """Ask until the end, one question after the other."""
        while not self._ended.is_set():
            if self._writer.acknowledged:
                work = self._random.choice(self._writer.acknowledged)
                self._ask(work, self._random.choice(("search", "segments")))

    def end(self) -> None:
        """Wait for the answer that is under way."""
        self._ended.set()
        self.join()

    def _ask(self, work: Work, what: str) -> None:
        spanish = work.versions[0]
        if what == "search":
            path = f"/api/v1/search?q={work.word}&size=1"
        else:
            path = f"/api/v1/documents/{spanish[0].document_id}/segments?size=100"
        started = time.monotonic()
        self.answers.asked += 1
        try:
            status, headers, answer = self._get(path)
        except OSError as error:
            status, headers, answer = 0, {}, repr(error)
        self.answers.longest_seconds = max(self.answers.longest_seconds, time.monotonic() - started)
        if status == HTTPStatus.OK:
            is_right = (
                [hit["segment"] in work.segments for hit in answer["hits"]] == [True]
                if what == "search"
                else [each["text"] for each in answer["segments"]] == [s.text for s in spanish]
            )
            self.answers.searches_right += is_right and what == "search"
            self.answers.readings_right += is_right and what != "search"
        else:
            is_right = (
                status == HTTPStatus.SERVICE_UNAVAILABLE
                and headers["content-type"] == "application/problem+json"
                and int(headers["retry-after"]) > 0
            )
            self.answers.unavailable += is_right
        if not is_right:
            self.answers.wrong.append(f"{path}: {status} {json.dumps(answer)[:500]}")

    def _get(self, path: str) -> tuple[int, Mapping[str, str], Any]:
        host, port = self._address.hostname or "", self._address.port
        with closing(http.client.HTTPConnection(host, port, timeout=10)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.headers, json.load(answer)


def document_ids(works: list[Work]) -> Iterator[DocumentId]:
    """The documents of some works."""
    for work in works:
        for version in work.versions:
            yield version[0].document_id
