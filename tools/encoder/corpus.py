"""The parallel text that the encoder is made with; no text of it goes into the files."""

import gzip
from collections.abc import Iterator
from pathlib import Path

CORPUS = Path("../shared/corpora/parallel.tsv.gz")
MANUAL = "python_docs_es"
"""The tag of a programming manual, a third of the corpus."""


def pairs() -> Iterator[tuple[str, str, str]]:
    """The pairs of the corpus: Spanish, English, tag."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as stream:
        for line in stream:
            spanish, english, tag = line.rstrip("\n").split("\t")
            yield spanish, english, tag
