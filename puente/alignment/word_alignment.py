"""Links of the words of a text to those of its translation, by the lexicon and their places."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from puente.model.documents import Language
from puente.text.glossary import Glossary, load_glossary
from puente.text.lexicon import Lexicon, load_lexicon
from puente.text.stop_words import stop_words
from puente.text.tokenization import Token, fold_word, tokens

_SAME = 0.95
_SAME_START = 0.35
_START = 5
"""Letters that cognates share at their beginning: democracia, democracy."""
_LEAST_PROBABLE = 0.02
_TERM = 0.25
# How fast a match loses weight with the distance of its relative places, and the least that
# counts.
_WANDERING = 2.0
_LEAST_STRENGTH = 0.06
# What a word of meaning costs that a counterpart has for nothing, and any word in it.
_IDLE_COST = 0.08
_LENGTH_COST = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a text in order, with what of them carries meaning."""

    text: str
    language: Language
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str, language: Language) -> "Words":
        """The words of a text."""
        return cls(text=text, language=language, tokens=tuple(tokens(text, language)))

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, place: int) -> str:
        """The word as it stands in the text."""
        token = self.tokens[place]
        return self.text[token.start : token.end]

    def every_word(self) -> Iterator[str]:
        """All words, as they stand in the text."""
        return map(self.word, range(len(self)))

    def span(self, start: int, end: int) -> str:
        """The text from the word at `start` to the one before `end`."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def is_content(self, place: int) -> bool:
        """Test whether the word says more than grammar."""
        return fold_word(self.word(place)) not in stop_words(self.language)


class Span(NamedTuple):
    """Some characters of a text: text[start:end]."""

    start: int
    end: int


def find_counterpart(source: Words, target: Words, start: int, end: int) -> Span | None:
    """Find the span of the translation that probably says source.text[start:end]; None if unclear.

    Of several places that match equally well the one at the same relative place is taken.
    """
    return find_counterparts(source, target, [Span(start, end)])[0]


def find_counterparts(
    source: Words, target: Words, spans: Sequence[Span]
) -> tuple[Span | None, ...]:
    """The counterpart of each span of the source, in the same order."""
    if not (len(source) and len(target)):
        return (None,) * len(spans)
    strength = match_words(source, target) * _nearness(len(source), len(target))
    content = np.array([target.is_content(place) for place in range(len(target))])
    return tuple(_counterpart(source, target, span, strength, content) for span in spans)


def _counterpart(
    source: Words,
    target: Words,
    span: Span,
    strength: NDArray[np.float32],
    content: NDArray[np.bool_],
) -> Span | None:
    phrase = [
        place
        for place, token in enumerate(source.tokens)
        if token.end > span.start and token.start < span.end
    ]
    if not phrase:
        return None
    wanted = [place for place in phrase if source.is_content(place)] or phrase
    start, end = _best_window(strength[wanted], content, 2 * len(phrase) + 2)
    if strength[wanted, start:end].max(axis=1).sum() < _LEAST_STRENGTH * len(wanted):
        return None
    return Span(target.tokens[start].start, target.tokens[end - 1].end)


def _best_window(
    strength: NDArray[np.float32], content: NDArray[np.bool_], longest: int
) -> tuple[int, int]:
    """The words that the phrase's words are best matched in, few others among them."""
    best, found = -1.0, (0, 1)
    idle = content & (strength.max(axis=0) < _LEAST_STRENGTH)
    for start in range(len(content)):
        reached = np.maximum.accumulate(strength[:, start : start + longest], axis=1)
        costs = _IDLE_COST * np.cumsum(idle[start : start + longest])
        scores = reached.sum(axis=0) - costs - _LENGTH_COST * np.arange(len(costs))
        last = int(scores.argmax())
        if scores[last] > best:
            best, found = float(scores[last]), (start, start + last + 1)
    return found


def _nearness(height: int, width: int) -> NDArray[np.float32]:
    """1 for words at the same relative place of their texts, less for others."""
    rows = (np.arange(height) + 0.5)[:, None] / height
    columns = (np.arange(width) + 0.5)[None, :] / width
    return np.asarray(np.exp(-_WANDERING * np.abs(rows - columns)), np.float32)


def match_words(
    source: Words,
    target: Words,
    lexicon: Lexicon | None = None,
    glossary: Glossary | None = None,
) -> NDArray[np.float32]:
    """Match every source word with every target word: shape (sources, targets), in [0, 1].

    The places of the words play no part.
    """
    lexicon, glossary = lexicon or load_lexicon(), glossary or load_glossary()
    there = _probabilities(source, target, lexicon)
    back = _probabilities(target, source, lexicon).T
    matched = np.asarray(np.maximum(there, back), np.float32)
    _match_names(matched, source, target, glossary)
    _match_terms(matched, source, target, glossary)
    return matched


def _probabilities(source: Words, target: Words, lexicon: Lexicon) -> NDArray[np.float32]:
    places: dict[str, list[int]] = {}
    for place, token in enumerate(target.tokens):
        places.setdefault(token.stem, []).append(place)
    found = np.zeros((len(source), len(target)), np.float32)
    for row, token in enumerate(source.tokens):
        for stem, probability in lexicon.translations(token.stem, source.language):
            if probability >= _LEAST_PROBABLE:
                for column in places.get(stem, ()):
                    found[row, column] = probability
    return found


def _match_names(
    matched: NDArray[np.float32], source: Words, target: Words, glossary: Glossary
) -> None:
    """Words that are the same in both languages, or begin alike, and acronyms."""
    bare: defaultdict[str, list[int]] = defaultdict(list)
    beginning: defaultdict[str, list[int]] = defaultdict(list)
    for column, other in enumerate(map(fold_word, target.every_word())):
        bare[_bare(other)].append(column)
        if len(other) >= _START:
            beginning[other[:_START]].append(column)
    for row, word in enumerate(map(fold_word, source.every_word())):
        acronyms = glossary.acronym(word, source.language)
        same = [column for form in {_bare(word), *acronyms} for column in bare.get(form, ())]
        for columns, strength in ((beginning.get(word[:_START], ()), _SAME_START), (same, _SAME)):
            for column in columns:
                matched[row, column] = max(matched[row, column], strength)


def _bare(word: str) -> str:
    return word.replace(".", "").replace(" ", "")


def _match_terms(
    matched: NDArray[np.float32], source: Words, target: Words, glossary: Glossary
) -> None:
    """Terms of the glossary with their counterparts, whatever the order of their words."""
    for left, right, cells in ((source, target, matched), (target, source, matched.T)):
        stems = [token.stem for token in right.tokens]
        for term in glossary.find([token.stem for token in left.tokens], left.language):
            wanted = list(term.counterpart)
            for start in range(len(stems) - len(wanted) + 1):
                if wanted and stems[start : start + len(wanted)] == wanted:
                    block = cells[term.start : term.end, start : start + len(wanted)]
                    np.maximum(block, _TERM, out=block)
