"""Highlights: the words of a text that answered, as spans of it."""

from collections.abc import Iterable, Sequence

from puente.alignment.word_alignment import Words
from puente.model.queries import Concept
from puente.model.results import Highlight
from puente.text.tokenization import Token, exact_words, joined_words, stem

LEAST_WEIGHT = 0.2
"""A stem that stands for the word typed with less is right too seldom to be marked."""


def highlight(
    text: Words, concepts: Sequence[Concept], phrases: Sequence[str]
) -> tuple[Highlight, ...]:
    """The spans of the words that a concept stands for or a phrase is made of, in order."""
    wanted = {
        term.stem
        for concept in concepts
        for term in concept.terms
        if term.language == text.language and term.weight >= LEAST_WEIGHT
    }
    marked = {index for index, token in enumerate(text.tokens) if token.stem in wanted}
    for joined in joined_words(text.text, capitals=True):
        if stem(joined.word, text.language) in wanted:
            marked.update(range(joined.start, joined.end))
    for phrase in phrases:
        for place in phrase_places(text.text, text.tokens, phrase):
            marked.update(place)
    return tuple(
        Highlight(start=text.tokens[index].start, end=text.tokens[index].end)
        for index in sorted(marked)
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


def merged(highlights: Iterable[Highlight]) -> tuple[Highlight, ...]:
    """Spans in order, those that overlap as one."""
    merged: list[Highlight] = []
    for each in highlights:
        if merged and each.start < merged[-1].end:
            merged[-1] = Highlight(start=merged[-1].start, end=max(merged[-1].end, each.end))
        else:
            merged.append(each)
    return tuple(merged)
