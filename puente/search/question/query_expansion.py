"""A question's words as concepts: each a weighted disjunction of stems of both languages.

Probabilistic structured queries (Darwish & Oard, 2003; Yang et al., SIGIR 2024): a word stands for
itself in its own language and for its translations, by their probabilities, in the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeAlias

from puente.model.acronyms import LearnedAcronyms
from puente.model.documents import Language
from puente.model.queries import Concept, Joined, Query, Term, TermRelation
from puente.model.results import SpellingCorrection
from puente.text.glossary import Glossary
from puente.text.lexicon import Lexicon
from puente.text.spelling import can_be_meant, correct, find_near
from puente.text.stop_words import content_places, stop_words, turning_words
from puente.text.tokenization import stem
from puente.text.vocabulary import load_vocabulary


class Sense(NamedTuple):
    """Weight of a stem that stands for a word, its relation, and the words it stands for."""

    weight: float
    relation: TermRelation
    source: tuple[str, ...]


Reading = dict[tuple[Language, str], Sense]
"""The stems that stand for one word."""

Spellings: TypeAlias = Callable[[Sequence[str]], Mapping[str, Mapping[str, int]]]
"""Look-up of words in a collection: see `View.spellings`."""

_MOST_NAMES = 4
"""Acronyms of a question that are spelt out."""
_OTHER = {Language.ES: Language.EN, Language.EN: Language.ES}
_CLOSENESS = {relation: place for place, relation in enumerate(TermRelation)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpansionOptions:
    """Weights of the ways in which a stem can stand for a word; chosen with `puente eval`."""

    least_probability: float = 0.08
    """Relative to a word's best translation: rarer ones bring more noise than answers."""
    same_spelling: float = 0.8
    """A word as it is, read in the language the question is not in (Guatemala, consular)."""
    term: float = 0.8
    """A stem of a term's official counterpart that the lexicon does not give for its words."""
    pivot: float = 0.3
    """A stem that shares a word's translations (transferir, transfirieron, transferencia)."""
    acronym: float = 0.6
    """An acronym, for each word of the name it is short for."""
    name: float = 0.8
    """A word of a name, for its acronym."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The words of a question as they are searched, their concepts, and what was respelt.

    An acronym among `words` is followed by its name. `concepts` are in the order of the words, and
    `subjects` are the words that they stand for: words without a subject have none, an acronym has
    one for each word of its name. `asked` counts the words that have any; of an acronym alone,
    those of its name.
    """

    words: tuple[str, ...]
    subjects: tuple[str, ...]
    concepts: tuple[Concept, ...]
    corrections: tuple[SpellingCorrection, ...]
    asked: int


