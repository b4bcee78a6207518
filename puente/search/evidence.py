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
from puente.store.term_fields import names_of
from puente.text.tokenization import fold, fold_word, tokens, words

MOST_FORMS = 3
"""Spellings of one word that are named for one place: niño, niña, niños."""

_BEGINNING = 6
"""Letters that two words share which are taken for one word in two languages."""
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


class _Passage(NamedTuple):
    """A text in its place, and what in it stands for the question."""

    place: Place
    text: Words
    matches: tuple[_Match, ...]


class Explainer:
    """Explains hits of one question from what is shown of them; no index is asked."""

    def __init__(
        self, query: Query, asked: KeywordQuery, symbols: Sequence[Sequence[SymbolMatches]]
    ) -> None:
        self._asked = asked
        self._language = query.language
        self._known: dict[tuple[Place, str, Language], _Passage] = {}
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
        text = self._passage(Place.TEXT, Words.of(it.segment.text, it.segment.language))
        translated = [
            self._passage(Place.TRANSLATION, Words.of(each.text, each.language))
            for each in it.translations
        ]
        return Explanation(
            highlights=self._highlight(text.text),
            translations=tuple(
                replace(each, highlights=self._highlight_counterpart(text, passage))
                for each, passage in zip(it.translations, translated, strict=True)
            ),
            evidence=(
                *((HitEvidence(place=Place.PART),) if "part" in legs else ()),
                *self._words_and_phrases((text, *self._headings(it), *translated)),
                *self._marks(it),
                *((HitEvidence(place=Place.MEANING),) if "vector" in legs else ()),
            ),
        )

    def _passage(self, place: Place, text: Words) -> _Passage:
        """A text with the words in it that stand for a concept."""
        matches = [
            _Match(number, term, place, text.text[token.start : token.end])
            for token in text.tokens
            if (text.language, token.stem) in self._senses
            for number, term in self._senses[text.language, token.stem]
        ]
        return _Passage(place, text, tuple(matches))

    def _highlight(self, text: Words) -> tuple[Highlight, ...]:
        return highlight(text, self._asked.concepts, self._asked.phrases)

    def _highlight_counterpart(self, text: _Passage, translated: _Passage) -> tuple[Highlight, ...]:
        """The spans of a translation that stand for the question or for what matched in the text.

        What matched and has no known translation there has a word that begins alike (duplicidad,
        duplication) or, if it is a phrase, the probable counterpart that a concordance shows. For
        a word alone that is too often something else (soldiers, cimarrones).
        """
        spans = [
            *((each.start, each.end) for each in self._highlight(translated.text)),
            *_cognates(text, translated),
            *self._counterparts(text.text, translated.text),
        ]
        return merged(Highlight(start=start, end=end) for start, end in sorted(spans))

    def _counterparts(self, text: Words, translated: Words) -> Iterator[Span]:
        """The probable counterparts of the phrases that do not stand in the translation."""
        spans = [
            Span(text.tokens[place[0]].start, text.tokens[place[-1]].end)
            for phrase in self._asked.phrases
            if not phrase_places(translated.text, translated.tokens, phrase)
            for place in phrase_places(text.text, text.tokens, phrase)
        ]
        yield from filter(None, find_counterparts(text, translated, spans) if spans else ())

    def _words_and_phrases(self, passages: Sequence[_Passage]) -> tuple[HitEvidence, ...]:
        """Evidence by words, each place and each way of standing for a word once, and phrases."""
        matches = [each for passage in passages for each in passage.matches]
        strong = {each.concept for each in matches if _is_strong(each)}
        found: dict[tuple[Place, TermRelation, str, Language], dict[str, str]] = defaultdict(dict)
        for each in sorted(matches, key=lambda each: (each.concept, -each.term.weight)):
            # What stands for a word seldom is named where nothing better stands for it.
            if _is_strong(each) or each.concept not in strong:
                word = " ".join(self._typed.get(word, word) for word in each.term.source)
                key = each.place, self._relation(each), word, each.term.language
                found[key].setdefault(fold(each.found), each.found)
        for place, text, _ in passages:
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

    def _headings(self, it: HydratedSegment) -> Iterator[_Passage]:
        """The headings over a segment, a row's own among them, and the names of its document."""
        segment, document = it.segment, it.document
        own = (segment.label or "", *(cell.header for cell in segment.cells))
        for heading in (*segment.heading_path, *(own if segment.cells else ())):
            yield self._above(Place.HEADING, heading, segment.language)
        for language, name in names_of(document):
            yield self._above(Place.TITLE, name, language)

    def _above(self, place: Place, text: str, language: Language) -> _Passage:
        """A text that stands above many hits: it is taken apart once."""
        key = place, text, language
        if key not in self._known:
            self._known[key] = self._passage(place, Words.of(text, language))
        return self._known[key]

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


def _cognates(text: _Passage, translated: _Passage) -> Iterator[Span]:
    """The words that begin as a matched word does for which the translation has no other."""
    said = {each.concept for each in translated.matches}
    beginnings = {
        fold_word(each.found)[:_BEGINNING]
        for each in text.matches
        if _is_strong(each) and each.concept not in said and len(each.found) >= _BEGINNING
    }
    for token in translated.text.tokens if beginnings else ():
        if fold_word(translated.text.text[token.start : token.end])[:_BEGINNING] in beginnings:
            yield Span(token.start, token.end)


def _is_strong(match: _Match) -> bool:
    return match.term.weight >= LEAST_WEIGHT


def _nearness(evidence: HitEvidence) -> tuple[int, int]:
    return _PLACES[evidence.place], _RELATIONS[evidence.relation]
