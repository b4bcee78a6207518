"""Pages of real PDFs read in a second of one core: `python -m tests.bench.pages`.

Every sixth PDF of ../shared/collection, in one process; processor time, so that other work on the
machine counts less.
"""

import time

from ingest.extraction import extract
from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from tests.paths import SHARED

EVERY = 6
ROUNDS = 3


def main() -> None:
    files = list_files(sorted((SHARED / "collection").rglob("*.pdf"))[::EVERY])
    pages = sum(max(block.page or 0 for block in extract(file.path).blocks) for file in files)
    print(f"{len(files)} files, {pages} pages")
    for _ in range(ROUNDS):
        start = time.process_time()
        for file in files:
            extract(file.path)
        middle = time.process_time()
        for file in files:
            read_document(file)
        end = time.process_time()
        print(f"read {pages / (middle - start):6.1f}  structure too {pages / (end - middle):6.1f}")


if __name__ == "__main__":
    main()
