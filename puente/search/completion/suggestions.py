"""Titles, symbols and terms, found by the beginnings of their words."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from puente.model.documents import Document, Language
from puente.text.tokenization import fold

_WORD = re.compile(r"[^\W_]+")
# It stands behind every character with which a word can go on.
_LAST = "\U0010ffff"


class SuggestionKind(StrEnum):
    """Kind of thing that a suggestion names."""

    SYMBOL = "symbol"
    TERM = "term"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Text to ask for; `document` is the newest one that bears the symbol or the title.

    The language is that of the text; symbols have none.
    """

    text: str
    kind: SuggestionKind
    language: Language | None = None
    document: Document | None = None


class SuggestionIndex:
    """Suggestions in an order of preference, each text of a kind once."""

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        known: dict[tuple[SuggestionKind, str], Suggestion] = {}
        for each in suggestions:
            known.setdefault((each.kind, " ".join(folded_words(each.text))), each)
        self._suggestions = tuple(known.values())
        self._plain = tuple(plain for _, plain in known)
        entries = sorted(
            {
                (word, place)
                for place, (kind, plain) in enumerate(known)
                for word in _findable(kind, plain.split())
            }
        )
        self._words = [word for word, _ in entries]
        self._places = [place for _, place in entries]

    def complete(self, text: str) -> Iterator[Suggestion]:
        """The suggestions in which each word of a text begins one, those that begin with it first.

        A text without a word completes to nothing.
        """
        asked = folded_words(text)
        found: set[int] | None = None
        for prefix in sorted(set(asked), key=len, reverse=True):
            first = bisect_left(self._words, prefix)
            last = bisect_left(self._words, prefix + _LAST)
            places = set(self._places[first:last])
            found = places if found is None else found & places
            if not found:
                return
        beginning = " ".join(asked)
        ordered = sorted(found or (), key=lambda at: (not self._begins(at, beginning), at))
        yield from (self._suggestions[place] for place in ordered)

    def _begins(self, place: int, beginning: str) -> bool:
        return self._plain[place].startswith(beginning)


def folded_words(text: str) -> list[str]:
    """The words of a text without accents and capitals; a symbol is parted at its marks."""
    return _WORD.findall(fold(text))


def _findable(kind: SuggestionKind, words: Sequence[str]) -> Iterator[str]:
    """The words by which a suggestion is found; symbols are also typed without their marks."""
    yield from words
    if kind is SuggestionKind.SYMBOL:
        yield from ("".join(words[place:]) for place in range(len(words) - 1))
