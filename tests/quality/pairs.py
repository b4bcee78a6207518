"""Pairs found among real documents against those that are known to be versions.

`python -m tests.quality.pairs tune` (or `held`, `all`) pairs the documents of ../shared/collection
and ../shared/realdocs and prints how many known pairs of that half are found, how many pairs of
the whole are wrong, and what is left to a person. The documents are read once, into an index
under the folder for temporary files; later calls only pair anew. A pair belongs to a half by the
checksum of its first file's name. `--show` names those pairs, but none of the half set aside.
"""

import argparse
import csv
import json
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.pairing.matcher import pair
from ingest.pipeline.index_sync import Destination
from ingest.pipeline.ingest_files import IngestOptions, ingest
from puente.embedding.e5 import SHIPPED
from puente.model.alignments import DocumentPair
from puente.model.documents import Visibility
from puente.model.identifiers import DocumentId
from puente.model.reports import Proposal
from service.bootstrap import stores_at
from tests.paths import QUALITY, SHARED
from tests.quality.structure import DOCUMENTS

COLLECTION, REALDOCS = SHARED / "collection", SHARED / "realdocs"
INDEX = Path(tempfile.gettempdir()) / "puente-quality-pairs"
HALVES = ("tune", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPair:
    """Two files that are versions of each other, and the half that they belong to."""

    first: str
    second: str

    @property
    def half(self) -> str:
        return HALVES[zlib.crc32(self.first.encode()) % 2]

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.first, self.second))


def known_pairs() -> Iterator[KnownPair]:
    """The pairs of pairs.tsv and gold.json, and those that were found since and read."""
    for file in (COLLECTION / "pairs.tsv", QUALITY / "pairs.read.tsv"):
        with file.open(encoding="utf-8", newline="") as stream:
            _, *rows = csv.reader(stream, delimiter="\t")
        for first, second in rows:
            yield KnownPair(first=Path(first).name, second=Path(second).name)
    for each in json.loads((REALDOCS / "gold.json").read_text(encoding="utf-8")):
        yield KnownPair(first=each["es"], second=each["en"])


def main() -> None:
    """Read what is not read yet, pair, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=(*HALVES, "all"))
    parser.add_argument("--show", action="store_true", help="name what is missed, wrong or left")
    arguments = parser.parse_args()
    wanted = {arguments.half} if arguments.half in HALVES else set(HALVES)
    INDEX.mkdir(exist_ok=True)
    with stores_at(f"sqlite:///{INDEX}/puente.db", SHIPPED) as stores:
        options = IngestOptions(jobs=2)
        ingest((COLLECTION, REALDOCS), stores, stores.embedder, Destination(), options=options)
        store = stores.open(Visibility.PUBLIC)
        documents = [each for each in store.documents() if each.source.endswith(DOCUMENTS)]
        started = time.perf_counter()
        found = pair(documents, store)
        seconds = time.perf_counter() - started
    names = {document.id: Path(document.source).name for document in documents}
    known = tuple(known_pairs())
    right = {each.names for each in known}
    pairs = _named(found.pairs, names)
    proposals = _named(found.proposals, names)
    asked = [each for each in known if each.half in wanted]
    missed = [each for each in asked if each.names not in pairs]
    wrong = [each for each in pairs if each not in right]
    print(f"{len(documents)} documents paired in {seconds:.0f} s")
    print(f"known pairs of {arguments.half}: {len(asked) - len(missed)} of {len(asked)} found")
    print(f"proposed among the missed: {sum(each.names in proposals for each in missed)}")
    print(f"pairs in all: {len(pairs)}, of them not known as right: {len(wrong)}")
    print(f"other proposals: {sum(each not in right for each in proposals)}")
    if arguments.show:
        hidden = {each.names for each in known if each.half == "held"}
        _show("missed", (each.names for each in missed), hidden, proposals)
        _show("not known", wrong, hidden, pairs)
        _show("proposed", proposals, hidden, proposals)


def _named(
    found: Iterable[DocumentPair | Proposal], names: dict[DocumentId, str]
) -> dict[frozenset[str], DocumentPair | Proposal]:
    return {frozenset((names[each.source_id], names[each.target_id])): each for each in found}


def _show(
    label: str,
    pairs: Iterable[frozenset[str]],
    hidden: set[frozenset[str]],
    found: dict[frozenset[str], DocumentPair | Proposal],
) -> None:
    for each in pairs:
        if each not in hidden:
            print(label, *sorted(each), found.get(each), sep="\t")


if __name__ == "__main__":
    main()
