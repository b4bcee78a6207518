"""Acronyms learned from the segments that introduce them, as every index has them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

from puente.model.acronyms import (
    Acronym,
    Introduced,
    Introducing,
    LearnedAcronyms,
    NamedAcronym,
)
from puente.model.documents import Language
from puente.model.identifiers import DocumentId, SegmentId, document_id_of
from puente.model.segments import Segment
from puente.text.acronyms.finding import MOST, find_introduced, letters_of
from puente.text.lexicon import load_lexicon
from puente.text.stop_words import stop_words
from puente.text.tokenization import fold, stem, tokens
from puente.text.vocabulary import load_vocabulary

_LANGUAGES = (Language.ES, Language.EN)
_LEAST_AGREEMENT = 0.5
"""Of the words of two names, the share that translate each other, for them to be one name."""
_SAME_ACRONYM = 0.25
"""So much less have they to agree where both have the same acronym."""
_SAME_NAME = 0.5
"""Of the words of two names in one language, the share that they have in common."""
_BEGINNING = re.compile(r"(?:,|\b(?i:the|and|el|la|los|las|del|al|y|e)) ")
"""End of another thing's name, or of the sentence, before a name begins."""
_ACRONYM_SHARE = 0.9
"""Probability of the best translation of an acronym; that of most words is less."""
_VOWELS = frozenset("aeiouy")
_LEAST_LEAD = 2
"""So many times the documents of another thing with the same acronym: else it is ambiguous."""


@dataclass(frozen=True)
class _Sighting:
    """An acronym that a segment introduces."""

    segment_id: SegmentId
    language: Language
    acronym: str
    name: str
    is_spelt: bool

    @cached_property
    def letters(self) -> str:
        return letters_of(self.acronym)

    @cached_property
    def stems(self) -> frozenset[str]:
        return _stems(self.name, self.language)

    @property
    def document_id(self) -> DocumentId:
        return document_id_of(self.segment_id)

    @property
    def named(self) -> NamedAcronym:
        return NamedAcronym(acronym=self.acronym, name=self.name, segment_id=self.segment_id)


@dataclass(frozen=True)
class _Pair:
    """The same thing in two aligned segments."""

    spanish: _Sighting
    english: _Sighting


def introduced_by(segment: Segment) -> tuple[Introduced, ...]:
    """The acronyms that a segment introduces; no more than an index keeps of one."""
    if segment.language not in _LANGUAGES:
        return ()
    return tuple(islice(dict.fromkeys(find_introduced(segment.text)), MOST))


def learn(segments: Iterable[Introducing]) -> LearnedAcronyms:
    """The acronyms that the segments teach together.

    An acronym has both languages where aligned segments introduce it with names that translate
    each other, and one alone where its letters are those of its name. One that stands for
    several things is left out, unless most documents mean the same, and so is one that is a word.
    """
    ordered = sorted(segments, key=lambda each: each.segment_id)
    sightings = {
        each.segment_id: tuple(
            _Sighting(each.segment_id, each.language, it.acronym, it.name, it.is_spelt)
            for it in each.introduced
            if not _is_word(letters_of(it.acronym))
        )
        for each in ordered
    }
    counterparts = {each.segment_id: each.counterparts for each in ordered}
    pairs = _pairs(sightings, counterparts)
    chosen = _best_pairs(pairs)
    single = [each for of_segment in sightings.values() for each in of_segment if each.is_spelt]
    sides = {
        language: _unambiguous(
            [each for each in single if each.language is language]
            + [_side(pair, language) for pair in pairs]
        )
        for language in _LANGUAGES
    }
    known = [
        Acronym(spanish=pair.spanish.named, english=pair.english.named)
        for pair in chosen
        if all(
            (it := _side(pair, language)).letters in sides[language]
            and _are_one(it, sides[language][it.letters])
            for language in _LANGUAGES
        )
    ]
    paired = {
        language: {letters_of(named.acronym) for each in known if (named := _named(each, language))}
        for language in _LANGUAGES
    }
    for letters, best in sorted(sides[Language.ES].items()):
        if letters not in paired[Language.ES]:
            known.append(Acronym(spanish=best.named))
    for letters, best in sorted(sides[Language.EN].items()):
        if letters not in paired[Language.EN]:
            known.append(Acronym(english=best.named))
    return LearnedAcronyms(tuple(known))


@lru_cache(maxsize=50_000)
def _is_word(letters: str) -> bool:
    """Test for what is read as an ordinary word, as few who type it mean an acronym (TIP, RED).

    The lexicon has acronyms, too: those stay as they are in the other language, or nearly always
    become the same there, or what is no word either.
    """
    if any(letters in stop_words(language) for language in _LANGUAGES):
        return True
    lexicon, vocabulary = load_lexicon(), load_vocabulary()
    for language, other in (_LANGUAGES, _LANGUAGES[::-1]):
        root = stem(letters, language)
        found = lexicon.translations(root, language)
        is_of = lexicon.forms.get((language, root)) == letters or letters in vocabulary
        if not found or not is_of or {root, letters} & dict(found).keys():
            continue
        best, share = found[0]
        if share < _ACRONYM_SHARE and lexicon.forms.get((other, best), best) in vocabulary:
            return not _VOWELS.isdisjoint(letters)
    return False


def _side(pair: _Pair, language: Language) -> _Sighting:
    return pair.spanish if language is Language.ES else pair.english


