"""Words respelt over an index: right ones that were changed, and slips that were mended.

`python -m tests.quality.spelling --store sqlite:////path/real.db` asks the half tuned on, `held`
the half set aside. A slip is mended when it is searched as the word that was meant, or as another
form of its stem.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

from puente.embedding.e5 import SHIPPED
from puente.model.documents import Language
from puente.text.tokenization import fold, stem
from service.bootstrap import open_services, stores_at
from tests.paths import QUALITY


class Row(NamedTuple):
    """A word as it is typed, and the word that is meant: the same where it is right."""

    language: Language
    typed: str
    meant: str

    @property
    def is_right(self) -> bool:
        """Test whether the word is typed as it is spelt."""
        return self.typed == self.meant


def read_rows(half: str) -> list[Row]:
    """The words of a half, `tune` or `held`."""
    with (QUALITY / f"spelling.{half}.tsv").open(encoding="utf-8", newline="") as stream:
        return [
            Row(Language(row["language"]), row["typed"], row["meant"])
            for row in csv.DictReader(stream, delimiter="\t")
        ]


def misjudged(
    rows: list[Row], searched_as: Callable[[str], str], *, right: bool
) -> Iterator[tuple[str, str]]:
    """Each right word that is changed, or each slip that is not mended, with what is searched."""
    for row in rows:
        if row.is_right == right:
            used = searched_as(row.typed)
            if stem(used, row.language) != stem(row.meant, row.language) or (
                right and fold(used) != fold(row.typed)
            ):
                yield row.typed, used


def main() -> None:
    """Print what is judged wrong, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", nargs="?", choices=("tune", "held"), default="tune")
    parser.add_argument("--store", required=True, help="address of the index")
    parser.add_argument("--embedder", default=SHIPPED, help="what made the index")
    chosen = parser.parse_args()
    rows = read_rows(chosen.half)
    with stores_at(chosen.store, chosen.embedder) as stores:
        searcher = open_services(stores).searcher

        def searched_as(word: str) -> str:
            """The word that a search of one word is made with."""
            corrections = searcher.search(word, size=1).corrections
            return corrections[0].used if corrections else word

        changed = list(misjudged(rows, searched_as, right=True))
        unmended = list(misjudged(rows, searched_as, right=False))
    for typed, used in [*changed, *unmended]:
        sys.stdout.write(f"{typed} -> {used}\n")
    right = sum(row.is_right for row in rows)
    slips = len(rows) - right
    sys.stdout.write(f"{len(changed)} of {right} right words changed\n")
    sys.stdout.write(f"{slips - len(unmended)} of {slips} slips mended\n")


if __name__ == "__main__":
    main()
