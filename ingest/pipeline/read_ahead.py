"""Queue of files that are being read while those before them are written."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from ingest.pipeline.index_sync import Destination
from ingest.pipeline.worker_pool import attempt
from ingest.pipeline.worker_protocol import Answer
from ingest.sources.listing import SourceFile
from puente.model.documents import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedFile:
    """A file in its turn; `reading` is None where no reading seemed to be needed."""

    file: SourceFile
    reading: Future[Answer] | None


class ReadAhead:
    """Has files read by an executor, up to so many at a time, and gives them in their order."""

    def __init__(self, pool: Executor, destination: Destination, most: int) -> None:
        self._pool = pool
        self._destination = destination
        self._most = most
        self._queue: deque[QueuedFile] = deque()

    def in_order(
        self, files: Iterable[SourceFile], is_known: Callable[[SourceFile], bool]
    ) -> Iterator[QueuedFile]:
        """The files one by one, while the next ones are read; what is known is not read."""
        for file in files:
            self._queue.append(self._enqueue(file, is_known))
            if len(self._queue) > self._most:
                yield self._queue.popleft()
        while self._queue:
            yield self._queue.popleft()

    def answer(self, queued: QueuedFile) -> Answer:
        """The answer to a file, waited for; a reading that was not begun begins now."""
        reading = queued.reading or self._start(queued.file)
        return reading.result()

    def _enqueue(self, file: SourceFile, is_known: Callable[[SourceFile], bool]) -> QueuedFile:
        """The file with its reading begun, unless it is known or its bytes are being read.

        Of files with the same bytes one is read, for the others will be its duplicates; should they
        not, because it was refused, they are read when it is their turn.
        """
        under_way = {each.file.checksum for each in self._queue if each.reading}
        is_needed = not is_known(file) and file.checksum not in under_way
        return QueuedFile(file=file, reading=self._start(file) if is_needed else None)

    def _start(self, file: SourceFile) -> Future[Answer]:
        return self._pool.submit(
            attempt,
            file,
            collection=self._destination.collection,
            visibility=self._destination.visibility or Visibility.PUBLIC,
        )
