"""Words within one document: the paragraphs that have all of them, and where they stand there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from puente.alignment.word_alignment import Words
from puente.model.documents import Language
from puente.model.queries import Concept, Term
from puente.model.results import Highlight
from puente.model.segments import Segment
from puente.search.highlighting import highlight, phrase_places
from puente.search.question.query_parser import split_phrases
from puente.text.stop_words import content_places
from puente.text.tokenization import stem, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Words to find, in any of their forms, and phrases that have to stand as they are.

    `text` is how they were typed. Where there are no words, nothing is found.
    """

    text: str
    concepts: tuple[Concept, ...]
    phrases: tuple[str, ...]

    def within(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """The segments that have all of them, each once it is asked for."""
        return (each for each in segments if self._stand_in(each.text, each.language))

    def marks(self, text: str, language: Language) -> tuple[Highlight, ...]:
        """The spans of a text that are of them."""
        return highlight(Words.of(text, language), self.concepts, self.phrases)

    def _stand_in(self, text: str, language: Language) -> bool:
        if not (self.concepts or self.phrases):
            return False
        read = Words.of(text, language)
        stems = {token.stem for token in read.tokens}
        wanted = (
            {term.stem for term in concept.terms if term.language == language}
            for concept in self.concepts
        )
        return all(each & stems for each in wanted) and all(
            phrase_places(text, read.tokens, phrase) for phrase in self.phrases
        )


def read_wanted(text: str) -> Wanted:
    """The words and quoted phrases of a text; raises QueryError.

    Words without a subject do not count beside others: "the right to life" is right and life.
    """
    phrases, rest = split_phrases(text)
    typed = tuple(words(rest))
    return Wanted(
        text=text,
        concepts=tuple(_concept(typed[place]) for place in content_places(typed, None)),
        phrases=tuple(each for each in phrases if any(words(each))),
    )


def _concept(word: str) -> Concept:
    return Concept(terms=tuple(Term(language=each, stem=stem(word, each)) for each in Language))