class Expander:
    """Expands questions; the words of the collection that is asked decide what is misspelt."""

    def __init__(
        self,
        lexicon: Lexicon,
        glossary: Glossary,
        options: ExpansionOptions = ExpansionOptions(),
    ) -> None:
        self._lexicon = lexicon
        self._glossary = glossary
        self._options = options
        self._forms = tuple(filter(can_be_meant, dict.fromkeys(lexicon.forms.values())))

    def expand(
        self, query: Query, spellings: Spellings, learned: Sequence[LearnedAcronyms] = ()
    ) -> Expansion:
        """The question's concepts; words that nobody knows are respelt when one is near.

        The collection is asked about those that neither the lexicon, the glossary nor the
        vocabulary has. What the collection teaches stands beside the glossary.
        """
        if not query.expand:
            return _as_typed(query)
        glossary = _including(self._glossary, tuple(learned))
        query = _with_acronyms_joined(query, glossary)
        content = content_places(query.words, query.language)
        parts = {place: each for each in query.joined for place in range(each.start, each.end)}
        spelt_alone = [query.words[place] for place in content if place not in parts]
        unknown = dict.fromkeys(w for w in spelt_alone if not self._is_known(w, glossary))
        meant: Mapping[str, str] = {}
        if query.respell and unknown:
            meant = self._respell(tuple(unknown), query.language, spellings)
        respelt = [
            word if place in parts else meant.get(word, word)
            for place, word in enumerate(query.words)
        ]
        readings = {
            place: self._read(respelt[place], query.language, glossary) for place in content
        }
        for language in [query.language] if query.language in _OTHER else list(_OTHER):
            self._add_terms(respelt, readings, language, glossary)
        for place in parts.keys() & readings.keys():
            for language in _OTHER:
                key = language, stem(parts[place].word, language)
                _add(readings[place], key, Sense(1.0, TermRelation.OWN, (respelt[place],)))
        names = self._names(respelt, content, query.language, glossary)
        concepts: list[Concept] = []
        subjects: list[str] = []
        for place in content:
            name = names.get(place, _NO_NAME)
            concepts += self._named(readings[place], (respelt[place],), name, glossary)
            subjects += [respelt[place]] * (len(concepts) - len(subjects))
        return Expansion(
            words=tuple(
                each
                for place, word in enumerate(respelt)
                for each in (word, *names.get(place, _NO_NAME).words)
            ),
            subjects=tuple(subjects),
            concepts=tuple(concepts),
            corrections=tuple(
                SpellingCorrection(typed=query.words[place], used=respelt[place])
                for place in content
                if respelt[place] != query.words[place]
            ),
            asked=len(content) if len(content) > 1 else len(concepts),
        )

    def _respell(
        self, words: Sequence[str], language: Language | None, spellings: Spellings
    ) -> dict[str, str]:
        """Respell words that are slips; a word of the lexicon counts as if it stood there once."""
        meant = {}
        for word, found in spellings(words).items():
            if word not in found:
                near = {**dict.fromkeys(find_near(word, self._forms), 1), **found}
                own = {each for each in near if language and self._is_of(each, language)}
                meant[word] = correct(word, near, own) or word
        return meant

    def _is_of(self, word: str, language: Language) -> bool:
        return self._lexicon.knows(stem(word, language), language)

    def _is_known(self, word: str, glossary: Glossary) -> bool:
        """Test whether a word is right in either language, whatever the question's."""
        return (
            any(
                self._is_of(word, language) or glossary.acronym(word, language)
                for language in _OTHER
            )
            or word in load_vocabulary()
        )

    def _names(
        self,
        respelt: Sequence[str],
        content: Sequence[int],
        asked: Language | None,
        glossary: Glossary,
    ) -> dict[int, "_Name"]:
        """The names of the acronyms that are spelt out, by place: of some, to bound what is asked.

        A shipped one is when it is the whole question; its name is in all documents, and would
        hide the other words.
        """
        names = {
            place: _name_of(respelt[place], asked, glossary)
            for place in content
            if len(content) == 1 or not self._glossary.names(respelt[place], None)
        }
        return dict(islice(((p, name) for p, name in names.items() if name.words), _MOST_NAMES))

    def _named(
        self, own: Reading, source: tuple[str, ...], name: "_Name", glossary: Glossary
    ) -> Iterator[Concept]:
        """The concept of a word; of an acronym one for each word of its name, each for a share.

        The words of the name stand for the acronym that was typed: their source.
        """
        if not name.words:
            yield _concept(own)
            return
        readings = {
            place: self._read(name.words[place], name.language, glossary)
            for place in content_places(name.words, name.language)
        }
        self._add_terms(name.words, readings, name.language, glossary)
        for reading in readings.values():
            both = dict(own)
            for key, sense in reading.items():
                weight = sense.weight * self._options.name
                _add(both, key, Sense(weight, TermRelation.ACRONYM, source))
            yield replace(_concept(both), weight=1 / len(readings))

    def _read(self, word: str, asked: Language | None, glossary: Glossary) -> Reading:
        """Stems that stand for a word: itself in each language, and its translations."""
        reading: Reading = {}
        source = (word,)
        for language, other in _OTHER.items():
            root = stem(word, language)
            own = asked in (None, language)
            foreign_only = not own and not self._lexicon.knows(stem(word, other), other)
            if not own and word in stop_words(language):
                continue
            self_weight = 1.0 if own or foreign_only else self._options.same_spelling
            _add(reading, (language, root), Sense(self_weight, TermRelation.OWN, source))
            for acronym in glossary.acronym(word, language):
                sense = Sense(1.0, TermRelation.ACRONYM, source)
                _add(reading, (other, stem(acronym, other)), sense)
            if own or foreign_only:
                for translation, weight in self._translations(root, language):
                    sense = Sense(weight, TermRelation.TRANSLATION, source)
                    _add(reading, (other, translation), sense)
                for related, weight in self._related(root, language):
                    _add(reading, (language, related), Sense(weight, TermRelation.RELATED, source))
        return reading

    def _translations(self, root: str, language: Language) -> list[tuple[str, float]]:
        """The translations worth searching, weighted relative to the best one."""
        found = self._lexicon.translations(root, language)
        if not found:
            return []
        best = found[0][1]
        return [
            (translation, probability / best)
            for translation, probability in found
            if probability >= self._options.least_probability * best
        ]

    def _related(self, root: str, language: Language) -> list[tuple[str, float]]:
        """Stems of the same language by way of the other one (Bannard & Callison-Burch, 2005)."""
        shares: dict[str, float] = defaultdict(float)
        for translation, there in self._lexicon.translations(root, language):
            for related, back in self._lexicon.translations(translation, _OTHER[language]):
                shares[related] += there * back
        own = shares.pop(root, 0.0)
        return [
            (related, self._options.pivot * min(share / own, 1.0))
            for related, share in shares.items()
            if own and share >= self._options.least_probability * own
        ]

    def _add_terms(
        self,
        respelt: Sequence[str],
        readings: Mapping[int, Reading],
        language: Language,
        glossary: Glossary,
    ) -> None:
        """Give the words of a known term what stands for the whole of it.

        That is its acronym, and the words of its official counterpart that are not yet there as
        the translation of one of its words; they go to the words without such a translation.
        """
        other = _OTHER[language]
        for match in glossary.find([stem(word, language) for word in respelt], language):
            members = [readings[p] for p in range(match.start, match.end) if p in readings]
            counterpart = {(other, root) for root in match.counterpart} - {
                (other, root)
                for root in match.counterpart
                if root in stop_words(other) or root in turning_words()
            }
            missing = counterpart.difference(*members)
            untranslated = [member for member in members if counterpart.isdisjoint(member)]
            source = tuple(respelt[match.start : match.end])
            for member in untranslated or members:
                for key in missing:
                    _add(member, key, Sense(self._options.term, TermRelation.TRANSLATION, source))
            for member in members:
                for acronym_language, acronym in match.acronyms:
                    key = acronym_language, stem(acronym, acronym_language)
                    _add(member, key, Sense(self._options.acronym, TermRelation.ACRONYM, source))


