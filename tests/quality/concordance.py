"""How often the counterpart that a concordance marks is the right one.

`python -m tests.quality.concordance` looks up each term of terms.tsv in the seed pair, from Spanish
and from English, and compares what is marked with what a person marked: the same words, or at least
half of the words of both in common. With `--store URL` it also times a page of ten rows of that
index for every word of the terms.
"""

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.alignment.word_alignment import Words, find_counterpart
from puente.embedding.e5 import SHIPPED
from puente.search.concordance import find_translations
from service.bootstrap import open_services, stores_at
from tests.paths import SEEDS

TERMS = Path(__file__).parent / "terms.tsv"


def marked() -> Iterator[tuple[str, str, str, str]]:
    """The direction, the term, what a person marked and what is marked ("" for nothing)."""
    files = list_files(sorted(SEEDS.glob("00[01]_*.txt")))
    sides = [[Words.of(s.text, s.language) for s in read_document(f).segments] for f in files]
    with TERMS.open(encoding="utf-8", newline="") as file:
        terms = list(csv.DictReader(file, delimiter="\t"))
    for direction, (here, there) in {"es>en": (0, 1), "en>es": (1, 0)}.items():
        for term in terms:
            place = int(term["paragraph"]) - 1
            both = term["spanish"], term["english"]
            source, target = sides[here][place], sides[there][place]
            start = source.text.index(both[here])
            span = find_counterpart(source, target, start, start + len(both[here]))
            found = target.text[span.start : span.end] if span else ""
            yield direction, both[here], both[there], found


def measure() -> dict[str, Counter[str]]:
    """For each direction how many terms there are, are marked, exactly and about right."""
    counts: dict[str, Counter[str]] = {"es>en": Counter(), "en>es": Counter()}
    for direction, _, right, found in marked():
        ours, theirs = set(found.lower().split()), set(right.lower().split())
        counts[direction].update(
            terms=1,
            marked=bool(found),
            exact=found == right,
            about=2 * len(ours & theirs) >= max(len(ours), len(theirs)),
        )
    return counts


def milliseconds(url: str) -> list[float]:
    """The processor time of a page of ten rows, for each word of the terms that has any rows."""
    words = {word for _, term, _, _ in marked() for word in term.split() if len(word) > 3}
    spent = []
    with stores_at(url, SHIPPED) as stores:
        catalogue = open_services(stores).catalogue
        for word in sorted(words):
            find_translations(catalogue, word, page=1, size=10)  # warm
            started = time.process_time()
            if find_translations(catalogue, word, page=1, size=10).rows:
                spent.append((time.process_time() - started) * 1000)
    return spent


def main() -> None:
    """Print the figures, and what is not marked as a person did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", metavar="URL", help="Also time the pages of this index.")
    url = parser.parse_args().store
    names = ("terms", "marked", "exact", "about")
    lines = [f"{'':7}" + "".join(f"{name:>8}" for name in names)]
    for direction, counts in measure().items():
        lines.append(f"{direction:7}" + "".join(f"{counts[name]:>8}" for name in names))
    lines += [
        f"{direction}  {term}: {found or '-'} (not {right})"
        for direction, term, right, found in marked()
        if found != right
    ]
    if url:
        spent = milliseconds(url)
        lines.append(
            f"{len(spent)} pages: {median(spent):.0f} ms in the middle, {max(spent):.0f} at worst"
        )
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
