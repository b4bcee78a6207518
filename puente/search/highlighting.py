"""Highlights: the words of a segment that answered, as spans of its text."""

from collections.abc import Sequence

from puente.model.queries import Concept
from puente.model.results import Highlight
from puente.model.segments import Segment
from puente.text.tokenization import Token, exact_words, joined_words, stem, tokens

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
    for joined in joined_words(segment.text, capitals=True):
        if stem(joined.word, segment.language) in wanted:
            marked.update(range(joined.start, joined.end))
    for phrase in phrases:
        for place in phrase_places(segment.text, found, phrase):
            marked.update(place)
    return tuple(
        Highlight(start=found[index].start, end=found[index].end) for index in sorted(marked)
    )


def phrase_places(text: str, found: Sequence[Token], phrase: str) -> tuple[range, ...]:
    """The indices of the tokens of each occurrence of a phrase in a text."""
    wanted = list(exact_words(phrase))
    exact = ["".join(exact_words(text[token.start : token.end])) for token in found]
    size = len(wanted)
    return tuple(
        range(start, start + size)
        for start in range(len(exact) - size + 1)
        if size and exact[start : start + size] == wanted
    )
