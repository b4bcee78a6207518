"""Files of real collections that are parted into versions, or called mixed.

`python -m tests.quality.bilingual FOLDER ...`
"""

import sys
import time
from pathlib import Path

from ingest.extraction import extract
from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from ingest.structure.bilingual.versions import find_mix
from puente.errors import ExtractionError


def main() -> None:
    """Print the files that are in two languages, and how long it took to look."""
    read = parted = mixed = 0
    seconds = 0.0
    for file in list_files([Path(folder) for folder in sys.argv[1:]]):
        try:
            blocks = extract(file.path).blocks
        except ExtractionError:
            continue
        read += 1
        start = time.process_time()
        found = find_mix(blocks)
        seconds += time.process_time() - start
        if found is None:
            continue
        is_parted = read_document(file).other is not None
        parted += is_parted
        mixed += not is_parted
        sys.stdout.write(f"{'parted' if is_parted else 'mixed'} {file.source}\n")
    counts = f"{read} files, {parted} parted, {mixed} mixed"
    sys.stdout.write(f"{counts}; {1000 * seconds / read:.0f} ms a file\n")


if __name__ == "__main__":
    main()
