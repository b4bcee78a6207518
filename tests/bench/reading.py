"""What children and jobs cost and save in reading files: `python -m tests.bench.reading`.

200 files of forty paragraphs of the seeds each, a fifth of them in each of five formats.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import resources
from pathlib import Path

from ingest.pipeline.index_sync import Destination
from ingest.pipeline.ingest_files import IngestOptions, ingest
from ingest.pipeline.read_document import read_document
from ingest.pipeline.worker_pool import WorkerPool
from ingest.sources.listing import SourceFile, list_files
from puente.embedding.e5 import SHIPPED
from puente.model.reports import Progress
from service.bootstrap import stores_at
from tests.badfiles.files import odt
from tests.badfiles.portable import pdf, text_page
from tests.fixtures.documents.word_files import docx, p, r

FILES = 200
PARAGRAPHS = 40
# A line that a page of the PDF has room for, in letters that XML leaves alone.
LINE = 90


def write_files(folder: Path) -> None:
    """Two hundred files, no two alike."""
    seeds = sorted(resources.files("seeds").iterdir(), key=lambda file: file.name)
    text = " ".join(f.read_text(encoding="utf-8") for f in seeds if f.name.endswith(".txt"))
    words = [word for word in text.split() if word.isalnum() and word.isascii()]
    for number in range(FILES):
        start = 97 * number
        paragraphs = [
            " ".join(words[(start + 13 * n) % 9_000 :][:13])[:LINE] for n in range(PARAGRAPHS)
        ]
        kind, content = list(_written(paragraphs))[number % 5]
        (folder / f"{number:03}.{kind}").write_bytes(content)


def _written(paragraphs: list[str]) -> Iterator[tuple[str, bytes]]:
    yield "txt", "\n\n".join(paragraphs).encode()
    yield "docx", docx("".join(p(r(each)) for each in paragraphs))
    yield "odt", odt("".join(f"<text:p>{each}</text:p>" for each in paragraphs))
    yield "rtf", b"{\\rtf1 " + "\\par\n".join(paragraphs).encode() + b"}"
    yield "pdf", pdf(*text_page(" ".join(paragraphs[:2])[:LINE], lines=28))


def seconds(action: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def read_all(sandbox: WorkerPool, files: tuple[SourceFile, ...], jobs: int) -> None:
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(sandbox.attempt, files))


class _IndexedError(Exception):
    """Ends an ingest before it pairs documents, which has nothing to do with reading."""


def _until_pairing(progress: Progress) -> None:
    if progress.what == "pair":
        raise _IndexedError


def index_all(folder: Path, jobs: int) -> None:
    with (
        suppress(_IndexedError),
        tempfile.TemporaryDirectory() as index,
        stores_at(f"sqlite:///{index}/puente.db", SHIPPED) as stores,
    ):
        options = IngestOptions(jobs=jobs)
        ingest([folder], stores, stores.embedder, Destination(), _until_pairing, options=options)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        files = list_files([folder])
        sandbox = WorkerPool()
        print(f"start of the process that reads: {seconds(sandbox.is_offline):.2f} s")
        read_all(sandbox, files[:10], 2)
        plain = min(seconds(lambda: [read_document(each) for each in files]) for _ in range(2))
        print(f"in this process: {plain / FILES * 1000:.1f} ms a file")
        for jobs in (1, 2):
            spent = min(seconds(lambda jobs=jobs: read_all(sandbox, files, jobs)) for _ in range(2))
            print(f"in children, {jobs} at a time: {spent / FILES * 1000:.1f} ms a file")
        sandbox.close()
        for jobs in (1, 2):
            spent = seconds(lambda jobs=jobs: index_all(folder, jobs))
            print(f"indexing {FILES} files, --jobs {jobs}: {spent:.1f} s")


if __name__ == "__main__":
    main()
