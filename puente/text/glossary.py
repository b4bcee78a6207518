"""The project's bilingual terms, names and acronyms, found in a question by their stems."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from puente.model.documents import Language
from puente.text.tokenization import fold_word, stem, words


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
        for acronym, spanish, english in names:
            self._add(spanish, english, self._everywhere(_joined(acronym)))
        for spanish, english in terms:
            self._add(spanish, english, ())
        self._longest: defaultdict[tuple[Language, str], int] = defaultdict(int)
        for language, stems in self._terms:
            first = language, stems[0]
            self._longest[first] = max(self._longest[first], len(stems))

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

    def _add(self, spanish: str, english: str, acronyms: tuple[tuple[Language, str], ...]) -> None:
        sides = (_stems(spanish, Language.ES), _stems(english, Language.EN))
        for language, own, other in (
            (Language.ES, sides[0], sides[1]),
            (Language.EN, sides[1], sides[0]),
        ):
            match = GlossaryMatch(start=0, end=len(own), counterpart=other, acronyms=acronyms)
            self._terms.setdefault((language, own), match)

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
