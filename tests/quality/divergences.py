"""Differences shown as of high importance against what a person read.

`python -m tests.quality.divergences` looks up the marked passages of real documents
(`divergences.tune.tsv`, `divergences.held.tsv`) in the index that `tests.quality.pairs` keeps, by
the checksum of their two texts, and prints how many of those shown as high are real differences
and how many real ones are shown at all. `elsewhere` reads those of parallel texts that nobody had
tuned to (`divergences.elsewhere.tsv`). `tests.quality.divergence` measures changes of our own.
"""

import argparse
import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from puente.alignment.divergences import find_divergences
from puente.embedding.e5 import SHIPPED
from puente.model.alignments import Severity
from puente.model.documents import Language, Visibility
from puente.store.protocol import Reader
from service.bootstrap import stores_at
from tests.paths import QUALITY, SHARED
from tests.quality.pairs import HALVES, INDEX

_LANGUAGES = (Language.ES, Language.EN)


class Marked(NamedTuple):
    """A passage that a person has read: its two texts, and whether they differ in what they say."""

    spanish: str
    english: str
    is_real: bool


def read_marks(half: str) -> dict[str, bool]:
    """Marks of the passages of a half by checksum: True for a real difference."""
    with (QUALITY / f"divergences.{half}.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return {row["passage"]: row["real"] == "yes" for row in rows}


def find_marked(store: Reader, marks: dict[str, bool]) -> Iterator[Marked]:
    """The marked passages of an index, each once."""
    for summary in store.alignments():
        ids = (summary.source_id, summary.target_id)
        alignment = store.alignment(*ids)
        texts = {each.id: each.text for one in ids for each in store.segments_of(one)}
        for bead in alignment.beads if alignment else ():
            sides = (" ".join(texts[each] for each in side) for side in (bead.source, bead.target))
            yield from _take(marks, *sides)


def find_elsewhere(marks: dict[str, bool]) -> Iterator[Marked]:
    """The marked passages of the parallel texts, each once."""
    with gzip.open(SHARED / "corpora" / "parallel.tsv.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            yield from _take(marks, *line.split("\t")[:2])


def _take(marks: dict[str, bool], source: str, target: str) -> Iterator[Marked]:
    """The passage if it is marked; its mark is taken out of them."""
    real = marks.pop(f"{zlib.crc32((source + target).encode()):08x}", None)
    if real is not None:
        yield Marked(source, target, real)


def main() -> None:
    """Print the figures of both halves, or of the parallel texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("where", nargs="?", choices=("documents", "elsewhere"), default="documents")
    if parser.parse_args().where == "elsewhere":
        marks = read_marks("elsewhere")
        _score("elsewhere", len(marks), list(find_elsewhere(marks)))
        return
    with stores_at(f"sqlite:///{INDEX}/puente.db", SHIPPED) as stores:
        store = stores.open(Visibility.PUBLIC)
        for half in HALVES:
            marks = read_marks(half)
            _score(half, len(marks), list(find_marked(store, marks)))


def _score(name: str, marked: int, found: Sequence[Marked]) -> None:
    named = [(each, find_divergences(each.spanish, each.english, _LANGUAGES)) for each in found]
    high = [
        each.is_real
        for each, differences in named
        if any(one.severity is Severity.HIGH for one in differences)
    ]
    shown = [bool(differences) for each, differences in named if each.is_real]
    print(f"{name}: {len(found)} of {marked} marked passages are there")
    print(f"  shown as high: {len(high)}, of them real: {sum(high) / len(high):.3f}")
    print(f"  real ones that are shown at all: {sum(shown)} of {len(shown)}")


if __name__ == "__main__":
    main()