def _named(acronym: Acronym, language: Language) -> NamedAcronym | None:
    return acronym.spanish if language is Language.ES else acronym.english


def _pairs(
    sightings: Mapping[SegmentId, Sequence[_Sighting]],
    counterparts: Mapping[SegmentId, Sequence[SegmentId]],
) -> list[_Pair]:
    """The things that aligned segments introduce in both languages, each Spanish sighting once."""
    found = []
    for segment_id, own in sightings.items():
        others = [
            each
            for other in counterparts[segment_id]
            for each in sightings.get(other, ())
            if each.language is Language.EN
        ]
        for spanish in own if others else ():
            if spanish.language is Language.ES:
                ranked = [(*_agreement(spanish, each), place) for place, each in enumerate(others)]
                score, pair, _ = max(ranked, key=lambda each: (each[0], -each[2]))
                if score >= _LEAST_AGREEMENT:
                    found.append(pair)
    return found


def _agreement(spanish: _Sighting, english: _Sighting) -> tuple[float, _Pair]:
    """Agreement of two sightings, and the two with what belongs to their names.

    Where the letters are not those of the name, it begins where it agrees best.
    """
    is_same = spanish.letters == english.letters
    enough = (
        spanish.is_spelt or english.is_spelt if is_same else spanish.is_spelt and english.is_spelt
    )
    if not enough:
        return 0.0, _Pair(spanish, english)
    ranked = [
        (_likeness(s, e) + (_SAME_ACRONYM if is_same else 0.0), _Pair(s, e))
        for s in _beginnings(spanish)
        for e in _beginnings(english)
    ]
    return max(ranked, key=lambda each: each[0])


def _likeness(spanish: _Sighting, english: _Sighting) -> float:
    """The share of the words of two names that translate each other; all, if they are the same."""
    if fold(spanish.name) == fold(english.name):  # an English text may have the Spanish name
        return 1.0
    return _translated(spanish.stems, english.stems)


def _beginnings(sighting: _Sighting) -> list[_Sighting]:
    """The sighting; where its name is not spelt, also with what stands behind each article."""
    if sighting.is_spelt:
        return [sighting]
    names = [sighting.name[match.end() :] for match in _BEGINNING.finditer(sighting.name)]
    return [sighting, *(replace(sighting, name=each) for each in names if each[0].isupper())]


@lru_cache(maxsize=50_000)
def _stems(name: str, language: Language) -> frozenset[str]:
    """The stems of the words of a name that carry its subject."""
    found = [token.stem for token in tokens(name, language)]
    return frozenset(each for each in found if each not in stop_words(language))


def _translated(spanish: frozenset[str], english: frozenset[str]) -> float:
    """The share of the words of two names that translate each other, or are the same (F1)."""
    lexicon = load_lexicon()
    forward = sum(
        not english.isdisjoint({each, *(t for t, _ in lexicon.translations(each, Language.ES))})
        for each in spanish
    )
    backward = sum(
        not spanish.isdisjoint({each, *(t for t, _ in lexicon.translations(each, Language.EN))})
        for each in english
    )
    return (forward + backward) / (len(spanish) + len(english)) if spanish and english else 0.0


def _best_pairs(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Of each acronym in either language, the pair that most documents have."""
    votes: defaultdict[tuple[str, str], list[_Pair]] = defaultdict(list)
    for pair in pairs:
        votes[pair.spanish.letters, pair.english.letters].append(pair)

    def documents(found: Iterable[_Pair]) -> int:
        return len({each.spanish.document_id for each in found})

    chosen: list[_Pair] = []
    taken: set[tuple[Language, str]] = set()
    for key, found in sorted(votes.items(), key=lambda item: (-documents(item[1]), item[0])):
        places = {(Language.ES, key[0]), (Language.EN, key[1])}
        if taken.isdisjoint(places):
            taken |= places
            chosen.append(_most_usual(found))
    return sorted(chosen, key=lambda each: (each.spanish.letters, each.english.letters))


def _most_usual(pairs: Sequence[_Pair]) -> _Pair:
    """The pair whose names most pairs have: by their words, then as they are written."""
    stems = Counter((each.spanish.stems, each.english.stems) for each in pairs)
    names = Counter((each.spanish.name, each.english.name) for each in pairs)
    return max(
        pairs,
        key=lambda each: (
            stems[each.spanish.stems, each.english.stems],
            names[each.spanish.name, each.english.name],
        ),
    )


def _unambiguous(sightings: Sequence[_Sighting]) -> dict[str, _Sighting]:
    """By the letters of an acronym in one language, what it stands for in most documents."""
    by_letters: defaultdict[str, list[_Sighting]] = defaultdict(list)
    for each in sightings:
        by_letters[each.letters].append(each)
    found = {}
    for letters, own in by_letters.items():
        names: defaultdict[frozenset[str], list[_Sighting]] = defaultdict(list)
        for each in own:
            names[each.stems].append(each)
        ranked = sorted(names.values(), key=lambda of: -len({each.document_id for each in of}))
        best = ranked[0][0]
        mine = {each.document_id for each in own if _are_one(best, each)}
        others = {each.document_id for each in own if not _are_one(best, each)}
        if len(mine) >= _LEAST_LEAD * len(others):
            found[letters] = best
    return found


def _are_one(first: _Sighting, second: _Sighting) -> bool:
    """Test whether two names in one language are of one thing."""
    common = len(first.stems & second.stems)
    return common >= _SAME_NAME * min(len(first.stems), len(second.stems)) and common > 0
