"""Words that the questions "in other words" share with what answers them: there should be none.

`python -m tests.quality.real.other_words --store sqlite:////path/real.db` reads all sets of
questions (`--set second` only one), and compares the stems of each question's content words with
those of the answering paragraph, of its versions in other languages, and of their headings and
titles. It asks nothing of the search.
"""

import argparse
import csv
import sys
from collections.abc import Iterator

from puente.catalogue.catalogue import Catalogue
from puente.embedding.e5 import SHIPPED
from puente.evaluation.questions import Question, load_questions
from puente.model.documents import Language, Visibility
from puente.model.identifiers import SegmentId, document_id_of
from puente.model.segments import Segment
from puente.text.stop_words import content_places
from puente.text.tokenization import stem, tokens, words
from service.bootstrap import stores_at
from tests.paths import QUALITY

FOLDER = QUALITY / "real"
HALVES = ("tune", "held")
SETS = (*HALVES, "second", "third")
TYPES = ("other-words", "other-words-cross")


def shared_words(
    question: Question, language: Language, catalogue: Catalogue
) -> Iterator[tuple[SegmentId, str]]:
    """Each segment that answers, with a word of the question whose stem it has."""
    typed = list(words(question.text))
    subject = [typed[place] for place in content_places(typed, language)]
    for passage in map(SegmentId, question.grades):
        translations = catalogue.translations([passage]).get(passage, ())
        for segment in (
            catalogue.segment(passage),
            *(segment for each in translations for segment in each.segments),
        ):
            stems = _stems(segment, catalogue)
            for word in subject:
                if stem(word, segment.language) in stems:
                    yield segment.id, word


def _stems(segment: Segment, catalogue: Catalogue) -> frozenset[str]:
    title = catalogue.document(document_id_of(segment.id)).title
    text = " ".join((segment.text, *segment.heading_path, title))
    return frozenset(token.stem for token in tokens(text, segment.language))


def languages(questions: str) -> dict[str, Language]:
    """The language of each question of a set, by its id."""
    with (FOLDER / f"queries.{questions}.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: Language(row["language"]) for row in rows}


def main() -> None:
    """Print what is shared; the exit status is 1 where something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True, help="address of the index")
    parser.add_argument("--embedder", default=SHIPPED, help="what made the index")
    parser.add_argument("--set", choices=SETS, help="only this set of questions")
    chosen = parser.parse_args()
    compared = shared = 0
    with stores_at(chosen.store, chosen.embedder) as stores:
        catalogue = Catalogue([stores.open(Visibility.PUBLIC)])
        for name in [chosen.set] if chosen.set else SETS:
            asked_in = languages(name)
            for question in load_questions(
                FOLDER / f"queries.{name}.tsv", FOLDER / f"qrels.{name}.tsv", catalogue
            ):
                if question.type in TYPES:
                    compared += 1
                    for found, word in shared_words(question, asked_in[question.id], catalogue):
                        shared += 1
                        print(f"{question.id}\t{word}\t{found}")
    print(f"{compared} questions, {shared} words shared", file=sys.stderr)
    sys.exit(bool(shared))


if __name__ == "__main__":
    main()
