"""Evidence of a hit: what of the question stands in it, and where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from puente.alignment.word_alignment import Span, Words, find_counterparts
from puente.model.documents import Language
from puente.model.queries import KeywordQuery, Query, Term, TermRelation
from puente.model.results import (
    Highlight,
    HitEvidence,
    HydratedSegment,
    Place,
    SymbolMatches,
    Translation,
)
from puente.search.highlighting import LEAST_WEIGHT, highlight, merged, phrase_places
from puente.text.tokenization import fold, tokens, words

MOST_FORMS = 3
"""Spellings of one word that are named for one place: niño, niña, niños."""

_PLACES = {place: number for number, place in enumerate(Place)}
_RELATIONS = {relation: number for number, relation in enumerate(TermRelation)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Highlights of a segment, its translations with theirs, and the evidence."""

    highlights: tuple[Highlight, ...]
    translations: tuple[Translation, ...]
    evidence: tuple[HitEvidence, ...]


class _Match(NamedTuple):
    """A word in some place that stands for a concept of the question, by number."""

    concept: int
    term: Term
    place: Place
    found: str

    @property
    def is_strong(self) -> bool:
        return self.term.weight >= LEAST_WEIGHT


class Explainer:
    """Explains hits of one question from what is shown of them; no index is asked."""

    def __init__(
        self, query: Query, asked: KeywordQuery, symbols: Sequence[Sequence[SymbolMatches]]
    ) -> None:
        self._asked = asked
        self._language = query.language
        self._above: dict[tuple[str, Language], Words] = {}
        self._senses: dict[tuple[Language, str], list[tuple[int, Term]]] = defaultdict(list)
        for number, concept in enumerate(asked.concepts):
            for term in concept.terms:
                self._senses[term.language, term.stem].append((number, term))
        spelt = tokens(query.text, query.language or Language.ES)
        typed = zip(words(query.text), spelt, strict=True)
        self._typed = {word: query.text[token.start : token.end] for word, token in typed}
        self._symbols = [
            (
                symbol.text,
                frozenset(each for view in matches for each in view.openings),
                frozenset(each for view in matches for each in view.citing),
            )
            for symbol, matches in zip(query.symbols, symbols, strict=True)
        ]

    def explain(self, it: HydratedSegment, legs: Sequence[str]) -> Explanation:
        """The explanation of a segment that `legs` found."""
        text = Words.of(it.segment.text, it.segment.language)
        translated = [Words.of(each.text, each.language) for each in it.translations]
        passages = [(Place.TEXT, text), *self._headings(it)]
        passages += [(Place.TRANSLATION, each) for each in translated]
        return Explanation(
            highlights=self._highlight(text),
            translations=tuple(
                replace(each, highlights=self._highlight_counterpart(text, words))
                for each, words in zip(it.translations, translated, strict=True)
            ),
            evidence=(
                *self._words_and_phrases(passages),
                *self._marks(it),
                *((HitEvidence(place=Place.MEANING),) if "vector" in legs else ()),
            ),
        )

    def _highlight(self, text: Words) -> tuple[Highlight, ...]:
        return highlight(text, self._asked.concepts, self._asked.phrases)

    def _highlight_counterpart(self, text: Words, translated: Words) -> tuple[Highlight, ...]:
        """The spans of a translation that stand for the question.

        A phrase that is not in it has its probable counterpart marked, as in a concordance. Not so
        a word: alone, what has its place is too often something else (soldiers, cimarrones).
        """
        own = self._highlight(translated)
        spans = [
            Span(text.tokens[place[0]].start, text.tokens[place[-1]].end)
            for phrase in self._asked.phrases
            if not phrase_places(translated.text, translated.tokens, phrase)
            for place in phrase_places(text.text, text.tokens, phrase)
        ]
        if not spans:
            return own
        probable = (
            Highlight(start=each.start, end=each.end)
            for each in find_counterparts(text, translated, spans)
            if each
        )
        return merged(sorted((*own, *probable), key=lambda each: (each.start, each.end)))

    def _matches(self, place: Place, text: Words) -> Iterator[_Match]:
        """The words of a text that stand for a concept."""
        for token in text.tokens:
            for number, term in self._senses.get((text.language, token.stem), ()):
                yield _Match(number, term, place, text.text[token.start : token.end])

    def _words_and_phrases(
        self, passages: Iterable[tuple[Place, Words]]
    ) -> tuple[HitEvidence, ...]:
        """Evidence by words, each place and each way of standing for a word once, and phrases."""
        matches = [each for place, text in passages for each in self._matches(place, text)]
        strong = {each.concept for each in matches if each.is_strong}
        found: dict[tuple[Place, TermRelation, str, Language], dict[str, str]] = defaultdict(dict)
        for each in sorted(matches, key=lambda each: (each.concept, -each.term.weight)):
            # What stands for a word seldom is named where nothing better stands for it.
            if each.is_strong or each.concept not in strong:
                word = " ".join(self._typed.get(word, word) for word in each.term.source)
                key = each.place, self._relation(each), word, each.term.language
                found[key].setdefault(fold(each.found), each.found)
        for place, text in passages:
            for phrase in self._asked.phrases:
                for span in phrase_places(text.text, text.tokens, phrase):
                    spelt = text.text[text.tokens[span[0]].start : text.tokens[span[-1]].end]
                    key = place, TermRelation.OWN, phrase, text.language
                    found[key].setdefault(fold(spelt), spelt)
        evidence = (
            HitEvidence(
                place=place,
                relation=relation,
                word=word,
                found=tuple(forms.values())[:MOST_FORMS],
                language=language,
            )
            for (place, relation, word, language), forms in found.items()
        )
        return tuple(sorted(evidence, key=_nearness))

    def _relation(self, match: _Match) -> TermRelation:
        """The relation of a match: the word's own in another language is its translation."""
        term = match.term
        is_foreign = self._language not in (None, term.language)
        if term.relation is TermRelation.OWN and is_foreign and (fold(match.found),) != term.source:
            return TermRelation.TRANSLATION
        return term.relation

    def _headings(self, it: HydratedSegment) -> Iterator[tuple[Place, Words]]:
        """The headings over a segment, a row's own among them, and the title of its document."""
        segment, document = it.segment, it.document
        own = (segment.label or "", *(cell.header for cell in segment.cells))
        for heading in (*segment.heading_path, *(own if segment.cells else ())):
            yield Place.HEADING, self._above_of(heading, segment.language)
        yield Place.TITLE, self._above_of(document.title, document.language)

    def _above_of(self, text: str, language: Language) -> Words:
        """The words of a text that stands above many hits: they are taken apart once."""
        key = text, language
        if key not in self._above:
            self._above[key] = Words.of(text, language)
        return self._above[key]

    def _marks(self, it: HydratedSegment) -> Iterator[HitEvidence]:
        """The symbols asked for that the document bears, or nearly, and those the segment cites."""
        for asked, openings, citing in self._symbols:
            if it.segment.id in openings and it.document.symbol:
                borne = it.document.symbol.text
                relation = TermRelation.OWN if borne == asked else TermRelation.RELATED
                yield HitEvidence(place=Place.SYMBOL, relation=relation, word=asked, found=(borne,))
            if it.segment.id in citing:
                yield HitEvidence(place=Place.CITATION, word=asked, found=(asked,))


def at_nearest(evidence: Iterable[HitEvidence]) -> tuple[HitEvidence, ...]:
    """The evidence with each word of the question once, where it is nearest and closest.

    What is found for a word by another way, and stands there as another word's own, is left out.
    """
    nearest: dict[str, HitEvidence] = {}
    for each in evidence:
        known = nearest.setdefault(each.word, each)
        if _nearness(each) < _nearness(known):
            nearest[each.word] = each
    own = {
        (each.place, fold(form))
        for each in nearest.values()
        if each.relation is TermRelation.OWN
        for form in each.found
    }
    return tuple(
        each
        for each in sorted(nearest.values(), key=lambda each: _PLACES[each.place])
        if each.relation is TermRelation.OWN
        or any((each.place, fold(f)) not in own for f in each.found)
    )


def _nearness(evidence: HitEvidence) -> tuple[int, int]:
    return _PLACES[evidence.place], _RELATIONS[evidence.relation]
