"""Acronyms that an index teaches, as read by a person, and what they bring to its questions.

`python -m tests.quality.acronyms FOLDER` looks at `FOLDER/real.db` (tests.quality.real.index makes
it): it compares what was learned with `acronyms.read.tsv`, then asks each acronym, and each name,
with what was learned and without. `--list` prints what was learned, to be read.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from puente.embedding.e5 import SHIPPED
from puente.model.acronyms import Acronym, LearnedAcronyms, NamedAcronym
from puente.model.documents import Language, Visibility
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment
from puente.search.searcher import Searcher
from puente.store.protocol import Reader
from puente.text.acronyms.finding import letters_of
from puente.text.glossary import Glossary, load_glossary
from puente.text.lexicon import load_lexicon
from puente.text.tokenization import joined_words, words
from service.bootstrap import stores_at

READ = Path(__file__).with_name("acronyms.read.tsv")
SHOWN = 10


class _NothingLearned(Glossary):
    """A glossary that takes nothing from a collection."""

    def including(self, learned: object) -> Glossary:
        del learned
        return self


def row_of(acronym: Acronym) -> tuple[str, ...]:
    """An acronym as a row of the list: Spanish acronym and name, English acronym and name."""
    return tuple(
        text
        for side in (acronym.spanish, acronym.english)
        for text in ((side.acronym, side.name) if side else ("", ""))
    )


def load_read() -> dict[tuple[str, ...], str]:
    """The verdict of each acronym that was read: right, part (of the name) or wrong."""
    rows = (line.split("\t") for line in READ.read_text(encoding="utf-8").splitlines()[1:])
    return {tuple(row[1:5]): row[0] for row in rows}


def sides_of(learned: LearnedAcronyms) -> Iterator[tuple[Language, NamedAcronym]]:
    """Each acronym in each of its languages."""
    for each in learned.known:
        if each.spanish:
            yield Language.ES, each.spanish
        if each.english:
            yield Language.EN, each.english


class _Texts:
    """The segments by what they say."""

    def __init__(self, reader: Reader) -> None:
        self._rows: dict[tuple[Language, SegmentId], str] = {}
        self._having: defaultdict[tuple[Language, str], set[SegmentId]] = defaultdict(set)
        for segment in (s for each in reader.document_ids() for s in reader.segments_of(each)):
            found = list(words(segment.text))
            self._rows[segment.language, segment.id] = f" {' '.join(found)} "
            joined = {each.word for each in joined_words(segment.text, capitals=True)}
            for word in joined.union(found):
                self._having[segment.language, word].add(segment.id)

    def having(self, acronym: str, language: Language) -> set[SegmentId]:
        """The segments with an acronym."""
        return self._having[language, letters_of(acronym)]

    def naming(self, name: str, language: Language) -> set[SegmentId]:
        """The segments with a name."""
        found = list(words(name))
        some = set.intersection(*(self._having[language, word] for word in found))
        row = f" {' '.join(found)} "
        return {each for each in some if row in self._rows[language, each]}


def _counts(
    ask: Callable[[str], list[Segment]], learned: LearnedAcronyms, texts: _Texts
) -> tuple[int, int, int, int]:
    """Of acronyms and of names: how many have an answer in the other form, and how many show it."""
    by_acronym = by_name = can_name = can_acronym = 0
    for language, side in sides_of(learned):
        having = texts.having(side.acronym, language)
        naming = texts.naming(side.name, language)
        named, called = naming - having, having - naming
        if named:
            can_name += 1
            by_acronym += any(each.id in named for each in ask(side.acronym))
        if called:
            can_acronym += 1
            by_name += any(each.id in called for each in ask(side.name))
    return by_acronym, can_name, by_name, can_acronym


def main() -> None:
    """Print the precision of what was learned, and what questions find by it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="has real.db")
    parser.add_argument("--list", action="store_true", help="print what was learned, and end")
    arguments = parser.parse_args()
    with stores_at(f"sqlite:///{arguments.folder.resolve()}/real.db", SHIPPED) as stores:
        reader = stores.open(Visibility.PUBLIC)
        learned = reader.acronyms()
        if arguments.list:
            for each in learned.known:
                print("\t".join(row_of(each)))
            return
        verdicts = [load_read().get(row_of(each), "unread") for each in learned.known]
        both = sum(each.spanish is not None and each.english is not None for each in learned.known)
        counts = {verdict: verdicts.count(verdict) for verdict in sorted(set(verdicts))}
        print(f"{len(verdicts)} learned, {both} in both languages: {counts}")
        texts = _Texts(reader)
        shipped = load_glossary()
        for name, glossary in (("without", _nothing_learned(shipped)), ("with", shipped)):
            searcher = Searcher([reader], stores.embedder, load_lexicon(), glossary)

            def ask(text: str, searcher: Searcher = searcher) -> list[Segment]:
                return [hit.segment for hit in searcher.search(text, size=SHOWN).hits]

            found = _counts(ask, learned, texts)
            print(
                f"{name} what was learned: of acronyms {found[0]} of {found[1]} find the name"
                f" alone, of names {found[2]} of {found[3]} the acronym alone"
            )


def _nothing_learned(glossary: Glossary) -> Glossary:
    other = _NothingLearned([], [])
    other.__dict__.update(glossary.__dict__)
    return other


if __name__ == "__main__":
    main()
