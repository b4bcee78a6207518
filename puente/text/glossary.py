"""The project's bilingual terms, names and acronyms, found in a question by their stems."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from puente.model.acronyms import Acronym, LearnedAcronyms
from puente.model.documents import Language
from puente.text.acronyms.finding import letters_of
from puente.text.tokenization import fold_word, stem, words

Names = Mapping[Language, tuple[str, ...]]
"""The words of a name in each language that has one, folded."""


_SIDES = (Language.ES, Language.EN)


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryMatch:
    """A term found at stems[start:end].

    `counterpart` are the stems of its counterpart in the other language; `acronyms` what the term
    is called for short, each in its language.
    """

    start: int
    end: int
    counterpart: tuple[str, ...]
    acronyms: tuple[tuple[Language, str], ...] = ()


class Glossary:
    """Terms with their counterparts, names with their acronyms, acronyms with theirs.

    `terms` are the (Spanish, English) terms as they were given.

    Rows are (Spanish, English) for terms and acronyms, (Spanish acronym, Spanish name, English
    name) for names.
    """

    def __init__(
        self,
        terms: Sequence[Sequence[str]],
        acronyms: Sequence[Sequence[str]],
        names: Sequence[Sequence[str]] = (),
    ) -> None:
        self.terms = tuple((spanish, english) for spanish, english in terms)
        self._acronyms: dict[tuple[Language, str], set[str]] = defaultdict(set)
        for spanish, english in acronyms:
            self._acronyms[Language.ES, _joined(spanish)].add(_joined(english))
            self._acronyms[Language.EN, _joined(english)].add(_joined(spanish))
        self._terms: dict[tuple[Language, tuple[str, ...]], GlossaryMatch] = {}
        self._names: dict[tuple[Language, str], Names] = {}
        self._longest: defaultdict[tuple[Language, str], int] = defaultdict(int)
        for acronym, spanish, english in names:
            both = {Language.ES: spanish, Language.EN: english}
            self._add(both, self._everywhere(_joined(acronym)))
        for spanish, english in terms:
            self._add({Language.ES: spanish, Language.EN: english}, ())

    def including(self, learned: Sequence[LearnedAcronyms]) -> "Glossary":
        """The glossary with acronyms that collections teach, but for those that it knows."""
        other = copy(self)
        other._acronyms = defaultdict(set, {key: {*each} for key, each in self._acronyms.items()})
        other._terms, other._names = {**self._terms}, {**self._names}
        other._longest = self._longest.copy()
        for each in learned:
            for acronym in each.known:
                other._learn(acronym, self)
        return other

    def find(self, stems: Sequence[str], language: Language) -> tuple[GlossaryMatch, ...]:
        """The terms in a row of stems, the longest first at each place."""
        found: list[GlossaryMatch] = []
        start = 0
        while start < len(stems):
            match = self._longest_at(stems, start, language)
            if match:
                found.append(match)
            start = match.end if match else start + 1
        return tuple(found)

    def acronym(self, word: str, language: Language) -> frozenset[str]:
        """Counterparts of an acronym of `language` in the other one, folded; empty if none."""
        return frozenset(self._acronyms.get((language, fold_word(word)), ()))

    def names(self, acronym: str, language: Language | None) -> Names:
        """The name that a folded acronym stands for, in a language if it is one of that."""
        for each in (language, *(each for each in _SIDES if each != language)):
            if each and (each, acronym) in self._names:
                return self._names[each, acronym]
        return {}

    def _learn(self, acronym: Acronym, known: "Glossary") -> None:
        sides = {Language.ES: acronym.spanish, Language.EN: acronym.english}
        named = {language: each for language, each in sides.items() if each}
        letters = {language: letters_of(each.acronym) for language, each in named.items()}
        if any(map(known._has, letters.values())):
            return
        if len(set(letters.values())) > 1:
            self._acronyms[Language.ES, letters[Language.ES]].add(letters[Language.EN])
            self._acronyms[Language.EN, letters[Language.EN]].add(letters[Language.ES])
        [some, *_] = letters.values()
        everywhere = tuple((each, letters.get(each, some)) for each in _SIDES)
        self._add({language: each.name for language, each in named.items()}, everywhere)

    def _has(self, acronym: str) -> bool:
        return any((e, acronym) in self._acronyms or (e, acronym) in self._names for e in _SIDES)

    def _add(
        self, names: Mapping[Language, str], acronyms: tuple[tuple[Language, str], ...]
    ) -> None:
        """Add what has one name in each language, and is called so for short."""
        stems = {language: _stems(name, language) for language, name in names.items()}
        folded = {language: tuple(words(name)) for language, name in names.items()}
        for language, own in stems.items():
            other = next((each for key, each in stems.items() if key != language), ())
            match = GlossaryMatch(start=0, end=len(own), counterpart=other, acronyms=acronyms)
            before = self._terms.setdefault((language, own), match)
            if acronyms and not before.acronyms:
                self._terms[language, own] = replace(before, acronyms=acronyms)
            first = language, own[0]
            self._longest[first] = max(self._longest[first], len(own))
        for key in acronyms:
            self._names.setdefault(key, folded)

    def _everywhere(self, acronym: str) -> tuple[tuple[Language, str], ...]:
        """A Spanish acronym and what it is in English."""
        english = self._acronyms.get((Language.ES, acronym), {acronym})
        return (Language.ES, acronym), *((Language.EN, each) for each in sorted(english))

    def _longest_at(
        self, stems: Sequence[str], start: int, language: Language
    ) -> GlossaryMatch | None:
        longest = self._longest.get((language, stems[start]), 0)
        for end in range(min(len(stems), start + longest), start, -1):
            known = self._terms.get((language, tuple(stems[start:end])))
            if known:
                return GlossaryMatch(
                    start=start, end=end, counterpart=known.counterpart, acronyms=known.acronyms
                )
        return None


@cache
def load_glossary() -> Glossary:
    """The shipped glossary."""
    return Glossary(_rows("glossary.tsv"), _rows("acronyms.tsv"), _rows("names.tsv"))


def _rows(name: str) -> list[list[str]]:
    """The rows of a data file, without its header."""
    text = files("puente.data").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def _joined(acronym: str) -> str:
    """An acronym as `words` gives it: EE.UU. is eeuu."""
    return "".join(words(acronym))


def _stems(text: str, language: Language) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in words(text))
