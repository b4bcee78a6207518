"""A question's words as concepts: each a weighted disjunction of stems of both languages.

Probabilistic structured queries (Darwish & Oard, 2003; Yang et al., SIGIR 2024): a word stands for
itself in its own language and for its translations, by their probabilities, in the other.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from puente.model.documents import Language
from puente.model.queries import Concept, Query, Term, TermRelation
from puente.model.results import SpellingCorrection
from puente.text.glossary import Glossary
from puente.text.lexicon import Lexicon
from puente.text.spelling import can_be_meant, correct, find_near
from puente.text.stop_words import content_places, stop_words
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The words of a question as they are searched, their concepts, and what was respelt.

    `concepts` are in the order of the words, of which `subjects` are those that have one.
    """

    words: tuple[str, ...]
    subjects: tuple[str, ...]
    concepts: tuple[Concept, ...]
    corrections: tuple[SpellingCorrection, ...]


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

    def expand(self, query: Query, spellings: Spellings) -> Expansion:
        """The question's concepts; words that nobody knows are respelt when one is near.

        The collection is asked about those that neither the lexicon, the glossary nor the
        vocabulary has.
        """
        content = content_places(query.words, query.language)
        unknown = dict.fromkeys(
            w for w in map(query.words.__getitem__, content) if not self._is_known(w)
        )
        if query.respell and unknown:
            meant = self._respell(tuple(unknown), query.language, spellings)
        else:
            meant = {}
        respelt = [meant.get(word, word) for word in query.words]
        readings = {place: self._read(respelt[place], query.language) for place in content}
        for language in [query.language] if query.language in _OTHER else list(_OTHER):
            self._add_terms(respelt, readings, language)
        return Expansion(
            words=tuple(respelt),
            subjects=tuple(respelt[place] for place in content),
            concepts=tuple(_concept(readings[place]) for place in content),
            corrections=tuple(
                SpellingCorrection(typed=query.words[place], used=respelt[place])
                for place in content
                if respelt[place] != query.words[place]
            ),
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

    def _is_known(self, word: str) -> bool:
        """Test whether a word is right in either language, whatever the question's."""
        return (
            any(
                self._is_of(word, language) or self._glossary.acronym(word, language)
                for language in _OTHER
            )
            or word in load_vocabulary()
        )

    def _read(self, word: str, asked: Language | None) -> Reading:
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
            for acronym in self._glossary.acronym(word, language):
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
        self, respelt: Sequence[str], readings: Mapping[int, Reading], language: Language
    ) -> None:
        """Give the words of a known term what stands for the whole of it.

        That is its acronym, and the words of its official counterpart that are not yet there as
        the translation of one of its words; they go to the words without such a translation.
        """
        other = _OTHER[language]
        for match in self._glossary.find([stem(word, language) for word in respelt], language):
            members = [readings[p] for p in range(match.start, match.end) if p in readings]
            counterpart = {(other, root) for root in match.counterpart} - {
                (other, root) for root in match.counterpart if root in stop_words(other)
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
