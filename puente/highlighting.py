"""Which words of a segment answered, as spans of its text."""

from collections.abc import Sequence

from puente.analysis import Token, exact_words, tokens
from puente.records import Concept, Highlight, Segment

LEAST_WEIGHT = 0.2
"""A stem that stands for the word typed with less is right too seldom to be marked."""


def highlight(
    segment: Segment, concepts: Sequence[Concept], phrases: Sequence[str]
) -> tuple[Highlight, ...]:
    """The spans of the words that a concept stands for or a phrase is made of, in order."""
    wanted = {
        term.stem
        for concept in concepts
        for term in concept.terms
        if term.language == segment.language and term.weight >= LEAST_WEIGHT
    }
    found = list(tokens(segment.text, segment.language))
    marked = {index for index, token in enumerate(found) if token.stem in wanted}
    for phrase in phrases:
        marked |= _phrase_places(segment.text, found, exact_words(phrase))
    return tuple(
        Highlight(start=found[index].start, end=found[index].end) for index in sorted(marked)
    )


def _phrase_places(text: str, found: Sequence[Token], phrase: Sequence[str]) -> set[int]:
    """The indices of the tokens that belong to an occurrence of the phrase."""
    exact = ["".join(exact_words(text[token.start : token.end])) for token in found]
    size = len(phrase)
    return {
        place
        for start in range(len(exact) - size + 1)
        if size and exact[start : start + size] == list(phrase)
        for place in range(start, start + size)
    }
