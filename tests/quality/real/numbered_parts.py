"""Paragraphs that are asked for by their number and the title of their document.

`python -m tests.quality.real.numbered_parts --store sqlite:////path/real.db` asks for one numbered
paragraph of each document by its title, and prints the questions whose first result is another
passage.
"""

import argparse
import sys

from puente.embedding.e5 import SHIPPED
from puente.evaluation.questions import passage_of
from puente.model.documents import Document, Language
from puente.model.segments import Segment, SegmentKind
from puente.search.question.query_parser import LONGEST
from service.bootstrap import open_services, stores_at

_MOST_WORDS = 40
_NAMES = {
    (Language.ES, SegmentKind.OPERATIVE): "punto resolutivo",
    (Language.ES, SegmentKind.PREAMBULAR): "considerando",
    (Language.EN, SegmentKind.OPERATIVE): "operative paragraph",
    (Language.EN, SegmentKind.PREAMBULAR): "preambular paragraph",
}
_PARAGRAPH = {Language.ES: "párrafo", Language.EN: "paragraph"}


def question(document: Document, wanted: Segment) -> str:
    """The question for a paragraph, with as much of the title as fits."""
    name = _NAMES.get((document.language, wanted.kind), _PARAGRAPH[document.language])
    number = str(wanted.official_number).rpartition("-")[2]
    title = " ".join(document.title.split()[:_MOST_WORDS])
    return f"{name} {number} {title}"[:LONGEST]


def main() -> None:
    """Print what was not found first, and how much was asked and found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True, help="address of the index")
    parser.add_argument("--embedder", default=SHIPPED, help="what made the index")
    chosen = parser.parse_args()
    asked = first = 0
    with stores_at(chosen.store, chosen.embedder) as stores:
        reading = open_services(stores)
        for document in reading.catalogue.documents():
            segments = reading.catalogue.segments(document.id)
            numbered = [each for each in segments if each.official_number]
            if document.language not in _PARAGRAPH or not numbered:
                continue
            wanted = numbered[len(numbered) // 2]
            translations = reading.catalogue.translations([wanted.id]).get(wanted.id, ())
            text = question(document, wanted)
            hits = reading.searcher.search(text, size=1).hits
            found = [passage_of(hit.segment.id, hit.translations) for hit in hits]
            asked += 1
            if passage_of(wanted.id, translations) in found:
                first += 1
            else:
                print(f"{text}\t{found}")
    print(f"{first} of {asked} first", file=sys.stderr)


if __name__ == "__main__":
    main()
