"""Suggestions out of the documents that a reader may see, kept while these stay as they are."""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice

from puente.model.acronyms import LearnedAcronyms
from puente.model.documents import Document, Language
from puente.search.completion.suggestions import (
    Suggestion,
    SuggestionIndex,
    SuggestionKind,
    folded_words,
)
from puente.search.question.query_parser import LONGEST, MOST_WORDS
from puente.store.protocol import Reader, View
from puente.text.glossary import Glossary
from puente.text.tokenization import words

# Each holds the titles of all documents; more sets of collections at a time are asked for by few.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Offer:
    """Suggestions of one generation of each index, and which terms were looked for in it."""

    index: SuggestionIndex
    are_held: dict[str, bool] = field(default_factory=dict)


class Suggester:
    """Suggests titles, symbols and terms that the indexes hold, terms of the glossary among them.

    What is offered is made once for each generation, which the acronyms that it teaches stand for.
    """

    def __init__(self, glossary: Glossary) -> None:
        self._terms = tuple(
            Suggestion(text=text, kind=SuggestionKind.TERM, language=language)
            for pair in glossary.terms
            for language, text in zip((Language.ES, Language.EN), pair, strict=True)
        )
        self._offers: OrderedDict[tuple[LearnedAcronyms, ...], _Offer] = OrderedDict()
        self._lock = threading.Lock()

    def suggest(
        self, readers: Sequence[Reader], text: str, *, limit: int
    ) -> tuple[Suggestion, ...]:
        """The best completions of a text; at most half of them, rounded up, are terms."""
        with _views(readers) as views:
            learned = tuple(view.acronyms() for view in views)
            with self._lock:
                offer = self._offers.get(learned)
            if offer:
                return _best(offer, text, views, limit)
        offer = self._make(learned, readers)
        with _views(readers) as views:
            return _best(offer, text, views, limit)

    def _make(self, learned: tuple[LearnedAcronyms, ...], readers: Sequence[Reader]) -> _Offer:
        """An offer of documents that are no older than the acronyms, kept for the next time."""
        with self._lock:
            if learned not in self._offers:
                documents = [each for reader in readers for each in reader.documents()]
                suggestions = (*_named(documents), *_learned(learned), *self._terms)
                order = list(SuggestionKind).index
                ordered = sorted(suggestions, key=lambda each: order(each.kind))
                self._offers[learned] = _Offer(SuggestionIndex(ordered))
            offer = self._offers[learned]
            self._offers.move_to_end(learned)
            while len(self._offers) > _KEPT:
                self._offers.popitem(last=False)
            return offer


@contextmanager
def _views(readers: Sequence[Reader]) -> Iterator[list[View]]:
    with ExitStack() as stack:
        yield [stack.enter_context(each.view(newest=True)) for each in readers]


def _best(offer: _Offer, text: str, views: Sequence[View], limit: int) -> tuple[Suggestion, ...]:
    found = tuple(offer.index.complete(text))
    terms = deque(each.text for each in found if each.kind is SuggestionKind.TERM)
    chosen: list[Suggestion] = []
    terms_left = (limit + 1) // 2
    for each in found:
        if len(chosen) == limit:
            break
        if each.kind is SuggestionKind.TERM:
            if not terms_left:
                continue
            if each.text not in offer.are_held:
                _look_up(list(islice(terms, terms_left)), offer, views)
            terms.popleft()
            if not offer.are_held[each.text]:
                continue
            terms_left -= 1
        chosen.append(each)
    return tuple(chosen)


def _named(documents: Sequence[Document]) -> Iterator[Suggestion]:
    """The symbols and titles of documents, those of the newest first."""
    for each in sorted(documents, key=lambda document: document.date or "", reverse=True):
        if each.symbol:
            yield Suggestion(text=each.symbol.text, kind=SuggestionKind.SYMBOL, document=each)
        # A longer one would be refused as a question.
        if len(each.title) <= LONGEST and 0 < len(folded_words(each.title)) <= MOST_WORDS:
            yield Suggestion(
                text=each.title, kind=SuggestionKind.TITLE, language=each.language, document=each
            )


def _learned(learned: Sequence[LearnedAcronyms]) -> Iterator[Suggestion]:
    """Acronyms that the documents introduce, and their names."""
    for acronym in (each for found in learned for each in found.known):
        for language, named in ((Language.ES, acronym.spanish), (Language.EN, acronym.english)):
            for text in (named.name, named.acronym) if named else ():
                yield Suggestion(text=text, kind=SuggestionKind.TERM, language=language)


def _look_up(terms: Sequence[str], offer: _Offer, views: Sequence[View]) -> None:
    """Find out which terms have each of their words somewhere in the indexes, all together."""
    asked = {term: tuple(words(term)) for term in terms}
    every = tuple(dict.fromkeys(word for own in asked.values() for word in own))
    held = {word for view in views for word, near in view.spellings(every).items() if word in near}
    offer.are_held.update({term: held.issuperset(own) for term, own in asked.items()})