def _add(reading: Reading, key: tuple[Language, str], sense: Sense) -> None:
    """Add a stem to a reading: at its best weight, in its closest relation."""
    known = reading.setdefault(key, sense)
    closest = min(known, sense, key=lambda each: _CLOSENESS[each.relation])
    reading[key] = closest._replace(weight=max(known.weight, sense.weight))


class _Name(NamedTuple):
    """The words of a name, in their language; none for what is no acronym."""

    words: tuple[str, ...]
    language: Language


_NO_NAME = _Name((), Language.ES)


def _name_of(word: str, asked: Language | None, glossary: Glossary) -> _Name:
    """The name that an acronym stands for, in the language that is asked if it has one there."""
    names = glossary.names(word, asked)
    if not names:
        return _NO_NAME
    language = asked if asked and asked in names else next(iter(names))
    return _Name(names[language], language)


@lru_cache(maxsize=32)
def _including(glossary: Glossary, learned: tuple[LearnedAcronyms, ...]) -> Glossary:
    """A glossary with what the generations of some indexes teach, made once for all questions."""
    return glossary.including(learned) if any(each.known for each in learned) else glossary


def _with_acronyms_joined(query: Query, glossary: Glossary) -> Query:
    """The question with each acronym that is written with hyphens or dots as one word."""
    words = list(query.words)
    joined: list[Joined] = []
    for each in reversed(query.joined):
        if glossary.names(each.word, query.language) or any(
            glossary.acronym(each.word, language) for language in _OTHER
        ):
            words[each.start : each.end] = [each.word]
            gone = each.end - each.start - 1
            joined = [replace(e, start=e.start - gone, end=e.end - gone) for e in joined]
        else:
            joined.insert(0, each)
    return replace(query, words=tuple(words), joined=tuple(joined))


def _as_typed(query: Query) -> Expansion:
    """The words in their own spelling and language only; in both where it cannot be told."""
    content = content_places(query.words, query.language)
    languages = [query.language] if query.language in _OTHER else list(_OTHER)
    typed = [
        {
            (language, stem(query.words[place], language)): Sense(
                1.0, TermRelation.OWN, (query.words[place],)
            )
            for language in languages
        }
        for place in content
    ]
    return Expansion(
        words=query.words,
        subjects=tuple(query.words[place] for place in content),
        concepts=tuple(map(_concept, typed)),
        corrections=(),
        asked=len(content),
    )


def _concept(reading: Reading) -> Concept:
    return Concept(
        terms=tuple(
            Term(
                language=language,
                stem=root,
                weight=round(sense.weight, 4),
                relation=sense.relation,
                source=sense.source,
            )
            for (language, root), sense in sorted(reading.items())
        )
    )
