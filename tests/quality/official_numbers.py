"""Official numbers of paragraphs in real documents: how many lead to one paragraph, by part.

`python -m tests.quality.official_numbers` reads every document of ../shared/collection,
../shared/realdocs and the seeds, numbers its paragraphs as an ingest does, and prints the counts.
"""

import argparse
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import SourceFile, list_files
from puente.errors import ExtractionError
from puente.store.addresses.official_numbers import number_officially
from tests.conftest import SEEDS
from tests.paths import SHARED
from tests.quality.structure import DOCUMENTS


def count_numbers(file: SourceFile) -> Counter[tuple[str, str]]:
    """The numbered paragraphs of a file by their kind, and those to which a number leads."""
    counts: Counter[tuple[str, str]] = Counter()
    try:
        versions = read_document(file).versions
    except ExtractionError:
        return counts
    for version in versions:
        numbered = [each for each in number_officially(version.segments, {}) if each.printed_number]
        counts["documents", "all"] += 1
        counts["documents", "with numbers"] += bool(numbered)
        counts["documents", "all of them addresses"] += bool(numbered) and all(
            each.official_number for each in numbered
        )
        for each in numbered:
            counts[each.kind, "numbered"] += 1
            counts[each.kind, "addresses"] += each.official_number is not None
    return counts


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    folders = [SHARED / "collection", SHARED / "realdocs", SEEDS]
    files = [file for file in list_files(folders) if file.path.suffix in DOCUMENTS]
    total: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor(arguments.processes) as pool:
        for counts in pool.map(count_numbers, files):
            total += counts
    for (name, what), count in sorted(total.items()):
        print(f"{name:12} {what:24}{count:8,}")


if __name__ == "__main__":
    main()
